import { randomBytes } from 'node:crypto'
import type { Collection, Write } from './collection'
import { Collections } from './collections'
import type { DataFile } from './data-file'
import { DatabaseFailure, DuplicateKey, transactionConflict } from './failures'
import type { IndexDefinition, IndexDefinitions } from './index-definitions'
import { matching, type ReadCount } from './reader'
import type { StoredDocument } from './slot'
import { assertStorable } from './storable'
import { lockKey, Transactions, type StagedWrite, type Transaction } from './transactions'
import { updated } from './updates'
import type { Fields } from './values'
import { encode } from './wire'

export interface StoreOptions {
  indexes: IndexDefinitions
  transactionLifetimeMs?: number
  lockWaitMs?: number
}

/** A document with its text as it goes over the wire and into the file. */
export interface Found {
  document: Fields
  text: string
}

/** Which documents an operation is for: one by its id, or all (or the first) that meet a filter. */
export type Target = { id: string } | { filter: Fields; multiple: boolean }

export interface Modification {
  /** Update operators, or the whole new document when `replace`. */
  change: Fields
  replace: boolean
  /** Insert what would have replaced, when the document is missing. */
  upsert: boolean
  /** What `updated` tells: the documents that are different now, which is usual, or all that were found. */
  counts?: 'modified' | 'found'
}

export interface Modified {
  updated: number
  upsertId?: string
  /** The first document after the change. */
  document?: Fields
}

/** A plain write that waits for the disk with others of the same moment. */
interface Waiting {
  writes: StagedWrite[]
  /** By the unique keys that they take. */
  claims: ReadonlyMap<string, string>
  done: () => void
  failed: (error: unknown) => void
}

/**
 * The committed documents of all collections in memory, every commit written through to the data file before it is
 * visible or acknowledged. Plain writes that come at once share one commit of the file, as on any database.
 */
export class Store {
  readonly transactions: Transactions
  readonly #collections: Collections
  #sequence = 0
  #history: [collection: string, id: string][] = []
  #waiting: Waiting[] = []

