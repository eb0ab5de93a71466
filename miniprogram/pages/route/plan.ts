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
  /** The outside organisation has submitted before the time: said of the transfer once it is started. */
  submittedEarly: boolean
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

/** Somebody's walk through the questions: each stands on a page of its own, and all of them share this. */
export interface Walk {
  answers: Answers
  /** Which half somebody who is registered already looks for; null is all that there is. */
  half: Kind | null
  /** What the account tells and is not asked. */
  known: readonly (keyof Answers)[]
  /** Opened from 核对信息 to change a registration that is under way. */
  changes: boolean
}

let walk: Walk | null = null

/** Begins a walk; whoever went back in the middle and begins again finds the answers, each still to be changed. */
export function beginWalk(begun: Walk): Walk {
  walk = begun
  return begun
}

/** The walk that is under way; null where a question was opened by itself. */
export function walkNow(): Walk | null {
  return walk
}

/** What was answered on the way that somebody began and left in the middle. */
export function answersBefore(): Answers | null {
  return walk === null || walk.half !== null || walk.changes ? null : walk.answers
}

/** Forgets what was answered: the way has been taken to its end, or belongs to somebody who is gone. */
export function endWalk(): void {
  walk = null
}
