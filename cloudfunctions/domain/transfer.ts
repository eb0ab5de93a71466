import type {
  Actor,
  ClaimField,
  ConfirmedBy,
  Declaration,
  FailureView,
  Kind,
  Letter,
  Origin,
  PreparedKey,
  ReceiveFact,
  Stage,
  UndoneStep,
} from '../contract'
import { beijingDay, startOfDay, type Instant } from './beijing'

/** The ways a verification can be asked for; each has its own daily limit. */
export type RequestWay = 'member' | 'link' | 'province'

/** On which days facts happened that did not happen on the day of the call. */
export type FactDays = { [F in ReceiveFact]?: string }

/** What moves neither stage nor version, so that it never makes a decision fail. */
export type SilentBody =
  /** The outside organisation compared its records by link, which is no submission. */
  | { type: 'checked'; matches: boolean; differs: ClaimField[]; variants: ClaimField[]; organisation: string }
  | { type: 'declared'; said: Declaration }

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
  /** Known to be submitted in the outside system, not what was typed there. */
  | { type: 'submitted'; way: RequestWay; organisation?: string }
  | { type: 'confirmed' }
  | { type: 'officiallyFailed'; reason?: string }
  | {
      type: 'announced'
      channel: 'online' | 'paper'
      prepared: PreparedKey[]
      letter?: Letter
      probationEndsOn?: string
    }
  | { type: 'factsAdded'; facts: ReceiveFact[]; on?: FactDays; complete: boolean; reason?: string }
  /** Wrong ones were taken back; `facts` came with it. */
  | {
      type: 'factsCorrected'
      facts: ReceiveFact[]
      on?: FactDays
      unchecked: ReceiveFact[]
      complete: boolean
      reason: string
    }
  /** The desk took its newest step back. */
  | { type: 'undone'; step: UndoneStep }
  | { type: 'withdrawn' }
  | { type: 'released'; reason: string }
  | { type: 'erased' }
  | SilentBody

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
  /** How many events there are that move it; a conditional write names it. */
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
  /** When it was last known to be submitted in the outside system. */
  requestedAt?: Instant
  /** What the member said of the official system, and since when. */
  declared?: { officialRegistration?: Instant; submittedEarly?: Instant }
  /** The newest check by link. */
  checked?: { at: Instant; organisation: string; matches: boolean }
  /** Verified requests, whatever came of them. */
  attempts: number
  verifications: Partial<Record<RequestWay, { day: string; count: number }>>
  channel?: 'online' | 'paper'
  letter?: Letter
  probationEndsOn?: string
  announcedAt?: Instant
  firstAnnouncedAt?: Instant
  /** When each happened: the instant of the call, or the beginning of the day that was given. */
  facts: Partial<Record<ReceiveFact, Instant>>
  /** The ID number was taken off the account: a new one is needed first. */
  idReleased: boolean
  /** An outside system contradicted a result that stands, and neither it nor the desk has settled it since. */
  contradicted: boolean
  /** The sealed copy is deleted: what is left is the bare fact. */
  erased: boolean
  /** The newest step, where it is one that the desk may take back, with what stood before it. */
  undoable?: Undoable
  /** The newest step took another back. */
  undone?: { at: Instant; step: UndoneStep }
}

/** What stood before a step, as it is put back. */
type Before = Omit<Transfer, 'undoable' | 'undone'>

/** A step of the desk that may be taken back. */
export interface Undoable {
  step: UndoneStep
  at: Instant
  /** The facts that it added or took back. */
  facts: ReceiveFact[]
  before: Before
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
  const { approvedAt, readyAt, returnReason, failure, confirmedBy, confirmedAt, ...rest } = unchecked(transfer)
  return enter(rest, stage, at)
}

/** What was compared or submitted was another copy, or under another approval. */
const unchecked = (transfer: Transfer): Transfer => {
  const { requestedAt, checked, ...rest } = transfer
  return rest
}

/** Whoever is returned, or asks another branch, has to ask to join in the official system too. */
const undeclared = (transfer: Transfer): Transfer => {
  if (transfer.declared === undefined) return transfer
  const { officialRegistration, ...declared } = transfer.declared
  return { ...transfer, declared }
}

/** Returned by the branch. */
const giveBack = (transfer: Transfer, at: Instant): Transfer => undeclared(askAgain(transfer, 'returned', at))

