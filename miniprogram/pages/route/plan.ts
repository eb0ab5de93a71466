/**
 * What the route finder hands on to the registration, and what was answered so far. Kept in memory alone: it says
 * something about a person.
 */
import type { Identity, Kind, Origin, PartyIdentity } from '../../../cloudfunctions/contract'
import type { Answers } from '../../texts'

/** One transfer to start. */
export interface PlannedStart {
  kind: Kind
  origin: Origin
}
export interface Plan {
  identity: Identity
  party: PartyIdentity | ''
  starts: PlannedStart[]
}

let plan: Plan | null = null

/** Leaves the plan for the registration. */
export function leavePlan(found: Plan): void {
  plan = found
}

/** The plan that was left last; null when the registration was opened without the route finder. */
export function plannedNow(): Plan | null {
  return plan
}

let answered: Answers | null = null

/** Leaves the answers for whoever goes back in the middle and begins again; null forgets them. */
export function leaveAnswers(given: Answers | null): void {
  answered = given
}

/** What was answered before; null where nothing was, or the way has been taken. */
export function answeredBefore(): Answers | null {
  return answered
}
