import type {
  AccountView,
  AllowedAction,
  BranchView,
  CheckedView,
  Declared,
  DeskItem,
  DeskTransfer,
  LogEntry,
  ReceiveFact,
  ReminderView,
  StaffView,
  TransferView,
  Warning,
} from '../../contract'
import { EVERY_BRANCH_NAME } from '../../../miniprogram/limits'
import { beijingDay, toIso, type Instant } from '../../domain/beijing'
import { allowedActions } from '../../domain/decide'
import { missingFacts } from '../../domain/desk-lists'
import { isOverdue, letterEndsSoon, probationEndsSoon, warningsOf } from '../../domain/desk'
import { given } from '../../domain/given'
import { mask } from '../../domain/personal'
import type { ActingRole, DeskRole } from '../../domain/procedure'
import { askedFor, isMembersTurn } from '../../domain/reminders'
import { stepsOf } from '../../domain/steps'
import type { Transfer, TransferEvent } from '../../domain/transfer'
import type { ListedTransfer, Sealing } from './ports'
import {
  ALL_BRANCHES,
  type AccountRecord,
  type RefusedAttemptRecord,
  type BranchRecord,
  type StaffRecord,
  type TransferRecord,
  type JoinedTransfer,
  type TransferCase,
} from './records'

export const branchView = (branch: BranchRecord): BranchView => ({
  id: branch._id,
  kind: branch.kind,
  joinable: branch.joinable,
  fullName: branch.fullName,
  shortName: branch.shortName,
  systemId: branch.systemId,
  systemIdConfirmed: branch.systemIdConfirmed,
  letterTitle: branch.letterTitle,
  letterDestination: branch.letterDestination,
  contact: branch.contact,
  phone: branch.phone,
  address: branch.address,
  ...given('handIn', branch.handIn),
  reasons: branch.reasons,
  waitHours: branch.waitHours,
  besideOfficial: branch.besideOfficial,
  ...given('opensOn', branch.opensOn),
  ...given('closesOn', branch.closesOn),
  retentionDays: branch.retentionDays,
  overdueAfterDays: branch.overdueAfterDays,
  ...given('usualHours', branch.usualHours),
  closed: branch.closedAt !== null,
  ...given('rosterOf', branch.rosterOf),
})

/** Numbers are masked: the last four characters alone. */
export const accountView = (account: AccountRecord, sealing: Sealing): AccountView => {
  const open = (field: 'idNumber' | 'phone' | 'memberNumber') => {
    const sealed = account[field]
    return sealed === null ? null : mask(sealing.open(sealed, { collection: 'accounts', id: account._id, field }))
  }
  return {
    id: account._id,
    name: account.name,
    idNumber: open('idNumber') ?? '',
    phone: open('phone') ?? '',
    identity: account.identity,
    ...given('joinedOn', account.joinedOn),
    ...given('memberNumber', open('memberNumber')),
    ...given('party', account.party),
    hasPassword: account.password !== null,
    ...given('username', account.username),
    wechats: account.wechats.length,
    ...(account.idReleased ? { idReleased: true } : {}),
  }
}

const reasonOf = (event: TransferEvent): string | undefined => ('reason' in event ? event.reason : undefined)

const codeOf = (event: TransferEvent): 'MISMATCH' | 'OFFICIAL_FAILURE' | undefined => {
  if (event.type === 'mismatched' || event.type === 'contradicted') return 'MISMATCH'
  return event.type === 'officiallyFailed' ? 'OFFICIAL_FAILURE' : undefined
}

/** What an entry says beside what happened. */
const saidIn = (event: TransferEvent): Partial<LogEntry> => ({
  ...given('facts', 'facts' in event ? event.facts : undefined),
  ...given('unchecked', 'unchecked' in event ? event.unchecked : undefined),
  ...given('undone', event.type === 'undone' ? event.step : undefined),
  ...given('matches', event.type === 'checked' ? event.matches : undefined),
  ...given('declared', event.type === 'declared' ? event.said : undefined),
})

/** The name by which the desk knows who decided; nothing where it is not asked for. */
export type NameOf = (staffId: string) => string | undefined
const NO_NAMES: NameOf = () => undefined

/** So many entries of a log are shown, the newest. */
export const LOG_AT_MOST = 50

/**
 * 办理记录: what happened and what was refused, in the order of time. Of two that came at once the one that was written
 * first stands first, whichever was asked first.
 */
