import type { Client } from './checks/client'
import { openAsClient, openDatabase, scratchName, type Database } from './database'
import { openLocalConsole } from './local-console'
import type { Management } from './management'
import type { Settings } from './settings'
import { untilUsable } from './stages/collections'
import { databaseAccess } from './target'

/** Collections that hold nobody's data, made for one check and gone after it. */
export interface ScratchSpace {
  db: Database
  items: string
  others: string
  indexed: boolean
  client(): Promise<Client | string>
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

/** A token as anybody gets one who opens a page without signing in; undefined where that is switched off. */
const anonymousToken = async (envId: string, region: string): Promise<string | undefined> => {
  try {
    const answer = await fetch(`https://${envId}.api.tcloudbasegateway.com/auth/v1/signin/anonymously`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-device-id': `check-${region}` },
      body: '{}',
    })
    const { access_token: token } = (await answer.json()) as { access_token?: unknown }
    return typeof token === 'string' ? token : undefined
  } catch {
    return undefined
  }
}

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
      await db.collection(control).add({ _id: 'open' })
      await management.openToReaders(control)
      const token = await anonymousToken(settings.envId, region)
      if (token === undefined)
        return '没有打开匿名登录，只能在手机上试：在开发者工具的控制台运行 wx.cloud.database().collection("accounts").get()，应当报没有权限'
      const serviceUrl = `https://${settings.envId}.${region}.tcb-api.tencentcloudapi.com/web`
      return { read: reading(openAsClient({ ...access, serviceUrl }, token)), control }
    },
    drop: async () => {
      for (const name of [items, others, control]) await management.dropCollection(name)
    },
  }
}
