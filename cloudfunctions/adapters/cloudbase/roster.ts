import { searchKey } from '../../domain/person-search'
import type { GapRow, GapTransfer, MatchedTransfer, QueuedGap, RosterPage, RosterStore } from '../../app/store/ports'
import type { RosterRecord, TransferRecord } from '../../app/store/records'
import { queueWhere } from './transfers'
import { fieldsOf, type Documents, type FindOptions } from './documents'

const FOUND_AT_MOST = 1_000
const AT_ONCE = { ids: 500, added: 100 }

const inParts = <T>(all: readonly T[], size: number): T[][] => {
  const unlike = [...new Set(all)]
  return Array.from({ length: Math.ceil(unlike.length / size) }, (_, i) => unlike.slice(i * size, (i + 1) * size))
}

/** Which branch has a transfer. */
type Held = Pick<TransferRecord, '_id' | 'branchId'>

const GAP_ROW = fieldsOf<GapRow>({
  _id: true,
  branchId: true,
  position: true,
  name: true,
  byName: true,
  studentNumber: true,
  phone: true,
  addedAt: true,
  transferId: true,
})
const GAP_TRANSFER = fieldsOf<GapTransfer>({ _id: true, stage: true, since: true, studentNumber: true })
const MATCHED_TRANSFER = [
  ...fieldsOf<Omit<MatchedTransfer, 'copy' | 'state' | 'events'>>({
    _id: true,
    branchId: true,
    kind: true,
    stage: true,
    name: true,
    accountId: true,
    rosterMatch: true,
    studentNumber: true,
  }),
  'copy.idNumber',
  'state.erased',
  'events.at',
]

