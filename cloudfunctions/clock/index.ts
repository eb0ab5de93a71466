import { openCall } from '../adapters/function'
import { callerOf } from '../adapters/cloudbase/platform'
import { createMessenger, readAccess } from '../adapters/wechat'
import { deliverDigests } from '../app/messages/digest'
import { deliverMessages } from '../app/messages/send-due'
import type { Messenger } from '../app/store/ports'
import { countFigures } from '../app/figures/count'
import { applyRetention } from '../app/retention'
import { failureOf, refused } from '../app/call/serve'
import type { Reply } from '../contract'

let messenger: Messenger | undefined

/** Opened once per instance, so that its token is kept; undefined where the deployment sends no messages. */
const openMessenger = (): Messenger | undefined => {
  const access = readAccess(process.env)
  messenger ??= access === undefined ? undefined : createMessenger(access, () => Date.now())
  return messenger
}

/**
 * The function `clock`: the platform's timer alone may call it, and `npm run deploy:check` sees when it last did. A timer has no openid, but neither has every forged call:
 * the platform must name the timer as the source as well. Messages come first: they are waited for.
 */
export const main = async (_event: unknown, platform: unknown): Promise<Reply<{ sent: number; erased: number }>> => {
  const { openid, trigger } = callerOf(platform)
  if (openid !== undefined || trigger !== 'timer') return refused({ code: 'NO_IDENTITY' })
  const { context, close } = openCall('clock', platform)
  const wechat = openMessenger()
  try {
    const sent =
      wechat === undefined ? 0 : (await deliverMessages(context, wechat)) + (await deliverDigests(context, wechat))
    await countFigures(context)
    const kept = await applyRetention(context)
    await context.store.noteClockRun(context.now)
    const did = { sent, ...kept }
    close({ op: 'timer', code: 'ok', did })
    return { ok: true, value: did }
  } catch (error) {
    const failure = failureOf(error, context, 'clock')
    close({ op: 'timer', code: failure.code })
    return refused(failure)
  }
}
