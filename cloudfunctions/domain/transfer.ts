import type {
  Actor,
  ClaimField,
  ConfirmedBy,
  FailureView,
  Kind,
  Letter,
  Origin,
  PreparedKey,
  ReceiveFact,
  Stage,
} from '../contract'
import { beijingDay, type Instant } from './beijing'

/** The ways a verification can be asked for; each has its own daily limit. */
export type RequestWay = 'member' | 'link' | 'province'

/** What happened to a transfer. */
export type EventBody =
  | { type: 'started'; kind: Kind; origin: Origin; branchId: string; reason?: string }
  | { type: 'amended'; branchId: string; reason?: string }
  | { type: 'copyAmended'; idReplaced: boolean }
  | { type: 'approved'; readyAt?: Instant }
  | { type: 'returned'; reason: string }
  | { type: 'matched'; way: RequestWay; variants: ClaimField[]; organisation?: string }
  | { type: 'mismatched'; way: RequestWay; differs: ClaimField[]; organisation?: string }
  | { type: 'contradicted'; way: RequestWay; differs: ClaimField[] }
  | { type: 'confirmed' }
  | { type: 'officiallyFailed'; reason?: string }
  | {
      type: 'announced'
      channel: 'online' | 'paper'
      prepared: PreparedKey[]
      letter?: Letter
      probationEndsOn?: string
    }
  | { type: 'factsAdded'; facts: ReceiveFact[]; complete: boolean; reason?: string }
  | { type: 'withdrawn' }
  | { type: 'released'; reason: string }
  | { type: 'erased' }

/** Something that happened: when, by whose hand, and under which command. */
export type TransferEvent = {
  at: Instant
  by: Actor
  /** Account, staff member or link: whose repeated command it is. */
  who: string
  commandId?: string
} & EventBody

/** One person's move of one membership, as folded from its events. "Waiting" and "overdue" are not in it: they are an instant and the clock. */
export interface Transfer {
  kind: Kind
  origin: Origin
  stage: Stage
  branchId: string
  /** How many events there are; a conditional write names it. */
  version: number
  /** When the present stage began. */
  since: Instant
  reason?: string
  /** When it was approved. */
  approvedAt?: Instant
  /** From when on the request may be made; there while the approval stands. */
  readyAt?: Instant
  returnReason?: string
  failure?: FailureView
  confirmedBy?: ConfirmedBy
  /** When an outside system or the secretary first held the present result to be true. */
  confirmedAt?: Instant
  requestedAt?: Instant
  /** Verified requests, whatever came of them. */
  attempts: number
  verifications: Partial<Record<RequestWay, { day: string; count: number }>>
  channel?: 'online' | 'paper'
  letter?: Letter
  probationEndsOn?: string
  announcedAt?: Instant
  facts: Partial<Record<ReceiveFact, Instant>>
  /** The ID number was taken off the account: a new one is needed first. */
  idReleased: boolean
  /** An outside system contradicted a result that stands, and neither it nor the desk has settled it since. */
  contradicted: boolean
  /** The sealed copy is deleted: what is left is the bare fact. */
  erased: boolean
}

const CLOSED: ReadonlySet<Stage> = new Set<Stage>(['transferred', 'received', 'withdrawn'])

/** Whether a transfer in this stage still holds its person's one place for its kind. */
export const isOpen = (stage: Stage): boolean => !CLOSED.has(stage)

const start = (event: TransferEvent & { type: 'started' }): Transfer => ({
  kind: event.kind,
  origin: event.origin,
  stage: event.kind === 'league' ? 'registered' : 'preparing',
  branchId: event.branchId,
  version: 1,
  since: event.at,
  ...(event.reason === undefined ? {} : { reason: event.reason }),
  attempts: 0,
  verifications: {},
  facts: {},
  idReleased: false,
  contradicted: false,
  erased: false,
})

const enter = (transfer: Transfer, stage: Stage, at: Instant): Transfer => ({
  ...transfer,
  stage,
  since: stage === transfer.stage ? transfer.since : at,
})

/** Asked again: what the branch said before no longer stands. */
const askAgain = (transfer: Transfer, stage: Stage, at: Instant): Transfer => {
  const { approvedAt, readyAt, returnReason, failure, confirmedBy, confirmedAt, requestedAt, ...rest } = transfer
  return enter(rest, stage, at)
}

/** Given up: no approval stands any longer, so that nothing becomes ready. */
const withdraw = (transfer: Transfer, at: Instant): Transfer => {
  const { readyAt, ...rest } = transfer
  return enter(rest, 'withdrawn', at)
}

const counted = (transfer: Transfer, way: RequestWay, at: Instant): Transfer => {
  const day = beijingDay(at)
  const before = transfer.verifications[way]
  const count = before?.day === day ? before.count + 1 : 1
  return {
    ...transfer,
    attempts: transfer.attempts + 1,
    verifications: { ...transfer.verifications, [way]: { day, count } },
  }
}