/** The branches' rosters over documents. */
export const rosterStore = (documents: Documents): RosterStore => {
  const { command } = documents
  /** One request for a part; where it finds as many as a request may, two for its halves, so that nothing is left out. */
  const findPart = async <T extends { _id: string }>(
    collection: 'roster' | 'transfers',
    part: readonly string[],
    where: (part: readonly string[]) => object,
    fields?: readonly string[],
  ): Promise<T[]> => {
    const wanted = fields === undefined ? {} : { fields }
    const found = await documents.find<T>(collection, where(part), { limit: FOUND_AT_MOST, ...wanted })
    if (found.length < FOUND_AT_MOST || part.length === 1) return found
    const half = Math.ceil(part.length / 2)
    const halves = [part.slice(0, half), part.slice(half)]
    return (await Promise.all(halves.map((values) => findPart<T>(collection, values, where, fields)))).flat()
  }
  const find = async <T extends { _id: string }>(
    collection: 'roster' | 'transfers',
    values: readonly string[],
    where: (part: readonly string[]) => object,
    fields?: readonly string[],
  ): Promise<T[]> => {
    const parts = inParts(values, AT_ONCE.ids)
    const found = await Promise.all(parts.map((part) => findPart<T>(collection, part, where, fields)))
    return [...new Map(found.flat().map((one) => [one._id, one])).values()]
  }
  const matched = (ids: readonly string[]): Promise<MatchedTransfer[]> =>
    find<MatchedTransfer>('transfers', ids, (part) => ({ _id: command.in(part) }), MATCHED_TRANSFER)
  const pageOf = (
    branchId: string,
    { sort, after, limit, notRegistered = false }: RosterPage,
  ): [object, FindOptions] => [
    {
      branchId,
      ...(notRegistered ? { accountId: null } : {}),
      ...(after === undefined ? {} : { [sort]: command.gt(after) }),
    },
    { sort: [sort, 'asc'], limit },
  ]

  return {
    countRoster: async (branchId) => {
      const groups = [{ _id: { $eq: ['$accountId', null] }, rows: { $sum: 1 } }]
      const counted = await documents.group<{ _id: boolean; rows: number }>('roster', { branchId }, groups, 2)
      const rowsOf = (isFree: boolean) => counted.find(({ _id }) => _id === isFree)?.rows ?? 0
      return { size: rowsOf(true) + rowsOf(false), notRegistered: rowsOf(true) }
    },
    countRosterRows: (branchId) => documents.count('roster', { branchId }),
    rosterRows: (ids) => find<RosterRecord>('roster', ids, (part) => ({ _id: command.in(part) })),
    rosterFound: (branchId, finders) =>
      find<RosterRecord>('roster', finders, (part) => ({ branchId, finders: command.in(part) })),
    rosterLinkedTo: (transferIds) =>
      find<RosterRecord>('roster', transferIds, (part) => ({ transferId: command.in(part) })),
    rosterPage: (branchId, page) => documents.find<RosterRecord>('roster', ...pageOf(branchId, page)),
    gapRows: (branchId, page) => {
      const [where, options] = pageOf(branchId, page)
      return documents.find<GapRow>('roster', where, { ...options, fields: GAP_ROW })
    },
    gapTransfers: (ids) => find<GapTransfer>('transfers', ids, (part) => ({ _id: command.in(part) }), GAP_TRANSFER),
    gapQueue: ({ limit, ...query }) =>
      documents.find<QueuedGap>('transfers', queueWhere(command, query), {
        sort: ['position', 'asc'],
        limit,
        fields: [...GAP_TRANSFER, 'position'],
      }),
    gapRowsOf: (transferIds) =>
      find<GapRow>('roster', transferIds, (part) => ({ transferId: command.in(part) }), GAP_ROW),
    rosterImported: (importKey, after) =>
      documents.find<RosterRecord>(
        'roster',
        { importKeys: importKey, _id: command.gt(after) },
        { sort: ['_id', 'asc'], limit: AT_ONCE.ids },
      ),
    addRosterRows: async (rows) => {
      await Promise.all(
        inParts(rows, AT_ONCE.added).map(async (part) => {
          if (await documents.addAll('roster', part)) return
          await Promise.all(part.map((row) => documents.add('roster', row)))
        }),
      )
    },
    changeRosterRow: async (_id, change) => {
      // A list is written whole, and so is nothing in place of something.
      const written = Object.entries(change).map(([field, value]) => [
        field,
        Array.isArray(value) ? command.set(value) : value,
      ])
      await documents.update('roster', { _id }, Object.fromEntries(written) as object)
    },
    removeRosterRows: async (branchId, ids) => {
      const removed = await Promise.all(
        inParts(ids, AT_ONCE.ids).map((part) => documents.remove('roster', { _id: command.in(part), branchId })),
      )
      return removed.reduce((sum, count) => sum + count, 0)
    },
    transfersLike: async (branchId, names, idTokens) => {
      const [byName, byNumber] = await Promise.all([
        find<MatchedTransfer>(
          'transfers',
          names.map(searchKey),
          (part) => ({ branchId, searchKeys: command.in(part) }),
          MATCHED_TRANSFER,
        ),
        find<Held>('transfers', idTokens, (part) => ({ idToken: command.in(part) }), ['_id', 'branchId']),
      ])
      // A key leads to longer names as well.
      const alike = byName.filter(({ name }) => names.includes(name))
      const known = new Set(alike.map(({ _id }) => _id))
      const others = byNumber.filter((one) => one.branchId === branchId && !known.has(one._id)).map(({ _id }) => _id)
      // Most have both: nobody is read twice.
      return [...alike, ...(await matched(others))]
    },
    matchedTransfers: matched,
    idsOfTransfersLike: async (branchId, names, idTokens) => {
      const [byName, byNumber] = await Promise.all([
        find<Held & { name: string }>(
          'transfers',
          names.map(searchKey),
          (part) => ({ branchId, searchKeys: command.in(part) }),
          ['branchId', 'name'],
        ),
        find<Held>('transfers', idTokens, (part) => ({ idToken: command.in(part) }), ['_id', 'branchId']),
      ])
      const here = [...byName.filter(({ name }) => names.includes(name)), ...byNumber]
      return [...new Set(here.flatMap((one) => (one.branchId === branchId ? one._id : [])))]
    },
    transfersNumbered: (branchId, studentNumbers) =>
      find<GapTransfer>(
        'transfers',
        studentNumbers,
        (part) => ({ branchId, studentNumber: command.in(part) }),
        GAP_TRANSFER,
      ),
    noteRosterMatch: async (branchId, transferIds, known) => {
      await documents.update(
        'transfers',
        { _id: command.in(transferIds), branchId },
        { ...known, studentKeys: command.set(known.studentKeys) },
      )
    },
    noteRosterSize: async (branchId, rosterSize) => {
      await documents.update('branches', { _id: branchId }, { rosterSize })
    },
  }
}
