import { ROSTER_MATCHES } from '../../domain/desk-lists'
import { searchKey } from '../../domain/person-search'
import type {
  FoundTransfer,
  HeldTransfer,
  ListedTransfer,
  QueueQuery,
  TouchedTransfer,
  TransferStore,
} from '../../app/store/ports'
import type { TransferRecord, JoinedTransfer } from '../../app/store/records'
import {
  BRANCH_AND_REFUSED,
  caseFrom,
  deskedFrom,
  joinedFrom,
  ownedFrom,
  WHOLE_CASE,
  WITH_BOUND,
  WITH_STAFF,
  type CaseRows,
  type DeskedRows,
  type OwnedRows,
  type Rows,
} from './joined-transfer'
import { DuplicateKey, fieldsOf, type Documents, type FindOptions } from './documents'
import { tallyOf } from './tally'

/** After the position of any row: positions begin with digits. */
const AFTER_ALL = '~'
const TRANSFERS_OF_ONE = 50
const HELD_AT_MOST = 1_000
const NAMED_AT_MOST = 1_000
/** So many refused attempts are kept of one transfer; further ones are counted on the newest. */
const ATTEMPTS_AT_MOST = 50

const LISTED = [
  ...fieldsOf<Omit<ListedTransfer, 'events'>>({
    _id: true,
    version: true,
    reference: true,
    stage: true,
    since: true,
    position: true,
    state: true,
    name: true,
    copy: true,
    identity: true,
    party: true,
    studentNumber: true,
    rosterMatch: true,
    flags: true,
  }),
  'events.at',
  'events.type',
  'events.reason',
]
const FOUND = [
  ...LISTED,
  ...fieldsOf<Omit<FoundTransfer, keyof ListedTransfer>>({ branchId: true, lists: true, probationEndsOn: true }),
]

/** A list in the order of its queue, or a stretch of it. */
export const queueWhere = (
  command: Documents['command'],
  { branchId, list, rosterMatch, before, after }: Omit<QueueQuery, 'limit'>,
): object => ({
  branchId,
  lists: list,
  ...(rosterMatch === undefined ? {} : { rosterMatch }),
  ...(before === undefined && after === undefined
    ? {}
    : { position: command.between(after ?? '', before ?? AFTER_ALL) }),
})

