import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Reply } from '../../cloudfunctions/contract'
import type { Fault } from '../../preview/cloud/faults'
import type { Answer, Order } from './orders'

const HOST = fileURLToPath(new URL('./host.ts', import.meta.url))

/** A local cloud in another process, seen as clients see it, that can be struck and killed. */
export class StormCloud {
  #child: ChildProcess | undefined
  #url = ''
  #orders = 0
  #awaited = new Map<number, (answer: Answer) => void>()
  /** How far its clock is ahead of ours. */
  #ahead = 0

  private constructor(private readonly folder: string) {}

  static async start(): Promise<StormCloud> {
    const cloud = new StormCloud(await mkdtemp(join(tmpdir(), 'storm-')))
    await cloud.restart()
    return cloud
  }

  async restart(): Promise<void> {
    const env = { ...process.env, DATA_DIR: this.folder }
    const child = fork(HOST, { execArgv: ['--import', 'tsx'], env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    this.#child = child
    const up = new Promise<string>((resolve, reject) => {
      child.once('exit', () => {
        reject(new Error('the cloud did not start'))
      })
      child.on('message', (answer: Answer) => {
        if (answer.url !== undefined) resolve(answer.url)
        this.#awaited.get(answer.id)?.(answer)
        this.#awaited.delete(answer.id)
      })
    })
    this.#url = await up
  }

  /** As `kill -9`. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined) return
    this.#child = undefined
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  async close(): Promise<void> {
    await this.kill()
    await rm(this.folder, { recursive: true, force: true })
  }

  async #order(order: Omit<Order, 'id'>): Promise<Answer> {
    const id = ++this.#orders
    const answer = new Promise<Answer>((resolve) => this.#awaited.set(id, resolve))
    this.#child?.send({ id, ...order })
    return answer
  }

  async fault(fault: Fault): Promise<void> {
    await this.#order({ fault })
  }
  async calm(): Promise<void> {
    await this.#order({ calm: true })
  }
  /** Every document, by collection. */
  async documents(): Promise<unknown> {
    return (await this.#order({ documents: true })).documents
  }

  /** What a client is answered; undefined where no answer comes. */
  async #post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response | undefined> {
    try {
      return await fetch(`${this.#url}${path}`, { method: 'POST', body, headers })
    } catch {
      return undefined
    }
  }

  async call(fn: string, op: string, input: unknown, openid?: string): Promise<Reply<unknown> | undefined> {
    const headers: Record<string, string> = openid === undefined ? {} : { 'x-local-openid': openid }
    const response = await this.#post(`/functions/${fn}`, JSON.stringify({ op, input }), headers)
    return (await response?.json().catch(() => undefined)) as Reply<unknown> | undefined
  }

  /** The status of the answer to a signed request; undefined where none came. */
  async province(jws: string): Promise<number | undefined> {
    return (await this.#post('/http/province/requests', jws))?.status
  }

  async audience(): Promise<string> {
    const keys = (await (await fetch(`${this.#url}/http/province/keys`)).json()) as { aud: string }
    return keys.aud
  }

  now(): number {
    return Date.now() + this.#ahead
  }

  /** Moves the clock and runs the timer. */
  async advance(duration: string): Promise<void> {
    const response = await this.#post('/local/clock', JSON.stringify({ advance: duration }))
    const { now } = (await response?.json()) as { now: string }
    this.#ahead = Date.parse(now) - Date.now()
  }

  async reset(): Promise<void> {
    await this.#post('/local/reset', '{}')
    this.#ahead = 0
  }

  /** The person accepts a message of each of these templates. */
  async allow(openid: string, templates: readonly string[]): Promise<void> {
    await this.#post('/local/subscribe', JSON.stringify({ templates }), { 'x-local-openid': openid })
  }

  async messages(): Promise<{ openid: string; text: string }[]> {
    const state = (await (await fetch(`${this.#url}/local/state`)).json()) as {
      messages: { openid: string; text: string }[]
    }
    return state.messages
  }
}
