import { MAINTENANCE } from '../adapters/cloudbase/maintenance'
import type { Documents } from '../adapters/cloudbase/documents'
import type { Kept } from './backup-file'
import { WANTED_COLLECTIONS } from './wanted'

/** Every collection of the product, in one order. */
export const COLLECTIONS: readonly string[] = [...WANTED_COLLECTIONS.keys()]
const AT_ONCE = 200

/** All documents of a collection in the order of their ids, so many at a time; without the switch, which is no data. */
export async function* pagesOf<T extends { _id: string } = Kept>(
  documents: Documents,
  collection: string,
  fields?: readonly string[],
): AsyncGenerator<T[]> {
  let after = ''
  for (;;) {
    const where = { _id: documents.command.gt(after) }
    const found = await documents.find<T>(collection, where, {
      sort: ['_id', 'asc'],
      limit: AT_ONCE,
      ...(fields === undefined ? {} : { fields }),
    })
    const page = collection === 'deployment' ? found.filter(({ _id }) => _id !== MAINTENANCE) : found
    if (page.length > 0) yield page
    after = found.at(-1)?._id ?? after
    if (found.length < AT_ONCE) return
  }
}

/** How many documents there are, without the switch. */
export const countAll = async (documents: Documents): Promise<number> => {
  let total = 0
  for (const collection of COLLECTIONS) total += await documents.count(collection, { _id: documents.command.gt('') })
  return total - ((await documents.get('deployment', MAINTENANCE)) === null ? 0 : 1)
}

/** Takes everything out of a collection but the switch. */
export const emptyCollection = async (documents: Documents, collection: string): Promise<void> => {
  const { command } = documents
  const ranges = collection === 'deployment' ? [command.lt(MAINTENANCE), command.gt(MAINTENANCE)] : [command.gt('')]
  for (const _id of ranges)
    while ((await documents.count(collection, { _id })) > 0) await documents.remove(collection, { _id })
}

/** How many records of each collection bear a later number than this; only collections that have any. */
export const countNewer = async (documents: Documents, schema: number): Promise<Map<string, number>> => {
  const newer = new Map<string, number>()
  for (const collection of COLLECTIONS)
    for await (const page of pagesOf(documents, collection, ['schema'])) {
      const found = page.filter((one) => typeof one['schema'] === 'number' && one['schema'] > schema).length
      if (found > 0) newer.set(collection, (newer.get(collection) ?? 0) + found)
    }
  return newer
}
