import type { Store, Transaction, TransferChange } from '../../app/ports'
import type {
  AccountRecord,
  AttemptRecord,
  BranchRecord,
  HolderRecord,
  LimitRecord,
  TransferRecord,
  TransferWhole,
  WechatRecord,
} from '../../app/records'
import { stored } from '../../app/transfer-writes'
import { DuplicateKey, type Documents, type DocumentTransaction, type Lookup } from './documents'

/** After the position of any row: positions begin with digits. */
const AFTER_ALL = '~'
const JOINABLE_AT_MOST = 500
const TRANSFERS_OF_ONE = 50
const BY_TEXT_AT_MOST = 1_000
/** So many refused attempts are kept of one transfer; further ones are counted on the newest. */
const ATTEMPTS_AT_MOST = 100

const WHOLE: readonly Lookup[] = [
  { from: 'branches', localField: 'branchId', foreignField: '_id', as: 'branches' },
  { from: 'attempts', localField: '_id', foreignField: 'transferId', as: 'attempts' },
]
type Joined = TransferRecord & { branches: BranchRecord[]; attempts: AttemptRecord[] }

const wholeOf = ({ branches, attempts, ...transfer }: Joined): TransferWhole[] => {
  const branch = branches[0]
  return branch === undefined ? [] : [{ transfer, branch, attempts }]
}

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

/** The product's store over CloudBase documents. */
export const createStore = (documents: Documents): Store => {
  const { command } = documents

  const changeOf = (transfer: TransferRecord, { events, state, also }: TransferChange) => {
    const fields = stored(transfer._id, transfer.accountId, state)
    const { copy, flags, ...plain } = also ?? {}
    return {
      ...fields,
      state: command.set(fields.state),
      events: command.push(events),
      ...plain,
      ...(copy === undefined ? {} : { copy: command.set(copy) }),
      ...(flags === undefined ? {} : { flags: command.set(flags) }),
    }
  }

  return {
    wechat: (openid) => documents.get<WechatRecord>('wechats', openid),
    account: (id) => documents.get<AccountRecord>('accounts', id),
    numberElsewhere: async (tokens, accountId) => {
      const found = await documents.find<AccountRecord>('accounts', { numberToken: command.in(tokens) }, { limit: 2 })
      return found.some(({ _id }) => _id !== accountId)
    },

    branch: (id) => documents.get<BranchRecord>('branches', id),
    branches: async (ids) =>
      ids.length === 0 ? [] : documents.find<BranchRecord>('branches', { _id: command.in(ids) }, { limit: 1_000 }),
    joinableBranches: (kind) =>
      documents.find<BranchRecord>('branches', { kind, joinable: true }, { limit: JOINABLE_AT_MOST }),

    transfer: async (id) => {
      const found = await documents.join<Joined>('transfers', { _id: id }, WHOLE, 1)
      return found.flatMap(wholeOf)[0] ?? null
    },
    transfersOf: async (accountId) => {
      const found = await documents.join<Joined>('transfers', { accountId }, WHOLE, TRANSFERS_OF_ONE)
      const startedAt = ({ transfer }: TransferWhole) => transfer.events[0]?.at ?? 0
      return found.flatMap(wholeOf).sort((a, b) => startedAt(b) - startedAt(a))
    },
    transfers: async (ids) =>
      ids.length === 0
        ? []
        : documents.find<TransferRecord>('transfers', { _id: command.in(ids) }, { limit: ids.length }),
    addTransfer: (record) => documents.add('transfers', record),
    changeTransfer: async (transfer, change) => {
      const where = { _id: transfer._id, version: transfer.version }
      try {
        const updated = await documents.update('transfers', where, changeOf(transfer, change))
        return updated === 1 ? 'written' : 'overtaken'
      } catch (error) {
        if (error instanceof DuplicateKey) return 'slotTaken'
        throw error
      }
    },
    queue: ({ branchId, stage, rosterMatch, before, after, limit }) =>
      documents.find<TransferRecord>(
        'transfers',
        {
          branchId,
          ...(stage === undefined ? {} : { stage }),
          ...(rosterMatch === undefined ? {} : { rosterMatch }),
          ...(before === undefined && after === undefined
            ? {}
            : { position: command.between(after ?? '', before ?? AFTER_ALL) }),
        },
        { sort: ['position', 'asc'], limit },
      ),
    queueByText: async (branchId, prefix) => {
      const beginning = (field: string) =>
        documents.find<TransferRecord>(
          'transfers',
          { branchId, [field]: command.startsWith(prefix) },
          { sort: [field, 'asc'], limit: BY_TEXT_AT_MOST },
        )
      const found = await Promise.all([beginning('name'), beginning('studentNumber')])
      return [...new Map(found.flat().map((transfer) => [transfer._id, transfer])).values()]
    },
    noteAttempt: async (attempt, known) => {
      const newest = known.length >= ATTEMPTS_AT_MOST ? known.at(-1)?._id : undefined
      const id = newest ?? attempt._id
      if (newest === undefined && (await documents.add('attempts', { ...attempt, count: 1 }))) return
      await documents.update('attempts', { _id: id }, { count: command.inc(1), at: attempt.at })
    },

    noteConflict: async (conflict) => {
      if (await documents.add('conflicts', { ...conflict, firstAt: conflict.at, attempts: 1 })) return
      const change = { attempts: command.inc(1), at: conflict.at, claimantName: conflict.claimantName }
      await documents.update('conflicts', { _id: conflict._id }, change)
    },

    takeLimit: async (key, max, expiresAt) => {
      const first: Omit<LimitRecord, '_id'> = { count: 1, expiresAt }
      const more = () =>
        documents.update('limits', { _id: key, expiresAt, count: command.lt(max) }, { count: command.inc(1) })
      if ((await more()) === 1) return true
      if (await documents.add('limits', { _id: key, ...first })) return true
      if ((await more()) === 1) return true
      // A limit of an earlier span is still lying there: it starts anew.
      return (await documents.update('limits', { _id: key, expiresAt: command.lt(expiresAt) }, first)) === 1
    },
    giveBackLimit: async (key) => {
      await documents.update('limits', { _id: key }, { count: command.inc(-1) })
    },

    transaction: (work) => documents.transaction((tx) => work(transactionOf(tx))),
  }
}
