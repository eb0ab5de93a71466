/** What a page does that could not be loaded anew: what stands there stays and says how old it is; else it says why not. */
import type { CallFailure } from './cloud'
import { serverNow } from './clock'
import { ago } from './format'
import { notRefreshedText, problemOf, type Problem } from './texts'

/** When what is shown was loaded; 0 while nothing is. */
export type LoadedAt = number

/** Page data after a failure. */
export function notLoaded(
  error: CallFailure,
  loadedAt: LoadedAt,
): { state: 'problem'; problem: Problem } | { stale: string } {
  const problem = problemOf(error)
  // A refusal is an answer: what is shown may no longer be this person's to see.
  if (loadedAt === 0 || problem.kind === 'refused') return { state: 'problem', problem }
  return { stale: notRefreshedText(ago(loadedAt, serverNow()), problem.text) }
}
