import * as v from 'valibot'
import { DECIDING, rightAmong } from '../authority'
import { identifyStaff, isPlausibleId } from '../known'
import type { TransferRecord } from '../records'
import { Id } from '../schemas'
import { accepted, operation, refused, type Call } from '../serve'

/** Why a message cannot reach this person. WeChat lets one be sent only to who has subscribed to it. */
const whyUnreached = (transfer: TransferRecord, wechats: number): string => {
  if (transfer.state.erased) return 'erased'
  return wechats === 0 ? 'noWechat' : 'noSubscription'
}

const wechatsOf = async (call: Call, transfers: readonly TransferRecord[]): Promise<Map<string, number>> => {
  const accounts = await call.store.accounts([...new Set(transfers.map(({ accountId }) => accountId))])
  return new Map(accounts.map(({ _id, wechats }) => [_id, wechats.length]))
}

/**
 * Tells whom a reminder reaches. The deployment has no message template that a member could subscribe to, so nobody is
 * said to be reached who is not: everybody is named with the reason, for the secretary to write to in another way.
 */
const remind = operation(
  v.object({ ids: v.pipe(v.array(Id, 'type'), v.minLength(1, 'required'), v.maxLength(100, 'length')) }),
  async (call, { ids }) => {
    const wanted = [...new Set(ids)]
    const [caller, found] = await Promise.all([
      identifyStaff(call),
      wanted.every(isPlausibleId) ? call.store.transfers(wanted) : [],
    ])
    if (!caller.ok) return caller
    if (found.length < wanted.length) return refused({ code: 'NOT_FOUND' })
    for (const { branchId } of found) {
      const right = rightAmong(caller.value.wechat, [branchId], DECIDING)
      if (!right.ok) return right
    }
    const wechats = await wechatsOf(call, found)
    const transfers = new Map(found.map((transfer) => [transfer._id, transfer]))
    const unreached = wanted.flatMap((id) => {
      const transfer = transfers.get(id)
      return transfer === undefined ? [] : [{ id, why: whyUnreached(transfer, wechats.get(transfer.accountId) ?? 0) }]
    })
    return accepted({ reached: [], unreached })
  },
)

export const remindOperations = { 'desk.remind': remind }
