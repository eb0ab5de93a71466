import { beijingDay } from '../../domain/beijing'
import { usualHours } from '../../domain/desk'
import { countInto, DAYS_SHOWN, lastDays, NO_FIGURES, type DayFigures } from '../../domain/figures'
import type { Context } from '../call/context'
import type { BranchWithFigures } from '../store/ports'
import type { FiguresRecord } from '../store/records'
import { countBranch, countedFrom, standingOf } from './standing'

const TOUCHED_AT_ONCE = 500

/** What happened at a branch on each day since this one. */
const daysSince = async (context: Context, branchId: string, since: number): Promise<Map<string, DayFigures>> => {
  const days = new Map<string, DayFigures>()
  const fromDay = beijingDay(since)
  for (let skip = 0; ; skip += TOUCHED_AT_ONCE) {
    const touched = await context.store.touchedSince(branchId, since, skip, TOUCHED_AT_ONCE)
    for (const { events } of touched) countInto(days, branchId, events, fromDay)
    if (touched.length < TOUCHED_AT_ONCE) return days
  }
}

/** The figures of a branch up to now: one document for each day, the newest with how the branch stands. */
const countOf = async (context: Context, { branch, newest }: BranchWithFigures): Promise<void> => {
  const { _id: branchId } = branch
  const today = beijingDay(context.now)
  const since = countedFrom(newest?.day, context.now, DAYS_SHOWN)
  const [counted, days] = await Promise.all([countBranch(context, branch), daysSince(context, branchId, since)])
  const shown = lastDays(context.now)
  const [oldest = today] = shown
  // A day on which nothing happened and nobody looked needs no document once it is no longer shown.
  const wanted = new Set([...days.keys(), ...shown.filter((day) => day >= beijingDay(since)), today])
  const standing = standingOf(counted)
  const records = [...wanted].sort().map((day): FiguresRecord => ({
    _id: `${branchId}:${day}`,
    branchId,
    day,
    at: context.now,
    recentOf: branchId,
    newestOf: day === today ? branchId : null,
    ...(days.get(day) ?? NO_FIGURES),
    standing,
  }))
  // What took rows away may have been struck before it could say how many are left.
  if (counted.roster.size !== branch.rosterSize) await context.store.noteRosterSize(branchId, counted.roster.size)
  const usual = usualHours(counted.tally.answers)
  if (usual !== null && usual !== branch.usualHours) await context.store.noteUsualHours(branchId, usual)
  // The newest last: where the days before it could not be written, the next run still begins with them.
  await context.store.putFigures(records.slice(0, -1))
  await context.store.putFigures(records.slice(-1))
  // Once a day: until the next the newest stays the newest, and what is shown is the same days.
  if (newest?.day !== today) await context.store.ageFigures(branchId, { newest: today, oldest })
}

/**
 * Writes down the figures of every branch, those of longest ago first, until the time ends; what is left waits for the
 * next run. They hold no person, and stay when people are erased.
 */
export const countFigures = async (context: Context): Promise<void> => {
  const branches = await context.store.branchesWithNewest()
  const longestAgo = branches.toSorted((a, b) => (a.newest?.at ?? 0) - (b.newest?.at ?? 0))
  for (const one of longestAgo) {
    if (context.clock() > context.deadline) return
    await countOf(context, one)
  }
}
