import cloudbase from '@cloudbase/node-sdk'
import { Contention } from '../../app/store/ports'
import { isBusy, isConflict, isDuplicate } from './refusals'

/** A condition on one field or on a whole document, as the SDK's command builder makes it. */
export type Condition = unknown

/** What the product uses of the database, typed; everything it uses of the SDK is in this file. */
export interface Documents {
  command: {
    in(values: readonly unknown[]): Condition
    lt(value: unknown): Condition
    gt(value: unknown): Condition
    /** More than the first and less than the second. */
    between<T extends string | number>(from: T, to: T): Condition
    startsWith(prefix: string): Condition
    set(value: unknown): unknown
    inc(by: number): unknown
    /** The given number where it is more than what is there. */
    max(value: number): unknown
    push(values: readonly unknown[]): unknown
    /** The database's own time, at the moment of the write. */
    serverTime(): unknown
  }
  get<T>(collection: string, id: string): Promise<T | null>
  find<T>(collection: string, where: object, options?: FindOptions): Promise<T[]>
  count(collection: string, where: object): Promise<number>
  /** Documents with those of other collections that belong to them, in one request. */
  join<T>(
    collection: string,
    where: object,
    lookups: readonly Lookup[],
    limit: number,
    sort?: Readonly<Record<string, 1 | -1>>,
  ): Promise<T[]>
  /** What groups of the documents add up to: an expression of the database for each stage, and at most so many rows. */
  group<T>(collection: string, where: object, stages: readonly object[], limit: number): Promise<T[]>
  /** False where a unique index has the key already. */
  add(collection: string, document: object): Promise<boolean>
  /** All of them in one request, or none and false where one of the keys is there already. */
  addAll(collection: string, documents: readonly object[]): Promise<boolean>
  put(collection: string, document: { _id: string }): Promise<void>
  /** How many documents the condition met; throws `DuplicateKey` where a unique index has the new key already. */
  update(collection: string, where: object, change: object): Promise<number>
  remove(collection: string, where: object): Promise<number>
  transaction<T>(work: (tx: DocumentTransaction) => Promise<T>): Promise<T>
}

/** The fields that are read where no more is wanted; one that is missing, or is too many, does not compile. */
export const fieldsOf = <T extends object>(fields: { [F in keyof Required<T>]: true }): string[] => Object.keys(fields)

export interface FindOptions {
  sort?: [string, 'asc' | 'desc']
  skip?: number
  limit?: number
  fields?: readonly string[]
}

export interface Lookup {
  from: string
  localField: string
  foreignField: string
  as: string
}

/** What the SDK leaves untyped. */
interface SdkTransaction {
  collection(name: string): {
    add(document: object): Promise<unknown>
    doc(id: string): {
      get(): Promise<{ data: unknown }>
      set(document: object): Promise<unknown>
      remove(): Promise<unknown>
    }
  }
  commit(): Promise<unknown>
  rollback(): Promise<unknown>
}

/** Inside a transaction only documents by id: the SDK runs conditions outside of it without a word. */
export interface DocumentTransaction {
  get<T>(collection: string, id: string): Promise<T | null>
  put(collection: string, document: { _id: string }): Promise<void>
  /** Throws `DuplicateKey`, and ends the transaction, where the key is there already. */
  add(collection: string, document: { _id: string }): Promise<void>
  remove(collection: string, id: string): Promise<void>
}

export class DuplicateKey extends Error {
  override name = 'DuplicateKey'
}

/** U+D800 to U+DFFF are halves of pairs and no characters. */
const HALVES = [0xd800, 0xdfff] as const
const LAST = 0x10ffff

/**
 * The first text after all that begin with the prefix, in the order of code points, which is the database's; undefined
 * where there is none.
 */
const after = (prefix: string): string | undefined => {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  while (points.at(-1) === LAST) points.pop()
  const last = points.pop()
  if (last === undefined) return undefined
  const next = last + 1 === HALVES[0] ? HALVES[1] + 1 : last + 1
  return String.fromCodePoint(...points, next)
}

/** The service's own limits: 100 rows unless told, 1,000 at most. */
const DEFAULT_LIMIT = 100
const TRANSACTION_TRIES = 6
const BACKOFF_MS = 15

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What the product is told of a refusal: that it may try again, or the refusal itself. */
const refusalOf = (error: unknown): unknown => (isBusy(error) ? new Contention() : error)

/** A write that the service was too busy for may have happened all the same: it is never sent twice. */
const writing = async <T>(send: () => Promise<T>): Promise<T> => {
  try {
    return await send()
  } catch (error) {
    throw refusalOf(error)
  }
}

/** A read changes nothing: once more is no harm, and connections fail often while a function starts. */
const reading = async <T>(send: () => Promise<T>): Promise<T> => {
  try {
    return await send()
  } catch (error) {
    if (!isBusy(error)) throw error
    await pause(BACKOFF_MS * (1 + Math.random()))
    return writing(send)
  }
}

/** How an environment's database is reached from outside: by its id, by the keys of its account, and which way. */
export interface DatabaseAccess {
  env: string
  secretId: string
  secretKey: string
  region?: string
  proxy?: string
  /** Where it listens, where that is not Tencent's. */
  serviceUrl?: string
}

