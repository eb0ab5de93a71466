import { Collection } from './collection'
import { DatabaseFailure, noCollection, StartFailure } from './failures'
import type { IndexDefinition, IndexDefinitions } from './index-definitions'
import type { StoredDocument } from './slot'
import type { Fields } from './values'
import { decodeFields } from './wire'

/** All collections by name; those named in the indexes are there from the start. */
export class Collections {
  readonly #byName = new Map<string, Collection>()

  constructor(private readonly indexes: IndexDefinitions) {
    this.clear()
  }

  /** Forgets everything; collections that are not named in the indexes disappear. */
  clear(): void {
    this.#byName.clear()
    for (const name of Object.keys(this.indexes)) this.#create(name)
  }

  #create(name: string, own: readonly IndexDefinition[] = []): Collection {
    const definitions = this.indexes[name]
    const collection = new Collection(name, definitions ?? own, definitions !== undefined)
    this.#byName.set(name, collection)
    return collection
  }

  get(name: string): Collection {
    const collection = this.#byName.get(name)
    if (collection === undefined) throw noCollection(name)
    return collection
  }

  find(name: string): Collection | null {
    return this.#byName.get(name) ?? null
  }

  names(): string[] {
    return [...this.#byName.keys()]
  }

  /** Whether it is named in the indexes. */
  isNamed(name: string): boolean {
    return this.indexes[name] !== undefined
  }

  drop(name: string): void {
    if (!this.isNamed(name)) this.#byName.delete(name)
  }

  add(name: string, indexes: readonly IndexDefinition[] = []): void {
    if (this.#byName.has(name)) throw new DatabaseFailure('DATABASE_COLLECTION_ALREADY_EXIST', `Table exist: ${name}`)
    this.#create(name, indexes)
  }

  /** Takes in what the file held. */
  load(documents: StoredDocument[], names: string[]): void {
    for (const name of names) if (!this.#byName.has(name)) this.#create(name)
    const byCollection = new Map<string, { id: string; document: Fields; text: string }[]>()
    for (const { collection, id, text } of documents) {
      const loaded = byCollection.get(collection) ?? []
      loaded.push({ id, document: decodeFields(text, 0), text })
      byCollection.set(collection, loaded)
    }
    for (const [name, loaded] of byCollection) this.#loadOne(this.#byName.get(name) ?? this.#create(name), loaded)
  }

  #loadOne(collection: Collection, loaded: { id: string; document: Fields; text: string }[]): void {
    try {
      collection.load(loaded)
    } catch (error) {
      if (!(error instanceof DatabaseFailure)) throw error
      throw new StartFailure(
        `已有数据不符合 cloudfunctions/indexes.json（${error.message}）。请用 DATA_DIR 指定一个空文件夹，或改回索引。`,
      )
    }
  }
}
