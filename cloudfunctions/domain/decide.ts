import type {
  AllowedAction,
  Claimed,
  Code,
  Declaration,
  FieldFault,
  Letter,
  PartyIdentity,
  PreparedKey,
  ReceiveFact,
} from '../contract'
import { COUNSELLOR_TICKS, UNDO_WITHIN_HOURS, WAIT_HOURS } from '../../miniprogram/limits'
import { addDays, beijingDay, HOUR, nextBeijingDay, toIso, type Instant } from './beijing'
import { given } from './given'
import { accepted, refused, type Reply } from './reply'
import {
  journeyOf,
  ruleFor,
  type Action,
  type Evidence,
  type ActingRole,
  type Obstacle,
  type DeskRole,
} from './procedure'
import type { EventBody, FactDays, RequestWay, Transfer } from './transfer'
import { verify, type SealedCopy } from './verification'

/** What somebody wants to do, with the facts that the rule needs. */
export type Command =
  | { action: 'amend'; branchId: string; reason?: string }
  | { action: 'copy'; idReplaced: boolean }
  | { action: 'approve'; officiallyApproved: boolean; branch: { waitHours: number; besideOfficial: boolean } }
  | { action: 'return'; reason: string }
  /** Without `claimed` it is known that it was submitted, not what. */
  | { action: 'request'; claimed?: Claimed; registered: SealedCopy; organisation?: string }
  | { action: 'check'; claimed: Claimed; registered: SealedCopy; organisation: string }
  | { action: 'declare'; said: Declaration }
  | { action: 'confirm'; result: 'success' | 'failure'; reason?: string }
  | { action: 'withdraw' }
  | {
      action: 'announce'
      channel: 'online' | 'paper'
      prepared: PreparedKey[]
      party: PartyIdentity
      letter?: Letter
      probationEndsOn?: string
    }
  | {
      action: 'receive'
      checked: GivenFact[]
      /** Wrong ones that are taken back. */
      unchecked?: ReceiveFact[]
      party: PartyIdentity
      reason?: string
    }
  | { action: 'undo'; officiallyApproved: boolean; branch: { besideOfficial: boolean } }
  | { action: 'release'; reason: string }

/** A fact, with the day on which it happened unless that is today. */
export type GivenFact = ReceiveFact | { fact: ReceiveFact; on: string }

/** Who asks, and when: the clock is read once per request. */
export interface Asking {
  role: ActingRole
  now: Instant
}

/** At most this many verifications a transfer, way and Beijing day (contract.md). */
export const DAILY_VERIFICATIONS = 10
/** So many days before the first announcement a fact may have happened at the earliest. */
export const FACT_DAYS_BEFORE = 60

/** When the request may be made: the approval plus the branch's wait, never rounded. */
export const readyAfter = (approvedAt: Instant, waitHours: number): Instant =>
  approvedAt + Math.max(waitHours, WAIT_HOURS.least) * HOUR

const wayOf = (role: ActingRole): RequestWay => (role === 'link' || role === 'province' ? role : 'member')

const obstacles: {
  [O in Obstacle]: (transfer: Transfer, asking: Asking) => ReturnType<typeof refused> | undefined
} = {
  WAIT_NOT_OVER: ({ readyAt }, { now }) =>
    readyAt !== undefined && now < readyAt
      ? refused({ code: 'WAIT_NOT_OVER', detail: { readyAt: toIso(readyAt) } })
      : undefined,
  ID_RELEASED: ({ idReleased }) => (idReleased ? refused({ code: 'ID_RELEASED' }) : undefined),
  NOT_UNDOABLE: ({ undoable, stage }, { role, now }) => {
    const notNow = refused({ code: 'NOT_NOW', detail: { stage } })
    if (undoable === undefined) return notNow
    if (role === 'counsellor' && undoable.facts.some((fact) => !COUNSELLOR_TICKS.includes(fact)))
      return refused({ code: 'READ_ONLY' })
    return now - undoable.at > UNDO_WITHIN_HOURS * HOUR ? notNow : undefined
  },
  ACCEPTED: ({ facts, stage }) =>
    facts.online !== undefined || facts.letter !== undefined
      ? refused({ code: 'NOT_NOW', detail: { stage } })
      : undefined,
}

