import { searchKey } from '../../domain/person-search'
import type { RosterStore } from '../../app/store/ports'
import type { RosterRecord, TransferRecord } from '../../app/store/records'
import type { Documents } from './documents'

const FOUND_AT_MOST = 1_000
const AT_ONCE = { ids: 500, finders: 200, added: 100 }

const inParts = <T>(all: readonly T[], size: number): T[][] => {
  const unlike = [...new Set(all)]
  return Array.from({ length: Math.ceil(unlike.length / size) }, (_, i) => unlike.slice(i * size, (i + 1) * size))
}

/** The branches' rosters over documents. */
export const rosterStore = (documents: Documents): RosterStore => {
  const { command } = documents
  const find = async <T extends { _id: string }>(
    collection: 'roster' | 'transfers',
    values: readonly string[],
    size: number,
    where: (part: readonly string[]) => object,
  ): Promise<T[]> => {
    const options = { limit: FOUND_AT_MOST }
    const found = await Promise.all(
      inParts(values, size).map((part) => documents.find<T>(collection, where(part), options)),
    )
    return [...new Map(found.flat().map((one) => [one._id, one])).values()]
  }

  return {
    countRoster: async (branchId) => {
      const groups = [{ _id: { $eq: ['$accountId', null] }, rows: { $sum: 1 } }]
      const counted = await documents.group<{ _id: boolean; rows: number }>('roster', { branchId }, groups, 2)
      const rowsOf = (isFree: boolean) => counted.find(({ _id }) => _id === isFree)?.rows ?? 0
      return { size: rowsOf(true) + rowsOf(false), notRegistered: rowsOf(true) }
    },
    rosterRows: (ids) => find<RosterRecord>('roster', ids, AT_ONCE.ids, (part) => ({ _id: command.in(part) })),
    rosterFound: (branchId, finders) =>
      find<RosterRecord>('roster', finders, AT_ONCE.finders, (part) => ({ branchId, finders: command.in(part) })),
    rosterLinkedTo: (transferIds) =>
      find<RosterRecord>('roster', transferIds, AT_ONCE.finders, (part) => ({ transferId: command.in(part) })),
    rosterPage: (branchId, after, limit) =>
      documents.find<RosterRecord>(
        'roster',
        { branchId, ...(after === undefined ? {} : { position: command.gt(after) }) },
        { sort: ['position', 'asc'], limit },
      ),
    addRosterRows: async (rows) => {
      for (const part of inParts(rows, AT_ONCE.added)) {
        if (await documents.addAll('roster', part)) continue
        await Promise.all(part.map((row) => documents.add('roster', row)))
      }
    },
    changeRosterRow: async (_id, { finders, idTokens, ...plain }) => {
      const change = {
        ...plain,
        ...(finders === undefined ? {} : { finders: command.set(finders) }),
        ...(idTokens === undefined ? {} : { idTokens: command.set(idTokens) }),
      }
      await documents.update('roster', { _id }, change)
    },
    removeRosterRows: async (branchId, ids) => {
      const removed = await Promise.all(
        inParts(ids, AT_ONCE.ids).map((part) => documents.remove('roster', { _id: command.in(part), branchId })),
      )
      return removed.reduce((sum, count) => sum + count, 0)
    },
    transfersLike: async (branchId, names, idTokens) => {
      const size = AT_ONCE.finders
      const found = await Promise.all([
        find<TransferRecord>('transfers', names.map(searchKey), size, (part) => ({
          branchId,
          searchKeys: command.in(part),
        })),
        find<TransferRecord>('transfers', idTokens, size, (part) => ({ idToken: command.in(part) })),
      ])
      // A key leads to longer names as well.
      const alike = found[0].filter(({ name }) => names.includes(name))
      const here = [...alike, ...found[1]].filter((transfer) => transfer.branchId === branchId)
      return [...new Map(here.map((transfer) => [transfer._id, transfer])).values()]
    },
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
