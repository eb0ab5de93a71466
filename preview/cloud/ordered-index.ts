import type { IndexDefinition } from './index-definitions'
import { after, inverted, keyOf } from './key-order'
import { SortedEntries, type Entry } from './sorted-entries'
import { singleAt, valuesAt, type Fields } from './values'

/** One index of a collection, kept in the order of its keys; an array field gives an entry for each element. */
export class OrderedIndex {
  readonly entries = new SortedEntries()
  /** True once any document held an array here: then a document can appear twice in a scan. */
  multikey = false

  readonly #heads: readonly string[]

  constructor(readonly definition: IndexDefinition) {
    this.#heads = definition.keys.map(([path]) => path.split('.', 1)[0] ?? '')
  }

  /** Takes in all documents at once; false where two of them share a unique key. */
  fill(documents: Iterable<[id: string, document: Fields]>): boolean {
    const all: Entry[] = []
    for (const [id, document] of documents) {
      for (const key of this.keys(document)) all.push({ key: key + id, id })
    }
    this.entries.fill(all)
    return this.definition.unique !== true || !all.some((entry, i) => sameKey(entry, all[i + 1]))
  }

  /** Moves a document to its new place. `null`: it was not there before, or is gone now. */
  put(id: string, before: Fields | null, now: Fields | null): void {
    if (before !== null && now !== null && this.#staysAtPlace(before, now)) return
    const were = new Set(before === null ? [] : this.keys(before))
    const are = new Set(now === null ? [] : this.keys(now))
    for (const key of were) if (!are.has(key)) this.entries.delete(key + id)
    for (const key of are) if (!were.has(key)) this.entries.insert({ key: key + id, id })
  }

  #staysAtPlace(before: Fields, now: Fields): boolean {
    if (this.#heads.every((head) => before[head] === now[head])) return true
    return this.definition.keys.every(([path]) => {
      const value = singleAt(now, path)
      return value !== undefined && (value === null || typeof value !== 'object') && value === singleAt(before, path)
    })
  }

  /** Whether a document other than these holds this unique key. */
  isTaken(key: string, exempt: ReadonlySet<string>): boolean {
    for (const { id } of this.entries.ascending(key, key + after)) if (!exempt.has(id)) return true
    return false
  }

  /** The keys of a document, without its id. */
  keys(document: Fields): string[] {
    let key = ''
    for (const [path, direction] of this.definition.keys) {
      const value = singleAt(document, path)
      if (value === undefined) return this.#manyKeys(document)
      key += directed(keyOf(value), direction)
    }
    return [key]
  }

  #manyKeys(document: Fields): string[] {
    let keys = ['']
    for (const [path, direction] of this.definition.keys) {
      const parts = [...new Set(valuesAt(document, path).map((value) => directed(keyOf(value), direction)))]
      keys = keys.flatMap((key) => parts.map((part) => key + part))
    }
    if (keys.length > 1) this.multikey = true
    return keys
  }
}

function sameKey(a: Entry, b: Entry | undefined): boolean {
  return b !== undefined && a.id !== b.id && a.key.slice(0, -a.id.length) === b.key.slice(0, -b.id.length)
}

/** The key of a value in a field of that direction. */
export function directed(key: string, direction: 1 | -1): string {
  return direction === 1 ? key : inverted(key)
}