/** Whether this way has compared so often today that it may not again. */
const isExhausted = ({ verifications }: Transfer, { role, now }: Asking): boolean => {
  const today = verifications[wayOf(role)]
  return today?.day === beijingDay(now) && today.count >= DAILY_VERIFICATIONS
}

/** The daily limit of what compares; a request that compares nothing is not limited. */
const verifiedEnough = (transfer: Transfer, command: Command, asking: Asking) => {
  const compares = command.action === 'check' || (command.action === 'request' && command.claimed !== undefined)
  return compares && isExhausted(transfer, asking)
    ? refused({ code: 'TOO_MANY', detail: { retryAt: toIso(nextBeijingDay(asking.now)) } })
    : undefined
}

/** Whether no request is left today: none that compares, and none without its fields. */
const requestsNothing = (transfer: Transfer, asking: Asking): boolean =>
  isExhausted(transfer, asking) && transfer.declared?.submittedEarly !== undefined

/** The last day on which a paper letter is valid. */
export const letterValidUntil = (letter: Letter): string => addDays(letter.issuedOn, letter.validDays)

const isLate = (letter: Letter | undefined, day: string): boolean =>
  letter !== undefined && day > letterValidUntil(letter)

const factOf = (given: GivenFact): ReceiveFact => (typeof given === 'string' ? given : given.fact)
const dayOf = (given: GivenFact, today: string): string => (typeof given === 'string' ? today : given.on)

/** What is wrong with the days of facts, and with facts to take back that are not there. */
const factFaults = (transfer: Transfer, command: Command & { action: 'receive' }, now: Instant): FieldFault[] => {
  const today = beijingDay(now)
  const earliest = addDays(beijingDay(transfer.firstAnnouncedAt ?? transfer.announcedAt ?? now), -FACT_DAYS_BEFORE)
  const days = command.checked.flatMap((given, i): FieldFault[] => {
    const day = dayOf(given, today)
    const rule = day > today ? 'date.future' : day < earliest ? 'range' : undefined
    return rule === undefined ? [] : [{ path: `checked.${String(i)}.on`, rule }]
  })
  const absent = (command.unchecked ?? []).flatMap((fact, i): FieldFault[] =>
    transfer.facts[fact] === undefined ? [{ path: `unchecked.${String(i)}`, rule: 'unknown' }] : [],
  )
  return [...days, ...absent]
}

/** Whether a letter that is recorded only now came after its last day, by the day on which it came. */
const isLateLetter = (transfer: Transfer, { checked }: Command & { action: 'receive' }, now: Instant) => {
  const letter = checked.find((given) => factOf(given) === 'letter')
  const isNew = transfer.facts.letter === undefined
  return letter !== undefined && isNew && isLate(transfer.letter, dayOf(letter, beijingDay(now)))
}

/** What must be confirmed before a Party transfer is announced (notice.txt, 一 1 and 3). */
export const mustBePrepared = (party: PartyIdentity): PreparedKey[] =>
  party === 'probationary' ? ['file', 'letterToCounsellor', 'probationPapers'] : ['file', 'letterToCounsellor']

