import * as v from 'valibot'
import { REASON_LENGTH } from '../../../miniprogram/limits'
import { beijingDay } from '../../domain/beijing'
import { REFERENCE_DIGITS, referenceFrom } from '../../domain/reference'
import { evolve, isOpen, type TransferEvent } from '../../domain/transfer'
import { isPlausibleId } from '../call/caller'
import type { Context } from '../call/context'
import { CommandId, FreeText, Id, Kind, Origin } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'
import { followRoster, leaveRoster, meetRoster } from '../roster/matching'
import { Contention } from '../store/ports'
import type { AccountRecord, TransferRecord, JoinedTransfer } from '../store/records'
import { transferView } from '../store/views'
import { followAccount, isOtherCopy } from './account-changes'
import { askedEnough, notJoinable } from './asking'
import { isReplay, stored } from './change'
import { showConflicts } from './contested'
import { copyOf, isNumberUnderOtherKeys, openFields, registeredCopy } from './sealed-copy'

const Reason = FreeText(REASON_LENGTH)

export const start = operation(
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

    const event: TransferEvent = { type: 'started', ...input, at: context.now, by: 'member', who: accountId }
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
