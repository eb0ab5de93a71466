import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Reply } from '../../cloudfunctions/contract'
import type { CallRecord } from './call-record'
import { Clock } from './clock'
import { Console } from './console'
import { DataFile } from './data-file'
import { cannotStart, DiskFull, diskFullLine, isDiskFailure } from './disk'
import { Database } from './database'
import { StartFailure } from './failures'
import { Faults } from './faults'
import { takeFolder } from './folder'
import { FunctionHost, type ContextForm } from './function-host'
import { Recent } from './recent'
import { Gate } from './gate'
import { sendJson } from './http'
import type { IndexDefinitions } from './index-definitions'
import { readKeyRing } from './keys'
import { LocalRoutes } from './local-routes'
import { Metrics } from './metrics'
import { Permissions } from './permissions'
import { route, type Routed } from './routes'
import type { Filling, Seed } from './seed-context'
import { Storage } from './storage'
import { Store } from './store'
import type { Fields } from './values'
import { Wechat } from './wechat'
import type { WechatAccount } from './wechat-account'

interface Preview {
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  close(): void
}

/** For the panel, and for whoever reads what the functions wrote. */
const CALLS_KEPT = 50
const LINES_KEPT = 1_000

export interface LocalCloudOptions {
  dataDir: string
  /** 0 takes any free port. */
  port: number
  indexes: IndexDefinitions
  functions?: {
    /** Where the built functions lie. */
    directory: string
    /** Builds them there; called once the folder is ours, so that a second start disturbs nobody. */
    build?: () => Promise<void>
    /** How long each may run, by its name, as the deployment sets it. */
    timeLimitMs: (name: string) => number
    /** Which of them the HTTP access service leads to; `province` when absent. */
    accessible?: string[]
    /** What the deployment would set in their environment, beside the keys. */
    env?: Record<string, string>
    /** In which form they are told who calls. */
    contextForm?: ContextForm
    /** What `buildThread` makes, for each to have a thread of its own; else all are in this one. */
    thread?: string
  }
  preview?: () => Promise<Preview>
  /** The mini-program that WeChat knows; without it there is no WeChat here. */
  wechat?: WechatAccount
  seed?: Seed
  /** Whether a new data folder gets the made-up cohort as well. */
  demo?: boolean
  /** How often the timer function runs by itself; never when absent. */
  timerEveryMs?: number
  transactionLifetimeMs?: number
  lockWaitMs?: number
}

export interface LocalCloud {
  url: string
  clock: Clock
  faults: Faults
  metrics: Metrics
  /** What the functions wrote. */
  said: Recent<string>
  store: Store
  /** Lets the data file grow by so many pages and no further, as a full disk does; `null` ends that. */
  fillDisk(pagesLeft: number | null): void
  /** The local WeChat; null where there is none. */
  wechat: Wechat | null
  call(fn: string, op: string, input: unknown, openid?: string): Promise<Reply<unknown>>
  runTimer(): Promise<void>
  reset(filling?: Filling): Promise<void>
  /** Loads the functions that were built anew. */
  reload(): void
  close(): Promise<void>
}

/**
 * Opens the local cloud: data folder, database, functions and preview behind one port of this machine. Everything that
 * can go wrong for the person at the keyboard throws `StartFailure`, and leaves data and port as they were.
 */
export async function openLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const undo: (() => void)[] = []
  try {
    const folder = takeFolder(options.dataDir)
    undo.push(folder.release)
    const { file, documents, collections } = DataFile.open(folder.dataFile, folder.first)
    undo.push(() => {
      file.close()
    })
    const store = new Store(file, options)
    store.load(documents, collections)
    const keys = (): Record<string, string> => {
      const ring = readKeyRing(folder.keyFile, documents.length > 0, file.setting('keys'))
      if (file.setting('keys') !== ring.remembered) file.setSetting('keys', ring.remembered)
      return ring.keys
    }
    // Other keys than the documents need are refused before anything else happens.
    if (documents.length > 0) keys()
    const server = createServer()
    undo.push(() => {
      server.close()
      server.closeAllConnections()
    })
    const url = await listen(server, options.port)
    const cloud = new RunningCloud(options, url, file, store, keys)
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      cloud.serve(request, response)
    })
    undo.push(() => {
      cloud.stop()
    })
    await cloud.start()
    return Object.assign(cloud, { close: closing(undo) })
  } catch (error) {
    for (const step of undo.reverse()) step()
    throw isDiskFailure(error) ? cannotStart(options.dataDir) : error
  }
}

/** Undoes what opening did, in reverse, once. */
function closing(undo: (() => void)[]): () => Promise<void> {
  let steps = undo.reverse()
  return () => {
    const now = steps
    steps = []
    for (const step of now) step()
    return Promise.resolve()
  }
}

async function listen(server: Server, port: number): Promise<string> {
  server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? portTaken(port) : error)
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
}

class RunningCloud implements Omit<LocalCloud, 'close'> {
  readonly clock: Clock
  readonly faults = new Faults()
  readonly metrics = new Metrics()
  readonly said = new Recent<string>(LINES_KEPT)
  readonly wechat: Wechat | null
  readonly #log = new Recent<CallRecord>(CALLS_KEPT)
  readonly #gate = new Gate()
  readonly #host: FunctionHost
  readonly #storage: Storage
  readonly #routed: Routed
  #preview: Preview | null = null
  #timer: NodeJS.Timeout | null = null
  #up = false

