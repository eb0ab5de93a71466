/** What the route finder hands on to the registration. Kept in memory alone: it says something about a person. */
import type { Identity, Kind, Origin, PartyIdentity } from '../../../cloudfunctions/contract'

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