const logOf = (
  events: readonly TransferEvent[],
  refused: readonly RefusedAttemptRecord[],
  nameOf: NameOf,
): LogEntry[] => {
  let latest = 0
  const happened = events.map((event) => ({
    instant: (latest = Math.max(latest, event.at)),
    entry: {
      at: toIso(event.at),
      by: event.by,
      what: event.type,
      ...given('code', codeOf(event)),
      ...given('reason', reasonOf(event)),
      ...given('organisation', 'organisation' in event ? event.organisation : undefined),
      ...saidIn(event),
      ...given('who', event.by === 'secretary' ? nameOf(event.who) : undefined),
    } satisfies LogEntry,
  }))
  const refusals = refused.map((attempt) => ({
    instant: attempt.at,
    entry: {
      at: toIso(attempt.at),
      by: attempt.by,
      what: 'refused',
      code: attempt.code,
      ...(attempt.count > 1 ? { count: attempt.count } : {}),
    } satisfies LogEntry,
  }))
  return [...happened, ...refusals].sort((a, b) => a.instant - b.instant).map(({ entry }) => entry)
}

/** A member is always allowed to see; what is offered to do depends on the hand and the clock. */
const actionsFor = (
  transfer: Pick<TransferRecord, 'state'>,
  role: ActingRole | undefined,
  now: Instant,
): AllowedAction[] => (role === undefined ? [] : allowedActions(transfer.state, { role, now }))

/** What its member may be asked to allow, and what is allowed already by any of the account's WeChats. */
const remindersOf = ({ state, reminders }: TransferRecord, now: Instant): ReminderView[] =>
  askedFor(state, now).map((kind) => ({ kind, allowed: reminders.some((reminder) => reminder.kind === kind) }))

/** What tells two of one stage apart: whether the wait is over, who confirmed it, and why it failed. */
const whereItStands = ({ readyAt, confirmedBy, failure }: Transfer) => ({
  ...(readyAt === undefined ? {} : { readyAt: toIso(readyAt) }),
  ...given('confirmedBy', confirmedBy),
  ...given('failure', failure),
})

const submittedIn = ({ requestedAt }: Transfer) =>
  given('submittedAt', requestedAt === undefined ? null : toIso(requestedAt))

/** Whether the next step is the member's; of somebody erased nobody can do it. */
const hasTurn = (state: Transfer, now: Instant): boolean => !state.erased && isMembersTurn(state, now)

/** What the member said of the official system. */
const declaredIn = ({ declared = {} }: Transfer): Declared => ({
  ...(declared.officialRegistration === undefined
    ? {}
    : { officialRegistration: toIso(declared.officialRegistration) }),
  ...(declared.submittedEarly === undefined ? {} : { submittedEarly: toIso(declared.submittedEarly) }),
})

/** The newest check by link; of somebody erased nothing is left that anybody wrote. */
export const checkedIn = ({ checked, erased }: Transfer): CheckedView | undefined =>
  checked === undefined || erased ? undefined : { ...checked, at: toIso(checked.at) }

/** The facts with the days on which they happened. */
const factDays = ({ facts }: Transfer): Partial<Record<ReceiveFact, string>> | undefined =>
  Object.keys(facts).length === 0
    ? undefined
    : Object.fromEntries(Object.entries(facts).map(([fact, at]) => [fact, beijingDay(at)]))

/** The newest entries, and how many older ones there are. */
export const newestOf = (log: LogEntry[], older = 0, atMost = LOG_AT_MOST): Pick<TransferView, 'log' | 'logMore'> => {
  const more = older + Math.max(0, log.length - atMost)
  return { log: log.slice(Math.max(0, log.length - atMost)), ...(more === 0 ? {} : { logMore: more }) }
}

/** A transfer as its member or the desk sees it; `role` undefined is somebody who may only look. */
export const transferView = (
  { transfer, branch, refused }: JoinedTransfer,
  role: ActingRole | undefined,
  now: Instant,
  nameOf: NameOf = NO_NAMES,
): TransferView => {
  const { state } = transfer
  const startedAt = lastAsked(transfer.events)
  const reminders = role === 'member' ? remindersOf(transfer, now) : []
  return {
    id: transfer._id,
    reference: transfer.reference,
    kind: state.kind,
    origin: state.origin,
    stage: state.stage,
    version: state.version,
    branch: branchView(branch),
    since: toIso(state.since),
    ...whereItStands(state),
    erased: state.erased,
    membersTurn: hasTurn(state, now),
    attempts: state.attempts,
    allowedActions: actionsFor(transfer, role, now),
    steps: stepsOf(state, startedAt, transfer.party ?? undefined, now),
    ...newestOf(logOf(transfer.events, refused, nameOf)),
    ...submittedIn(state),
    declared: declaredIn(state),
    ...given('checked', checkedIn(state)),
    ...given('returnReason', state.returnReason),
    ...given('reason', state.reason),
    ...given('facts', factDays(state)),
    ...given('channel', state.channel),
    ...given('letter', state.letter),
    ...given('probationEndsOn', state.probationEndsOn),
    ...(state.idReleased ? { idReleased: true } : {}),
    ...(reminders.length === 0 ? {} : { reminders }),
  }
}

