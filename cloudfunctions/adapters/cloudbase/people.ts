import type { PeopleStore, Transaction } from '../../app/store/ports'
import type {
  RightsRecord,
  StaffCodeRecord,
  AccountRecord,
  HolderRecord,
  RecoveryRecord,
  TransferRecord,
  WechatLimitsRecord,
  WechatRecord,
} from '../../app/store/records'
import { DuplicateKey, type Documents, type DocumentTransaction, type Lookup } from './documents'

/** Whose a WeChat is, what transfers there are, and who else has the member number. */
const MEMBER: readonly Lookup[] = [
  { from: 'accounts', localField: 'accountId', foreignField: '_id', as: 'accounts' },
  { from: 'transfers', localField: 'accountId', foreignField: 'accountId', as: 'transfers' },
  { from: 'accounts', localField: 'accounts.numberToken', foreignField: 'numberToken', as: 'numbered' },
]
type JoinedMember = WechatRecord & {
  accounts: AccountRecord[]
  transfers: TransferRecord[]
  numbered: AccountRecord[]
}

const transactionOf = (tx: DocumentTransaction): Transaction => ({
  wechat: (openid) => tx.get<WechatRecord>('wechats', openid),
  putWechat: (record) => tx.put('wechats', record),
  dropWechat: (openid) => tx.remove('wechats', openid),
  account: (id) => tx.get<AccountRecord>('accounts', id),
  putAccount: (record) => tx.put('accounts', record),
  dropAccount: (id) => tx.remove('accounts', id),
  holder: (kind, token) => tx.get<HolderRecord>(kind, token),
  putHolder: (kind, record) => tx.put(kind, record),
  dropHolder: (kind, token) => tx.remove(kind, token),
  wechatLimits: (key) => tx.get<WechatLimitsRecord>('limits', key),
  putWechatLimits: (record) => tx.put('limits', record),
  transfer: (id) => tx.get<TransferRecord>('transfers', id),
  putTransfer: (record) => tx.put('transfers', record),
  dropConflict: (id) => tx.remove('conflicts', id),
  dropDraft: (id) => tx.remove('drafts', id),
  recovery: (accountId) => tx.get<RecoveryRecord>('recoveries', accountId),
  dropRecovery: (accountId) => tx.remove('recoveries', accountId),
  rights: (branchId) => tx.get<RightsRecord>('rights', branchId),
  putRights: (record) => tx.put('rights', record),
  staffCode: (token) => tx.get<StaffCodeRecord>('staffCodes', token),
  dropStaffCode: (token) => tx.remove('staffCodes', token),
  noteAudit: (entry) => tx.put('audit', entry),
  putStaffName: (record) => tx.put('staffNames', record),
  noteErasure: (erasure) => tx.put('erasures', erasure),
})

/** WeChats and accounts over documents. */
export const peopleStore = (documents: Documents): PeopleStore => {
  const { command } = documents
  return {
    wechat: (openid) => documents.get<WechatRecord>('wechats', openid),
    account: (id) => documents.get<AccountRecord>('accounts', id),
    memberWithTransfers: async (openid) => {
      const [found] = await documents.join<JoinedMember>('wechats', { _id: openid }, MEMBER, 1)
      const account = found?.accounts[0]
      if (found === undefined || account === undefined) return null
      const numberElsewhere = found.numbered.some(({ _id }) => _id !== account._id)
      return { account, transfers: found.transfers, numberElsewhere }
    },
    addMember: async ({ account, wechat, holder, logins, drafts }) => {
      try {
        await documents.transaction(async (tx) => {
          await tx.add('holders', holder)
          for (const login of logins) await tx.add('logins', login)
          await tx.add('wechats', wechat)
          await tx.add('accounts', account)
          for (const id of drafts) await tx.remove('drafts', id)
        })
        return true
      } catch (error) {
        if (error instanceof DuplicateKey) return false
        throw error
      }
    },
    loginHolder: async (tokens) => {
      const [found] = await documents.find<HolderRecord>('logins', { _id: command.in(tokens) }, { limit: 1 })
      return found?.accountId
    },
    numberElsewhere: async (tokens, accountId) => {
      const found = await documents.find<AccountRecord>('accounts', { numberToken: command.in(tokens) }, { limit: 2 })
      return found.some(({ _id }) => _id !== accountId)
    },
    accounts: async (ids) =>
      ids.length === 0 ? [] : documents.find<AccountRecord>('accounts', { _id: command.in(ids) }, { limit: 1_000 }),
    transaction: (work) => documents.transaction((tx) => work(transactionOf(tx))),
  }
}
