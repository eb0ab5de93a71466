import * as v from 'valibot'
import type { Unreached } from '../../contract'
import { NUDGE_AGAIN_AFTER_HOURS, PEOPLE_AT_ONCE } from '../../../miniprogram/limits'
import { HOUR } from '../../domain/beijing'
import { isMembersTurn, nudged } from '../../domain/reminders'
import { isOpen } from '../../domain/transfer'
import { DECIDING, rightAmong } from '../call/authority'
import { eachInTime } from '../call/bulk'
import { identifyStaff, isPlausibleId } from '../call/caller'
import type { AccountRecord, TransferRecord } from '../store/records'
import { rewriteReminders } from './rewrite'
import { Id } from '../call/schemas'
import { accepted, operation } from '../call/serve'
import type { Context } from '../call/context'

/** Why no message can reach this person now, or undefined. WeChat lets one be sent only to who has allowed it. */
const whyUnreached = (
  context: Context,
  transfer: TransferRecord,
  wechats: readonly string[],
): Unreached | undefined => {
  const { state, nudgedAt, reminders } = transfer
  if (state.erased) return 'erased'
  if (wechats.length === 0) return 'noWechat'
  if (!isOpen(state.stage)) return 'over'
  if (nudgedAt !== null && context.now - nudgedAt < NUDGE_AGAIN_AFTER_HOURS * HOUR) return 'lately'
  const allowed = reminders.some(({ kind, openid }) => kind === 'nudge' && wechats.includes(openid))
  if (!allowed) return 'notAllowed'
  return isMembersTurn(state, context.now) ? undefined : 'notTheirTurn'
}

/** Puts the reminder on its way, or answers why it does not reach the person. */
const remindOne = async (
  context: Context,
  transfer: TransferRecord,
  account: AccountRecord | undefined,
): Promise<Unreached | undefined> => {
  let why: Unreached | undefined
  const written = await rewriteReminders(context, transfer, (now) => {
    why = whyUnreached(context, now, account?.wechats ?? [])
    return why === undefined ? { reminders: nudged(now.reminders, context.now), nudgedAt: context.now } : undefined
  })
  return written === null ? 'tryAgain' : why
}

/**
 * Reminds people of what they have to do, each by one message that the person has allowed: once in twelve hours. It says
 * of everybody else why not, for the secretary to write to in another way.
 */
const remind = operation(
  v.object({ ids: v.pipe(v.array(Id), v.minLength(1, 'required'), v.maxLength(PEOPLE_AT_ONCE, 'length')) }),
  async (context, { ids }) => {
    const wanted = [...new Set(ids)]
    const [caller, present] = await Promise.all([
      identifyStaff(context),
      context.store.transfers(wanted.filter(isPlausibleId)),
    ])
    if (!caller.ok) return caller
    const rights = present.map(({ branchId }) => rightAmong(caller.value.wechat, [branchId], DECIDING))
    const found = present.filter((_, i) => rights[i]?.ok)
    // Nobody of them is this caller's: that is said of the call; beside others each is simply not found.
    const refusal = rights.find((right) => !right.ok)
    if (found.length === 0 && refusal !== undefined) return refusal
    const accounts = await context.store.accounts([...new Set(found.map(({ accountId }) => accountId))])
    const outcomes = new Map<string, Unreached | undefined>()
    await eachInTime(context, found, async (transfer) => {
      const account = accounts.find(({ _id }) => _id === transfer.accountId)
      outcomes.set(transfer._id, await remindOne(context, transfer, account))
    })
    return accepted({
      reached: wanted.filter((id) => outcomes.has(id) && outcomes.get(id) === undefined),
      unreached: wanted.flatMap((id) => {
        const isFound = found.some(({ _id }) => _id === id)
        const why = outcomes.has(id) ? outcomes.get(id) : isFound ? 'tryAgain' : 'notFound'
        return why === undefined ? [] : [{ id, why }]
      }),
    })
  },
)

export const remindOperations = { 'desk.remind': remind }
