import * as v from 'valibot'
import type { ConfirmedBy, DeskSummary, Stage } from '../../contract'
import { medianHours, overdueBefore, stagesOf } from '../../domain/desk'
import { atBranch, EVERYBODY } from '../call/authority'
import type { BranchRecord } from '../store/records'
import { Id } from '../call/schemas'
import { accepted, operation } from '../call/serve'
import type { Context } from '../call/context'
import { positionOf } from '../store/position'

const CONFIRMERS: readonly ConfirmedBy[] = ['member', 'link', 'province', 'secretary']

/** Counts by name, each asked of an index, all at once. */
const countEach = async <N extends string>(
  names: readonly N[],
  count: (name: N) => Promise<number>,
): Promise<Partial<Record<N, number>>> => {
  const counts = await Promise.all(names.map(async (name) => [name, await count(name)] as const))
  return Object.fromEntries(counts) as Partial<Record<N, number>>
}

const summaryOf = async (context: Context, branch: BranchRecord): Promise<DeskSummary> => {
  const { store, now } = context
  const { _id: branchId, overdueAfterDays } = branch
  const [stages, overdue, ready, confirmedBy, roster, answers] = await Promise.all([
    countEach<Stage>(stagesOf(branch.kind), (stage) => store.countTransfers({ branchId, stage })),
    store.countTransfers({ branchId, unansweredBefore: positionOf(overdueBefore(now, overdueAfterDays)) }),
    branch.kind === 'league' ? store.countTransfers({ branchId, stage: 'approved', readyBy: now }) : 0,
    branch.kind === 'league'
      ? countEach(CONFIRMERS, (confirmer) => store.countTransfers({ branchId, confirmedBy: confirmer }))
      : {},
    store.countRoster(branchId),
    store.newestAnswers(branchId),
  ])
  return {
    branchId,
    stages,
    total: Object.values(stages).reduce((sum, count) => sum + count, 0),
    overdue,
    waiting: Math.max((stages.approved ?? 0) - ready, 0),
    ready,
    rosterSize: roster.size,
    notRegistered: roster.notRegistered,
    medianHoursToApprove: medianHours(answers),
    confirmedBy,
    overdueAfterDays,
    ...(branch.closesOn === null ? {} : { closesOn: branch.closesOn }),
  }
}

const summary = operation(v.object({ branchId: Id }), async (context, { branchId }) => {
  const at = await atBranch(context, branchId, EVERYBODY)
  return at.ok ? accepted(await summaryOf(context, at.value.branch)) : at
})

export const summaryOperations = { 'desk.summary': summary }
