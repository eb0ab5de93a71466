import * as v from 'valibot'
import type { DeskSummary } from '../../contract'
import { medianHours } from '../../domain/desk'
import { lastDays, NO_FIGURES } from '../../domain/figures'
import { EVERYBODY, rightAmong } from '../call/authority'
import { identifyStaff, isPlausibleId } from '../call/caller'
import type { Context } from '../call/context'
import { Id } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'
import { countBranch, erasingOf, listsOfTally } from '../figures/standing'
import type { BranchRecord, FiguresRecord } from '../store/records'

/** The figures of the last days, the present one as the clock last counted it. */
const daysOf = (figures: readonly FiguresRecord[], now: number): DeskSummary['days'] => {
  const byDay = new Map(figures.map((one) => [one.day, one]))
  return lastDays(now).flatMap((day) => {
    const { registered, approved, confirmed, failed } = byDay.get(day) ?? NO_FIGURES
    return [{ day, registered, approved, confirmed, failed }]
  })
}

const summaryOf = async (
  context: Context,
  branch: BranchRecord,
  figures: readonly FiguresRecord[],
): Promise<DeskSummary> => {
  const { tally, roster } = await countBranch(context, branch)
  const { stages, people, ready, overdue, confirmedBy } = tally
  return {
    branchId: branch._id,
    stages,
    total: Object.values(stages).reduce((sum, count) => sum + count, 0),
    overdue,
    waiting: Math.max((stages.approved ?? 0) - ready, 0),
    ready,
    rosterSize: roster.size,
    notRegistered: roster.notRegistered,
    people,
    // Everybody who came and is on no row: never on the list, or with a row that is gone.
    offRoster: people - (roster.size - roster.notRegistered),
    medianHoursToApprove: medianHours(tally.answers),
    confirmedBy: branch.kind === 'league' ? confirmedBy : {},
    ...listsOfTally(tally, branch.kind),
    overdueAfterDays: branch.overdueAfterDays,
    erasing: erasingOf(tally, branch, context.now),
    days: daysOf(figures, context.now),
    ...(branch.closesOn === null ? {} : { closesOn: branch.closesOn }),
  }
}

const summary = operation(v.object({ branchId: Id }), async (context, { branchId }) => {
  const [caller, found] = await Promise.all([
    identifyStaff(context),
    isPlausibleId(branchId) ? context.store.branchWithFigures(branchId) : null,
  ])
  if (!caller.ok) return caller
  if (found === null) return refused({ code: 'NOT_FOUND' })
  const right = rightAmong(caller.value.wechat, [branchId], EVERYBODY)
  return right.ok ? accepted(await summaryOf(context, found.branch, found.figures)) : right
})

export const summaryOperations = { 'desk.summary': summary }
