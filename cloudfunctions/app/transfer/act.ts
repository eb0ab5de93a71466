import * as v from 'valibot'
import type { FieldFault, TransferView } from '../../contract'
import { LETTER_VALID_DAYS, REASON_LENGTH } from '../../../miniprogram/limits'
import { beijingDay } from '../../domain/beijing'
import type { Command } from '../../domain/decide'
import { isPlausibleId, ownTransfer } from '../call/caller'
import type { Context } from '../call/context'
import { Claimed, CommandId, Day, FreeText, Id, Version } from '../call/schemas'
import { accepted, badInput, operation, refused, type Failure } from '../call/serve'
import { followRoster } from '../roster/matching'
import type { BranchRecord, TransferRecord, JoinedTransfer } from '../store/records'
import { transferView } from '../store/views'
import { askedEnough, notJoinable } from './asking'
import { noteOutOfOrder, overtaken } from './attempt'
import { changeBy, isReplay, writeChange } from './change'
import { showConflicts } from './contested'
import { registeredCopy } from './sealed-copy'

const Reason = FreeText(REASON_LENGTH)

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
            v.number(),
            v.integer(),
            v.minValue(LETTER_VALID_DAYS.least, 'range'),
            v.maxValue(LETTER_VALID_DAYS.most, 'range'),
          ),
          duesPaidTo: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/u, 'month.format'))),
        }),
      ),
      probationEndsOn: v.exactOptional(Day),
      prepared: v.pipe(
        v.array(v.picklist(['file', 'letterToCounsellor', 'probationPapers'], 'choice')),
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

const commandOf = (
  context: Context,
  { transfer }: JoinedTransfer,
  { id, version, commandId, ...asked }: ActInput,
  branch: BranchRecord,
): Command => {
  switch (asked.action) {
    case 'amend':
      return { ...asked, branchId: branch._id }
    case 'request':
      return { ...asked, registered: registeredCopy(context, transfer) }
    case 'withdraw':
      return asked
    case 'announce':
      return { ...asked, party: transfer.party ?? 'full' }
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

export const act = operation(Act, async (context, input) => {
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
