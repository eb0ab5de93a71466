import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Reply } from '../../cloudfunctions/contract'
import type { Fault } from '../../preview/cloud/faults'
import { BUNDLES } from '../support/build-functions'
import { placeForData } from '../support/temporary'
import type { Answer, Blows, Order } from './orders'

const HOST = fileURLToPath(new URL('./host.ts', import.meta.url))
/** As deep in the project as the source, which names other files by where it lies. */
const BUILT = fileURLToPath(new URL('../../dist/storm/', import.meta.url))

let built: Promise<string> | undefined
/** The host in one file: a process that is killed often is to be there again soon. */
const hostFile = (): Promise<string> => {
  const make = async () => {
    const own = join(BUILT, `host-${String(process.pid)}.mjs`)
    await build({
      entryPoints: [HOST],
      outfile: own,
      bundle: true,
      external: ['libsql'],
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'error',
    })
    const file = join(BUILT, 'host.mjs')
    await rename(own, file)
    return file
  }
  built ??= make()
  return built
}

/** A local cloud in another process, seen as clients see it, that can be struck and killed. */
export class StormCloud {
  #child: ChildProcess | undefined
  #url = ''
  #orders = 0
  #awaited = new Map<number, (answer: Answer) => void>()
  /** How often it was struck so far, and how. */
  readonly blows: Blows = { errorBefore: 0, errorAfter: 0, dropBefore: 0, dropAfter: 0, late: 0, kill: 0 }
  /** How far its clock is ahead of ours. */
  #ahead = { least: 0, most: 0 }

  private constructor(
    private readonly folder: string,
    private readonly patience: { PATIENCE_MS?: string },
  ) {}

  /** In a new folder, or in one that is filled already; either goes with the cloud. Functions may be given more time. */
  static async start({ folder, patienceMs }: { folder?: string; patienceMs?: number } = {}): Promise<StormCloud> {
    const patience = patienceMs === undefined ? {} : { PATIENCE_MS: String(patienceMs) }
    const cloud = new StormCloud(folder ?? (await mkdtemp(join(placeForData(), 'storm-'))), patience)
    await cloud.restart()
    return cloud
  }

  async restart(): Promise<void> {
    const env = { ...process.env, ...this.patience, DATA_DIR: this.folder, BUNDLES }
    const child = fork(await hostFile(), { execArgv: [], env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    this.#child = child
    const up = new Promise<string>((resolve, reject) => {
      child.once('exit', () => {
        reject(new Error('the cloud did not start'))
        // Nobody waits for who is gone.
        for (const [id, answered] of this.#awaited) answered({ id })
        this.#awaited.clear()
      })
      child.on('message', (answer: Answer) => {
        if (answer.url !== undefined) resolve(answer.url)
        if (answer.struck !== undefined) this.blows[answer.struck === 'delay' ? 'late' : answer.struck] += 1
        this.#awaited.get(answer.id)?.(answer)
        this.#awaited.delete(answer.id)
      })
    })
    this.#url = await up
    await this.#readClock()
  }

  /** As `kill -9`. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined) return
    this.#child = undefined
    this.blows.kill += 1
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  async close(): Promise<void> {
    const child = this.#child
    if (child !== undefined) {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }
    this.#child = undefined
    await rm(this.folder, { recursive: true, force: true })
  }

  async #order(order: Omit<Order, 'id'>): Promise<Answer> {
    const id = ++this.#orders
    const child = this.#child
    if (child?.connected !== true) return { id }
    const answer = new Promise<Answer>((resolve) => this.#awaited.set(id, resolve))
    child.send({ id, ...order })
    return answer
  }

  async fault(fault: Fault): Promise<void> {
    await this.#order({ fault })
  }
  /** No function is waited for longer than for a moment, until it is calm again. */
  async hurry(): Promise<void> {
    await this.#order({ hurry: true })
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

  /** Its clock is not before this. */
  earliest(): number {
    return Date.now() + this.#ahead.least
  }
  /** Its clock is not past this. */
  latest(): number {
    return Date.now() + this.#ahead.most
  }

  async #readClock(): Promise<void> {
    const asked = Date.now()
    const response = await fetch(`${this.#url}/local/state`).catch(() => undefined)
    const state = (await response?.json().catch(() => undefined)) as { now: string } | undefined
    if (state === undefined) return
    const now = Date.parse(state.now)
    this.#ahead = { least: now - Date.now(), most: now - asked }
  }

  /** Moves the clock and runs the timer: between which instants it ran, if it did. */
  async advance(minutes: number): Promise<{ from: number; to: number }> {
    const from = this.earliest() + minutes * 60_000
    await this.#post('/local/clock', JSON.stringify({ advance: `PT${String(minutes)}M` }))
    await this.#readClock()
    return { from, to: this.latest() }
  }

  async begin(bare: boolean): Promise<void> {
    await this.#order({ begin: { bare } })
    this.#ahead = { least: 0, most: 0 }
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