/** Transfers and the refused attempts on them, over documents. */
export const transferStore = (documents: Documents): TransferStore => {
  const { command } = documents
  const inQueue = { sort: ['position', 'asc'] } as const satisfies FindOptions

  /** A key leads to longer names as well; where it leads to as many as a request gives, half of the names are asked for. */
  const named = async (branchId: string, names: readonly string[]): Promise<FoundTransfer[]> => {
    const found = await documents.find<FoundTransfer>(
      'transfers',
      { branchId, searchKeys: command.in(names.map(searchKey)) },
      { limit: NAMED_AT_MOST, fields: FOUND },
    )
    if (found.length < NAMED_AT_MOST || names.length === 1) return found.filter(({ name }) => names.includes(name))
    const half = Math.ceil(names.length / 2)
    const halves = [names.slice(0, half), names.slice(half)]
    return (await Promise.all(halves.map((part) => named(branchId, part)))).flat()
  }

  /** Whom a search key finds, each once: by name or reference, and by student number. */
  const byKey = async (key: string, where: object, sort: 'position' | 'branchId', limit: number) => {
    const having = (field: 'searchKeys' | 'studentKeys') =>
      documents.find<FoundTransfer>(
        'transfers',
        { ...where, [field]: key },
        { sort: [sort, 'asc'], limit, fields: FOUND },
      )
    const found = await Promise.all([having('searchKeys'), having('studentKeys')])
    return [...new Map(found.flat().map((transfer) => [transfer._id, transfer])).values()]
  }

  return {
    transfer: async (id) => {
      const found = await documents.join<Rows>('transfers', { _id: id }, BRANCH_AND_REFUSED, 1)
      return found.flatMap(joinedFrom)[0] ?? null
    },
    ownedTransfer: async (id) => {
      const found = await documents.join<OwnedRows>('transfers', { _id: id }, WITH_BOUND, 1)
      return found.flatMap(ownedFrom)[0] ?? null
    },
    deskedTransfer: async (id) => {
      const found = await documents.join<DeskedRows>('transfers', { _id: id }, WITH_STAFF, 1)
      return found.flatMap(deskedFrom)[0] ?? null
    },
    transferCase: async (id) => {
      const found = await documents.join<CaseRows>('transfers', { _id: id }, WHOLE_CASE, 1)
      return found.flatMap(caseFrom)[0] ?? null
    },
    transfersOf: async (accountId) => {
      const newest = { accountId: 1, position: -1 } as const
      const found = await documents.join<Rows>('transfers', { accountId }, BRANCH_AND_REFUSED, TRANSFERS_OF_ONE, newest)
      const startedAt = ({ transfer }: JoinedTransfer) => transfer.events[0]?.at ?? 0
      return found.flatMap(joinedFrom).sort((a, b) => startedAt(b) - startedAt(a))
    },
    transfers: async (ids) =>
      ids.length === 0
        ? []
        : documents.find<TransferRecord>('transfers', { _id: command.in(ids) }, { limit: ids.length }),
    transfersHeldBy: async (accountIds) =>
      accountIds.length === 0
        ? []
        : documents.find<HeldTransfer>(
            'transfers',
            { accountId: command.in(accountIds) },
            { fields: ['accountId', 'branchId', 'stage'], limit: HELD_AT_MOST },
          ),
    joinedTransfers: async (ids) => {
      if (ids.length === 0) return []
      const found = await documents.join<Rows>('transfers', { _id: command.in(ids) }, BRANCH_AND_REFUSED, ids.length)
      return found.flatMap(joinedFrom)
    },
    addTransfer: (record) => documents.add('transfers', record),
    writeTransfer: async ({ id, expected, patch, appended }) => {
      const { openLink, ...versions } = expected
      const whileOpen = openLink === undefined ? {} : { 'link.token': openLink, 'link.state': 'open' }
      // Objects and lists are replaced as a whole: the SDK would merge them by path.
      const fields = Object.fromEntries(Object.entries(patch).map(([field, value]) => [field, command.set(value)]))
      const log = appended.length === 0 ? {} : { events: command.push([...appended]) }
      try {
        const change = { ...fields, ...log }
        const updated = await documents.update('transfers', { _id: id, ...versions, ...whileOpen }, change)
        return updated === 1 ? 'written' : 'overtaken'
      } catch (error) {
        if (error instanceof DuplicateKey) return 'slotTaken'
        throw error
      }
    },
    dueMessages: (now, limit) =>
      documents.find<TransferRecord>(
        'transfers',
        { messageDueAt: command.between(0, now + 1) },
        { sort: ['messageDueAt', 'asc'], limit },
      ),
    transferByLink: async (tokens) => {
      const found = await documents.join<Rows>('transfers', { linkTokens: command.in(tokens) }, BRANCH_AND_REFUSED, 1)
      return found.flatMap(joinedFrom)[0] ?? null
    },
    putLink: async ({ _id, slot }, link) => {
      const change = { link: command.set(link), linkTokens: command.push([link.token]) }
      return (await documents.update('transfers', { _id, slot }, change)) === 1
    },
    endLink: async (id) => {
      await documents.update('transfers', { _id: id, 'link.state': 'open' }, { 'link.state': 'ended' })
    },
    queue: ({ limit, ...query }) =>
      documents.find<ListedTransfer>('transfers', queueWhere(command, query), { ...inQueue, limit, fields: LISTED }),
    wholeQueue: ({ limit, ...query }) =>
      documents.find<TransferRecord>('transfers', queueWhere(command, query), { ...inQueue, limit }),
    queueBy: (sort, { rosterMatch, skip, limit, ...query }) =>
      documents.find<ListedTransfer>(
        'transfers',
        // One index serves with and without this filter: all its values are three walks through it.
        {
          ...queueWhere(command, query),
          rosterMatch: command.in(rosterMatch === undefined ? ROSTER_MATCHES : [rosterMatch]),
        },
        { sort: [sort, 'asc'], skip, limit, fields: LISTED },
      ),
    queueByProbation: (branchId, until, limit) =>
      documents.find<FoundTransfer>(
        'transfers',
        { branchId, probationEndsOn: command.between('', `${until}~`) },
        { sort: ['probationEndsOn', 'asc'], limit, fields: FOUND },
      ),
    queueLength: async (branchId, list) => {
      const where = { branchId, lists: list }
      const [count, first] = await Promise.all([
        documents.count('transfers', where),
        documents.find<Pick<TransferRecord, 'since'>>('transfers', where, {
          sort: ['position', 'asc'],
          limit: 1,
          fields: ['since'],
        }),
      ])
      const [oldest] = first
      return { count, ...(oldest === undefined ? {} : { oldest: oldest.since }) }
    },
    tally: (query) => tallyOf(documents, query),
    touchedSince: (branchId, since, skip, limit) =>
      documents.find<TouchedTransfer>(
        'transfers',
        { branchId, lastEventAt: command.gt(since - 1) },
        { sort: ['lastEventAt', 'asc'], fields: ['events'], skip, limit },
      ),
    queueByKey: async ({ branchId, key, after = '', limit }) => {
      const found = await byKey(key, { branchId, position: command.between(after, AFTER_ALL) }, 'position', limit)
      return found.sort((a, b) => (a.position < b.position ? -1 : 1)).slice(0, limit)
    },
    transfersByKey: async (key, limit) => {
      const found = await byKey(key, {}, 'branchId', limit)
      const placeOf = ({ branchId, position }: FoundTransfer) => `${branchId} ${position}`
      return found.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)).slice(0, limit)
    },
    transfersNamed: named,
    noteRefused: async (attempt, known) => {
      const counted = known.some(({ _id }) => _id === attempt._id)
      const full = known.length >= ATTEMPTS_AT_MOST
      if (!counted && !full && (await documents.add('attempts', { ...attempt, count: 1 }))) return
      const newest = known.reduce((late, one) => (one.at > late.at ? one : late), known[0] ?? attempt)
      const _id = full && !counted ? newest._id : attempt._id
      await documents.update('attempts', { _id }, { count: command.inc(1) })
    },
  }
}
