import type { PeopleStore, Transaction } from '../../app/ports'
import type { AccountRecord, HolderRecord, TransferRecord, WechatRecord } from '../../app/records'
import type { Documents, DocumentTransaction } from './documents'

const transactionOf = (tx: DocumentTransaction): Transaction => ({
  wechat: (openid) => tx.get<WechatRecord>('wechats', openid),
  putWechat: (record) => tx.put('wechats', record),
  account: (id) => tx.get<AccountRecord>('accounts', id),
  putAccount: (record) => tx.put('accounts', record),
  holder: (kind, token) => tx.get<HolderRecord>(kind, token),
  putHolder: (kind, record) => tx.put(kind, record),
  dropHolder: (kind, token) => tx.remove(kind, token),
  transfer: (id) => tx.get<TransferRecord>('transfers', id),
  putTransfer: (record) => tx.put('transfers', record),
})

/** WeChats and accounts over documents. */
export const peopleStore = (documents: Documents): PeopleStore => {
  const { command } = documents
  return {
    wechat: (openid) => documents.get<WechatRecord>('wechats', openid),
    account: (id) => documents.get<AccountRecord>('accounts', id),
    numberElsewhere: async (tokens, accountId) => {
      const found = await documents.find<AccountRecord>('accounts', { numberToken: command.in(tokens) }, { limit: 2 })
      return found.some(({ _id }) => _id !== accountId)
    },

    noteConflict: async (conflict) => {
      if (await documents.add('conflicts', { ...conflict, firstAt: conflict.at, attempts: 1 })) return
      const change = { attempts: command.inc(1), at: conflict.at, claimantName: conflict.claimantName }
      await documents.update('conflicts', { _id: conflict._id }, change)
    },

    transaction: (work) => documents.transaction((tx) => work(transactionOf(tx))),
  }
}
