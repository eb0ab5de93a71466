/** What is left of a branch that is to be closed. Pure. */
import type { DeskSummary, Stage } from '../../../cloudfunctions/contract'

/** Stages in which nothing is left to do. */
const OVER: readonly Stage[] = ['transferred', 'received', 'withdrawn']

/** How many transfers are still under way there. */
export function unfinishedIn({ stages }: Pick<DeskSummary, 'stages'>): number {
  return Object.entries(stages).reduce((sum, [stage, count]) => (OVER.includes(stage as Stage) ? sum : sum + count), 0)
}
