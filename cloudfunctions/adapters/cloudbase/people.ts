import type { PeopleStore, Transaction } from '../../app/store/ports'
import type {
  RightsRecord,
  StaffCodeRecord,
  AccountRecord,
  HolderRecord,
  LimitRecord,
  RecoveryRecord,
  TransferRecord,
  WechatRecord,
} from '../../app/store/records'
import type { Documents, DocumentTransaction, Lookup } from './documents'

/** Whose a WeChat is, and what transfers there are. */
const MEMBER: readonly Lookup[] = [
  { from: 'accounts', localField: 'accountId', foreignField: '_id', as: 'accounts' },
  { from: 'transfers', localField: 'accountId', foreignField: 'accountId', as: 'transfers' },
]
type JoinedMember = WechatRecord & { accounts: AccountRecord[]; transfers: TransferRecord[] }

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
  limit: (key) => tx.get<LimitRecord>('limits', key),
  putLimit: (record) => tx.put('limits', record),
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
      return found === undefined || account === undefined ? null : { account, transfers: found.transfers }
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
