import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { isRecord, parseJson } from './http'
import { faultIn, textOf, type MessageTemplate, type WechatAccount } from './wechat-account'

/** A message that WeChat would have sent, as the preview's panel lists it. */
export interface SentMessage {
  at: string
  openid: string
  /** The page of the mini-program that it opens. */
  page: string
  text: string
}

type Answer = Record<string, unknown>

const lifeSeconds = 7_200
const mostKept = 50

const refusal = (errcode: number, errmsg: string): Answer => ({ errcode, errmsg })
const countKey = (openid: string, template: string): string => JSON.stringify([openid, template])

/**
 * WeChat's server as far as messages go: `cgi-bin/stable_token` and `cgi-bin/message/subscribe/send`, with the documented
 * checks and codes. What people allowed and what was sent lies in a file of its own, for it is WeChat's and not ours.
 */
export class Wechat {
  #token: { value: string; until: number } | null = null
  #allowed = new Map<string, number>()
  #messages: SentMessage[] = []
  /** Codes to answer instead of sending, for tests. */
  #faults: (number | 'silence')[] = []

  constructor(
    private readonly account: WechatAccount,
    private readonly now: () => number,
    private readonly file: string,
  ) {
    const kept = existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : undefined
    if (!isRecord(kept)) return
    this.#allowed = new Map(kept['allowed'] as [string, number][])
    this.#messages = kept['messages'] as SentMessage[]
  }

  /** Oldest first. */
  get messages(): readonly SentMessage[] {
    return this.#messages
  }

  get templates(): readonly MessageTemplate[] {
    return this.account.templates
  }

  /** Somebody has accepted: one message of each of these may be sent. */
  allow(openid: string, templateIds: readonly string[]): void {
    for (const id of templateIds) {
      const key = countKey(openid, id)
      this.#allowed.set(key, (this.#allowed.get(key) ?? 0) + 1)
    }
    this.#keep()
  }

  clear(): void {
    this.#token = null
    this.#allowed.clear()
    this.#messages = []
    this.#faults = []
    this.#keep()
  }

  /** Somebody else has asked for a new token by force: the present one serves no longer. */
  endToken(): void {
    this.#token = null
  }

  /** Answers the next messages with these codes, or not at all. */
  failNext(...codes: (number | 'silence')[]): void {
    this.#faults.push(...codes)
  }

  /** What WeChat's server answers, always with status 200; undefined where there is no such route, or it stays silent. */
  answer(route: string, query: URLSearchParams, body: unknown): Answer | undefined {
    const given = isRecord(body) ? body : {}
    if (route === 'cgi-bin/stable_token') return this.#giveToken(given)
    return route === 'cgi-bin/message/subscribe/send' ? this.#send(query.get('access_token'), given) : undefined
  }

  /** The same one as long as it lives, as the stable interface does. */
  #giveToken({ grant_type: grant, appid, secret }: Record<string, unknown>): Answer {
    if (grant !== 'client_credential') return refusal(40002, 'invalid grant_type')
    if (appid !== this.account.appId) return refusal(40013, 'invalid appid')
    if (secret !== this.account.secret) return refusal(40125, 'invalid appsecret')
    const now = this.now()
    if (this.#token === null || now >= this.#token.until)
      this.#token = { value: randomBytes(24).toString('base64url'), until: now + lifeSeconds * 1000 }
    const left = Math.ceil((this.#token.until - now) / 1000)
    return { access_token: this.#token.value, expires_in: left }
  }

  #send(token: string | null, body: Record<string, unknown>): Answer | undefined {
    if (token === null || token === '') return refusal(41001, 'access_token missing')
    if (token !== this.#token?.value) return refusal(40001, 'invalid credential, access_token is invalid or not latest')
    if (this.now() >= this.#token.until) return refusal(42001, 'access_token expired')
    const fault = this.#faults.shift()
    if (fault !== undefined) return fault === 'silence' ? undefined : refusal(fault, 'injected')
    return this.#deliver(body)
  }

  #deliver({ touser, template_id: id, page = '', data }: Record<string, unknown>): Answer {
    if (typeof touser !== 'string' || touser === '') return refusal(40003, 'invalid openid')
    const template = this.account.templates.find((one) => one.id === id)
    if (template === undefined) return refusal(40037, 'invalid template_id')
    if (typeof page !== 'string' || !/^(?:[\w-]+(?:\/[\w-]+)*(?:\?.*)?)?$/u.test(page))
      return refusal(41030, 'invalid page')
    const fields = isRecord(data) ? data : {}
    const wrong = faultIn(template, fields)
    if (wrong !== undefined) return refusal(47003, `argument invalid! ${wrong} is invalid`)
    const key = countKey(touser, template.id)
    const allowed = this.#allowed.get(key) ?? 0
    if (allowed === 0) return refusal(43101, 'user refuse to accept the msg')
    this.#allowed.set(key, allowed - 1)
    const at = new Date(this.now()).toISOString()
    this.#messages.push({ at, openid: touser, page, text: textOf(template, fields) })
    this.#messages = this.#messages.slice(-mostKept)
    this.#keep()
    return { errcode: 0, errmsg: 'ok' }
  }

  #keep(): void {
    const kept = { allowed: [...this.#allowed], messages: this.#messages }
    writeFileSync(this.file, JSON.stringify(kept), { mode: 0o600 })
  }
}