/** Given up: no approval stands any longer, so that nothing becomes ready. */
const withdraw = (transfer: Transfer, at: Instant): Transfer => {
  const { readyAt, ...rest } = transfer
  return enter(rest, 'withdrawn', at)
}

/** One more verification of this day; a check by link counts with the link's requests. */
const verified = <T extends Before>(transfer: T, way: RequestWay, at: Instant): T => {
  const day = beijingDay(at)
  const before = transfer.verifications[way]
  const count = before?.day === day ? before.count + 1 : 1
  return { ...transfer, verifications: { ...transfer.verifications, [way]: { day, count } } }
}

const counted = (transfer: Transfer, way: RequestWay, at: Instant): Transfer => ({
  ...verified(transfer, way, at),
  attempts: transfer.attempts + 1,
})

/** Whose word the result rests on; that of the member or of a link is not yet a confirmation (procedure.md). */
const confirmed = (
  { confirmedAt }: Transfer,
  confirmedBy: ConfirmedBy,
  at: Instant,
): Pick<Transfer, 'confirmedBy' | 'confirmedAt'> =>
  confirmedBy === 'province' || confirmedBy === 'secretary'
    ? { confirmedBy, confirmedAt: confirmedAt ?? at }
    : { confirmedBy }

const withFacts = (transfer: Transfer, facts: ReceiveFact[], on: FactDays, at: Instant): Transfer => {
  const happenedAt = (fact: ReceiveFact): Instant => {
    const day = on[fact]
    return day === undefined ? at : startOfDay(day)
  }
  return {
    ...transfer,
    facts: { ...Object.fromEntries(facts.map((fact) => [fact, happenedAt(fact)])), ...transfer.facts },
  }
}

const withoutFacts = (transfer: Transfer, wrong: readonly ReceiveFact[]): Transfer => ({
  ...transfer,
  facts: Object.fromEntries(Object.entries(transfer.facts).filter(([fact]) => !wrong.some((one) => one === fact))),
})

type MovingEvent = Exclude<TransferEvent, { type: SilentBody['type'] | 'started' | 'undone' }>

const apply = (transfer: Transfer, event: MovingEvent): Transfer => {
  const { at } = event
  switch (event.type) {
    case 'amended': {
      const known = event.branchId === transfer.branchId ? transfer : undeclared(transfer)
      const asked = { ...askAgain(known, 'registered', at), since: at, branchId: event.branchId }
      return event.reason === undefined ? asked : { ...asked, reason: event.reason }
    }
    case 'copyAmended': {
      const idReleased = transfer.idReleased && !event.idReplaced
      const again = transfer.stage === 'approved' || transfer.stage === 'failed'
      return { ...(again ? askAgain(transfer, 'registered', at) : unchecked(transfer)), idReleased }
    }
    case 'approved':
      return event.readyAt === undefined
        ? { ...enter(transfer, 'transferred', at), approvedAt: at, ...confirmed(transfer, 'secretary', at) }
        : { ...enter(transfer, 'approved', at), approvedAt: at, readyAt: event.readyAt }
    case 'returned':
      return { ...giveBack(transfer, at), returnReason: event.reason }
    case 'matched': {
      const { failure, ...rest } = counted(transfer, event.way, at)
      return {
        ...enter(rest, 'transferred', at),
        contradicted: false,
        // An outside system that repeats itself later does not date the request anew.
        requestedAt: transfer.stage === 'transferred' ? (transfer.requestedAt ?? at) : at,
        ...confirmed(transfer, event.way, at),
      }
    }
    case 'mismatched':
      return {
        ...enter(counted(transfer, event.way, at), 'failed', at),
        requestedAt: at,
        failure: { code: 'MISMATCH', differs: event.differs },
      }
    case 'submitted': {
      const { failure, ...rest } = transfer
      return { ...enter(rest, 'approved', at), requestedAt: at }
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
      return { ...giveBack(failed, at), failure: { code: 'OFFICIAL_FAILURE' }, ...returnedFor(event.reason) }
    }
    case 'announced': {
      const { returnReason, letter, probationEndsOn, ...rest } = transfer
      return {
        ...enter(rest, 'announced', at),
        announcedAt: at,
        firstAnnouncedAt: transfer.firstAnnouncedAt ?? transfer.announcedAt ?? at,
        channel: event.channel,
        ...(event.letter === undefined ? {} : { letter: event.letter }),
        ...(event.probationEndsOn === undefined ? {} : { probationEndsOn: event.probationEndsOn }),
      }
    }
    case 'factsAdded': {
      const added = withFacts(transfer, event.facts, event.on ?? {}, at)
      return event.complete ? enter(added, 'received', at) : added
    }
    case 'factsCorrected': {
      const right = withFacts(withoutFacts(transfer, event.unchecked), event.facts, event.on ?? {}, at)
      return enter(right, event.complete ? 'received' : 'announced', at)
    }
    case 'withdrawn':
      return withdraw(transfer, at)
    case 'released':
      return { ...giveBack(transfer, at), returnReason: event.reason, idReleased: true }
    case 'erased':
      return { ...(isOpen(transfer.stage) ? withdraw(transfer, at) : transfer), erased: true }
  }
}

