import type { AllowedAction, Claimed, Code, Letter, PartyIdentity, PreparedKey, ReceiveFact } from '../contract'
import { addDays, beijingDay, HOUR, nextBeijingDay, toIso, type Instant } from './beijing'
import { accepted, refused, type Reply } from './reply'
import {
  COUNSELLOR_TICKS,
  journeyOf,
  ruleFor,
  type Action,
  type Evidence,
  type ActingRole,
  type Obstacle,
  type DeskRole,
} from './procedure'
import type { EventBody, RequestWay, Transfer } from './transfer'
import { verify, type SealedCopy } from './verification'

/** What somebody wants to do, with the facts that the rule needs. */
export type Command =
  | { action: 'amend'; branchId: string; reason?: string }
  | { action: 'copy'; idReplaced: boolean }
  | { action: 'approve'; officiallyApproved: boolean; branch: { waitHours: number; besideOfficial: boolean } }
  | { action: 'return'; reason: string }
  | { action: 'request'; claimed: Claimed; registered: SealedCopy; organisation?: string }
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
  | { action: 'receive'; checked: ReceiveFact[]; party: PartyIdentity; reason?: string }
  | { action: 'release'; reason: string }

/** Who asks, and when: the clock is read once per request. */
export interface Asking {
  role: ActingRole
  now: Instant
}

/** At most this many verifications a transfer, way and Beijing day (contract.md). */
export const DAILY_VERIFICATIONS = 10
/** 24 hours of server time satisfy both readings of 至少一天; a branch may lengthen the wait, never shorten it. */
export const WAIT_HOURS = { least: 24, most: 720 }

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
  TOO_MANY: ({ verifications }, { role, now }) => {
    const today = verifications[wayOf(role)]
    return today?.day === beijingDay(now) && today.count >= DAILY_VERIFICATIONS
      ? refused({ code: 'TOO_MANY', detail: { retryAt: toIso(nextBeijingDay(now)) } })
      : undefined
  },
}

/** The last day on which a paper letter is valid. */
export const letterValidUntil = (letter: Letter): string => addDays(letter.issuedOn, letter.validDays)

const isLate = (letter: Letter | undefined, now: Instant): boolean =>
  letter !== undefined && beijingDay(now) > letterValidUntil(letter)

/** What must be confirmed before a Party transfer is announced (notice.txt, 一 1 and 3). */
export const mustBePrepared = (party: PartyIdentity): PreparedKey[] =>
  party === 'probationary' ? ['file', 'letterToCounsellor', 'probationPapers'] : ['file', 'letterToCounsellor']

const evidence: {
  [E in Evidence]: (transfer: Transfer, command: Command, now: Instant) => ReturnType<typeof refused> | undefined
} = {
  OFFICIAL_FIRST: (_transfer, command) =>
    command.action === 'approve' && command.branch.besideOfficial && !command.officiallyApproved
      ? refused({ code: 'OFFICIAL_FIRST' })
      : undefined,
  REASON_REQUIRED: (transfer, command, now) => {
    if (command.action === 'return') return command.reason.trim() ? undefined : refused({ code: 'REASON_REQUIRED' })
    if (command.action !== 'receive' || !command.checked.includes('letter') || transfer.facts.letter !== undefined)
      return undefined
    return isLate(transfer.letter, now) && !command.reason?.trim() ? refused({ code: 'REASON_REQUIRED' }) : undefined
  },
  NOT_PREPARED: (_transfer, command) => {
    if (command.action !== 'announce') return undefined
    const missing = mustBePrepared(command.party).filter((key) => !command.prepared.includes(key))
    return missing.length > 0 ? refused({ code: 'NOT_PREPARED', detail: { missing } }) : undefined
  },
  LETTER_EXPIRED: (_transfer, command, now) =>
    command.action === 'announce' && command.letter !== undefined && isLate(command.letter, now)
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
  command.checked.some((fact) => !COUNSELLOR_TICKS.includes(fact))

const eventsOf = (transfer: Transfer, command: Command, { role, now }: Asking): EventBody[] => {
  switch (command.action) {
    case 'amend':
      return [{ type: 'amended', branchId: command.branchId, ...optional('reason', command.reason) }]
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
      const { matches, differs, variants } = verify(command.registered, command.claimed)
      const way = wayOf(role)
      const by = optional('organisation', command.organisation)
      if (matches) return [{ type: 'matched', way, variants, ...by }]
      if (transfer.stage === 'transferred') return [{ type: 'contradicted', way, differs }]
      return [{ type: 'mismatched', way, differs, ...by }]
    }
    case 'confirm':
      return [
        command.result === 'success'
          ? { type: 'confirmed' }
          : { type: 'officiallyFailed', ...optional('reason', command.reason) },
      ]
    case 'withdraw':
      return [{ type: 'withdrawn' }]
    case 'announce':
      return [
        {
          type: 'announced',
          channel: command.channel,
          prepared: command.prepared,
          ...optional('letter', command.letter),
          ...optional('probationEndsOn', command.probationEndsOn),
        },
      ]
    case 'receive': {
      const known = new Set<ReceiveFact>([...command.checked, ...(Object.keys(transfer.facts) as ReceiveFact[])])
      const complete = neededFacts(transfer.channel, command.party).every((fact) => known.has(fact))
      return [{ type: 'factsAdded', facts: command.checked, complete, ...optional('reason', command.reason) }]
    }
    case 'release':
      return [{ type: 'released', reason: command.reason.trim() }]
  }
}

/** The dated facts that make a Party transfer `received`: that of its channel, the file, and probation papers. */
export const neededFacts = (channel: 'online' | 'paper' | undefined, party: PartyIdentity): ReceiveFact[] => [
  channel === 'paper' ? 'letter' : 'online',
  'materials',
  ...(party === 'probationary' ? (['probationPapers'] as const) : []),
]

const optional = <K extends string, V>(key: K, value: V | undefined): { [k in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [k in K]?: V }

/**
 * What follows from a command: the events, or the refusal with its code.
 * Existence, ownership, role and version are settled before; a mismatch is an outcome, not a refusal.
 */
export const decide = (transfer: Transfer, command: Command, asking: Asking): Reply<EventBody[]> => {
  if (exceedsCounsellor(command, asking)) return refused({ code: 'READ_ONLY' })
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
]

/** What the server would accept now from this hand, evidence apart: asked of the same table as `decide`. */
export const allowedActions = (transfer: Transfer, asking: Asking): AllowedAction[] =>
  SHOWN.filter((action) => standsInTheWay(transfer, action, asking) === undefined)
