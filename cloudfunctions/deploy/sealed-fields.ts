import type { Place } from '../app/store/ports'

/**
 * Every sealed field of every collection, by its path. `npm run reseal` goes through exactly these, and a test compares
 * them with the records.
 */
export const SEALED_FIELDS: Readonly<Record<Place['collection'], readonly string[]>> = {
  accounts: ['idNumber', 'phone', 'memberNumber'],
  transfers: ['copy.idNumber', 'copy.memberNumber'],
  drafts: ['data'],
  // What a row was before an import is kept for its undoing: `*` stands for each place in a list.
  roster: ['phone', 'history.*.before.phone'],
  uploads: ['data'],
}

/** A path with each `*` replaced by the places that a document's list has there. */
export const placesAt = (document: Readonly<Record<string, unknown>>, path: string): string[] => {
  const [list, rest] = path.split('.*.')
  if (list === undefined || rest === undefined) return [path]
  const values = document[list]
  return Array.isArray(values) ? values.map((_, index) => `${list}.${String(index)}.${rest}`) : []
}

/** The place that a field is sealed for: it is named by the last part of its path. */
export const placeOf = (collection: Place['collection'], id: string, path: string): Place => ({
  collection,
  id,
  field: path.split('.').at(-1) ?? path,
})

/** The sealed value at a path of a document; undefined where there is none. */
export const sealedAt = (document: Readonly<Record<string, unknown>>, path: string): string | undefined => {
  const value = path
    .split('.')
    .reduce<unknown>(
      (inside, part) =>
        typeof inside === 'object' && inside !== null ? (inside as Record<string, unknown>)[part] : undefined,
      document,
    )
  return typeof value === 'string' ? value : undefined
}

/** Under which key a value is sealed. */
export const keyIdOf = (sealed: string): string => sealed.slice(0, Math.max(0, sealed.indexOf('.')))