  constructor(
    private readonly file: DataFile,
    options: StoreOptions,
  ) {
    this.transactions = new Transactions(options.transactionLifetimeMs ?? 30_000, options.lockWaitMs ?? 5_000, () => {
      for (const [name, id] of this.#history) this.#collections.find(name)?.forgetHistory(id)
      this.#history = []
    })
    this.#collections = new Collections(options.indexes)
  }

  /** Takes in what the file held. */
  load(documents: StoredDocument[], names: string[]): void {
    this.#collections.load(documents, names)
  }

  collection(name: string): Collection {
    return this.#collections.get(name)
  }

  /** The collection if it is there; a join with one that is not finds nothing. */
  find(name: string): Collection | null {
    return this.#collections.find(name)
  }

  /** Indexes of its own stand until the next start: what is meant to stay is named in `indexes.json`. */
  addCollection(name: string, indexes: readonly IndexDefinition[] = []): void {
    this.#collections.add(name, indexes)
    this.file.addCollection(name)
  }

  collectionNames(): string[] {
    return this.#collections.names()
  }

  isNamed(collection: string): boolean {
    return this.#collections.isNamed(collection)
  }

  /** Forgets a collection that is not named in the indexes, with what is in it. */
  dropCollection(name: string): void {
    this.flush()
    const dropped = this.find(name)
    if (dropped === null || this.isNamed(name)) return
    this.file.write([...dropped.versions.keys()].map((id) => ({ collection: name, id, text: null })))
    this.file.dropCollection(name)
    this.#collections.drop(name)
  }

  /** Empties everything; collections that are not named in the indexes disappear. */
  reset(): void {
    this.flush()
    this.transactions.endAll()
    this.file.clear()
    this.#collections.clear()
  }

  transaction(id: string): Transaction {
    this.flush()
    return this.transactions.find(id, this.#sequence)
  }

  read(transaction: Transaction | null, collection: Collection, id: string): Found | null {
    const staged = transaction?.writes.get(lockKey(collection.name, id))
    const found = staged ?? collection.read(id, transaction?.snapshot ?? undefined)
    return found === null || found.document === null ? null : { document: found.document, text: found.text }
  }

  /** All that a transaction sees of a collection: what was committed when it began, and its own writes. */
  *seen(transaction: Transaction, collection: Collection): Generator<Found, void> {
    const written = [...transaction.writes.values()].filter((write) => write.collection === collection.name)
    for (const id of new Set([...collection.versions.keys(), ...written.map((write) => write.id)])) {
      const found = this.read(transaction, collection, id)
      if (found !== null) yield found
    }
  }

  insert(transaction: Transaction | null, collection: Collection, documents: Fields[]): string[] {
    this.flush()
    const writes = documents.map((document) => {
      const id = document['_id'] ?? randomBytes(16).toString('hex')
      return written(collection, idText(id), { ...document, _id: id })
    })
    const ids = writes.map(({ id }) => id)
    if (new Set(ids).size < ids.length || ids.some((id) => this.read(transaction, collection, id) !== null)) {
      if (transaction !== null) this.transactions.end(transaction)
      throw new DuplicateKey(collection.name, '_id_')
    }
    this.#write(transaction, collection, writes)
    return ids
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

  async #change(
    transaction: Transaction | null,
    collection: Collection,
    found: Found[],
    { change, replace, counts }: Modification,
  ): Promise<Modified> {
    if (transaction !== null) {
      for (const { document } of found) this.transactions.hold(transaction, collection, idOf(document))
    }
    const results = found.map(({ document, text }) => {
      const now = replace ? { ...change, _id: document['_id'] ?? null } : updated(document, change)
      return { before: text, write: written(collection, idOf(document), now), now }
    })
    const changed = results.filter(({ before, write }) => before !== write.text)
    await this.#writeTogether(
      transaction,
      collection,
      changed.map(({ write }) => write),
    )
    const first = results[0]?.now
    return {
      updated: counts === 'found' ? found.length : changed.length,
      ...(first === undefined ? {} : { document: first }),
    }
  }

  async remove(
    transaction: Transaction | null,
    collection: Collection,
    target: Target,
    count: ReadCount,
  ): Promise<number> {
    return await this.#whenFree(transaction, collection, target, count, async (found) => {
      const writes = found.map(({ document }) => ({
        collection: collection.name,
        id: idOf(document),
        document: null,
        text: '',
      }))
      await this.#writeTogether(transaction, collection, writes)
      return writes.length
    })
  }

  /**
   * Finds the documents and acts on them in one go, so that nothing comes between the condition and the write. A plain
   * write first waits for transactions that hold its documents, and for another that waits for the disk with one of them,
   * and then looks again whether they still match.
   */
  async #whenFree<T>(
    transaction: Transaction | null,
    collection: Collection,
    target: Target,
    count: ReadCount,
    act: (found: Found[]) => T | Promise<T>,
  ): Promise<T> {
    for (;;) {
      const found = this.#find(transaction, collection, target, count)
      const ids = found.map(({ document }) => idOf(document))
      if (transaction !== null) return await act(found)
      if (this.transactions.holdsAny(collection.name, ids)) await this.transactions.free(collection.name, ids)
      else if (this.#waitsWith(collection.name, ids)) this.flush()
      else return await act(found)
    }
  }

  #find(transaction: Transaction | null, collection: Collection, target: Target, count: ReadCount): Found[] {
    if ('id' in target) {
      const found = this.read(transaction, collection, target.id)
      if (found !== null) count.documents++
      return found === null ? [] : [found]
    }
    const all: Found[] = []
    for (const { document, text } of matching(collection, target.filter, [], count)) {
      if (document !== null) all.push({ document, text })
      if (!target.multiple) break
    }
    return all
  }

  #waitsWith(collection: string, ids: readonly string[]): boolean {
    if (this.#waiting.length === 0) return false
    const wanted = new Set(ids)
    return this.#waiting.some(({ writes }) => writes.some((one) => one.collection === collection && wanted.has(one.id)))
  }

  /**
   * A plain write goes to the disk with those that came in the same turn of the event loop; until then nobody sees it and
   * nothing is acknowledged. One that would take a key which another is about to take goes after it.
   */
  async #writeTogether(transaction: Transaction | null, collection: Collection, writes: StagedWrite[]): Promise<void> {
    if (transaction !== null) {
      this.#write(transaction, collection, writes)
      return
    }
    if (writes.length === 0) return
    const claims = new Map(writes.flatMap((write) => collection.claims(write).map((claim) => [claim, write.id])))
    const clashes = ([claim, id]: [string, string]): boolean =>
      this.#waiting.some((other) => (other.claims.get(claim) ?? id) !== id)
    if ([...claims].some(clashes)) this.flush()
    await new Promise<void>((done, failed) => {
      if (this.#waiting.length === 0)
        setImmediate(() => {
          this.flush()
        })
      this.#waiting.push({ writes, claims, done, failed })
    })
  }

  /** Commits what waits for the disk: all in one go, and where that fails each by itself. */
  flush(): void {
    const waiting = this.#waiting
    if (waiting.length === 0) return
    this.#waiting = []
    const good = waiting.filter(({ writes, failed }) => {
      try {
        this.#assertWritable(writes)
        return true
      } catch (error) {
        failed(error)
        return false
      }
    })
    try {
      this.#commit(good.flatMap(({ writes }) => writes))
      for (const { done } of good) done()
    } catch {
      for (const { writes, done, failed } of good) {
        try {
          this.#commit(writes)
          done()
        } catch (error) {
          failed(error)
        }
      }
    }
  }

  #assertWritable(writes: readonly StagedWrite[]): void {
    for (const name of new Set(writes.map(({ collection }) => collection)))
      this.collection(name).assertWritable(writes.filter(({ collection }) => collection === name))
  }

  #write(transaction: Transaction | null, collection: Collection, writes: StagedWrite[]): void {
    if (transaction === null) {
      this.#commit(writes)
      return
    }
    for (const write of writes) this.transactions.hold(transaction, collection, write.id)
    this.#assertKeysFree(transaction, collection, writes)
    for (const write of writes) transaction.writes.set(lockKey(collection.name, write.id), write)
  }

  /** A key that is taken is refused at the write, not at the commit, and ends the transaction. */
  #assertKeysFree(transaction: Transaction, collection: Collection, writes: StagedWrite[]): void {
    const own = new Map(
      [...transaction.writes.values(), ...writes].map((write) => [lockKey(write.collection, write.id), write]),
    )
    try {
      collection.assertWritable([...own.values()].filter((write) => write.collection === collection.name))
      for (const other of this.transactions.writesOfOthers(transaction, collection.name)) {
        if (collection.shareKey(writes, other)) throw transactionConflict()
      }
    } catch (error) {
      this.transactions.end(transaction)
      throw error
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
    for (const { collection: name, id, document, text } of staged) {
      const collection = this.collection(name)
      const writes = byCollection.get(collection) ?? []
      writes.push({ id, document, text })
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

function written(collection: Collection, id: string, document: Fields): StagedWrite & { document: Fields } {
  const text = encode(document)
  assertStorable(document, text)
  return { collection: collection.name, id, document, text }
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
