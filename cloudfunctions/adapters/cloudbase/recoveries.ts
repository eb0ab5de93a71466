import type { RecoveryStore } from '../../app/store/ports'
import type { RecoveryRecord } from '../../app/store/records'
import type { Documents } from './documents'

const TRIES_AT_MOST = 5
/** People who share a phone number and have all lost their accounts within two days. */
const OF_ONE_LOGIN_AT_MOST = 10

/** Codes for those who have lost their account, over documents. */
export const recoveryStore = (documents: Documents): RecoveryStore => {
  const { command } = documents
  return {
    putRecovery: (recovery) => documents.put('recoveries', recovery),
    takeRecoveryTries: async (logins, now) => {
      const where = { logins: command.in(logins) }
      const found = await documents.find<RecoveryRecord>('recoveries', where, { limit: OF_ONE_LOGIN_AT_MOST })
      const taken = await Promise.all(
        found.map(({ _id, code }) =>
          documents.update(
            'recoveries',
            { _id, code, tries: command.lt(TRIES_AT_MOST), expiresAt: command.gt(now) },
            { tries: command.inc(1) },
          ),
        ),
      )
      return found.filter((_, i) => taken[i] === 1)
    },
  }
}
