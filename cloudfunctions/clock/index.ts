import { callFor } from '../adapters/function'
import { callerOf } from '../adapters/cloudbase/platform'
import { tidy } from '../app/tidy'
import { failureOf, refused } from '../app/serve'
import type { Reply } from '../contract'

/**
 * The function `clock`: the platform's timer alone may call it. A timer has no openid, but neither has every forged call:
 * the platform must name the timer as the source as well.
 */
export const main = async (_event: unknown, context: unknown): Promise<Reply<{ erased: number }>> => {
  const { openid, trigger } = callerOf(context)
  if (openid !== undefined || trigger !== 'timer') return refused({ code: 'NO_IDENTITY' })
  const call = callFor(context)
  try {
    return { ok: true, value: await tidy(call) }
  } catch (error) {
    return refused(failureOf(error, call, 'clock'))
  }
}