const evidence: {
  [E in Evidence]: (transfer: Transfer, command: Command, now: Instant) => ReturnType<typeof refused> | undefined
} = {
  OFFICIAL_FIRST: ({ undoable }, command) => {
    if (command.action !== 'approve' && command.action !== 'undo') return undefined
    // A return takes nothing back in the official system unless the secretary did: whether the approval there stands is asked.
    const approves = command.action === 'approve' || undoable?.before.stage === 'approved'
    return approves && command.branch.besideOfficial && !command.officiallyApproved
      ? refused({ code: 'OFFICIAL_FIRST' })
      : undefined
  },
  REASON_REQUIRED: (transfer, command, now) => {
    if (command.action === 'return') return command.reason.trim() ? undefined : refused({ code: 'REASON_REQUIRED' })
    if (command.action !== 'receive' || command.reason?.trim()) return undefined
    const needed = (command.unchecked ?? []).length > 0 || isLateLetter(transfer, command, now)
    return needed ? refused({ code: 'REASON_REQUIRED' }) : undefined
  },
  FACT_DAYS: (transfer, command, now) => {
    const fields = command.action === 'receive' ? factFaults(transfer, command, now) : []
    return fields.length > 0 ? refused({ code: 'BAD_INPUT', detail: { fields } }) : undefined
  },
  SUBMITTED_EARLY: ({ declared, stage }, command) =>
    command.action === 'request' && command.claimed === undefined && declared?.submittedEarly !== undefined
      ? refused({ code: 'NOT_NOW', detail: { stage } })
      : undefined,
  NOT_PREPARED: (_transfer, command) => {
    if (command.action !== 'announce') return undefined
    const missing = mustBePrepared(command.party).filter((key) => !command.prepared.includes(key))
    return missing.length > 0 ? refused({ code: 'NOT_PREPARED', detail: { missing } }) : undefined
  },
  LETTER_EXPIRED: (_transfer, command, now) =>
    command.action === 'announce' && command.letter !== undefined && isLate(command.letter, beijingDay(now))
      ? refused({ code: 'LETTER_EXPIRED', detail: { validUntil: letterValidUntil(command.letter) } })
      : undefined,
}

const isEvidence = (name: Obstacle | Evidence): name is Evidence => name in evidence

/** Whether it is one of the branch's own people who acts. */
export const isDeskRole = (role: ActingRole): role is DeskRole =>
  role !== 'member' && role !== 'link' && role !== 'province'

/** Why this action cannot be taken now whatever comes with it, or undefined. */
const standsInTheWay = (transfer: Transfer, action: Action, asking: Asking) => {
  const { kind, origin, stage } = transfer
  const rule = ruleFor(kind, origin, stage, action)
  if (rule === undefined || transfer.erased) {
    const early = journeyOf(kind, origin).early?.[action]
    const code: Code & ('NOT_APPROVED' | 'NOT_NOW') = early?.stages.includes(stage) ? early.code : 'NOT_NOW'
    return code === 'NOT_APPROVED' ? refused({ code }) : refused({ code, detail: { stage } })
  }
  if (!rule.by.includes(asking.role))
    return refused(isDeskRole(asking.role) ? { code: 'READ_ONLY' } : { code: 'NOT_NOW', detail: { stage } })
  for (const name of rule.unless ?? []) {
    const hit = isEvidence(name) ? undefined : obstacles[name](transfer, asking)
    if (hit) return hit
  }
  return undefined
}

/** Whether a counsellor ticks what only the branch's secretary may. */
const exceedsCounsellor = (command: Command, { role }: Asking): boolean =>
  role === 'counsellor' &&
  command.action === 'receive' &&
  [...command.checked.map(factOf), ...(command.unchecked ?? [])].some((fact) => !COUNSELLOR_TICKS.includes(fact))

const eventsOf = (transfer: Transfer, command: Command, { role, now }: Asking): EventBody[] => {
  switch (command.action) {
    case 'amend':
      return [{ type: 'amended', branchId: command.branchId, ...given('reason', command.reason) }]
    case 'copy':
      return [{ type: 'copyAmended', idReplaced: command.idReplaced }]
    case 'approve':
      return [
        transfer.origin === 'province'
          ? { type: 'approved', readyAt: readyAfter(now, command.branch.waitHours) }
          : { type: 'approved' },
      ]
    case 'return':
      return [{ type: 'returned', reason: command.reason.trim() }]
    case 'request': {
      if (command.claimed === undefined) return submitted(transfer, command, wayOf(role))
      const { matches, differs, variants } = verify(command.registered, command.claimed)
      const way = wayOf(role)
      const by = given('organisation', command.organisation)
      if (matches) return [{ type: 'matched', way, variants, ...by }]
      if (transfer.stage === 'transferred') return [{ type: 'contradicted', way, differs }]
      return [{ type: 'mismatched', way, differs, ...by }]
    }
    case 'check': {
      const { matches, differs, variants } = verify(command.registered, command.claimed)
      return [{ type: 'checked', matches, differs, variants, organisation: command.organisation }]
    }
    case 'declare': {
      const news = isNews(transfer, command.said)
      return news ? [{ type: 'declared', said: command.said }] : []
    }
    case 'undo':
      return transfer.undoable === undefined ? [] : [{ type: 'undone', step: transfer.undoable.step }]
    case 'confirm':
      return [
        command.result === 'success'
          ? { type: 'confirmed' }
          : { type: 'officiallyFailed', ...given('reason', command.reason) },
      ]
    case 'withdraw':
      return [{ type: 'withdrawn' }]
    case 'announce':
      return [
        {
          type: 'announced',
          channel: command.channel,
          prepared: command.prepared,
          ...given('letter', command.letter),
          ...given('probationEndsOn', command.probationEndsOn),
        },
      ]
    case 'receive':
      return [receivedBy(transfer, command, now)]
    case 'release':
      return [{ type: 'released', reason: command.reason.trim() }]
  }
}

