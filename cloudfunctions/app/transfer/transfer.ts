import * as v from 'valibot'
import type { FieldFault, TransferView } from '../../contract'
import { LETTER_VALID_DAYS, REASON_LENGTH } from '../../../miniprogram/limits'
import { beijingDay, nextBeijingDay, toIso } from '../../domain/beijing'
import { DAILY_VERIFICATIONS, type Command } from '../../domain/decide'
import { REFERENCE_DIGITS, referenceFrom } from '../../domain/reference'
import { evolve, isOpen, type TransferEvent } from '../../domain/transfer'
import { verify } from '../../domain/verification'
import { showConflicts } from './contested'
import { followAccount, isOtherCopy } from './account-changes'
import { isPlausibleId, ownTransfer } from '../call/caller'
import { copyOf, isNumberUnderOtherKeys, openFields, registeredCopy } from './sealed-copy'
import { Contention } from '../store/ports'
import type { AccountRecord, BranchRecord, TransferRecord, JoinedTransfer } from '../store/records'
import { followRoster, leaveRoster, meetRoster } from '../roster/matching'
import { Claimed, CommandId, Day, FreeText, Id, Kind, Origin, Version } from '../call/schemas'
import { accepted, badInput, operation, refused, type Failure } from '../call/serve'
import type { Context } from '../call/context'
import { changeBy, isReplay, stored, writeChange } from './change'
import { transferView } from '../store/views'

const Reason = FreeText(REASON_LENGTH)

/** So often a day an account may start, or ask anew after a change: what it asked stands in the log for good. */
const DAILY_ASKINGS = 20

const untilTomorrow = (context: Context): Failure => ({
  code: 'TOO_MANY',
  detail: { retryAt: toIso(nextBeijingDay(context.now)) },
})

/** Whether this account has asked so often today, by starts and by amendments of either kind, that it may not again. */
export const askedEnough = (context: Context, transfers: readonly TransferRecord[]): Failure | undefined => {
  const today = beijingDay(context.now)
  const asked = transfers.flatMap(({ events }) =>
    events.filter(({ type, at }) => ASKING.has(type) && beijingDay(at) === today),
  )
  // One amendment of the account is an event of each open transfer, at one instant.
  const once = new Set(asked.map(({ type, at, commandId }) => `${type} ${String(at)} ${commandId ?? ''}`))
  return once.size >= DAILY_ASKINGS ? untilTomorrow(context) : undefined
}
const ASKING: ReadonlySet<TransferEvent['type']> = new Set<TransferEvent['type']>(['started', 'amended', 'copyAmended'])

/** Why nobody can ask to join this branch now, or undefined. What is under way is not asked. */
export const notJoinable = (branch: BranchRecord, kind: string, day: string): Failure | undefined => {
  if (!branch.joinable || branch.kind !== kind) return { code: 'BRANCH_NOT_JOINABLE' }
  const { opensOn, closesOn } = branch
  const early = opensOn !== null && day < opensOn
  const late = closesOn !== null && day > closesOn
  if (!early && !late) return undefined
  return {
    code: 'WINDOW_CLOSED',
    detail: { ...(opensOn === null ? {} : { opensOn }), ...(closesOn === null ? {} : { closesOn }) },
  }
}

