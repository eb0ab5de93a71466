import * as v from 'valibot'
import type { Caller } from './checks/callers'
import type { Client } from './checks/client'
import type { StorageSpace } from './checks/storage'
import { openAsClient, openDatabase, scratchName, type Database } from './database'
import { isUnanswered, unanswered } from './findings'
import { openLocalConsole } from './local-console'
import type { Management } from './management'
import { askOutside } from './outside'
import type { Settings } from './settings'
import { untilUsable } from './stages/collections'
import { openStorage } from './storage'
import { databaseAccess } from './target'

/** Collections that hold nobody's data, made for one check and gone after it. */
export interface ScratchSpace {
  db: Database
  items: string
  others: string
  indexed: boolean
  client(): Promise<Client | string>
  /** Somebody who calls functions; or why there is none. */
  caller(): Promise<Caller | string>
  storage: StorageSpace
  drop(): Promise<void>
}

const UNIQUE = { name: 'key', keys: [['key', '1']], unique: true } as const
const LOCAL_UNIQUE = { name: 'key', keys: [['key', 1]], unique: true }
const CLIENTS_MAY_READ = 'READONLY'

const reading =
  (db: Database) =>
  async (collection: string): Promise<number | 'refused' | 'failed'> => {
    try {
      const { data } = await db
        .collection(collection)
        .where({ _id: db.command.gte('') })
        .limit(1)
        .get()
      return data.length
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
      return code === 'DATABASE_PERMISSION_DENIED' ? 'refused' : 'failed'
    }
  }

const Token = v.looseObject({ access_token: v.string() })
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
const JSON_TYPE = { 'content-type': 'application/json' }
const gatewayOf = (envId: string): string => `https://${envId}.api.tcloudbasegateway.com`

/** A token as anybody gets one who opens a page without signing in; undefined where that is switched off. */
const anonymousToken = async ({ envId, proxy }: Settings): Promise<string | undefined> => {
  const headers = { ...JSON_TYPE, 'x-device-id': 'deploy-check' }
  const asked = { method: 'POST', headers, body: '{}' }
  const answer = await askOutside(`${gatewayOf(envId)}/auth/v1/signin/anonymously`, asked, proxy).catch(() => undefined)
  const token = v.safeParse(Token, parsed(answer?.body ?? ''))
  return token.success ? token.output.access_token : undefined
}

const NOT_ANONYMOUS = '没有打开匿名登录，只能在手机上试：在开发者工具的控制台运行'

/** Calls by these addresses: what is refused with 401 or 403 was refused by the platform. */
const calling =
  (addressOf: (fn: string) => string, headers: Record<string, string>, proxy?: string): Caller['call'] =>
  async (fn, event) => {
    const asked = { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(event) }
    const answer = await askOutside(addressOf(fn), asked, proxy).catch(() => undefined)
    if (answer?.status === 401 || answer?.status === 403) return 'refused'
    const reply = parsed(answer?.body ?? '')
    return answer?.status === 200 && reply !== undefined ? { reply } : 'failed'
  }

const storageOf = (settings: Settings): StorageSpace => ({
  files: openStorage(databaseAccess(settings)),
  statusOf: async (address) => (await askOutside(address, {}, settings.proxy)).status,
})

/** Room for a check in the local cloud. */
export const localScratch = async (settings: Settings, local: string): Promise<ScratchSpace> => {
  const console = openLocalConsole(local)
  const access = databaseAccess(settings)
  const db = openDatabase(access)
  const [items, others, control] = [scratchName(), scratchName(), scratchName()]
  await console.makeCollection(items, [LOCAL_UNIQUE])
  await console.makeCollection(others, [])
  await console.makeCollection(control, [])
  return {
    db,
    items,
    others,
    indexed: true,
    client: async () => {
      await db.collection(control).add({ _id: 'open' })
      await console.setPermission(control, CLIENTS_MAY_READ)
      return { read: reading(openAsClient(access, 'somebody')), control }
    },
    caller: () => Promise.resolve({ call: calling((fn) => `${local}/functions/${fn}`, {}) }),
    storage: storageOf(settings),
    drop: async () => {
      for (const name of [items, others, control]) await console.dropCollection(name)
    },
  }
}

/** Room for a check in an environment of CloudBase. */
export const cloudScratch = async (settings: Settings, management: Management): Promise<ScratchSpace> => {
  const access = databaseAccess(settings)
  const db = openDatabase(access)
  const [items, others, control] = [scratchName(), scratchName(), scratchName()]
  const make = async (name: string): Promise<void> => {
    await management.createCollection(name)
    await untilUsable(management, name)
  }
  for (const name of [items, others, control]) await make(name)
  const indexed = await management.changeIndexes(items, { create: [UNIQUE], drop: [] }).then(
    () => true,
    () => false,
  )
  const region = settings.region ?? 'ap-shanghai'
  return {
    db,
    items,
    others,
    indexed,
    client: async () => {
      try {
        await db.collection(control).add({ _id: 'open' })
      } catch (error) {
        if (isUnanswered(error)) return unanswered(error)
        throw error
      }
      await management.openToReaders(control)
      const token = await anonymousToken(settings)
      if (token === undefined)
        return `${NOT_ANONYMOUS} wx.cloud.database().collection("accounts").get()，应当报没有权限`
      const serviceUrl = `https://${settings.envId}.${region}.tcb-api.tencentcloudapi.com/web`
      return { read: reading(openAsClient({ ...access, serviceUrl }, token)), control }
    },
    caller: async () => {
      const token = await anonymousToken(settings)
      if (token === undefined) return `${NOT_ANONYMOUS} wx.cloud.callFunction({ name: "clock" })，应当报没有权限`
      const addressOf = (fn: string): string => `${gatewayOf(settings.envId)}/v1/functions/${fn}`
      return { call: calling(addressOf, { authorization: `Bearer ${token}` }, settings.proxy) }
    },
    storage: storageOf(settings),
    drop: async () => {
      for (const name of [items, others, control]) await management.dropCollection(name)
    },
  }
}
