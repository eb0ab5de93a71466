import type { ConfirmedBy, Kind } from '../../contract'
import { addDays, beijingDay, DAY, monthsBefore, startOfDay } from '../../domain/beijing'
import { overdueBefore, stagesOf } from '../../domain/desk'
import type { Standing } from '../../domain/figures'
import { listOf } from '../../domain/desk-lists'
import { ERASING_WARNING_DAYS, MONTHS_WITHOUT_END, RECEIVE_FACTS } from '../../../miniprogram/limits'
import { erasedBy } from '../../domain/retention'
import type { Context } from '../call/context'
import type { Tally } from '../store/ports'
import { positionOf } from '../store/position'
import type { BranchRecord } from '../store/records'

const CONFIRMERS: readonly ConfirmedBy[] = ['member', 'link', 'province', 'secretary']

/** The lists of which it is told how many stand in them, beside the stages. */
const COUNTED_LISTS = [listOf({ confirmed: false }), ...RECEIVE_FACTS.map((fact) => listOf({ lacks: fact }))]

/** What there is of a branch now, counted by the database: two requests in one round. */
export const countBranch = async (context: Context, branch: BranchRecord) => {
  const { store, now } = context
  const { _id: branchId, overdueAfterDays, retentionDays, kind } = branch
  const [tally, roster] = await Promise.all([
    store.tally({
      branchId,
      stages: stagesOf(kind),
      confirmers: CONFIRMERS,
      lists: COUNTED_LISTS,
      now,
      overduePosition: positionOf(overdueBefore(now, overdueAfterDays)),
      erasing: erasedBy(now + ERASING_WARNING_DAYS * DAY, retentionDays),
    }),
    store.countRoster(branchId),
  ])
  return { tally, roster }
}
type Counted = Awaited<ReturnType<typeof countBranch>>

/** How many wait for the confirmation, and of the Party how many lack which dated fact. */
export const listsOfTally = ({ inLists: [unconfirmed = 0, ...lacking] }: Tally, kind: Kind) => ({
  unconfirmed,
  lacking: kind === 'party' ? Object.fromEntries(RECEIVE_FACTS.map((fact, i) => [fact, lacking[i] ?? 0])) : {},
})

/** The same as it is kept in the figures of a day. */
export const standingOf = ({ tally, roster }: Counted): Standing => ({
  stages: tally.stages,
  people: tally.people,
  confirmed: (tally.confirmedBy.province ?? 0) + (tally.confirmedBy.secretary ?? 0),
  overdue: tally.overdue,
  rosterSize: roster.size,
  notRegistered: roster.notRegistered,
})

/** Who will be erased within two weeks, and on which day the first: the branch is warned while there is time for a copy. */
export const erasingOf = (
  { erasing: count, firstEnded, firstOpen }: Tally,
  { retentionDays }: BranchRecord,
  now: number,
): { count: number; firstOn?: string } => {
  const days = [
    ...(firstEnded === null ? [] : [beijingDay(firstEnded + retentionDays * DAY)]),
    ...(firstOpen === null ? [] : [beijingDay(monthsBefore(firstOpen, -MONTHS_WITHOUT_END))]),
  ].sort()
  const [first] = days
  if (first === undefined) return { count }
  const today = beijingDay(now)
  return { count, firstOn: first < today ? today : first }
}

/** The instant from which on the days of the figures are counted again: they may have been written in mid-day. */
export const countedFrom = (newestDay: string | undefined, now: number, days: number): number =>
  startOfDay(newestDay ?? addDays(beijingDay(now), 1 - days))
