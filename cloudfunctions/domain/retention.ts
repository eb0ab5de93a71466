import type { PartyIdentity } from '../contract'
import { MONTHS_WITHOUT_END } from '../../miniprogram/limits'
import { addDays, DAY, monthsBefore, startOfDay, type Instant } from './beijing'
import type { Transfer } from './transfer'

/** Attempts on numbers that others hold are kept so long after the newest one. */
export const CONFLICT_DAYS = 90

/** From when on the days of the branch's retention count, or of the last event where there is no end. */
export type Kept = { keptAs: 'ended' | 'open'; keptSince: Instant } | { keptAs: null; keptSince: null }

/**
 * When a transfer ended; undefined while it has no end. A match that nobody has confirmed is none, and a probationary
 * member's reception only counts from the end of probation on.
 */
const endOf = (
  { stage, since, confirmedAt, probationEndsOn }: Transfer,
  party: PartyIdentity | null,
): Instant | undefined => {
  if (stage === 'withdrawn') return since
  if (stage === 'transferred') return confirmedAt
  if (stage !== 'received') return undefined
  if (party !== 'probationary') return since
  return probationEndsOn === undefined ? undefined : Math.max(since, startOfDay(addDays(probationEndsOn, 1)))
}

/** What the retention of a transfer counts from, given its last event. */
export const keptFrom = (state: Transfer, party: PartyIdentity | null, lastEventAt: Instant): Kept => {
  if (state.erased) return { keptAs: null, keptSince: null }
  const end = endOf(state, party)
  return end === undefined ? { keptAs: 'open', keptSince: lastEventAt } : { keptAs: 'ended', keptSince: end }
}

/** What ended, or without an end was last heard of, before these instants is erased by `at`. */
export const erasedBy = (at: Instant, retentionDays: number): { ended: Instant; open: Instant } => ({
  ended: at - retentionDays * DAY,
  open: monthsBefore(at, MONTHS_WITHOUT_END),
})
