import { randomBytes } from 'node:crypto'
import { Collection, type Write } from './collection'
import type { DataFile } from './data-file'
import { DatabaseFailure, duplicateKey, noCollection, StartFailure } from './failures'
import type { IndexDefinitions } from './index-definitions'
import { matching, type ReadCount } from './reader'
import type { StoredDocument } from './slot'
import { lockKey, Transactions, type StagedWrite, type Transaction } from './transactions'
import { updated } from './updates'
import type { Fields } from './values'
import { decodeFields, encode } from './wire'

export interface StoreOptions {
  indexes: IndexDefinitions
  transactionLifetimeMs?: number
  lockWaitMs?: number
}

/** Which documents an operation is for: one by its id, or all (or the first) that meet a filter. */
export type Target = { id: string } | { filter: Fields; multiple: boolean }

export interface Modification {
  /** Update operators, or the whole new document when `replace`. */
  change: Fields
  replace: boolean
  /** Insert what would have replaced, when the document is missing. */
  upsert: boolean
}

export interface Modified {
  updated: number
  upsertId?: string
  /** The first document after the change. */
  document?: Fields
}

/**
 * The committed documents of all collections in memory, every commit written through to the data file before it is
 * visible or acknowledged.
 */
export class Store {
  readonly transactions: Transactions
  readonly #collections = new Map<string, Collection>()
  #sequence = 0
  #history: [collection: string, id: string][] = []

  constructor(
    private readonly file: DataFile,
    private readonly options: StoreOptions,
  ) {
    this.transactions = new Transactions(options.transactionLifetimeMs ?? 30_000, options.lockWaitMs ?? 5_000, () => {
      for (const [name, id] of this.#history) this.#collections.get(name)?.forgetHistory(id)
      this.#history = []
    })
    this.#createNamed()
  }

  /** Takes in what the file held. */
  load(documents: StoredDocument[], collections: string[]): void {
    for (const name of collections) if (!this.#collections.has(name)) this.#create(name)
    const byCollection = new Map<string, { id: string; document: Fields; text: string }[]>()
    for (const { collection, id, text } of documents) {
      const loaded = byCollection.get(collection) ?? []
      loaded.push({ id, document: decodeFields(text, 0), text })
      byCollection.set(collection, loaded)
    }
    for (const [name, loaded] of byCollection) {
      try {
        this.collection(name).load(loaded)
      } catch (error) {
        if (!(error instanceof DatabaseFailure)) throw error
        throw new StartFailure(
          `已有数据不符合 cloudfunctions/indexes.json（${error.message}）。请用 DATA_DIR 指定一个空文件夹，或改回索引。`,
        )
      }
    }
  }

  #createNamed(): void {
    for (const name of Object.keys(this.options.indexes)) this.#create(name)
  }

  #create(name: string): Collection {
    const definitions = this.options.indexes[name]
    const collection = new Collection(name, definitions ?? [], definitions !== undefined)
    this.#collections.set(name, collection)
    return collection
  }

  collection(name: string): Collection {
    const collection = this.#collections.get(name)
    if (collection === undefined) throw noCollection(name)
    return collection
  }

  /** The collection if it is there; a join with one that is not finds nothing. */
  find(name: string): Collection | null {
    return this.#collections.get(name) ?? null
  }

  addCollection(name: string): void {
    if (this.#collections.has(name)) {
      throw new DatabaseFailure('DATABASE_COLLECTION_ALREADY_EXIST', `Table exist: ${name}`)
    }
    this.file.addCollection(name)
    this.#create(name)
  }

  /** Empties everything; collections that are not named in the indexes disappear. */
  reset(): void {
    this.transactions.endAll()
    this.file.clear()
    this.#collections.clear()
    this.#createNamed()
  }

  transaction(id: string): Transaction {
    return this.transactions.find(id, this.#sequence)
  }

  read(transaction: Transaction | null, collection: Collection, id: string): Fields | null {
    const staged = transaction?.writes.get(lockKey(collection.name, id))
    if (staged !== undefined) return staged.document
    return collection.read(id, transaction?.snapshot ?? undefined)?.document ?? null
  }

  insert(transaction: Transaction | null, collection: Collection, documents: Fields[]): string[] {
    const writes = documents.map((document) => {
      const id = document['_id'] ?? randomBytes(16).toString('hex')
      return { collection: collection.name, id: idText(id), document: { ...document, _id: id } }
    })
    for (const { id } of writes) {
      if (this.read(transaction, collection, id) !== null) throw duplicateKey(collection.name, '_id_')
    }
    if (new Set(writes.map(({ id }) => id)).size < writes.length) throw duplicateKey(collection.name, '_id_')
    this.#write(transaction, collection, writes)
    return writes.map(({ id }) => id)
  }

  async modify(
    transaction: Transaction | null,
    collection: Collection,
    target: Target,
    modification: Modification,
    count: ReadCount,
  ): Promise<Modified> {
    return await this.#whenFree(transaction, collection, target, count, (found) =>
      found.length === 0
        ? this.#upsert(transaction, collection, target, modification)
        : this.#change(transaction, collection, found, modification),
    )
  }

