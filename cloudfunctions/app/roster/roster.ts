import * as v from 'valibot'
import { readRosterKey } from '../../domain/roster'
import { note } from '../audit/note'
import { atBranch, DECIDING } from '../call/authority'
import type { Context } from '../call/context'
import { Id } from '../call/schemas'
import { accepted, operation } from '../call/serve'
import type { RosterRecord } from '../store/records'
import { gaps } from './gaps'
import { importRows } from './import'
import { countRosterAnew, followRows, letGoOf } from './matching'
import { read } from './roster-file'
import { last6TokensOf, rowFindersOf } from './rows'
import { undo } from './undo'

const KEYS_AT_MOST = 500

const Text = v.pipe(v.string(), v.maxLength(200, 'length'))

/** Whether a row is meant by a key that somebody wrote out, and by which it may be found. */
const meantBy = (context: Context, key: string): { finders: string[]; means: (row: RosterRecord) => boolean } => {
  const { idNumber, studentNumber, named } = readRosterKey(key)
  const idTokens = context.sealing.tokens('idNumber', idNumber)
  const numbers = rowFindersOf({ name: named?.name ?? '', idTokens, studentNumber })
  const last6 = named?.last.length === 6 ? last6TokensOf(context, named.last) : []
  const ends = (row: RosterRecord): boolean =>
    last6.length > 0 ? row.last6Tokens.some((token) => last6.includes(token)) : row.last4 === named?.last
  const [byName, ...byNumber] = numbers
  return {
    finders: numbers,
    means: ({ finders, ...row }) =>
      byNumber.some((finder) => finders.includes(finder)) ||
      (named !== undefined && byName !== undefined && finders.includes(byName) && ends({ finders, ...row })),
  }
}

/** The rows of a branch by the keys that `roster.gaps` gives, or by keys written out. */
const rowsBy = async (context: Context, branchId: string, keys: readonly string[]): Promise<RosterRecord[]> => {
  const meant = keys.map((key) => meantBy(context, key))
  const [byId, byKey] = await Promise.all([
    context.store.rosterRows(keys),
    context.store.rosterFound(branchId, [...new Set(meant.flatMap(({ finders }) => finders))]),
  ])
  const found = [
    ...byId.filter((row) => row.branchId === branchId),
    ...byKey.filter((row) => meant.some(({ means }) => means(row))),
  ]
  return [...new Map(found.map((row) => [row._id, row])).values()]
}

/**
 * Takes rows off the roster, by the key that `roster.gaps` gives, or written out: ID number, student number, or name
 * with the last four or six. Keys of no row are passed over.
 */
const remove = operation(
  v.object({
    branchId: Id,
    keys: v.pipe(v.array(Text), v.minLength(1, 'required'), v.maxLength(KEYS_AT_MOST, 'length')),
  }),
  async (context, { branchId, keys }) => {
    const at = await atBranch(context, branchId, DECIDING)
    if (!at.ok) return at
    const rows = await rowsBy(context, branchId, keys)
    if (rows.length === 0) return accepted({ removed: 0 })
    const whom = String(rows.length)
    await note(context, at.value.right, { what: 'rosterRemove', whom, why: '', branchId })
    await letGoOf(context, branchId, rows)
    const removed = await context.store.removeRosterRows(
      branchId,
      rows.map(({ _id }) => _id),
    )
    await countRosterAnew(context, branchId)
    await followRows(context, branchId, rows)
    return accepted({ removed })
  },
)

export const rosterOperations = {
  'roster.read': read,
  'roster.import': importRows,
  'roster.undo': undo,
  'roster.gaps': gaps,
  'roster.remove': remove,
}
