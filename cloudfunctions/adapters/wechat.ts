import * as v from 'valibot'
import type { Messenger, Sending } from '../app/store/ports'

/** How the mini-program's server is known to WeChat. */
export interface WechatAccess {
  /** `https://api.weixin.qq.com`, or what stands in for it. */
  base: string
  appId: string
  secret: string
}

const OFFICIAL = 'https://api.weixin.qq.com'
/** A reply that has not come by then will not come, in milliseconds. */
const PATIENCE = 5_000
/** A token is not used in the last part of its life, in milliseconds. */
const MARGIN = 300_000

/** The access that the environment describes; undefined where it names no mini-program. */
export const readAccess = (env: NodeJS.ProcessEnv): WechatAccess | undefined => {
  const [appId = '', secret = ''] = [env['WECHAT_APPID'], env['WECHAT_SECRET']]
  return appId === '' || secret === '' ? undefined : { base: env['WECHAT_API'] ?? OFFICIAL, appId, secret }
}

/** WeChat answers 200 with a code, whatever happened; 0 or none is well. */
const Answer = v.looseObject({ errcode: v.optional(v.number(), 0) })
const Token = v.looseObject({ access_token: v.string(), expires_in: v.number() })

/** System busy: to be tried again (documented for every interface). */
const BUSY = -1
/** The token is wrong, or over its time. */
const TOKEN_OVER: readonly number[] = [40001, 40014, 42001]
/** The person takes no message, or none of this template any more. */
const REFUSED = 43101
/** We may send nothing now: the day's number is used up, or the interface is not open to us. */
const CLOSED_TO_US: readonly number[] = [...TOKEN_OVER, 45009, 48001, 50002]

/** What a code of the interface for subscription messages means for the message. */
const sendingOf = (code: number): Sending => {
  if (code === 0) return 'sent'
  if (code === REFUSED) return 'refused'
  if (code === BUSY) return 'later'
  return CLOSED_TO_US.includes(code) ? 'unavailable' : 'invalid'
}

/** Says in the log what went wrong, by WeChat's code alone: its words may hold a token or an openid. */
const note = (route: string, code: number): void => {
  console.error(JSON.stringify({ fault: 'wechat', route, code }))
}

/**
 * Sends subscription messages by WeChat's documented interface (`cgi-bin/stable_token`, `cgi-bin/message/subscribe/send`).
 * The token is kept in memory for its life: asked again before that, WeChat gives the same one, so that instances never
 * end each other's. What never came is taken for "busy".
 */
export const createMessenger = ({ base, appId, secret }: WechatAccess, now: () => number): Messenger => {
  let token: { value: string; until: number } | undefined
  /** Messages that go out at once ask for one token. */
  let asking: Promise<string | undefined> | undefined

  const post = async (route: string, body: object): Promise<unknown> => {
    try {
      const response = await fetch(`${base}/cgi-bin/${route}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE),
      })
      if (response.ok) return await response.json()
    } catch {
      // Nothing of the fault is kept: its words name the address, and with it the token.
    }
    return { errcode: BUSY }
  }

  const codeOf = (answer: unknown): number => {
    const read = v.safeParse(Answer, answer)
    return read.success ? read.output.errcode : BUSY
  }

  const askToken = async (): Promise<string | undefined> => {
    const answer = await post('stable_token', { grant_type: 'client_credential', appid: appId, secret })
    const given = v.safeParse(Token, answer)
    if (!given.success) {
      note('stable_token', codeOf(answer))
      return undefined
    }
    const { access_token: value, expires_in: seconds } = given.output
    token = { value, until: now() + seconds * 1000 - MARGIN }
    return value
  }
  /** A token that is not `spent`, which WeChat no longer takes. */
  const tokenBut = async (spent?: string): Promise<string | undefined> => {
    if (token !== undefined && token.value !== spent && now() < token.until) return token.value
    asking ??= askToken().finally(() => {
      asking = undefined
    })
    return asking
  }

  const sendWith = async (access: string, body: object): Promise<number> =>
    codeOf(await post(`message/subscribe/send?access_token=${encodeURIComponent(access)}`, body))

  return {
    send: async ({ openid, template, says, page }) => {
      const data = Object.entries(template.fields).map(([part, field]) => [
        field,
        { value: says[part as keyof typeof says] },
      ])
      const body = {
        touser: openid,
        template_id: template.id,
        page,
        lang: 'zh_CN',
        data: Object.fromEntries(data) as object,
      }
      const known = await tokenBut()
      if (known === undefined) return 'unavailable'
      let code = await sendWith(known, body)
      if (TOKEN_OVER.includes(code)) {
        const fresh = await tokenBut(known)
        if (fresh === undefined) return 'unavailable'
        code = await sendWith(fresh, body)
      }
      const sending = sendingOf(code)
      if (sending === 'invalid' || sending === 'unavailable') note('subscribe/send', code)
      return sending
    },
  }
}