const start = operation(
  v.object({
    kind: Kind,
    origin: Origin,
    branchId: Id,
    reason: v.exactOptional(Reason),
    commandId: CommandId,
  }),
  async (context, input) => {
    if (context.openid === undefined) return refused({ code: 'NO_IDENTITY' })
    const [member, branch] = await Promise.all([
      context.store.memberWithTransfers(context.openid),
      isPlausibleId(input.branchId) ? context.store.branch(input.branchId) : null,
    ])
    if (member === null) return refused({ code: 'NOT_REGISTERED' })
    if (branch === null) return refused({ code: 'NOT_FOUND' })
    const { account, transfers } = member
    const { _id: accountId } = account
    const replayed = transfers.find((transfer) => isReplay(transfer, accountId, input.commandId))
    if (replayed !== undefined) return startedBefore(context, account, replayed._id)
    const enough = askedEnough(context, transfers)
    if (enough !== undefined) return refused(enough)
    if (account.idReleased) return refused({ code: 'ID_RELEASED' })
    if (transfers.some((transfer) => transfer.kind === input.kind && isOpen(transfer.stage)))
      return refused({ code: 'ALREADY_OPEN' })
    if (input.kind === 'league' ? account.identity === 'nonmember' : account.party === null)
      return refused({ code: 'NOTHING_TO_TRANSFER' })
    const closed = notJoinable(branch, input.kind, beijingDay(context.now))
    if (closed !== undefined) return refused(closed)

    const event: TransferEvent = {
      type: 'started',
      at: context.now,
      by: 'member',
      who: accountId,
      commandId: input.commandId,
      kind: input.kind,
      origin: input.origin,
      branchId: branch._id,
      ...(input.reason === undefined ? {} : { reason: input.reason }),
    }
    const state = evolve(undefined, event)
    const fields = openFields(context, account)
    const id = context.random.id()
    const reference = referenceFrom(context.random.digits(REFERENCE_DIGITS - 1))
    const copy = copyOf(context, { id, reference }, fields, {
      numberElsewhere: member.numberElsewhere || (await isNumberUnderOtherKeys(context, fields, accountId)),
      idConflict: account.contested,
    })
    const transfer: TransferRecord = {
      _id: id,
      reference,
      accountId,
      kind: input.kind,
      ...stored({ _id: id, accountId, party: copy.party }, state, context.now),
      events: [event],
      ...copy,
      studentNumber: null,
      studentKeys: [],
      rosterMatch: 'none',
      link: null,
      linkTokens: [],
      answeredAt: null,
      answeredAfter: null,
      reminders: [],
      remindersVersion: 0,
      messageDueAt: null,
      nudgedAt: null,
    }
    if (await context.store.addTransfer(transfer)) {
      return settleStarted(context, account, { transfer, branch, refused: [] })
    }
    const again = await context.store.transfersOf(accountId)
    const same = again.find(({ transfer: other }) => isReplay(other, accountId, input.commandId))
    if (same !== undefined) return startedBefore(context, account, same.transfer._id)
    // Without another open one it was the random reference that is taken: the next one will hardly be.
    if (!again.some(({ transfer: other }) => other.slot === transfer.slot)) throw new Contention()
    return refused({ code: 'ALREADY_OPEN' })
  },
)

/**
 * What follows a start: the roster and those who see conflicts are told, and the account is looked at again, for an
 * amendment or its erasure may have come in between.
 */
const settleStarted = async (context: Context, account: AccountRecord, started: JoinedTransfer) => {
  const { transfer } = started
  const [present] = await Promise.all([
    context.store.account(account._id),
    meetRoster(context, transfer),
    account.contested ? showConflicts(context, account._id) : undefined,
  ])
  if (present?.version === account.version) return accepted(transferView(started, 'member', context.now))
  await followAccount(context, account._id, [transfer._id])
  const joined = await context.store.transfer(transfer._id)
  if (joined?.transfer.accountId !== account._id) {
    await leaveRoster(context, [transfer._id])
    return refused({ code: 'NOT_REGISTERED' })
  }
  await followRoster(context, joined.transfer.branchId, [joined.transfer])
  return accepted(transferView(joined, 'member', context.now))
}

/** A start that is repeated: what follows it may not have come to its end the first time. */
const startedBefore = async (context: Context, account: AccountRecord, id: string) => {
  const joined = await context.store.transfer(id)
  if (joined === null) return refused({ code: 'NOT_FOUND' })
  const { transfer } = joined
  const untouched = transfer.events.length === 1
  if (untouched && isOtherCopy(openFields(context, account), registeredCopy(context, transfer)))
    await followAccount(context, account._id, [id])
  if (untouched && account.contested) await showConflicts(context, account._id)
  if (untouched) await followRoster(context, transfer.branchId, [transfer])
  return accepted(transferView(joined, 'member', context.now))
}

const common = { id: Id, version: Version, commandId: CommandId }
const Act = v.variant(
  'action',
  [
    v.object({
      ...common,
      action: v.literal('amend'),
      branchId: v.exactOptional(Id),
      reason: v.exactOptional(Reason),
    }),
    v.object({ ...common, action: v.literal('request'), claimed: v.exactOptional(Claimed) }),
    v.object({ ...common, action: v.literal('withdraw') }),
    v.object({
      ...common,
      action: v.literal('announce'),
      channel: v.picklist(['online', 'paper'], 'choice'),
      letter: v.exactOptional(
        v.object({
          issuedOn: Day,
          validDays: v.pipe(
            v.number('type'),
            v.integer('type'),
            v.minValue(LETTER_VALID_DAYS.least, 'range'),
            v.maxValue(LETTER_VALID_DAYS.most, 'range'),
          ),
          duesPaidTo: v.exactOptional(v.pipe(v.string('type'), v.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/u, 'month.format'))),
        }),
      ),
      probationEndsOn: v.exactOptional(Day),
      prepared: v.pipe(
        v.array(v.picklist(['file', 'letterToCounsellor', 'probationPapers'], 'choice'), 'type'),
        v.maxLength(3, 'length'),
      ),
    }),
  ],
  'choice',
)
type ActInput = v.InferOutput<typeof Act>

