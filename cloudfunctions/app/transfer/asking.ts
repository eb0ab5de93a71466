import { beijingDay, nextBeijingDay, toIso } from '../../domain/beijing'
import type { TransferEvent } from '../../domain/transfer'
import type { Context } from '../call/context'
import type { Failure } from '../call/serve'
import type { BranchRecord, TransferRecord } from '../store/records'

/** So often a day an account may start, or ask anew after a change: what it asked stands in the log for good. */
const DAILY_ASKINGS = 20

export const untilTomorrow = (context: Context): Failure => ({
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