/** Whose word the result rests on; that of the member or of a link is not yet a confirmation (procedure.md). */
const confirmed = (
  { confirmedAt }: Transfer,
  confirmedBy: ConfirmedBy,
  at: Instant,
): Pick<Transfer, 'confirmedBy' | 'confirmedAt'> =>
  confirmedBy === 'province' || confirmedBy === 'secretary'
    ? { confirmedBy, confirmedAt: confirmedAt ?? at }
    : { confirmedBy }

const withFacts = (transfer: Transfer, facts: ReceiveFact[], at: Instant): Transfer => ({
  ...transfer,
  facts: { ...Object.fromEntries(facts.map((fact) => [fact, at])), ...transfer.facts },
})

const apply = (transfer: Transfer, event: TransferEvent): Transfer => {
  const { at } = event
  switch (event.type) {
    case 'started':
      return start(event)
    case 'amended': {
      const asked = { ...askAgain(transfer, 'registered', at), since: at, branchId: event.branchId }
      return event.reason === undefined ? asked : { ...asked, reason: event.reason }
    }
    case 'copyAmended': {
      const idReleased = transfer.idReleased && !event.idReplaced
      const again = transfer.stage === 'approved' || transfer.stage === 'failed'
      return { ...(again ? askAgain(transfer, 'registered', at) : transfer), idReleased }
    }
    case 'approved':
      return event.readyAt === undefined
        ? { ...enter(transfer, 'transferred', at), approvedAt: at, ...confirmed(transfer, 'secretary', at) }
        : { ...enter(transfer, 'approved', at), approvedAt: at, readyAt: event.readyAt }
    case 'returned':
      return { ...askAgain(transfer, 'returned', at), returnReason: event.reason }
    case 'matched': {
      const { failure, ...rest } = counted(transfer, event.way, at)
      return {
        ...enter(rest, 'transferred', at),
        contradicted: false,
        // An outside system that repeats itself later does not date the request anew.
        ...(transfer.stage === 'transferred' ? {} : { requestedAt: at }),
        ...confirmed(transfer, event.way, at),
      }
    }
    case 'mismatched':
      return {
        ...enter(counted(transfer, event.way, at), 'failed', at),
        requestedAt: at,
        failure: { code: 'MISMATCH', differs: event.differs },
      }
    case 'contradicted':
      return { ...counted(transfer, event.way, at), contradicted: true }
    case 'confirmed': {
      const { failure, ...rest } = transfer
      return { ...enter(rest, 'transferred', at), contradicted: false, ...confirmed(transfer, 'secretary', at) }
    }
    case 'officiallyFailed': {
      const { confirmedBy, confirmedAt, ...rest } = transfer
      const failed: Transfer = { ...rest, contradicted: false, failure: { code: 'OFFICIAL_FAILURE' } }
      if (transfer.origin === 'province') return enter(failed, 'failed', at)
      return { ...askAgain(failed, 'returned', at), failure: { code: 'OFFICIAL_FAILURE' }, ...reasonOf(event.reason) }
    }
    case 'announced': {
      const { returnReason, letter, probationEndsOn, ...rest } = transfer
      return {
        ...enter(rest, 'announced', at),
        announcedAt: at,
        channel: event.channel,
        ...(event.letter === undefined ? {} : { letter: event.letter }),
        ...(event.probationEndsOn === undefined ? {} : { probationEndsOn: event.probationEndsOn }),
      }
    }
    case 'factsAdded': {
      const added = withFacts(transfer, event.facts, at)
      return event.complete ? enter(added, 'received', at) : added
    }
    case 'withdrawn':
      return withdraw(transfer, at)
    case 'released':
      return { ...askAgain(transfer, 'returned', at), returnReason: event.reason, idReleased: true }
    case 'erased':
      return { ...(isOpen(transfer.stage) ? withdraw(transfer, at) : transfer), erased: true }
  }
}

const reasonOf = (reason: string | undefined) => (reason === undefined ? {} : { returnReason: reason })

/** The state after one more event; the first event is always `started`. */
export const evolve = (transfer: Transfer | undefined, event: TransferEvent): Transfer => {
  if (transfer === undefined) {
    if (event.type !== 'started') throw new Error('a transfer begins with started')
    return start(event)
  }
  return { ...apply(transfer, event), version: transfer.version + 1 }
}

/** The state that a whole log folds to. */
export const fold = (events: readonly TransferEvent[]): Transfer => {
  const [first, ...rest] = events
  if (first === undefined) throw new Error('a transfer begins with started')
  return rest.reduce(evolve, evolve(undefined, first))
}
