import { randomBytes } from 'node:crypto'
import type { Collection } from './collection'
import { DatabaseFailure, transactionConflict, transactionGone } from './failures'
import type { Fields } from './values'

export interface StagedWrite {
  collection: string
  id: string
  /** `null`: to be removed. */
  document: Fields | null
  text: string
}

export interface Transaction {
  readonly id: string
  /** What it sees: everything committed up to here. Taken at its first operation, as MongoDB does. */
  snapshot: number | null
  readonly writes: Map<string, StagedWrite>
  readonly held: Set<string>
  readonly timer: NodeJS.Timeout
}

interface Lock {
  waiters: (() => void)[]
}

/**
 * Open transactions and the documents they hold: snapshot isolation, the first writer wins, and one that is neither
 * committed nor aborted in time is gone.
 */
export class Transactions {
  readonly #open = new Map<string, Transaction>()
  readonly #locks = new Map<string, Lock>()

  constructor(
    private readonly lifetimeMs: number,
    private readonly lockWaitMs: number,
    private readonly whenNoneIsOpen: () => void,
  ) {}

  get anyOpen(): boolean {
    return this.#open.size > 0
  }

  begin(): Transaction {
    const id = randomBytes(16).toString('hex')
    const timer = setTimeout(() => {
      this.end(transaction)
    }, this.lifetimeMs)
    const transaction: Transaction = { id, snapshot: null, writes: new Map(), held: new Set(), timer }
    this.#open.set(id, transaction)
    return transaction
  }

  /** What other open transactions are about to write in a collection. */
  writesOfOthers(transaction: Transaction, collection: string): StagedWrite[] {
    const others = [...this.#open.values()].filter((other) => other !== transaction)
    return others.flatMap(({ writes }) => [...writes.values()]).filter((write) => write.collection === collection)
  }

  find(id: string, sequence: number): Transaction {
    const transaction = this.#open.get(id)
    if (transaction === undefined) throw transactionGone()
    transaction.snapshot ??= sequence
    return transaction
  }

  end(transaction: Transaction): void {
    clearTimeout(transaction.timer)
    this.#open.delete(transaction.id)
    for (const key of transaction.held) {
      const lock = this.#locks.get(key)
      this.#locks.delete(key)
      for (const wake of lock?.waiters ?? []) wake()
    }
    if (!this.anyOpen) this.whenNoneIsOpen()
  }

  endAll(): void {
    for (const transaction of [...this.#open.values()]) this.end(transaction)
  }

  /** Takes a document for a transaction; whoever comes second, or writes what has changed since, is thrown out. */
  hold(transaction: Transaction, collection: Collection, id: string): void {
    const key = lockKey(collection.name, id)
    if (transaction.held.has(key)) return
    const changedSince = (collection.versions.get(id)?.sequence ?? 0) > (transaction.snapshot ?? 0)
    if (changedSince || this.#locks.has(key)) {
      this.end(transaction)
      throw transactionConflict()
    }
    this.#locks.set(key, { waiters: [] })
    transaction.held.add(key)
  }

  /** Whether any of these documents is held, so that a plain write has to wait. */
  holdsAny(collection: string, ids: readonly string[]): boolean {
    return this.#locks.size > 0 && ids.some((id) => this.#locks.has(lockKey(collection, id)))
  }

  /** Waits until the documents are free. */
  async free(collection: string, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      for (let lock; (lock = this.#locks.get(lockKey(collection, id))) !== undefined;) await this.#released(lock)
    }
  }

  async #released(lock: Lock): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new DatabaseFailure('DATABASE_REQUEST_FAILED', 'write blocked by a transaction: timed out'))
      }, this.lockWaitMs)
      lock.waiters.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}

export function lockKey(collection: string, id: string): string {
  return `${collection}\0${id}`
}