  constructor(
    private readonly options: LocalCloudOptions,
    readonly url: string,
    private readonly file: DataFile,
    readonly store: Store,
    keys: () => Record<string, string>,
  ) {
    const { functions } = options
    this.clock = new Clock(Number(file.setting('clockOffsetMs') ?? 0), (offsetMs) => {
      file.setSetting('clockOffsetMs', String(offsetMs))
    })
    const now = () => this.clock.now()
    this.wechat =
      options.wechat === undefined ? null : new Wechat(options.wechat, now, join(options.dataDir, 'wechat.json'))
    this.#host = new FunctionHost({
      directory: functions?.directory ?? '',
      env: {
        ...keys(),
        ...functions?.env,
        TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${url}/tcb` }),
        WECHAT_API: `${url}/wechat`,
      },
      now,
      timeLimitMs: functions?.timeLimitMs ?? (() => 0),
      log: this.#log,
      said: this.said,
      contextForm: functions?.contextForm ?? 'cloud',
      ...(functions?.thread === undefined
        ? {}
        : { threads: { entrance: functions.thread, clockOffset: this.clock.shared } }),
    })
    this.#storage = new Storage(join(options.dataDir, 'storage'), url, now)
    const permissions = new Permissions((collection) => store.isNamed(collection))
    this.#routed = {
      database: new Database(store, now, this.faults, this.metrics, this.#storage, permissions),
      storage: this.#storage,
      host: this.#host,
      gate: this.#gate,
      accessible: functions?.accessible ?? ['province'],
      wechat: this.wechat,
      local: new LocalRoutes({
        clock: this.clock,
        log: this.#log,
        said: this.said,
        wechat: this.wechat,
        console: new Console(store, permissions, this.#host, keys),
        isUp: () => this.#up && file.writable,
        runTimer: () => this.runTimer(),
        reset: (filling) => this.reset(filling),
      }),
      preview: async (request, response) => (await this.#preview?.handle(request, response)) ?? false,
    }
  }

  async start(): Promise<void> {
    await this.options.functions?.build?.()
    this.reload()
    this.#preview = (await this.options.preview?.()) ?? null
    if (this.file.setting('seeded') !== 'yes') await this.reset(this.options.demo === true ? 'demo' : 'branches')
    this.#up = true
    const { timerEveryMs } = this.options
    if (timerEveryMs !== undefined) this.#timer = setInterval(() => void this.runTimer(), timerEveryMs)
  }

  stop(): void {
    this.#up = false
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#host.end()
    this.store.flush()
    this.store.transactions.endAll()
    this.#preview?.close()
  }

  serve(request: IncomingMessage, response: ServerResponse): void {
    route(this.#routed, request, response).catch((error: unknown) => {
      console.error(isDiskFailure(error) ? diskFullLine : error instanceof Error ? error.stack : 'unknown fault')
      if (response.headersSent) response.destroy()
      else if (isDiskFailure(error)) sendJson(response, 503, { error: { code: 'TRY_AGAIN' } })
      else sendJson(response, 500, { error: 'internal' })
    })
  }

  fillDisk(pagesLeft: number | null): void {
    this.file.limitPages(pagesLeft)
  }

  reload(): void {
    if (this.options.functions !== undefined) this.#host.reload()
  }

  async call(fn: string, op: string, input: unknown, openid?: string): Promise<Reply<unknown>> {
    return await this.#gate.enter(() => this.#host.call(fn, { op, input }, openid ?? null))
  }

  async runTimer(): Promise<void> {
    await this.#gate.enter(() => this.#host.timer('clock', 'everyMinute'))
  }

  async reset(filling: Filling = 'branches'): Promise<void> {
    await this.#gate.alone(async () => {
      // Until it is whole again, a start that finds the folder resets it once more.
      this.file.setSetting('seeded', 'no')
      this.store.reset()
      this.#storage.clear()
      this.clock.toRealTime()
      this.wechat?.clear()
      if (filling !== 'nothing') await this.file.inBulk(() => this.#fill(filling === 'demo'))
      this.clock.toRealTime()
      this.#log.clear()
      this.said.clear()
      this.file.setSetting('seeded', 'yes')
    })
  }

  /** A function that found no room says only that it may be tried again. */
  async #fill(demo: boolean): Promise<void> {
    try {
      await this.#seed(demo)
    } catch (error) {
      throw this.file.writable ? error : new DiskFull()
    }
  }

  async #seed(demo: boolean): Promise<void> {
    await this.options.seed?.({
      insert: (collection, documents) => {
        this.store.insert(null, this.store.collection(collection), documents.map(fieldsOf))
        return Promise.resolve()
      },
      call: (fn, openid, op, input) => this.#host.call(fn, { op, input }, openid),
      setClock: (ms) => {
        this.clock.set(ms)
        return Promise.resolve()
      },
      now: () => this.clock.now(),
      demo,
    })
  }
}

/** A seed's document as the database keeps one: dates stay dates, what is undefined is absent. */
function fieldsOf(document: Record<string, unknown>): Fields {
  return Object.fromEntries(
    Object.entries(structuredClone(document)).filter(([, value]) => value !== undefined),
  ) as Fields
}

function portTaken(port: number): StartFailure {
  return new StartFailure(
    `端口 ${String(port)} 已被占用或不可用。请停止占用它的程序，或用环境变量 PORT 换一个端口，例如 PORT=${String(port + 1)}。`,
  )
}
