/** What was decided about people, and how that ended. */
import type { DecideOutcome } from '../../cloudfunctions/contract'

/** What the desk can decide about people. */
export type Verdict = 'approve' | 'return' | 'confirm' | 'receive' | 'undo'

/** What the official system said. */
export type Result = 'success' | 'failure'

/** Detail of the event `done`: what is known of everybody who was asked about. */
export interface Decided {
  verdict: Verdict
  result: Result
  outcomes: DecideOutcome[]
  /** Ids for which no reply came. */
  unknown: string[]
}
