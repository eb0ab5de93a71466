import type { Instant } from '../../domain/beijing'
import type { Ports } from '../store/ports'

/** One call: who, when, until when, and what the operation may use. Time is read once per call. */
export interface Context extends Ports {
  /** The platform's openid; never a field of the event. */
  openid: string | undefined
  now: Instant
  /** Bulk work starts nothing new after this instant. */
  deadline: Instant
  traceId: string
  /** The clock, for bulk work that watches its deadline. */
  clock(): Instant
}
