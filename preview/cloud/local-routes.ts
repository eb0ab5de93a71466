import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallRecord } from './call-record'
import { isReasonable, parseDuration, parseInstant, type Clock } from './clock'
import type { Console } from './console'
import type { Recent } from './recent'
import type { Filling } from './seed-context'
import type { SentMessage, Wechat } from './wechat'
import { header, isRecord, parseJson, readBody, sendJson } from './http'

export interface LocalState {
  now: string
  offsetMs: number
  calls: readonly CallRecord[]
  messages: readonly SentMessage[]
}

export interface LocalActions {
  clock: Clock
  log: Recent<CallRecord>
  said: Recent<string>
  wechat: Wechat | null
  console: Console
  isUp: () => boolean
  /** Runs once after the clock was moved, as the platform's timer would have in the meantime. */
  runTimer: () => Promise<void>
  reset: (filling: Filling) => Promise<void>
}

const mostBytes = 10_000

/** What exists on the local cloud alone: its clock, its reset, its health, and what the preview's panel shows. */
export class LocalRoutes {
  #last: Promise<unknown> = Promise.resolve()

  constructor(private readonly actions: LocalActions) {}

  async handle(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method ?? ''} ${name}`
    const text = await readBody(request, mostBytes)
    const body = text === null ? undefined : parseJson(text === '' ? '{}' : text)
    if (route === 'GET health') this.#health(response)
    else if (route === 'GET state') sendJson(response, 200, this.#state())
    else if (route === 'GET log') sendJson(response, 200, this.actions.said.entries)
    else if (route === 'GET console') sendJson(response, 200, this.actions.console.view())
    else if (route === 'POST console') this.#order(body, response)
    else if (route === 'GET templates') sendJson(response, 200, this.#templates())
    else if (route === 'POST subscribe') this.#subscribe(header(request, 'x-local-openid'), body, response)
    else if (route === 'POST clock') await this.#inTurn(() => this.#moveClock(body, response))
    else if (route === 'POST reset') await this.#inTurn(() => this.#reset(body, response))
    else sendJson(response, 404, { error: 'not found' })
  }

  /** Something done in the platform's console. */
  #order(body: unknown, response: ServerResponse): void {
    if (this.actions.console.perform(body)) sendJson(response, 200, {})
    else sendJson(response, 400, { error: { code: 'BAD_INPUT', message: 'expected an order about a collection' } })
  }

  #health(response: ServerResponse): void {
    const up = this.actions.isUp()
    sendJson(response, up ? 200 : 503, { ok: up })
  }

  #state(): LocalState {
    const { clock, log, wechat } = this.actions
    const now = new Date(clock.now()).toISOString()
    return { now, offsetMs: clock.offsetMs, calls: log.entries, messages: wechat?.messages ?? [] }
  }

  /** What the phone shows when it asks. */
  #templates(): { id: string; title: string }[] {
    return (this.actions.wechat?.templates ?? []).map(({ id, title }) => ({ id, title }))
  }

  /** What the phone tells WeChat when its holder has accepted. */
  #subscribe(openid: string | undefined, body: unknown, response: ServerResponse): void {
    const ids = isRecord(body) ? body['templates'] : undefined
    const known = new Set(this.#templates().map(({ id }) => id))
    if (openid === undefined || !Array.isArray(ids) || !ids.every((id): id is string => known.has(String(id)))) {
      const message = 'expected {"templates":["<id>"]} from somebody'
      sendJson(response, 400, { error: { code: 'BAD_INPUT', message } })
      return
    }
    this.actions.wechat?.allow(openid, ids)
    sendJson(response, 200, {})
  }

  async #moveClock(body: unknown, response: ServerResponse): Promise<void> {
    const { clock, runTimer } = this.actions
    const target = targetOf(body, clock.now())
    if (target === null) {
      sendJson(response, 400, {
        error: { code: 'BAD_INPUT', message: 'expected {"advance":"PT24H"} or {"set":"2024-06-01T00:00:00Z"}' },
      })
      return
    }
    if ('advance' in target) clock.advance(target.advance)
    else clock.set(target.set)
    await runTimer()
    sendJson(response, 200, { now: new Date(clock.now()).toISOString() })
  }

  async #reset(body: unknown, response: ServerResponse): Promise<void> {
    const filling = fillingOf(body)
    if (filling === null) {
      const message = 'expected {}, {"demo":true} or {"empty":true}'
      sendJson(response, 400, { error: { code: 'BAD_INPUT', message } })
      return
    }
    await this.actions.reset(filling)
    sendJson(response, 200, { now: new Date(this.actions.clock.now()).toISOString() })
  }

  /** One at a time: a reset in the middle of a timer's run would leave neither state. */
  async #inTurn(act: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(act, act)
    this.#last = turn
    await turn
  }
}

/** What a reset is to load; `null` where it is not plainly said, for nothing brings back what a reset erases. */
function fillingOf(body: unknown): Filling | null {
  if (!isRecord(body)) return null
  const { demo = false, empty = false, ...more } = body
  if (typeof demo !== 'boolean' || typeof empty !== 'boolean' || Object.keys(more).length > 0) return null
  if (demo && empty) return null
  return empty ? 'nothing' : demo ? 'demo' : 'branches'
}

function targetOf(body: unknown, now: number): { advance: number } | { set: number } | null {
  if (!isRecord(body) || Object.keys(body).length !== 1) return null
  const { advance, set } = body
  if (typeof advance === 'string') {
    const ms = parseDuration(advance)
    return ms !== null && isReasonable(now + ms) ? { advance: ms } : null
  }
  if (typeof set === 'string') {
    const at = parseInstant(set)
    return at !== null && isReasonable(at) ? { set: at } : null
  }
  return null
}