  #upsert(
    transaction: Transaction | null,
    collection: Collection,
    target: Target,
    { change, replace, upsert }: Modification,
  ): Modified {
    if (!upsert) return { updated: 0 }
    const id = 'id' in target ? { _id: target.id } : {}
    const [upsertId] = this.insert(transaction, collection, [replace ? { ...change, ...id } : updated(id, change)])
    return { updated: 0, ...(upsertId === undefined ? {} : { upsertId }) }
  }

  #change(
    transaction: Transaction | null,
    collection: Collection,
    found: Fields[],
    { change, replace }: Modification,
  ): Modified {
    const results = found.map((before) => ({
      before,
      now: replace ? { ...change, _id: before['_id'] ?? null } : updated(before, change),
    }))
    if (transaction !== null) {
      for (const before of found) this.transactions.hold(transaction, collection, idOf(before))
    }
    const changed = results.filter(({ before, now }) => encode(before) !== encode(now))
    const writes = changed.map(({ now }) => ({ collection: collection.name, id: idOf(now), document: now }))
    this.#write(transaction, collection, writes)
    const first = results[0]?.now
    return { updated: changed.length, ...(first === undefined ? {} : { document: first }) }
  }

  async remove(
    transaction: Transaction | null,
    collection: Collection,
    target: Target,
    count: ReadCount,
  ): Promise<number> {
    return await this.#whenFree(transaction, collection, target, count, (found) => {
      const writes = found.map((document) => ({ collection: collection.name, id: idOf(document), document: null }))
      this.#write(transaction, collection, writes)
      return writes.length
    })
  }

  /**
   * Finds the documents and acts on them in one go, so that nothing comes between the condition and the write. A plain
   * write first waits for transactions that hold its documents, and then looks again whether they still match.
   */
  async #whenFree<T>(
    transaction: Transaction | null,
    collection: Collection,
    target: Target,
    count: ReadCount,
    act: (found: Fields[]) => T,
  ): Promise<T> {
    for (;;) {
      const found = this.#find(transaction, collection, target, count)
      const ids = found.map(idOf)
      if (transaction !== null || !this.transactions.holdsAny(collection.name, ids)) return act(found)
      await this.transactions.free(collection.name, ids)
    }
  }

  #find(transaction: Transaction | null, collection: Collection, target: Target, count: ReadCount): Fields[] {
    if ('id' in target) {
      const document = this.read(transaction, collection, target.id)
      if (document !== null) count.documents++
      return document === null ? [] : [document]
    }
    const found: Fields[] = []
    for (const { document } of matching(collection, target.filter, [], count)) {
      if (document !== null) found.push(document)
      if (!target.multiple) break
    }
    return found
  }

  #write(transaction: Transaction | null, collection: Collection, writes: StagedWrite[]): void {
    if (transaction === null) {
      this.#commit(writes)
      return
    }
    for (const write of writes) {
      this.transactions.hold(transaction, collection, write.id)
      transaction.writes.set(lockKey(collection.name, write.id), write)
    }
  }

  commit(transaction: Transaction): void {
    try {
      this.#commit([...transaction.writes.values()])
    } finally {
      this.transactions.end(transaction)
    }
  }

  /** All or nothing: checked first, then durable, then visible. */
  #commit(staged: StagedWrite[]): void {
    if (staged.length === 0) return
    const byCollection = new Map<Collection, Write[]>()
    for (const { collection: name, id, document } of staged) {
      const collection = this.collection(name)
      const writes = byCollection.get(collection) ?? []
      writes.push({ id, document, text: document === null ? '' : encode(document) })
      byCollection.set(collection, writes)
    }
    for (const [collection, writes] of byCollection) collection.assertWritable(writes)
    this.file.write(
      [...byCollection].flatMap(([{ name }, writes]) =>
        writes.map(({ id, document, text }) => ({ collection: name, id, text: document === null ? null : text })),
      ),
    )
    this.#sequence++
    const keepHistory = this.transactions.anyOpen
    for (const [collection, writes] of byCollection) {
      for (const write of writes) {
        collection.apply(write, this.#sequence, keepHistory)
        if (keepHistory) this.#history.push([collection.name, write.id])
      }
    }
  }
}

function idOf(document: Fields): string {
  return idText(document['_id'] ?? null)
}

/** Documents are kept by the text of their id. */
export function idText(id: Fields[string]): string {
  if (typeof id === 'string') return id
  if (typeof id === 'number') return String(id)
  throw new DatabaseFailure('INVALID_PARAM', '_id must be a string or a number')
}