/** The branch that an amendment asks to join: the given one, checked, or the present one as it is. */
const targetOf = (
  context: Context,
  { transfer, branch }: JoinedTransfer,
  input: ActInput,
  given: BranchRecord | null,
): { branch: BranchRecord } | { failure: Failure } => {
  if (given === null || given._id === branch._id) return { branch }
  const failure = notJoinable(given, transfer.kind, beijingDay(context.now))
  return failure === undefined ? { branch: given } : { failure }
}

const commandOf = (context: Context, { transfer }: JoinedTransfer, input: ActInput, branch: BranchRecord): Command => {
  switch (input.action) {
    case 'amend':
      return {
        action: 'amend',
        branchId: branch._id,
        ...(input.reason === undefined ? {} : { reason: input.reason }),
      }
    case 'request':
      return {
        action: 'request',
        ...(input.claimed === undefined ? {} : { claimed: input.claimed }),
        registered: registeredCopy(context, transfer),
      }
    case 'withdraw':
      return { action: 'withdraw' }
    case 'announce':
      return {
        action: 'announce',
        channel: input.channel,
        prepared: input.prepared,
        party: transfer.party ?? 'full',
        ...(input.letter === undefined ? {} : { letter: input.letter }),
        ...(input.probationEndsOn === undefined ? {} : { probationEndsOn: input.probationEndsOn }),
      }
  }
}

/** What is wrong with a letter beside its validity; asked after what is not prepared (contract.md, `NOT_PREPARED`). */
const letterFaults = (context: Context, input: ActInput): FieldFault[] => {
  if (input.action !== 'announce') return []
  if (input.channel === 'paper' && input.letter === undefined) return [{ path: 'letter', rule: 'required' }]
  return input.letter !== undefined && input.letter.issuedOn > beijingDay(context.now)
    ? [{ path: 'letter.issuedOn', rule: 'date.future' }]
    : []
}

/** What follows a move to another branch: those who see conflicts are told, and its roster. */
const meetBranch = async (context: Context, transfer: TransferRecord): Promise<void> => {
  if (transfer.flags.idConflict) await showConflicts(context, transfer.accountId)
  await followRoster(context, transfer.branchId, [transfer])
}

const MINUTE = 60_000

/**
 * An attempt out of order stands in the log; it moves no version, so that it never makes an approval fail. Repeats
 * within a minute of the first are one entry with a count.
 */
export const noteOutOfOrder = async (
  context: Context,
  joined: JoinedTransfer,
  by: 'member' | 'link' | 'province',
  failure: Failure,
): Promise<void> => {
  const { code } = failure
  if (code !== 'NOT_APPROVED' && code !== 'WAIT_NOT_OVER' && code !== 'NOT_NOW') return
  const recent = joined.refused.find(
    (one) => one.code === code && one.by === by && Math.abs(context.now - one.at) < MINUTE,
  )
  const minute = String(Math.floor(context.now / MINUTE))
  await context.store.noteRefused(
    {
      // The minute by the clock brings those together that come at the same time.
      _id: recent?._id ?? `${joined.transfer._id}-${code}-${by}-${minute}`,
      transferId: joined.transfer._id,
      at: context.now,
      by,
      code,
    },
    joined.refused,
  )
}

