import type { Fields } from '../../preview/cloud/values'
import type { TestCloud } from './local-cloud'

interface Kept {
  document: Fields
  text: string
}

/** Every document of the database as it stood at one moment, by collection and id. */
export type WholeState = ReadonlyMap<string, ReadonlyMap<string, Kept>>

export const wholeState = ({ store }: Pick<TestCloud, 'store'>): WholeState =>
  new Map(
    store.collectionNames().map((name) => {
      const kept = [...store.collection(name).versions].flatMap(([id, { document, text }]): [string, Kept][] =>
        document === null ? [] : [[id, { document, text }]],
      )
      return [name, new Map(kept)]
    }),
  )

interface Change {
  collection: string
  id: string
  before: Kept | undefined
}

/** What is other now than it was then. */
export const changesSince = (cloud: Pick<TestCloud, 'store'>, then: WholeState): Change[] => {
  const now = wholeState(cloud)
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((collection) => {
    const [before, after] = [then.get(collection), now.get(collection)]
    const ids = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])
    return [...ids].flatMap((id): Change[] => {
      const was = before?.get(id)
      return was?.text === after?.get(id)?.text ? [] : [{ collection, id, before: was }]
    })
  })
}

/** Puts back what stood before, behind the product's back. */
export const putBack = async ({ store }: Pick<TestCloud, 'store'>, changes: readonly Change[]): Promise<void> => {
  for (const { collection, id } of changes)
    await store.remove(null, store.collection(collection), { id }, { documents: 0 })
  for (const { collection, before } of changes)
    if (before !== undefined) store.insert(null, store.collection(collection), [before.document])
}
