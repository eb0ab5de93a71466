import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Reply } from '../../cloudfunctions/contract'
import type { CallRecord } from './call-record'
import { FunctionThread } from './function-thread'
import type { Recent } from './recent'
import { runHere, type Answer, type RunningFunction } from './running-function'

export const mostRequestBytes = 100 * 1024
const mostReplyBytes = 1024 * 1024

/** What the HTTP access service hands to a function, and what it takes back. */
export interface AccessRequest {
  path: string
  httpMethod: string
  headers: Record<string, string>
  queryStringParameters: Record<string, string>
  body: string
}
export interface AccessReply {
  statusCode: number
  headers: Record<string, string>
  body: string | Buffer
}

/**
 * The forms in which a context has been met: as the cloud documents it; with numbers as text and the environment in the
 * older form, as `tcb fn run` gives it, and a body in base64 that is said to be so in text; and with no environment.
 */
export type ContextForm = 'cloud' | 'text' | 'bare'

export interface HostOptions {
  /** Where the built functions lie: `<directory>/<name>/index.js`. */
  directory: string
  env: Record<string, string>
  now: () => number
  /** Where given, each function has a thread of its own: what it begins with, and where it reads the clock's offset. */
  threads?: { entrance: string; clockOffset: SharedArrayBuffer }
  /** How long a function may run, by its name. */
  timeLimitMs: (name: string) => number
  log: Recent<CallRecord>
  /** What the functions say, as the platform's log keeps it. */
  said: Recent<string>
  /** `cloud` when absent. */
  contextForm?: ContextForm
}

/** What the console shows of a function. */
export interface FunctionView {
  timeLimitMs: number
  /** By variable: each key's id with the beginning of its digest. */
  keys: Record<string, string[]>
}

/** What a function answered, or what became of it instead. */
type Outcome = Exclude<Answer, { thrown: string }> | { fault: 'TOO_LARGE' } | { fault: 'INTERNAL'; traceId: string }

const environment = 'local-env'
const appId = 'wx-local'

/** What the platform does around `exports.main(event, context)`: identity, triggers, limits, and nothing leaks out. */
export class FunctionHost {
  #functions = new Map<string, RunningFunction>()

  readonly #env: Record<string, string>

  constructor(private readonly options: HostOptions) {
    this.#env = { ...options.env }
  }

