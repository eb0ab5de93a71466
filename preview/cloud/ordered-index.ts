import type { IndexDefinition } from './index-definitions'
import { after, inverted, keyOf } from './key-order'
import { SortedEntries, type Entry } from './sorted-entries'
import { valuesAt, type Fields } from './values'

/** One index of a collection, kept in the order of its keys; an array field gives an entry for each element. */
export class OrderedIndex {
  readonly entries = new SortedEntries()
  readonly #ofDocument = new Map<string, string[]>()
  /** True once any document held an array here: then a document can appear twice in a scan. */
  multikey = false

  constructor(readonly definition: IndexDefinition) {}

  fill(documents: Iterable<[id: string, document: Fields]>): void {
    const all: Entry[] = []
    for (const [id, document] of documents) {
      const keys = this.keys(document).map((key) => key + id)
      this.#ofDocument.set(id, keys)
      for (const key of keys) all.push({ key, id })
    }
    this.entries.fill(all)
  }

  /** Moves a document to its new place; `null` takes it out. */
  put(id: string, document: Fields | null): void {
    const before = this.#ofDocument.get(id) ?? []
    const now = document === null ? [] : this.keys(document).map((key) => key + id)
    if (before.length === now.length && before.every((key, i) => key === now[i])) return
    for (const key of before) this.entries.delete(key)
    for (const key of now) this.entries.insert({ key, id })
    if (document === null) this.#ofDocument.delete(id)
    else this.#ofDocument.set(id, now)
  }

  /** Ids of documents that hold the same unique key as this one would. */
  *sharing(document: Fields): Generator<string, void> {
    for (const key of this.keys(document)) {
      for (const entry of this.entries.ascending(key, key + after)) yield entry.id
    }
  }

  /** The keys of a document, without its id. */
  keys(document: Fields): string[] {
    let keys = ['']
    for (const [path, direction] of this.definition.keys) {
      const values = valuesAt(document, path)
      const parts = [...new Set(values.map((value) => directed(keyOf(value), direction)))]
      if (values.length > 1) this.multikey = true
      keys = keys.flatMap((key) => parts.map((part) => key + part))
    }
    return keys
  }
}

/** The key of a value in a field of that direction. */
export function directed(key: string, direction: 1 | -1): string {
  return direction === 1 ? key : inverted(key)
}
