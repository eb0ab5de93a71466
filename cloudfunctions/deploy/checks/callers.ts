import * as v from 'valibot'
import { finding, notTried, type Finding } from '../findings'

/** Somebody outside who calls functions, with no key of the account and no WeChat. */
export interface Caller {
  /** What the function answered; `refused` where the platform does not let this caller in; or a fault, which proves nothing. */
  call(fn: string, event: object): Promise<{ reply: unknown } | 'refused' | 'failed'>
}

const Refusal = v.looseObject({ ok: v.literal(false), error: v.looseObject({ code: v.string() }) })
const codeOf = (reply: unknown): string => {
  const found = v.safeParse(Refusal, reply)
  return found.success ? found.output.error.code : '办成了'
}

/** Everything by which an event could say who sends it, or that the timer does. */
const FORGED = {
  userInfo: { openId: 'forged', appId: 'forged' },
  openid: 'forged',
  WX_OPENID: 'forged',
  TRIGGER_SRC: 'timer',
  Type: 'Timer',
  TriggerName: 'everyFiveMinutes',
}

const IDENTITY = '调用里自称是谁，没有人信（account.me）'
const CLOCK = '伪造的定时调用不会运行（clock）'

/**
 * Calls functions from outside with events that claim to be somebody, or the timer. What it says rests on a call that
 * the function `member` answers: a way of asking by which nothing is reached proves nothing.
 */
export const checkAsCaller = async (open: () => Promise<Caller | string>): Promise<Finding[]> => {
  const caller = await open()
  if (typeof caller === 'string')
    return [notTried('forged-identity', IDENTITY, caller), notTried('forged-clock', CLOCK, caller)]
  const ask = { op: 'account.me', input: {} }
  const control = await caller.call('member', ask)
  if (typeof control === 'string' || !v.is(Refusal, control.reply)) {
    const seen = '不带身份的普通调用也没有得到回答，所以被拒绝说明不了什么'
    return [notTried('forged-identity', IDENTITY, seen), notTried('forged-clock', CLOCK, seen)]
  }
  const forged = await caller.call('member', { ...ask, ...FORGED })
  const clock = await caller.call('clock', FORGED)
  return [
    typeof forged === 'string'
      ? notTried('forged-identity', IDENTITY, '带上自称的身份之后没有得到回答')
      : finding('forged-identity', IDENTITY, codeOf(forged.reply) === 'NO_IDENTITY', {
          seen: `回答的是 ${codeOf(forged.reply)}`,
          breaks: '任何人都能冒充别人办理；先关掉服务',
        }),
    clock === 'failed'
      ? notTried('forged-clock', CLOCK, '没有得到回答')
      : finding('forged-clock', CLOCK, clock === 'refused' || codeOf(clock.reply) === 'NO_IDENTITY', {
          seen: clock === 'refused' ? '' : `回答的是 ${codeOf(clock.reply)}`,
          breaks: '任何人都能反复触发发消息和删除到期数据；请运行 npm run deploy',
        }),
  ]
}
