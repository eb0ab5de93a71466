import * as v from 'valibot'
import { note } from '../audit/note'
import { DECIDING, rightAmong } from '../call/authority'
import { eachInTime } from '../call/bulk'
import { identifyStaff } from '../call/caller'
import type { Context } from '../call/context'
import { CommandId, FreeText, Why } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'
import type { RosterRecord } from '../store/records'
import { countRosterAnew, followRows, letGoOf } from './matching'
import { importKeysOf } from './import'

/** A row as it was before the import, and without its memory of it; null where the import made it. */
const before = (row: RosterRecord): RosterRecord | null => {
  const last = row.history.at(-1)
  if (last?.before == null) return null
  const history = row.history.slice(0, -1)
  return { ...row, ...last.before, history, importKeys: [...new Set(history.map(({ key }) => key))] }
}

/** Puts some rows of one branch back; false where the call's time ended first. */
const putBack = async (context: Context, branchId: string, rows: readonly RosterRecord[]): Promise<boolean> => {
  const made = rows.filter((row) => before(row) === null)
  const changed = rows.flatMap((row) => before(row) ?? [])
  const removed = made.map(({ _id }) => _id)
  await letGoOf(context, branchId, made)
  if (removed.length > 0) await context.store.removeRosterRows(branchId, removed)
  const written = await eachInTime(context, changed, ({ _id, ...row }) => context.store.changeRosterRow(_id, row))
  // People who were taken for these rows are matched anew, by what the rows say now too.
  return written && followRows(context, branchId, [...rows, ...changed])
}

const isLast = (row: RosterRecord, keys: readonly string[]): boolean => keys.includes(row.history.at(-1)?.key ?? '')

interface Undone {
  undone: number
  kept: RosterRecord[]
  complete: boolean
}

/** Everything that the import wrote at these branches, page by page. */
const putAllBack = async (
  context: Context,
  keys: readonly string[],
  branchIds: ReadonlySet<string>,
): Promise<Undone> => {
  const result: Undone = { undone: 0, kept: [], complete: false }
  for (const key of keys) {
    let after = ''
    for (;;) {
      const found = await context.store.rosterImported(key, after)
      const here = found.filter((row) => branchIds.has(row.branchId))
      for (const branchId of branchIds) {
        const own = here.filter((row) => row.branchId === branchId && isLast(row, keys))
        if (own.length > 0 && !(await putBack(context, branchId, own))) return result
        result.undone += own.length
      }
      result.kept.push(...here.filter((row) => !isLast(row, keys)))
      const last = found.at(-1)
      if (last === undefined) break
      if (context.clock() > context.deadline) return result
      after = last._id
    }
  }
  return { ...result, complete: true }
}

/**
 * Takes a wrong import back: its rows are as they were before it, those that it made are gone. What another import has
 * changed since stays, and is named. Errors: `NOT_FOUND` where no row remembers such an import, `TRY_AGAIN` where the
 * call's time ended first; repeating it goes on.
 */
export const undo = operation(
  v.object({ importId: v.pipe(CommandId, FreeText(64)), why: Why }),
  async (context, { importId, why }) => {
    const keys = importKeysOf(context, importId)
    const [caller, ...found] = await Promise.all([
      identifyStaff(context),
      ...keys.map((key) => context.store.rosterImported(key, '')),
    ])
    if (!caller.ok) return caller
    const branchIds = [...new Set(found.flat().map(({ branchId }) => branchId))]
    if (branchIds.length === 0) return refused({ code: 'NOT_FOUND' })
    const rights = branchIds.map((id) => [id, rightAmong(caller.value.wechat, [id], DECIDING)] as const)
    const mine = rights.flatMap(([id, right]) => (right.ok ? [{ id, right: right.value }] : []))
    if (mine.length === 0) return rights.find(([, right]) => !right.ok)?.[1] ?? refused({ code: 'NOT_YOURS' })

    for (const { id, right } of mine)
      await note(context, right, { what: 'rosterUndo', whom: importId, why, branchId: id })
    const { undone, kept, complete } = await putAllBack(context, keys, new Set(mine.map(({ id }) => id)))
    for (const { id } of mine) await countRosterAnew(context, id)
    if (!complete) return refused({ code: 'TRY_AGAIN' })
    const rowOf = ({ history }: RosterRecord): number => history.find(({ key }) => keys.includes(key))?.row ?? 0
    return accepted({ undone, kept: kept.map((row) => ({ row: rowOf(row), name: row.name })) })
  },
)
