import CloudBase from '@cloudbase/manager-node'
import * as v from 'valibot'
import type { Credentials, Settings } from './settings'

/** One index as the service describes it. */
export interface Index {
  name: string
  keys: readonly (readonly [field: string, direction: string])[]
  unique: boolean
}

/** How a function runs, as it is or as it should be. */
export interface FunctionState {
  runtime: string
  handler: string
  memorySize: number
  timeout: number
  environment: Readonly<Record<string, string>>
  timers: readonly Timer[]
  /** How many calls one instance takes at once; absent where the service does not say, which is one. */
  concurrency?: number
}
export interface Timer {
  name: string
  cron: string
}

export interface FunctionRules {
  readonly [name: string]: { invoke: boolean | string }
}

/** What the deployment asks of the management interface, and nothing more. */
export interface Management {
  collections(): Promise<string[]>
  createCollection(name: string): Promise<void>
  dropCollection(name: string): Promise<void>
  /** Throws as long as the collection cannot be used. */
  indexes(collection: string): Promise<Index[]>
  changeIndexes(collection: string, change: { create: readonly Index[]; drop: readonly string[] }): Promise<void>
  permissionOf(collection: string): Promise<string>
  closeCollection(collection: string): Promise<void>
  /** Lets clients read it: for what is made up, so that a check sees that reading as a client works at all. */
  openToReaders(collection: string): Promise<void>
  storagePermission(): Promise<string>
  closeStorage(): Promise<void>
  /** Undefined where there is none that can be read. */
  functionRules(): Promise<FunctionRules | undefined>
  setFunctionRules(rules: FunctionRules): Promise<void>
  /** Undefined where there is no such function. */
  functionState(name: string): Promise<FunctionState | undefined>
  createFunction(name: string, state: FunctionState, folder: string): Promise<void>
  updateCode(name: string, state: FunctionState, folder: string): Promise<void>
  updateSettings(name: string, state: FunctionState): Promise<void>
  addTimers(name: string, timers: readonly Timer[]): Promise<void>
  dropTimer(name: string, timer: string): Promise<void>
  /** Where the HTTP access service leads to, and whether it is on. */
  accessPaths(): Promise<{ on: boolean; paths: readonly { path: string; name: string }[] }>
  addAccessPath(name: string, path: string): Promise<void>
  switchAccessOn(): Promise<void>
}

/** Nobody but functions reads or writes. */
export const CLOSED = 'ADMINONLY'

const Acl = v.looseObject({ AclTag: v.string() })
const Rule = v.looseObject({ Rule: v.nullish(v.string()) })
const Rules = v.record(v.string(), v.object({ invoke: v.union([v.boolean(), v.string()]) }))
const Concurrency = v.looseObject({
  InstanceConcurrencyConfig: v.nullish(
    v.looseObject({ DynamicEnabled: v.nullish(v.string()), MaxConcurrency: v.nullish(v.number()) }),
  ),
})

const UNDER_WAY: readonly string[] = ['Creating', 'Updating', 'Publishing']
const MISSING: readonly string[] = ['ResourceNotFound.FunctionName', 'ResourceNotFound.Function', 'ResourceNotFound']
const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''

const rulesOf = (text: string | null | undefined): FunctionRules | undefined => {
  try {
    const found = v.safeParse(Rules, JSON.parse(text ?? ''))
    return found.success ? found.output : undefined
  } catch {
    return undefined
  }
}

/** Answers of the timers' service name a timer and its plan in one of two ways. */
const timersOf = (triggers: readonly { TriggerName?: string; TriggerDesc?: string; Type: string }[]): Timer[] =>
  triggers
    .filter(({ Type }) => Type === 'timer')
    .map(({ TriggerName = '', TriggerDesc = '' }) => ({ name: TriggerName, cron: cronOf(TriggerDesc) }))

/** The plan itself, which the service may wrap as `{"cron":"…"}`. */
const cronOf = (text: string): string => {
  try {
    const found = v.safeParse(v.looseObject({ cron: v.string() }), JSON.parse(text))
    return found.success ? found.output.cron : text
  } catch {
    return text
  }
}

const PAGE = 100

