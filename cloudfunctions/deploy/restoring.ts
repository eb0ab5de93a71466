import { isDeepStrictEqual } from 'node:util'
import { eraseAccount } from '../app/account/erasure'
import type { Context } from '../app/call/context'
import { eraseCopyAgain } from '../app/retention'
import type { Documents } from '../adapters/cloudbase/documents'
import type { Kept } from './backup-file'
import type { Journal } from './backup-folder'
import { COLLECTIONS, emptyCollection, pagesOf } from './collections'
import { Refused } from './refused'

type Batches = () => Iterable<{ collection: string; documents: Kept[] }>
export interface Difference {
  collection: string
  id: string
}

const AT_ONCE = 100

/** Puts a backup in place of everything that is there; how many documents. */
export const putBack = async (documents: Documents, batches: Batches): Promise<number> => {
  for (const collection of COLLECTIONS) await emptyCollection(documents, collection)
  let total = 0
  for (const { collection, documents: batch } of batches()) {
    for (let from = 0; from < batch.length; from += AT_ONCE) {
      const part = batch.slice(from, from + AT_ONCE)
      // What lost its answer may be there already.
      if (!(await documents.addAll(collection, part))) for (const one of part) await documents.put(collection, one)
      total += part.length
    }
  }
  return total
}

/** What is not as it is in the backup: another document, one that is missing, one too many. */
export const compareWith = async (documents: Documents, batches: Batches): Promise<Difference[]> => {
  const differences: Difference[] = []
  const wanted = new Map<string, Map<string, Kept>>(COLLECTIONS.map((name) => [name, new Map<string, Kept>()]))
  for (const { collection, documents: batch } of batches())
    for (const one of batch) wanted.get(collection)?.set(one._id, one)
  for (const [collection, left] of wanted) {
    for await (const page of pagesOf(documents, collection))
      for (const one of page) {
        if (!isDeepStrictEqual(left.get(one._id), one)) differences.push({ collection, id: one._id })
        left.delete(one._id)
      }
    for (const id of left.keys()) differences.push({ collection, id })
  }
  return differences
}

/** Erases again whoever was erased since; how many of them were in the backup. */
export const eraseAgain = async (context: Context, journal: Journal): Promise<number> => {
  let erased = 0
  for (const { id, what } of journal.erasures) {
    if (what === 'transfer') {
      if (await eraseCopyAgain(context, id)) erased += 1
      continue
    }
    const reply = await eraseAccount(context, id, 'deployment')
    if (reply.ok) erased += 1
    else if (reply.error.code !== 'NOT_REGISTERED')
      throw new Refused(`有一个账号没有删成（${reply.error.code}）。还没有打开，请再运行一次。`)
  }
  return erased
}
