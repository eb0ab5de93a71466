import * as v from 'valibot'
import type { AuditEntry } from '../../contract'
import { addDays, startOfDay, toIso } from '../../domain/beijing'
import { atBranchOrAll, branchesSeen, DECIDING } from '../call/authority'
import type { Context } from '../call/context'
import { AuditWhat, Cursor, Day, Id, Text } from '../call/schemas'
import { accepted, operation } from '../call/serve'
import { namesOf, type NameOf } from './names'
import { positionOf } from '../store/position'
import { ALL_BRANCHES, type AuditRecord } from '../store/records'
import { auditKey } from './note'

const PAGE = 50

const entryView = (entry: AuditRecord, nameOf: NameOf): AuditEntry => {
  const { at, by, what, whom, whomStaff, why, branchId, count, changes } = entry
  const whomNow = whomStaff === null ? whom : `${nameOf(whomStaff)} ${whom}`
  return {
    at: toIso(at),
    who: nameOf(by),
    whoId: by,
    what,
    ...(whomNow === '' ? {} : { whom: whomNow }),
    ...(why === '' ? {} : { why }),
    ...(branchId === ALL_BRANCHES ? {} : { branchId }),
    ...(count === null ? {} : { count }),
    ...(changes.length === 0 ? {} : { changes }),
  }
}

/** The keys of the entries that are asked for: `who` is the id of a right, or a name as the staff list has it. */
const keysOf = async (
  context: Context,
  branchIds: readonly string[] | undefined,
  { what, who }: { what?: string; who?: string },
): Promise<string[]> => {
  if (who === undefined || who === '') return [auditKey(what)]
  const wechats = await context.store.staffAt([ALL_BRANCHES, ...(branchIds ?? [])])
  const named = wechats.flatMap(({ staff }) => staff.filter(({ name }) => name === who).map(({ id }) => id))
  return [...new Set([who, ...named])].map((by) => auditKey(what, by))
}

/**
 * Who did what with people's data and rights, newest first: a branch's own, and for the administrator all. `from` and
 * `to` are days, both included.
 */
const list = operation(
  v.object({
    branchId: Id,
    what: v.exactOptional(AuditWhat),
    who: v.exactOptional(Text(100)),
    from: v.exactOptional(Day),
    to: v.exactOptional(Day),
    cursor: v.exactOptional(Cursor),
  }),
  async (context, { branchId, from, to, cursor, ...wanted }) => {
    const at = await atBranchOrAll(context, branchId, DECIDING)
    if (!at.ok) return at
    const branchIds = branchesSeen(at.value.right, branchId)
    const until = to === undefined ? undefined : positionOf(startOfDay(addDays(to, 1)))
    // The earlier one: what is not asked for sorts last.
    const [before] = [cursor, until].sort()
    const found = await context.store.audit({
      ...(branchIds === undefined ? {} : { branchIds }),
      keys: await keysOf(context, branchIds, wanted),
      ...(from === undefined ? {} : { after: positionOf(startOfDay(from)) }),
      ...(before === undefined ? {} : { before }),
      limit: PAGE + 1,
    })
    const page = found.slice(0, PAGE)
    const last = found.length > PAGE ? page.at(-1) : undefined
    const nameOf = await namesOf(
      context,
      page.flatMap(({ by, whomStaff }) => [by, whomStaff ?? by]),
      branchIds ?? page.map((entry) => entry.branchId),
    )
    return accepted({
      items: page.map((entry) => entryView(entry, nameOf)),
      ...(last === undefined ? {} : { next: last.position }),
    })
  },
)

export const auditOperations = { 'audit.list': list }
