import { nextBeijingDay, toIso } from '../../domain/beijing'
import { noteConflict } from '../transfer/contested'
import { orRefused, Refusal } from '../call/refusal'
import { limitsKey } from '../call/tries'
import type { Reply } from '../../domain/reply'
import type { Transaction } from '../store/ports'
import type { Counted } from '../store/records'
import { accepted, refused } from '../call/serve'
import type { Context } from '../call/context'

/** At most this many attempts on numbers that others hold, a WeChat and Beijing day: registering must not be a way to ask. */
const ID_TAKEN_A_DAY = 3

const NONE: Counted = { count: 0, until: 0 }

/** What came of claiming an ID number: it is the account's now, or it is this other account's. */
type Claim = { holder?: string }

/**
 * Claims the ID number for the account, or tells whose it is. Every token of the number is looked at while keys rotate.
 * The WeChat's count of numbers that others hold moves in the same transaction, and is written whatever comes of it, so
 * that attempts made at once come one after the other. Throws `Refusal` (`TOO_MANY`) once the count is used up.
 */
export const claimIdNumber = async (
  tx: Transaction,
  context: Context,
  wanted: { openid: string; idNumber: string; accountId: string },
): Promise<Claim> => {
  const _id = limitsKey(context, wanted.openid)
  const retryAt = nextBeijingDay(context.now)
  const limits = await tx.wechatLimits(_id)
  const count = limits !== null && limits.idTaken.until > context.now ? limits.idTaken.count : 0
  const counted = (idTaken: Counted) =>
    tx.putWechatLimits({
      _id,
      failed: limits?.failed ?? NONE,
      loginTaken: limits?.loginTaken ?? NONE,
      idTaken,
      expiresAt: Math.max(limits?.expiresAt ?? 0, retryAt),
    })
  if (count >= ID_TAKEN_A_DAY) throw new Refusal({ code: 'TOO_MANY', detail: { retryAt: toIso(retryAt) } })
  const tokens = context.sealing.tokens('idNumber', wanted.idNumber)
  for (const token of tokens) {
    const holder = await tx.holder('holders', token)
    if (holder === null || holder.accountId === wanted.accountId) continue
    await counted({ count: count + 1, until: retryAt })
    return { holder: holder.accountId }
  }
  await tx.putHolder('holders', { _id: tokens[0], accountId: wanted.accountId })
  await counted({ count, until: retryAt })
  return {}
}

/** Claims a username or phone to sign in by. */
export const claimLogin = async (
  tx: Transaction,
  context: Context,
  login: string,
  accountId: string,
): Promise<void> => {
  const tokens = context.sealing.tokens('login', login)
  for (const token of tokens) {
    const holder = await tx.holder('logins', token)
    if (holder !== null && holder.accountId !== accountId) throw new Refusal({ code: 'LOGIN_TAKEN' })
  }
  await tx.putHolder('logins', { _id: tokens[0], accountId })
}

/** At most this many answers that a name is taken, a WeChat and Beijing day. */
const LOGIN_TAKEN_A_DAY = 3

/** The same outcome, or `TOO_MANY` where this WeChat has learnt of too many taken logins today. */
export const countingTaken = async <T extends Reply<unknown>>(context: Context, openid: string, outcome: T) => {
  if (outcome.ok || outcome.error.code !== 'LOGIN_TAKEN') return outcome
  const { now } = context
  const attempt = { key: limitsKey(context, openid), max: LOGIN_TAKEN_A_DAY, now, until: nextBeijingDay(now) }
  const retryAt = await context.store.takeOfWechat('loginTaken', attempt)
  return retryAt === undefined ? outcome : refused({ code: 'TOO_MANY', detail: { retryAt: toIso(retryAt) } })
}

/**
 * Runs work that may meet an ID number held by another account: it answers the account, or whose the number is. Such an
 * attempt is noted for the branch that knows the holder, and answered with `ID_TAKEN`.
 */
export const guardingIdNumber = async <T>(
  context: Context,
  openid: string,
  fields: { name: string; idNumber: string },
  work: () => Promise<{ done: T } | { holder: string }>,
) => {
  const outcome = await countingTaken(context, openid, await orRefused(work))
  if (!outcome.ok) return outcome
  if ('done' in outcome.value) return accepted(outcome.value.done)
  await noteConflict(context, openid, fields, outcome.value.holder)
  return refused({ code: 'ID_TAKEN' })
}
