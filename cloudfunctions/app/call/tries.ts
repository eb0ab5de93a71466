import { HOUR, toIso } from '../../domain/beijing'
import { accepted, refused } from '../../domain/reply'
import type { Context } from './context'

/** Failed tries of one WeChat over all logins, recoveries, staff codes and unknown links, and the span of the first. */
const FAILED_AT_MOST = { max: 20, span: HOUR }

/** The document that all limits of a WeChat share. */
export const limitsKey = (context: Context, openid: string): string =>
  `wechat:${context.sealing.tokens('login', openid)[0]}`

/**
 * Counts a try of this WeChat before it is judged, so that many at once are no way around the limit. Refused with
 * `TOO_MANY` and `retryAt`.
 */
export async function takeTry(context: Context, openid: string) {
  const { now } = context
  const { max, span } = FAILED_AT_MOST
  const key = limitsKey(context, openid)
  const until = await context.store.takeOfWechat('failed', { key, max, now, until: now + span })
  return until === undefined
    ? accepted(undefined)
    : refused({ code: 'TOO_MANY' as const, detail: { retryAt: toIso(until) } })
}

/** A try that did not fail is not counted. */
export function giveBackTry(context: Context, openid: string): Promise<void> {
  return context.store.giveBackOfWechat('failed', limitsKey(context, openid))
}
