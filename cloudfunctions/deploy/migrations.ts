import type { Documents } from '../adapters/cloudbase/documents'
import type { Kept } from './backup-file'
import { COLLECTIONS, pagesOf } from './collections'

type Lift = (document: Kept) => Kept

/** What brings documents of the form before to this one. */
export interface Migration {
  /** The number of the form that it brings them to; see `SCHEMA`. */
  to: number
  /** By collection; documents of the others bear the new number and are as they were. */
  lifts: Readonly<Record<string, Lift>>
}

/** Every one there has been, in order: a document of any form is brought to today's by those above its number. */
export const MIGRATIONS: readonly Migration[] = [
  // Documents that were written before there were numbers.
  { to: 1, lifts: {} },
]

const numberOf = ({ schema }: Kept): number => (typeof schema === 'number' ? schema : 0)

/** A document in the form of the newest migration; the same where it is of that form, or of a later one. */
export const lifted = (collection: string, document: Kept, migrations: readonly Migration[]): Kept =>
  migrations
    .filter(({ to }) => to > numberOf(document))
    .reduce<Kept>((before, { to, lifts }) => ({ ...(lifts[collection] ?? same)(before), schema: to }), document)

const same: Lift = (document) => document

/** How many documents of each collection are of an earlier form; only collections that have any. */
export const countOlder = async (
  documents: Documents,
  migrations: readonly Migration[],
): Promise<Map<string, number>> => {
  const newest = migrations.at(-1)?.to ?? 0
  const older = new Map<string, number>()
  for (const collection of COLLECTIONS)
    for await (const page of pagesOf(documents, collection, ['schema'])) {
      const found = page.filter((one) => numberOf(one) < newest).length
      if (found > 0) older.set(collection, (older.get(collection) ?? 0) + found)
    }
  return older
}

/**
 * Brings every document of an earlier form to the newest, each in one write, so that a run which was cut off goes on
 * where it was. Nobody else may write meanwhile. How many there were.
 */
export const migrateAll = async (
  documents: Documents,
  migrations: readonly Migration[],
  say: (collection: string, count: number) => void,
): Promise<number> => {
  let total = 0
  for (const collection of COLLECTIONS) {
    let count = 0
    for await (const page of pagesOf(documents, collection))
      for (const document of page) {
        const after = lifted(collection, document, migrations)
        if (after === document) continue
        await documents.put(collection, after)
        count += 1
      }
    if (count > 0) say(collection, count)
    total += count
  }
  return total
}
