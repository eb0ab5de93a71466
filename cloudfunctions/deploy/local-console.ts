import * as v from 'valibot'
import type { Looking } from './checks/environment'
import { Refused } from './refused'
import { KEY_NAMES } from './settings'

const View = v.looseObject({
  collections: v.record(
    v.string(),
    v.looseObject({
      permission: v.string(),
      indexes: v.array(
        v.looseObject({
          name: v.string(),
          keys: v.array(v.tuple([v.string(), v.number()])),
          unique: v.optional(v.boolean(), false),
        }),
      ),
    }),
  ),
  functions: v.record(
    v.string(),
    v.looseObject({ timeLimitMs: v.number(), keys: v.record(v.string(), v.array(v.string())) }),
  ),
})

/** The local cloud's console: what it shows, and what a check does with collections of its own. */
export interface LocalConsole extends Looking {
  makeCollection(name: string, indexes: readonly object[]): Promise<void>
  setPermission(collection: string, permission: string): Promise<void>
  dropCollection(name: string): Promise<void>
}

/** Has something done in the console of a local cloud. */
export const orderLocal = async (local: string, body: object): Promise<void> => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${local}/local/console`, { method: 'POST', headers, body: JSON.stringify(body) }).catch(
    () => undefined,
  )
  if (answer?.ok !== true) throw new Refused(`本地云没有照办（${local}）。请先运行 npm start。`)
}

/** Opens the console of a local cloud. */
export const openLocalConsole = (local: string): LocalConsole => {
  const view = async (): Promise<v.InferOutput<typeof View>> =>
    v.parse(View, await (await fetch(`${local}/local/console`)).json())
  const order = (body: object): Promise<void> => orderLocal(local, body)
  return {
    collections: async () => Object.keys((await view()).collections),
    indexes: async (collection) =>
      ((await view()).collections[collection]?.indexes ?? []).map(({ name, keys, unique }) => ({
        name,
        unique,
        keys: keys.map(([field, direction]) => [field, String(direction)] as const),
      })),
    permissionOf: async (collection) => (await view()).collections[collection]?.permission ?? '',
    functionSeen: async (name) => {
      const found = (await view()).functions[name]
      if (found === undefined) return undefined
      const keys = Object.fromEntries(
        KEY_NAMES.flatMap((key) => {
          const ring = found.keys[key]?.map((text) => {
            const [id = '', digest = ''] = text.split(':')
            return { id, digest }
          })
          return ring === undefined ? [] : [[key, ring]]
        }),
      )
      return { timeout: found.timeLimitMs / 1_000, keys }
    },
    makeCollection: (collection, indexes) => order({ collection, indexes }),
    setPermission: (collection, permission) => order({ collection, permission }),
    dropCollection: (collection) => order({ collection, drop: true }),
  }
}
