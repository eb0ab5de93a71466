import { SCHEMA } from '../../app/store/records'
import type { Documents } from './documents'

/**
 * The same documents, of which every one that is written bears the number of its form. A version before never lowers the
 * number of what a later one wrote.
 */
export const numbered = (documents: Documents): Documents => {
  const withNumber = <T extends object>(document: T): T & { schema: number } => ({ ...document, schema: SCHEMA })
  return {
    ...documents,
    add: (collection, document) => documents.add(collection, withNumber(document)),
    addAll: (collection, many) => documents.addAll(collection, many.map(withNumber)),
    put: (collection, document) => documents.put(collection, withNumber(document)),
    update: (collection, where, change) =>
      documents.update(collection, where, { ...change, schema: documents.command.max(SCHEMA) }),
    transaction: (work) =>
      documents.transaction((tx) =>
        work({
          ...tx,
          put: (collection, document) => tx.put(collection, withNumber(document)),
          add: (collection, document) => tx.add(collection, withNumber(document)),
        }),
      ),
  }
}