/** The management interface of one environment, over Tencent's own SDK. */
const openManagement = (
  envId: string,
  { secretId, secretKey }: Credentials,
  options: { proxy?: string; region?: string },
): Management => {
  const cloud = new CloudBase({ envId, secretId, secretKey, ...options })
  const { database, functions, storage, access } = cloud
  const call = async (Action: string, Param: object): Promise<unknown> =>
    (await cloud.commonService().call({ Action, Param: { EnvId: envId, ...Param } })) as unknown
  const described = (name: string, { runtime, handler, memorySize, timeout, environment }: FunctionState) => ({
    name,
    runtime,
    handler,
    memorySize,
    timeout,
    envVariables: { ...environment },
    installDependency: false,
  })

  return {
    collections: async () => {
      const names: string[] = []
      for (;;) {
        const { Collections } = await database.listCollections({ MgoLimit: PAGE, MgoOffset: names.length })
        names.push(...Collections.map(({ CollectionName }) => CollectionName))
        if (Collections.length < PAGE) return names
      }
    },
    createCollection: async (name) => {
      await database.createCollection(name)
    },
    indexes: async (collection) => {
      const { Indexes = [] } = await database.describeCollection(collection)
      return Indexes.map(({ Name, Keys, Unique }) => ({
        name: Name,
        keys: Keys.map((key) => [key.Name ?? '', key.Direction ?? ''] as const),
        unique: Unique,
      }))
    },
    dropCollection: async (name) => {
      await database.deleteCollection(name)
    },
    changeIndexes: async (collection, { create, drop }) => {
      await database.updateCollection(collection, {
        ...(drop.length === 0 ? {} : { DropIndexes: drop.map((IndexName) => ({ IndexName })) }),
        ...(create.length === 0
          ? {}
          : {
              CreateIndexes: create.map(({ name, keys, unique }) => ({
                IndexName: name,
                MgoKeySchema: {
                  MgoIsUnique: unique,
                  MgoIndexKeys: keys.map(([Name, Direction]) => ({ Name, Direction })),
                },
              })),
            }),
      })
    },
    permissionOf: async (CollectionName) => v.parse(Acl, await call('DescribeDatabaseACL', { CollectionName })).AclTag,
    closeCollection: async (CollectionName) => {
      await call('ModifyDatabaseACL', { CollectionName, AclTag: CLOSED })
    },
    openToReaders: async (CollectionName) => {
      await call('ModifyDatabaseACL', { CollectionName, AclTag: 'READONLY' })
    },
    storagePermission: () => storage.getStorageAcl(),
    closeStorage: async () => {
      await storage.setStorageAcl(CLOSED)
    },
    functionRules: async () =>
      rulesOf(v.parse(Rule, await call('DescribeSecurityRule', { ResourceType: 'FUNCTION' })).Rule),
    setFunctionRules: async (rules) => {
      const Rule = JSON.stringify(rules)
      await call('ModifySecurityRule', { ResourceType: 'FUNCTION', AclTag: 'CUSTOM', Rule })
    },
    functionState: async (name) => {
      try {
        let found = await functions.getFunctionDetail(name)
        // What a run before this one began may still be under way, or have ended as a function that is none.
        if (UNDER_WAY.includes(found.Status)) {
          await functions.waitFunctionActive(name)
          found = await functions.getFunctionDetail(name)
        }
        if (found.Status === 'CreateFailed') return undefined
        const { InstanceConcurrencyConfig: several } = v.parse(Concurrency, found)
        const concurrency = several?.DynamicEnabled === 'TRUE' ? Infinity : (several?.MaxConcurrency ?? undefined)
        return {
          runtime: found.Runtime,
          handler: found.Handler,
          memorySize: found.MemorySize,
          timeout: found.Timeout,
          environment: Object.fromEntries(found.Environment.Variables.map(({ Key, Value }) => [Key, Value])),
          timers: timersOf(found.Triggers),
          ...(concurrency === undefined ? {} : { concurrency }),
        }
      } catch (error) {
        if (MISSING.includes(codeOf(error))) return undefined
        throw error
      }
    },
    createFunction: async (name, state, folder) => {
      const func = { ...described(name, state), type: 'Event' as const }
      await functions.createFunction({ func, functionPath: folder, deployMode: 'zip' })
    },
    updateCode: async (name, state, folder) => {
      await functions.updateFunctionCode({ func: described(name, state), functionPath: folder, deployMode: 'zip' })
      await functions.waitFunctionActive(name)
    },
    updateSettings: async (name, state) => {
      const instanceConcurrencyConfig = { dynamicEnabled: false, maxConcurrency: 1 }
      const several = state.concurrency !== undefined && state.concurrency !== 1
      await functions.updateFunctionConfig({
        ...described(name, state),
        ...(several ? { instanceConcurrencyConfig } : {}),
      })
      await functions.waitFunctionActive(name)
    },
    addTimers: async (name, timers) => {
      const triggers = timers.map((timer) => ({ name: timer.name, type: 'timer', config: timer.cron }))
      await functions.createFunctionTriggers(name, triggers)
    },
    dropTimer: async (name, timer) => {
      await functions.deleteFunctionTrigger(name, timer)
    },
    accessPaths: async () => {
      const { APISet, EnableService } = await access.getAccessList()
      return { on: EnableService, paths: APISet.map(({ Path, Name }) => ({ path: Path, name: Name })) }
    },
    addAccessPath: async (name, path) => {
      await access.createAccess({ name, path, auth: false })
    },
    switchAccessOn: async () => {
      await access.switchAuth(true)
    },
  }
}

/** An environment in which nothing has been made yet, for a rehearsal without an account. Nothing can be changed. */
const nothingYet: Management = {
  collections: () => Promise.resolve([]),
  indexes: () => Promise.resolve([]),
  permissionOf: () => Promise.resolve(''),
  storagePermission: () => Promise.resolve(''),
  functionRules: () => Promise.resolve(undefined),
  functionState: () => Promise.resolve(undefined),
  accessPaths: () => Promise.resolve({ on: false, paths: [] }),
  createCollection: refuse,
  dropCollection: refuse,
  openToReaders: refuse,
  changeIndexes: refuse,
  closeCollection: refuse,
  closeStorage: refuse,
  setFunctionRules: refuse,
  createFunction: refuse,
  updateCode: refuse,
  updateSettings: refuse,
  addTimers: refuse,
  dropTimer: refuse,
  addAccessPath: refuse,
  switchAccessOn: refuse,
}

function refuse(): Promise<void> {
  return Promise.reject(new Error('a rehearsal changes nothing'))
}

/** The management interface as these settings reach it; without an account, an environment in which nothing is yet. */
export const managementOf = ({ envId, credentials, proxy, region }: Settings): Management =>
  credentials === undefined
    ? nothingYet
    : openManagement(envId, credentials, {
        ...(proxy === undefined ? {} : { proxy }),
        ...(region === undefined ? {} : { region }),
      })
