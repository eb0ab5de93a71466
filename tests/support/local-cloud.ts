import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Reply } from '../../cloudfunctions/contract'
import { buildThread } from '../../preview/cloud/build-thread'
import { parseDuration } from '../../preview/cloud/clock'
import type { DuplicateSpelling } from '../../preview/cloud/failures'
import type { ContextForm } from '../../preview/cloud/function-host'
import type { Fault } from '../../preview/cloud/faults'
import type { Recent } from '../../preview/cloud/recent'
import { readIndexDefinitions, type IndexDefinitions } from '../../preview/cloud/index-definitions'
import { openLocalCloud } from '../../preview/cloud/local-cloud'
import type { Metrics } from '../../preview/cloud/metrics'
import type { Store } from '../../preview/cloud/store'
import { createPreview, type Preview } from '../../preview/pages/serve'
import { LOCAL_ENVIRONMENT } from '../../preview/seed/environment'
import { seed } from '../../preview/seed/seed'
import { localWechat } from '../../preview/seed/wechat'
import type { Wechat } from '../../preview/cloud/wechat'
import { BUNDLES } from './build-functions'

/** How long a function may run: more than any test waits. */
export const AMPLE_MS = 60_000

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

export interface TestCloudOptions {
  /** A folder of the test's own; else a new one that goes with the cloud. */
  dataDir?: string
  /** Where built functions lie; else the product's, as they were built before all tests. `null`: none. */
  functions?: string | null
  /** The made-up cohort as well. */
  demo?: boolean
  /** The mini-program's pages as well. */
  preview?: boolean
  /** Other indexes than the product's; without its collections there is no seed either. */
  indexes?: IndexDefinitions
  /** Which functions have an address for outside systems. */
  accessible?: string[]
  /** What the deployment would set in the functions' environment. */
  env?: Record<string, string>
  /** Of each function; without it one that no busy machine reaches. */
  timeLimitMs?: (name: string) => number
  /** In which form functions are told who calls. */
  contextForm?: ContextForm
  /** The functions in threads of their own, as `npm start` has them; here they begin sooner in one. */
  inThreads?: boolean
  transactionLifetimeMs?: number
  lockWaitMs?: number
}

export interface TestCloud {
  url: string
  dataDir: string
  metrics: Metrics
  /** What the functions wrote, a line each. */
  said: Recent<string>
  store: Store
  /** What WeChat was told and has sent. */
  wechat: Wechat
  clock: {
    now(): number
    /** Moves the clock by an ISO 8601 duration and runs the timer once, as `POST /local/clock` does. */
    advance(duration: string): Promise<void>
    set(instant: string): Promise<void>
    /** Lets time pass, and nothing else. */
    pass(ms: number): void
    /** Runs the timer once, as the platform does every few minutes. */
    tick(): Promise<void>
  }
  call(fn: string, op: string, input: unknown, openid?: string): Promise<Reply<unknown>>
  reset(demo?: boolean): Promise<void>
  /** Loads the functions that were built anew. */
  reload(): void
  /** Empties the data and loads nothing at all. */
  empty(): Promise<void>
  fault(fault: Fault): void
  clearFaults(): void
  /** How the database says that a key is taken, until the faults are cleared. */
  spellDuplicates(spelling: DuplicateSpelling): void
  /** Lets the data file grow by so many pages and no further, as a full disk does; `null` ends that. */
  fillDisk(pagesLeft: number | null): void
  close(): Promise<void>
}

let pages: Promise<Preview> | undefined
/** The mini-program's pages, built once a worker: they are the same for each of its clouds, and none of them ends them. */
async function builtPages(): Promise<Preview> {
  pages ??= createPreview({ projectRoot, watch: false })
  const built = await pages
  return { handle: (request, response) => built.handle(request, response), close: () => undefined }
}

/** The local cloud in this process, on a free port, with a data folder that nobody else sees. */
export async function startLocalCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'local-cloud-')))
  const { functions, accessible, contextForm, env, inThreads, transactionLifetimeMs, lockWaitMs } = options
  const cloud = await openLocalCloud({
    dataDir,
    port: 0,
    indexes: options.indexes ?? readIndexDefinitions(join(projectRoot, 'cloudfunctions', 'indexes.json')),
    ...(options.indexes === undefined ? { seed } : {}),
    ...(functions === null
      ? {}
      : {
          functions: {
            directory: functions ?? BUNDLES,
            ...(accessible === undefined ? {} : { accessible }),
            ...(contextForm === undefined ? {} : { contextForm }),
            ...(inThreads === true ? { thread: await buildThread() } : {}),
            env: { ...LOCAL_ENVIRONMENT, ...env },
            timeLimitMs: options.timeLimitMs ?? (() => AMPLE_MS),
          },
        }),
    ...(options.preview === true ? { preview: builtPages } : {}),
    ...(transactionLifetimeMs === undefined ? {} : { transactionLifetimeMs }),
    ...(lockWaitMs === undefined ? {} : { lockWaitMs }),
    wechat: localWechat,
    demo: options.demo ?? false,
  })
  const { wechat } = cloud
  if (wechat === null) throw new Error('there is no WeChat')
  return {
    url: cloud.url,
    dataDir,
    metrics: cloud.metrics,
    said: cloud.said,
    store: cloud.store,
    wechat,
    clock: {
      now: () => cloud.clock.now(),
      advance: async (duration) => {
        cloud.clock.advance(parseDuration(duration) ?? Number.NaN)
        await cloud.runTimer()
      },
      set: async (instant) => {
        cloud.clock.set(Date.parse(instant))
        await cloud.runTimer()
      },
      pass: (ms) => {
        cloud.clock.advance(ms)
      },
      tick: () => cloud.runTimer(),
    },
    call: (fn, op, input, openid) => cloud.call(fn, op, input, openid),
    reload: () => {
      cloud.reload()
    },
    reset: (demo) => cloud.reset(demo === true ? 'demo' : 'branches'),
    empty: () => cloud.reset('nothing'),
    fault: (fault) => {
      cloud.faults.add(fault)
    },
    clearFaults: () => {
      cloud.faults.clear()
    },
    spellDuplicates: (spelling) => {
      cloud.faults.duplicates = spelling
    },
    fillDisk: (pagesLeft) => {
      cloud.fillDisk(pagesLeft)
    },
    close: async () => {
      await cloud.close()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}