/** Opens the database of the environment that the function runs in, or of another by its account's keys. */
export const openDocuments = (access?: DatabaseAccess): Documents => {
  const db = cloudbase.init(access ?? { env: cloudbase.SYMBOL_CURRENT_ENV, keepalive: true }).database()
  const command = db.command
  const begin = db.startTransaction as () => Promise<SdkTransaction>

  const tryTransaction = async <T>(work: (tx: DocumentTransaction) => Promise<T>): Promise<T> => {
    const tx = await begin.call(db)
    try {
      const value = await work({
        get: async <R>(collection: string, id: string) => {
          const { data } = (await tx.collection(collection).doc(id).get()) as { data: R | R[] | null }
          return Array.isArray(data) ? (data[0] ?? null) : data
        },
        put: async (collection, { _id, ...rest }) => {
          await tx.collection(collection).doc(_id).set(rest)
        },
        add: async (collection, document) => {
          try {
            await tx.collection(collection).add(document)
          } catch (error) {
            throw isDuplicate(error) ? new DuplicateKey() : error
          }
        },
        remove: async (collection, id) => {
          await tx.collection(collection).doc(id).remove()
        },
      })
      await tx.commit()
      return value
    } catch (error) {
      // A conflict has already ended it on the other side; a second end is refused there and harmless here.
      await tx.rollback().catch(() => undefined)
      throw error
    }
  }

  const add = async (collection: string, given: object | readonly object[]): Promise<boolean> => {
    try {
      await db.collection(collection).add(given)
      return true
    } catch (error) {
      if (isDuplicate(error)) return false
      throw refusalOf(error)
    }
  }

  return {
    command: {
      in: (values) => command.in([...values]),
      lt: (value) => command.lt(value),
      gt: (value) => command.gt(value),
      between: (from, to) => command.gt(from).and(command.lt(to)),
      startsWith: (prefix) => {
        const end = after(prefix)
        return end === undefined ? command.gte(prefix) : command.gte(prefix).and(command.lt(end))
      },
      set: (value) => command.set(value),
      inc: (by) => command.inc(by),
      max: (value) => command.max(value),
      push: (values) => command.push([...values]),
      serverTime: () => (db as { serverDate(): unknown }).serverDate(),
    },
    get: async <T>(collection: string, id: string) => {
      const { data } = (await reading(() => db.collection(collection).doc(id).get())) as { data: T[] }
      return data[0] ?? null
    },
    find: async <T>(collection: string, where: object, options: FindOptions = {}) => {
      const query = db.collection(collection).where(where)
      const sorted = options.sort === undefined ? query : query.orderBy(...options.sort)
      const begun = options.skip === undefined ? sorted : sorted.skip(options.skip)
      const limited = begun.limit(options.limit ?? DEFAULT_LIMIT)
      const { fields } = options
      const asked =
        fields === undefined ? limited : limited.field(Object.fromEntries(fields.map((field) => [field, true])))
      const { data } = (await reading(() => asked.get())) as { data: T[] }
      return data
    },
    count: async (collection, where) => {
      const { total } = (await reading(() => db.collection(collection).where(where).count())) as { total?: number }
      return total ?? 0
    },
    join: async <T>(
      collection: string,
      where: object,
      lookups: readonly Lookup[],
      limit: number,
      sort?: Readonly<Record<string, 1 | -1>>,
    ) => {
      const matched = db.collection(collection).aggregate().match(where)
      const sorted = sort === undefined ? matched : matched.sort(sort)
      const joined = lookups.reduce((pipeline, lookup) => pipeline.lookup(lookup), sorted.limit(limit))
      // Without a limit as its last stage a pipeline gives 20 rows, whatever limit it has further up.
      const { data } = (await reading(() => joined.limit(limit).end())) as { data: T[] }
      return data
    },
    group: async <T>(collection: string, where: object, stages: readonly object[], limit: number) => {
      const matched = db.collection(collection).aggregate().match(where)
      const grouped = stages.reduce<typeof matched>((pipeline, stage) => pipeline.group(stage), matched)
      const { data } = (await grouped.limit(limit).end()) as { data: T[] }
      return data
    },
    add,
    addAll: add,
    put: async (collection, { _id, ...rest }) => {
      await writing(() => db.collection(collection).doc(_id).set(rest))
    },
    update: async (collection, where, change) => {
      try {
        const { updated } = (await db.collection(collection).where(where).update(change)) as { updated?: number }
        return updated ?? 0
      } catch (error) {
        throw isDuplicate(error) ? new DuplicateKey() : refusalOf(error)
      }
    },
    remove: async (collection, where) => {
      const { deleted } = (await writing(() => db.collection(collection).where(where).remove())) as { deleted?: number }
      return deleted ?? 0
    },
    transaction: async (work) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await tryTransaction(work)
        } catch (error) {
          if (!isConflict(error) && !isDuplicate(error)) throw refusalOf(error)
          if (attempt === TRANSACTION_TRIES) throw new Contention()
          await pause(BACKOFF_MS * 2 ** attempt * (0.5 + Math.random()))
        }
      }
    },
  }
}