/** When the member last asked this branch: the start, or the newest amendment. */
const lastAsked = (events: readonly TransferEvent[]): Instant =>
  events.findLast(({ type }) => type === 'started' || type === 'amended')?.at ?? 0

/** Nothing is left to be warned of where nothing is known of the person any more. */
export const warningsFor = (
  transfer: Pick<TransferRecord, 'state' | 'identity' | 'rosterMatch' | 'flags'>,
  hasRoster: boolean,
  now: Instant,
): Warning[] =>
  transfer.state.erased
    ? []
    : warningsOf(transfer.state, {
        identity: transfer.identity,
        rosterMatch: transfer.rosterMatch,
        hasRoster,
        probationEndsSoon: probationEndsSoon(transfer.state, now),
        letterEndsSoon: letterEndsSoon(transfer.state, now),
        ...transfer.flags,
      })

/** A row of the queue: names and counts, never a number of the person. */
export const deskItem = (
  transfer: ListedTransfer,
  branch: BranchRecord,
  role: ActingRole | undefined,
  now: Instant,
): DeskItem => ({
  id: transfer._id,
  version: transfer.version,
  reference: transfer.reference,
  name: transfer.name,
  erased: transfer.state.erased,
  stage: transfer.stage,
  origin: transfer.state.origin,
  since: toIso(transfer.since),
  overdue: isOverdue(transfer.state, now, branch.overdueAfterDays),
  rosterMatch: transfer.rosterMatch,
  ...given('studentNumber', transfer.studentNumber),
  missing: missingFacts(transfer.state, transfer.party),
  ...whereItStands(transfer.state),
  ...submittedIn(transfer.state),
  declared: declaredIn(transfer.state),
  warnings: warningsFor(transfer, branch.rosterSize > 0, now),
  membersTurn: hasTurn(transfer.state, now),
  allowedActions: actionsFor(transfer, role, now),
})

/** The whole case with masked numbers; a counsellor sees not even their ends. */
export const deskTransfer = (
  joined: TransferCase,
  sealing: Sealing,
  right: DeskRole,
  now: Instant,
  nameOf: NameOf = NO_NAMES,
): DeskTransfer => {
  const { transfer, branch } = joined
  const erased = transfer.state.erased
  // Of whom the copy is gone nothing is shown that the account still has.
  const account = erased ? null : joined.account
  const show = (sealed: string | null, place: Parameters<Sealing['open']>[1]): string => {
    if (sealed === null || erased) return ''
    const masked = mask(sealing.open(sealed, place))
    return right === 'counsellor' ? '*'.repeat(masked.length) : masked
  }
  const copy = (field: 'idNumber' | 'memberNumber') =>
    show(transfer.copy[field], { collection: 'transfers', id: transfer._id, field })
  const memberNumber = copy('memberNumber')
  return {
    ...transferView(joined, right, now, nameOf),
    right,
    name: transfer.name,
    idNumber: copy('idNumber'),
    phone: account === null ? '' : show(account.phone, { collection: 'accounts', id: account._id, field: 'phone' }),
    ...(memberNumber === '' ? {} : { memberNumber }),
    ...given('joinedOn', transfer.copy.joinedOn),
    identity: transfer.identity,
    ...given('party', transfer.party),
    ...given('studentNumber', transfer.studentNumber),
    missing: missingFacts(transfer.state, transfer.party),
    rosterMatch: transfer.rosterMatch,
    overdue: isOverdue(transfer.state, now, branch.overdueAfterDays),
    warnings: warningsFor(transfer, branch.rosterSize > 0, now),
  }
}

export const staffView = (staff: StaffRecord, branches: readonly BranchRecord[]): StaffView => {
  const branch = branches.find(({ _id }) => _id === staff.branchId)
  return {
    id: staff.id,
    branchId: staff.branchId,
    branchName: staff.branchId === ALL_BRANCHES ? EVERY_BRANCH_NAME : (branch?.shortName ?? ''),
    branchKind: branch?.kind ?? 'league',
    role: staff.role,
  }
}
