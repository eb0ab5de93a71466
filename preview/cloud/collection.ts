import { DuplicateKey } from './failures'
import type { IndexDefinition } from './index-definitions'
import { OrderedIndex } from './ordered-index'
import type { Fields } from './values'

/** One committed state of a document, with the states before it that open transactions may still read. */
export interface Version {
  /** `null`: removed. */
  readonly document: Fields | null
  readonly text: string
  readonly sequence: number
  readonly before: Version | null
}

/** What a commit changes in one collection. */
export interface Write {
  id: string
  document: Fields | null
  text: string
}

/** The committed documents of one collection and their indexes. */
export class Collection {
  readonly versions = new Map<string, Version>()
  readonly indexes: OrderedIndex[]
  readonly #unique: OrderedIndex[]

  /** `guarded`: named in `indexes.json`, so every query needs an index. */
  constructor(
    readonly name: string,
    definitions: readonly IndexDefinition[],
    readonly guarded: boolean,
  ) {
    const byId: IndexDefinition = { name: '_id_', keys: [['_id', 1]], unique: true }
    this.indexes = (guarded ? [byId, ...definitions] : definitions).map((definition) => new OrderedIndex(definition))
    this.#unique = this.indexes.filter(({ definition }) => definition.unique === true)
  }

  /** Takes in what the data file held, building each index at once. */
  load(documents: { id: string; document: Fields; text: string }[]): void {
    for (const { id, document, text } of documents) {
      this.versions.set(id, { document, text, sequence: 0, before: null })
    }
    for (const index of this.indexes) {
      const unique = index.fill(documents.map(({ id, document }) => [id, document]))
      if (!unique) throw new DuplicateKey(this.name, index.definition.name)
    }
  }

  /** The document as of a sequence number; the newest without one. */
  read(id: string, asOf = Infinity): Version | null {
    let version = this.versions.get(id) ?? null
    while (version !== null && version.sequence > asOf) version = version.before
    return version?.document == null ? null : version
  }

  *all(): Generator<Version, void> {
    for (const version of this.versions.values()) if (version.document !== null) yield version
  }

  /** Throws `E11000` when the writes, taken together, would put two documents under one unique key. */
  assertWritable(writes: readonly Write[]): void {
    const written = new Set(writes.map(({ id }) => id))
    for (const index of this.#unique) {
      const taken = new Set<string>()
      for (const { document } of writes) {
        if (document === null) continue
        for (const key of index.keys(document)) {
          if (taken.has(key) || index.isTaken(key, written)) throw new DuplicateKey(this.name, index.definition.name)
          taken.add(key)
        }
      }
    }
  }

  /** The unique keys that a write would take, each as a text that no other collection or index has. */
  claims({ document }: Write): string[] {
    if (document === null) return []
    return this.#unique.flatMap((index) =>
      index.keys(document).map((key) => `${this.name}\0${index.definition.name}\0${key}`),
    )
  }

  /** Whether one of the writes would take a unique key that another, not yet committed, takes too. */
  shareKey(writes: readonly Write[], { id, document }: Write): boolean {
    if (document === null) return false
    return this.#unique.some((index) => {
      const keys = new Set(index.keys(document))
      return writes.some((write) => {
        if (write.id === id || write.document === null) return false
        return index.keys(write.document).some((key) => keys.has(key))
      })
    })
  }

  /** Makes a write visible. `keepHistory`: a transaction is open that may have to read the state before. */
  apply({ id, document, text }: Write, sequence: number, keepHistory: boolean): void {
    const current = this.versions.get(id) ?? null
    for (const index of this.indexes) index.put(id, current?.document ?? null, document)
    const before = keepHistory ? current : null
    if (document === null && before === null) this.versions.delete(id)
    else this.versions.set(id, { document, text, sequence, before })
  }

  /** Forgets what only ended transactions could read. */
  forgetHistory(id: string): void {
    const version = this.versions.get(id)
    if (version === undefined) return
    if (version.document === null) this.versions.delete(id)
    else this.versions.set(id, { ...version, before: null })
  }
}