/** That it was submitted, not what: said again while it stands nothing happens. */
const submitted = (
  { stage, requestedAt }: Transfer,
  { organisation }: Command & { action: 'request' },
  way: RequestWay,
): EventBody[] =>
  stage === 'transferred' || (stage === 'approved' && requestedAt !== undefined)
    ? []
    : [{ type: 'submitted', way, ...given('organisation', organisation) }]

/** Whether the member says something that does not stand yet. */
const isNews = ({ declared }: Transfer, said: Declaration): boolean =>
  (['officialRegistration', 'submittedEarly'] as const).some(
    (what) => said[what] !== undefined && said[what] !== (declared?.[what] !== undefined),
  )

/** The facts that come and go, and whether all that is needed is there then. */
const receivedBy = (transfer: Transfer, command: Command & { action: 'receive' }, now: Instant): EventBody => {
  const { party, reason, unchecked = [] } = command
  const today = beijingDay(now)
  const facts = [...new Set(command.checked.map(factOf))]
  const on: FactDays = {}
  for (const given of command.checked) if (dayOf(given, today) !== today) on[factOf(given)] = dayOf(given, today)
  const left = (Object.keys(transfer.facts) as ReceiveFact[]).filter((fact) => !unchecked.includes(fact))
  const known = new Set<ReceiveFact>([...facts, ...left])
  const complete = neededFacts(transfer.channel, party).every((fact) => known.has(fact))
  const what = { facts, ...(Object.keys(on).length === 0 ? {} : { on }), complete }
  return unchecked.length === 0
    ? { type: 'factsAdded', ...what, ...given('reason', reason) }
    : { type: 'factsCorrected', ...what, unchecked, reason: reason?.trim() ?? '' }
}

/** The dated facts that make a Party transfer `received`: that of its channel, the file, and probation papers. */
export const neededFacts = (channel: 'online' | 'paper' | undefined, party: PartyIdentity): ReceiveFact[] => [
  channel === 'paper' ? 'letter' : 'online',
  'materials',
  ...(party === 'probationary' ? (['probationPapers'] as const) : []),
]

/**
 * What follows from a command: the events, or the refusal with its code.
 * Existence, ownership, role and version are settled before; a mismatch is an outcome, not a refusal.
 */
export const decide = (transfer: Transfer, command: Command, asking: Asking): Reply<EventBody[]> => {
  if (exceedsCounsellor(command, asking)) return refused({ code: 'READ_ONLY' })
  const enough = verifiedEnough(transfer, command, asking)
  if (enough) return enough
  const obstacle = standsInTheWay(transfer, command.action, asking)
  if (obstacle) return obstacle
  const { kind, origin, stage } = transfer
  for (const name of ruleFor(kind, origin, stage, command.action)?.unless ?? []) {
    const hit = isEvidence(name) ? evidence[name](transfer, command, asking.now) : undefined
    if (hit) return hit
  }
  return accepted(eventsOf(transfer, command, asking))
}

const SHOWN: readonly AllowedAction[] = [
  'approve',
  'return',
  'confirm',
  'receive',
  'amend',
  'request',
  'announce',
  'withdraw',
  'undo',
]

/** What the server would accept now from this hand, evidence apart: asked of the same table as `decide`. */
export const allowedActions = (transfer: Transfer, asking: Asking): AllowedAction[] =>
  SHOWN.filter(
    (action) =>
      standsInTheWay(transfer, action, asking) === undefined &&
      !(action === 'request' && requestsNothing(transfer, asking)),
  )
