import type { Index, Management } from '../management'
import type { Change, Stage } from '../stage'
import { WANTED_COLLECTIONS } from '../wanted'

const TRIES = 12
const PAUSE_MS = { first: 50, longest: 5_000 }
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The service answers before a collection can be used: it is described as soon as it can. */
export const untilUsable = async (management: Management, collection: string): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await management.indexes(collection)
      return
    } catch (error) {
      if (tries === TRIES) throw error
      await pause(Math.min(PAUSE_MS.first * 2 ** (tries - 1), PAUSE_MS.longest))
    }
  }
}

const same = (a: Index, b: Index): boolean => a.unique === b.unique && JSON.stringify(a.keys) === JSON.stringify(b.keys)

/** What an existing collection lacks, and which of its indexes of these names have another form. */
export const indexesLacking = (
  wanted: readonly Index[],
  found: readonly Index[],
): { create: Index[]; drop: string[] } => {
  const other = wanted.filter((index) => found.some((one) => one.name === index.name && !same(one, index)))
  const create = wanted.filter((index) => !found.some((one) => one.name === index.name && same(one, index)))
  return { create, drop: other.map(({ name }) => name) }
}

const named = (indexes: readonly Index[]): string =>
  indexes.map(({ name, unique }) => (unique ? `${name}（唯一）` : name)).join('、')

/** Every collection with its indexes. One that is not ours, or an index beside ours, is left alone. */
export const collectionsStage = (management: Management): Stage => ({
  title: '集合和索引',
  changes: async () => {
    const there = new Set(await management.collections())
    const changes: Change[] = []
    for (const [collection, wanted] of WANTED_COLLECTIONS) {
      const found = there.has(collection) ? await management.indexes(collection) : []
      if (!there.has(collection))
        changes.push({
          what: `建立集合 ${collection}`,
          apply: async () => {
            await management.createCollection(collection)
            await untilUsable(management, collection)
          },
        })
      const { create, drop } = indexesLacking(wanted, found)
      if (create.length > 0)
        changes.push({
          what: `建立集合 ${collection} 的索引：${named(create)}${drop.length > 0 ? `（其中 ${drop.join('、')} 换成新的样子）` : ''}`,
          apply: () => management.changeIndexes(collection, { create, drop }),
        })
    }
    return changes
  },
})
