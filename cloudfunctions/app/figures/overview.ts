import * as v from 'valibot'
import type { OverviewRow } from '../../contract'
import { toIso } from '../../domain/beijing'
import { stageWaitingForDesk } from '../../domain/desk'
import { doneOf, shareDone, type Standing } from '../../domain/figures'
import { rightAmong } from '../call/authority'
import { eachInTime } from '../call/bulk'
import { identifyStaff } from '../call/caller'
import type { Context } from '../call/context'
import { accepted, operation, refused } from '../call/serve'
import { ALL_BRANCHES, type BranchRecord } from '../store/records'
import { countBranch, standingOf } from './standing'

const PAGE = 100
/** A branch that the clock has not come to yet is counted at once; so many of them. */
const COUNTED_AT_ONCE = 20

const rowOf = (branch: BranchRecord, standing: Standing, at: number): OverviewRow => {
  const { stages } = standing
  return {
    branchId: branch._id,
    branchName: branch.shortName,
    kind: branch.kind,
    closed: branch.closedAt !== null,
    registered: stages[stageWaitingForDesk(branch.kind)] ?? 0,
    waiting: stages[branch.kind === 'league' ? 'approved' : 'preparing'] ?? 0,
    overdue: standing.overdue,
    failed: stages.failed ?? 0,
    done: doneOf(standing),
    people: standing.people,
    rosterSize: standing.rosterSize,
    shareDone: Math.round(shareDone(standing) * 1_000) / 1_000,
    at: toIso(at),
  }
}

const none: Standing = { stages: {}, people: 0, confirmed: 0, overdue: 0, rosterSize: 0, notRegistered: 0 }

const rowsOf = async (context: Context): Promise<OverviewRow[]> => {
  const all = await context.store.branchesWithNewest()
  const uncounted = all.filter(({ newest }) => newest === undefined).slice(0, COUNTED_AT_ONCE)
  const counted = new Map<string, Standing>()
  await eachInTime(context, uncounted, async ({ branch }) => {
    counted.set(branch._id, standingOf(await countBranch(context, branch)))
  })
  return all.map(({ branch, newest }) =>
    newest === undefined
      ? rowOf(branch, counted.get(branch._id) ?? none, context.now)
      : rowOf(branch, newest.standing, newest.at),
  )
}

/** Closed branches last, then what is overdue first. */
const inOrder = (a: OverviewRow, b: OverviewRow): number =>
  Number(a.closed) - Number(b.closed) || b.overdue - a.overdue || (a.branchId < b.branchId ? -1 : 1)

/**
 * All branches as the clock last counted them, what is overdue first: the administrator's. `cursor` is the branch that a
 * page ended with.
 */
const overview = operation(
  v.object({ cursor: v.exactOptional(v.pipe(v.string(), v.maxLength(64, 'cursor'))) }),
  async (context, { cursor }) => {
    const caller = await identifyStaff(context)
    if (!caller.ok) return caller
    const right = rightAmong(caller.value.wechat, [ALL_BRANCHES], ['administrator'])
    if (!right.ok) return refused({ code: 'READ_ONLY' })
    const rows = (await rowsOf(context)).sort(inOrder)
    // Without a cursor, or with one of no branch, it is the beginning.
    const from = rows.findIndex(({ branchId }) => branchId === cursor) + 1
    const items = rows.slice(from, from + PAGE)
    const last = items.at(-1)
    return accepted({ items, ...(rows.length > from + PAGE && last !== undefined ? { next: last.branchId } : {}) })
  },
)

export const overviewOperations = { 'desk.overview': overview }