  /** Loads what has been built. Calls that are under way end in the bundle they began in. */
  reload(): void {
    const { directory } = this.options
    const names = existsSync(directory) ? readdirSync(directory) : []
    const before = this.#functions
    this.#functions = new Map(
      names
        .map((name) => ({ name, file: join(directory, name, 'index.js') }))
        .filter(({ file }) => existsSync(file))
        .map(({ name, file }) => [name, this.#running(file)]),
    )
    for (const one of before.values()) one.retire()
  }

  #running(file: string): RunningFunction {
    const { now, threads, said } = this.options
    const env = { ...this.#env, ...fixedEnv }
    const log = (line: string): void => {
      said.add(line)
    }
    if (threads === undefined) return runHere(file, { now, env, log })
    const { entrance, clockOffset } = threads
    return new FunctionThread(entrance, { file, env, clockOffset }, log)
  }

  /** Ends all of them at once. */
  end(): void {
    for (const one of this.#functions.values()) one.end()
  }

  /** Gives the functions other keys, as a deployment does; calls under way end with those that they began with. */
  useKeys(keys: Record<string, string>): void {
    Object.assign(this.#env, keys)
    this.reload()
  }

  has(name: string): boolean {
    return this.#functions.has(name)
  }

  /** How each function is set, as the platform's console shows it; of keys only which they are. */
  describe(): Record<string, FunctionView> {
    const { timeLimitMs } = this.options
    const keys = Object.fromEntries(
      Object.entries(this.#env).flatMap(([name, value]) =>
        name.endsWith('_KEYS') ? [[name, fingerprints(value)]] : [],
      ),
    )
    return Object.fromEntries(
      [...this.#functions.keys()].map((name) => [name, { timeLimitMs: timeLimitMs(name), keys }]),
    )
  }

  /** As `wx.cloud.callFunction` does; without an openid, as a caller whom the platform does not know. */
  async call(name: string, data: Record<string, unknown>, openid: string | null): Promise<Reply<unknown>> {
    return JSON.parse(await this.answer(name, data, openid)) as Reply<unknown>
  }

  /** As `call`, and the reply as the JSON that it is sent as. */
  async answer(name: string, data: Record<string, unknown>, openid: string | null): Promise<string> {
    const identity: Record<string, string> =
      openid === null ? {} : { WX_OPENID: openid, WX_APPID: appId, TCB_SOURCE: 'wx_client', TRIGGER_SRC: 'wx' }
    const event = openid === null ? data : { ...data, userInfo: { appId, openId: openid } }
    const started = performance.now()
    const outcome = await this.#run(name, event, identity)
    this.options.log.add({
      at: new Date(this.options.now()).toISOString(),
      fn: name,
      op: typeof data['op'] === 'string' ? data['op'].slice(0, 64) : '',
      code: 'fault' in outcome ? outcome.fault : outcome.code,
      ms: Math.round(performance.now() - started),
      openid,
    })
    return 'fault' in outcome ? JSON.stringify(faultReply(outcome)) : outcome.text
  }

  /** The timer trigger; nothing happens where no such function is built. */
  async timer(name: string, trigger: string): Promise<void> {
    if (!this.has(name)) return
    const time = new Date(this.options.now()).toISOString().replace(/\.\d+/, '')
    const event = { Type: 'Timer', TriggerName: trigger, Time: time, Message: '' }
    await this.#run(name, event, { TRIGGER_SRC: 'timer', TCB_SOURCE: 'wx_trigger' })
  }

  /** The HTTP access service. */
  async access(name: string, request: AccessRequest): Promise<AccessReply> {
    const event = {
      ...request,
      requestContext: { requestId: randomUUID(), envId: environment },
      isBase64Encoded: false,
      ...(this.options.contextForm === 'text'
        ? { body: Buffer.from(request.body).toString('base64'), isBase64Encoded: 'true' }
        : {}),
    }
    const outcome = await this.#run(name, event, { TCB_SOURCE: 'http' })
    return 'fault' in outcome
      ? jsonReply(JSON.stringify(faultReply(outcome)), outcome.fault === 'INTERNAL' ? 500 : 200)
      : accessReply(outcome)
  }

  async #run(name: string, event: unknown, identity: Record<string, string>): Promise<Outcome> {
    const running = this.#functions.get(name)
    if (running === undefined) throw new Error(`no function ${name}`)
    const late = new AbortController()
    const requestId = randomUUID()
    try {
      const answer = await Promise.race([
        running.run(event, this.#context(name, requestId, identity)),
        delay(this.options.timeLimitMs(name), tooLate, { signal: late.signal }),
      ])
      if (answer === tooLate) return { fault: 'TOO_LARGE' }
      if (!('thrown' in answer)) return isTooLong(answer.text) ? { fault: 'TOO_LARGE' } : answer
      console.error(`[${name}] INTERNAL traceId=${requestId} ${answer.thrown}`)
      return { fault: 'INTERNAL', traceId: requestId }
    } finally {
      late.abort()
    }
  }

  #context(name: string, requestId: string, identity: Record<string, string>): object {
    const form = this.options.contextForm ?? 'cloud'
    const limit = this.options.timeLimitMs(name)
    const given = {
      TCB_ENV: environment,
      SCF_NAMESPACE: environment,
      TCB_CONTEXT_KEYS: fixedEnv.TCB_CONTEXT_KEYS,
      WX_CONTEXT_KEYS: fixedEnv.WX_CONTEXT_KEYS,
      ...identity,
    }
    const asText = Object.entries(given).map(([key, value]) => `${key}=${value}`)
    return {
      callbackWaitsForEmptyEventLoop: false,
      memory_limit_in_mb: 256,
      time_limit_in_ms: form === 'text' ? String(limit) : limit,
      request_id: requestId,
      function_version: '$LATEST',
      function_name: name,
      namespace: environment,
      ...(form === 'cloud' ? { environ: '', environment: JSON.stringify(given) } : {}),
      ...(form === 'text' ? { environ: asText.join(';') } : {}),
    }
  }
}

const tooLate = Symbol('too late')

/** What the platform sets in every function. The credentials are plainly none; `SCF` spares the SDK its metadata look-ups. */
const fixedEnv = {
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_REGION: 'local',
  TENCENTCLOUD_SECRETID: 'local-no-credential',
  TENCENTCLOUD_SECRETKEY: 'local-no-credential',
  SCF_NAMESPACE: environment,
  TCB_ENV: environment,
  TCB_CONTEXT_KEYS: 'TCB_ENV,SCF_NAMESPACE,TCB_SOURCE',
  WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID',
}

/** Which keys these are, `id:digest`: enough to tell them apart, nothing to open anything with. */
function fingerprints(keys: string): string[] {
  return keys.split(',').map((key) => {
    const [id = '', secret = ''] = key.trim().split(':')
    return `${id}:${createHash('sha256').update(Buffer.from(secret, 'base64')).digest('hex').slice(0, 8)}`
  })
}

/** A character is at most three bytes: of most texts they need not be counted. */
function isTooLong(text: string): boolean {
  return text.length * 3 > mostReplyBytes && Buffer.byteLength(text) > mostReplyBytes
}

function faultReply(outcome: Extract<Outcome, { fault: string }>): Reply<never> {
  if (outcome.fault === 'TOO_LARGE') return tooLarge
  return { ok: false, error: { code: 'INTERNAL', detail: { traceId: outcome.traceId } } }
}

export const tooLarge: Reply<never> = { ok: false, error: { code: 'TOO_LARGE' } }

function jsonReply(body: string, statusCode: number): AccessReply {
  return { statusCode, headers: { 'content-type': 'application/json; charset=utf-8' }, body }
}

/** A function may answer the whole response or only what is to be its body. */
function accessReply({ text }: { text: string }): AccessReply {
  const value = JSON.parse(text) as unknown
  if (typeof value === 'string') {
    return { statusCode: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: value }
  }
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) return jsonReply(text, 200)
  const { statusCode, headers, body, isBase64Encoded } = value as {
    statusCode: number
    headers?: Record<string, string>
    body?: string
    isBase64Encoded?: boolean
  }
  const content = body ?? ''
  return {
    statusCode,
    headers: headers ?? {},
    body: isBase64Encoded === true ? Buffer.from(content, 'base64') : content,
  }
}