const act = operation(Act, async (context, input) => {
  if (input.action === 'announce' && input.channel === 'online' && input.letter !== undefined)
    return badInput([{ path: 'letter', rule: 'unknown' }])
  const wanted = input.action === 'amend' ? input.branchId : undefined
  const [own, given] = await Promise.all([
    ownTransfer(context, input.id),
    wanted !== undefined && isPlausibleId(wanted) ? context.store.branch(wanted) : null,
  ])
  if (!own.ok) return own
  if (wanted !== undefined && given === null) return refused({ code: 'NOT_FOUND' })
  const { accountId, joined } = own.value
  const { transfer } = joined
  const view = (now: JoinedTransfer): TransferView => transferView(now, 'member', context.now)
  if (isReplay(transfer, accountId, input.commandId)) {
    // Another branch may not have been told the first time.
    if (wanted !== undefined && transfer.events.at(-1)?.commandId === input.commandId)
      await meetBranch(context, transfer)
    return accepted(view(joined))
  }
  if (input.version !== transfer.version)
    return refused({ code: 'CHANGED_MEANWHILE', detail: { version: transfer.version } })

  if (input.action === 'amend') {
    const all = await context.store.transfersOf(accountId)
    const enough = askedEnough(
      context,
      all.map((one) => one.transfer),
    )
    if (enough !== undefined) return refused(enough)
  }

  const target = targetOf(context, joined, input, given)
  const branch = 'branch' in target ? target.branch : joined.branch
  const change = changeBy(transfer, commandOf(context, joined, input, branch), {
    role: 'member',
    who: accountId,
    commandId: input.commandId,
    now: context.now,
  })
  if (!change.ok) {
    await noteOutOfOrder(context, joined, 'member', change.error)
    return change
  }
  const faults = letterFaults(context, input)
  if (faults.length > 0) return badInput(faults)
  if ('failure' in target) return refused(target.failure)
  const written = await writeChange(context, change.value)
  if (typeof written === 'object') {
    const now = written
    if (branch._id !== transfer.branchId) await meetBranch(context, now)
    return accepted(view({ transfer: now, branch, refused: joined.refused }))
  }
  return overtaken(context, transfer._id, accountId, input.commandId, view)
})

/** Somebody else's write came first: it was this very command, or the caller must look again. */
export const overtaken = async <T>(
  context: Context,
  id: string,
  who: string,
  commandId: string,
  view: (joined: JoinedTransfer) => T,
) => {
  const joined = await context.store.transfer(id)
  if (joined === null) return refused({ code: 'NOT_FOUND' })
  return isReplay(joined.transfer, who, commandId)
    ? accepted(view(joined))
    : refused({ code: 'CHANGED_MEANWHILE', detail: { version: joined.transfer.version } })
}

const precheck = operation(v.object({ id: Id, claimed: Claimed }), async (context, input) => {
  const own = await ownTransfer(context, input.id)
  if (!own.ok) return own
  const { transfer } = own.value.joined
  const { kind, origin, stage } = transfer.state
  if (kind !== 'league' || origin !== 'province' || !isOpen(stage))
    return refused({ code: 'NOT_NOW', detail: { stage } })
  const retryAt = nextBeijingDay(context.now)
  const key = `precheck:${transfer._id}:${beijingDay(context.now)}`
  if (!(await context.store.takeLimit(key, DAILY_VERIFICATIONS, retryAt)))
    return refused({ code: 'TOO_MANY', detail: { retryAt: toIso(retryAt) } })
  return accepted(verify(registeredCopy(context, transfer), input.claimed))
})

/** So many declarations of one transfer are written down a day: they stand in its log. */
const DAILY_DECLARATIONS = 20
/** Others may write at the same moment: it looks again so often. */
const TRIES = 5

/** What the member says of the official system: on every phone and at the desk from now on; it never moves the version. */
const declare = operation(
  v.object({
    id: Id,
    officialRegistration: v.exactOptional(v.boolean('type')),
    submittedEarly: v.exactOptional(v.boolean('type')),
  }),
  async (context, { id, ...said }) => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const own = await ownTransfer(context, id)
      if (!own.ok) return own
      const { accountId, joined } = own.value
      const { transfer } = joined
      const asker = { role: 'member' as const, who: accountId, now: context.now }
      const change = changeBy(transfer, { action: 'declare', said }, asker)
      if (!change.ok) return change
      if (change.value.events.length > 0 && declaredToday(context, transfer) >= DAILY_DECLARATIONS)
        return refused(untilTomorrow(context))
      const written = await writeChange(context, change.value)
      if (typeof written === 'object')
        return accepted(transferView({ ...joined, transfer: written }, 'member', context.now))
    }
    return refused({ code: 'TRY_AGAIN' })
  },
)

const declaredToday = (context: Context, { events }: TransferRecord): number =>
  events.filter(({ type, at }) => type === 'declared' && beijingDay(at) === beijingDay(context.now)).length

export const transferOperations = {
  'transfer.start': start,
  'transfer.act': act,
  'transfer.declare': declare,
  'transfer.precheck': precheck,
}