const returnedFor = (reason: string | undefined) => (reason === undefined ? {} : { returnReason: reason })

/** Whether it moves neither stage nor version. */
export const isSilent = (event: TransferEvent): event is TransferEvent & SilentBody =>
  event.type === 'checked' || event.type === 'declared'

const sinceWhen = (before: Instant | undefined, said: boolean | undefined, at: Instant): Instant | undefined =>
  said === undefined ? before : said ? (before ?? at) : undefined

const declaredAfter = (declared: Transfer['declared'], said: Declaration, at: Instant) => {
  const registered = sinceWhen(declared?.officialRegistration, said.officialRegistration, at)
  const early = sinceWhen(declared?.submittedEarly, said.submittedEarly, at)
  return {
    ...(registered === undefined ? {} : { officialRegistration: registered }),
    ...(early === undefined ? {} : { submittedEarly: early }),
  }
}

const note = <T extends Before>(transfer: T, event: TransferEvent & SilentBody): T =>
  event.type === 'declared'
    ? { ...transfer, declared: declaredAfter(transfer.declared, event.said, event.at) }
    : {
        ...verified(transfer, 'link', event.at),
        checked: { at: event.at, organisation: event.organisation, matches: event.matches },
      }

/** What the member says stands whatever the desk takes back; a check under an approval goes with the approval. */
const noteBefore = (undoable: Undoable, event: TransferEvent & SilentBody): Undoable => ({
  ...undoable,
  before:
    event.type === 'checked' && undoable.step === 'approve'
      ? verified(undoable.before, 'link', event.at)
      : note(undoable.before, event),
})

/** Which step of the desk it is, where it is one that may be taken back. */
const stepOf = (event: TransferEvent): Pick<Undoable, 'step' | 'facts'> | undefined => {
  if (event.type === 'approved') return { step: 'approve', facts: [] }
  if (event.type === 'returned') return { step: 'return', facts: [] }
  if (event.type === 'confirmed' || event.type === 'officiallyFailed') return { step: 'confirm', facts: [] }
  if (event.type === 'factsAdded') return { step: 'receive', facts: event.facts }
  if (event.type === 'factsCorrected') return { step: 'receive', facts: [...event.facts, ...event.unchecked] }
  return undefined
}

/** The state after one more event; the first event is always `started`. */
export const evolve = (transfer: Transfer | undefined, event: TransferEvent): Transfer => {
  if (event.type === 'started') return start(event)
  if (transfer === undefined) throw new Error('a transfer begins with started')
  const { undoable, undone, ...present } = transfer
  if (isSilent(event)) {
    const noted = note(transfer, event)
    return undoable === undefined ? noted : { ...noted, undoable: noteBefore(undoable, event) }
  }
  const version = transfer.version + 1
  if (event.type === 'undone') {
    if (undoable === undefined) throw new Error('nothing is taken back but a step of the desk')
    return { ...undoable.before, version, undone: { at: event.at, step: event.step } }
  }
  const step = stepOf(event)
  const after: Transfer = { ...apply(present, event), version }
  return step === undefined ? after : { ...after, undoable: { ...step, at: event.at, before: present } }
}

/** The events without those that were taken back, and without the taking back. */
export const standing = (events: readonly TransferEvent[]): TransferEvent[] =>
  events.reduce<TransferEvent[]>((left, event) => {
    if (event.type !== 'undone') return [...left, event]
    const taken = left.findLastIndex((one) => !isSilent(one))
    return left.filter((_one, i) => i !== taken)
  }, [])

/** The state that a whole log folds to. */
export const fold = (events: readonly TransferEvent[]): Transfer => {
  const [first, ...rest] = events
  if (first === undefined) throw new Error('a transfer begins with started')
  return rest.reduce(evolve, evolve(undefined, first))
}
