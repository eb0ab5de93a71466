import { HOUR, toIso } from '../../domain/beijing'
import { refused } from '../call/serve'
import { giveBackTry, takeTry } from '../call/tries'
import type { Context } from '../call/context'

/** Failures in a row of one WeChat on one login, and how long they lock it. */
const OF_ONE_WECHAT = { max: 5, span: HOUR / 4 }
/** Failures on one login from all WeChats, and the span that begins with the first of them. */
const OF_ALL = { max: 20, span: HOUR }

const keysOf = (context: Context, login: string, openids: readonly string[]) => {
  const [token] = context.sealing.tokens('login', login)
  const pair = (openid: string) => `login:${token}:${context.sealing.tokens('login', openid)[0]}`
  return { all: `login:${token}`, pairs: openids.map(pair) }
}

/**
 * Counts a try to sign in before it is judged, so that many at once are no way around the lock. An unknown login is
 * counted like a known one. Refused with `LOCKED` and `until`.
 */
export const takeLoginTry = async (context: Context, login: string, openid: string) => {
  const { now } = context
  const keys = keysOf(context, login, [openid])
  const [pair = ''] = keys.pairs
  const ownLock = await context.store.takeTry({
    key: pair,
    max: OF_ONE_WECHAT.max,
    now,
    until: now + OF_ONE_WECHAT.span,
    renews: true,
  })
  if (ownLock !== undefined) return refused({ code: 'LOCKED', detail: { until: toIso(ownLock) } })
  const lock = await context.store.takeTry({
    key: keys.all,
    max: OF_ALL.max,
    now,
    until: now + OF_ALL.span,
    renews: false,
  })
  if (lock !== undefined) {
    await context.store.giveBackLimit(pair)
    return refused({ code: 'LOCKED', detail: { until: toIso(lock) } })
  }
  const tried = await takeTry(context, openid)
  if (!tried.ok) await Promise.all([pair, keys.all].map((key) => context.store.giveBackLimit(key)))
  return tried
}

/** The keys under which failures on these logins are counted, for those that begin with these WeChats. */
export const loginTryKeys = (context: Context, logins: readonly string[], openids: readonly string[]): string[] =>
  logins.flatMap((login) => {
    const { all, pairs } = keysOf(context, login, openids)
    return [all, ...pairs]
  })

/** A success resets what was counted of this login, and is no failed try of this WeChat. */
export const forgetLoginTries = async (context: Context, login: string, openid: string): Promise<void> => {
  await Promise.all([context.store.dropLimits(loginTryKeys(context, [login], [openid])), giveBackTry(context, openid)])
}
