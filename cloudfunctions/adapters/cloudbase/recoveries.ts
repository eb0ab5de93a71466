import type { RecoveryStore } from '../../app/store/ports'
import type { RecoveryRecord } from '../../app/store/records'
import type { Documents } from './documents'

/** People who share a phone number and have all lost their accounts within two days. */
const OF_ONE_LOGIN_AT_MOST = 10

/** Codes for those who have lost their account, over documents. */
export const recoveryStore = (documents: Documents): RecoveryStore => {
  const { command } = documents
  return {
    putRecovery: (recovery) => documents.put('recoveries', recovery),
    recoveriesFor: (logins) =>
      documents.find<RecoveryRecord>('recoveries', { logins: command.in(logins) }, { limit: OF_ONE_LOGIN_AT_MOST }),
    takeRecoveryTry: async ({ _id, code }, atMost, now) => {
      const where = { _id, code, tries: command.lt(atMost), expiresAt: command.gt(now) }
      return (await documents.update('recoveries', where, { tries: command.inc(1) })) === 1
    },
  }
}
