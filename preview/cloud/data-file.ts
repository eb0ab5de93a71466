import Database from 'libsql'
import { existsSync } from 'node:fs'
import { DiskFull, isDiskFailure } from './disk'
import { create, dropUnfinished, inspect } from './inspection'
import { emptySlot, fill, sizeOf, type StoredDocument } from './slot'

/** What a document may well need. */
const probeBytes = 64 * 1024

/**
 * How soon after a write that dropped something the log is emptied. Writes that follow each other share one emptying, but
 * none waits for longer than the second.
 */
const scrubAfterMs = 30
const scrubWithinMs = 250

export interface Change {
  collection: string
  id: string
  /** The document's text; `null` erases it. */
  text: string | null
}

interface Slot {
  row: number
  size: number
}

/**
 * The file that makes documents durable: every `write` is on disk, whole, before it returns.
 *
 * A document lies in a slot of fixed size that is overwritten in place and never moves. SQLite's `secure_delete` wipes
 * freed space, but not the copies that rebalancing a page leaves in its gap; slots that never change size are never
 * rebalanced. What was overwritten survives only in the write-ahead log, which is truncated soon after.
 */
export class DataFile {
  readonly #database: Database.Database
  readonly #slots = new Map<string, Slot>()
  readonly #free = new Map<number, number[]>()
  readonly #sql: ReturnType<typeof statements>
  #nextRow = 1
  #scrub: NodeJS.Timeout | null = null
  /** When the log has to be empty again. */
  #scrubBy = 0
  #bulk = false
  /** The last write found no room. */
  #full = false

  private constructor(database: Database.Database) {
    this.#database = database
    this.#sql = statements(database)
  }

  /**
   * Opens or creates the file. It is read and checked as a copy first, so that a corrupt file, or one of a newer
   * version, is refused without a byte of it changed. `first`: no start in this folder has ever got past this point, so
   * that a file with nothing in it is one whose making was cut short.
   */
  static open(path: string, first: boolean): { file: DataFile; documents: StoredDocument[]; collections: string[] } {
    if (first) dropUnfinished(path)
    if (!existsSync(path)) create(path)
    const { rows, collections } = inspect(path)
    const database = new Database(path)
    database.pragma('journal_mode=WAL')
    database.pragma('synchronous=FULL')
    database.pragma('secure_delete=ON')
    const file = new DataFile(database)
    const documents = rows.flatMap(({ row, size, document }) => file.#adopt(row, size, document) ?? [])
    return { file, documents, collections }
  }

  #adopt(row: number, size: number, document: StoredDocument | null): StoredDocument | null {
    this.#nextRow = Math.max(this.#nextRow, row + 1)
    if (document === null) this.#release({ row, size })
    else this.#slots.set(slotKey(document.collection, document.id), { row, size })
    return document
  }

  /** Writes all changes or none; on return they survive a crash of the process and of the machine. */
  write(changes: Change[]): void {
    this.#guarded(() => {
      this.#writeAll(changes)
    })
  }

  /** Whether documents can be written. Where the last one found no room, it is tried again. */
  get writable(): boolean {
    if (!this.#full) return true
    try {
      this.setSetting('probe', 'x'.repeat(probeBytes))
      this.setSetting('probe', '')
    } catch (error) {
      if (!isDiskFailure(error)) throw error
    }
    return !this.#full
  }

  #guarded(act: () => void): void {
    try {
      act()
      this.#full = false
    } catch (error) {
      if (!isDiskFailure(error)) throw error
      this.#full = true
      throw new DiskFull()
    }
  }

  /** Lets the file grow no further, as a full disk does; `null` lets it again. */
  limitPages(most: number | null): void {
    const now = this.#database.prepare('PRAGMA page_count').get() as { page_count: number }
    this.#database.pragma(`max_page_count = ${String(most === null ? 2 ** 30 : now.page_count + most)}`)
  }

  #writeAll(changes: Change[]): void {
    const undo: (() => void)[] = []
    this.#sql.begin.run()
    try {
      for (const change of changes) this.#put(change, undo)
      this.#sql.commit.run()
    } catch (error) {
      if (this.#database.inTransaction) this.#sql.rollback.run()
      for (const step of undo.reverse()) step()
      throw error
    }
  }

  #put({ collection, id, text }: Change, undo: (() => void)[]): void {
    const key = slotKey(collection, id)
    const old = this.#slots.get(key)
    const size = text === null ? 0 : sizeOf(collection, id, text)
    let slot = old
    if (old !== undefined) this.#scrubSoon()
    if (old !== undefined && old.size !== size) {
      this.#sql.overwrite.run(emptySlot(old.size), old.row)
      this.#slots.delete(key)
      this.#release(old)
      slot = undefined
      undo.push(() => {
        this.#free.get(old.size)?.pop()
        this.#slots.set(key, old)
      })
    }
    if (text === null) return
    const body = fill(size, collection, id, text)
    if (slot !== undefined) {
      this.#sql.overwrite.run(body, slot.row)
      return
    }
    const row = this.#free.get(size)?.pop()
    const taken = { row: row ?? this.#nextRow++, size }
    if (row === undefined) this.#sql.append.run(taken.row, body)
    else this.#sql.overwrite.run(body, row)
    this.#slots.set(key, taken)
    undo.push(() => {
      this.#slots.delete(key)
      if (row !== undefined) this.#release(taken)
      else this.#nextRow--
    })
  }

  #release({ row, size }: Slot): void {
    const rows = this.#free.get(size)
    if (rows === undefined) this.#free.set(size, [row])
    else rows.push(row)
  }

  addCollection(name: string): void {
    this.#guarded(() => {
      this.#sql.addCollection.run(name)
    })
  }

  dropCollection(name: string): void {
    this.#sql.dropCollection.run(name)
  }

  setting(name: string): string | undefined {
    const row = this.#sql.setting.get(name) as { value: string } | undefined
    return row?.value
  }

  setSetting(name: string, value: string): void {
    this.#guarded(() => {
      this.#sql.setSetting.run(name, value)
    })
  }

  /** Erases every document and collection; settings stay. */
  clear(): void {
    this.#guarded(() => {
      this.#database.exec('BEGIN IMMEDIATE; DELETE FROM slots; DELETE FROM collections; COMMIT')
    })
    this.#slots.clear()
    this.#free.clear()
    this.#nextRow = 1
    this.#guarded(() => {
      this.#database.exec('VACUUM')
      this.scrub()
    })
  }

  /**
   * Lets many writes through that need to be durable only together, at the end: each is still whole or absent after a
   * crash, but none waits for the disk.
   */
  async inBulk<T>(act: () => Promise<T>): Promise<T> {
    this.#bulk = true
    this.#database.pragma('synchronous=NORMAL')
    try {
      return await act()
    } finally {
      this.#bulk = false
      this.#database.pragma('synchronous=FULL')
      this.scrub()
    }
  }

  #scrubSoon(): void {
    if (this.#bulk) return
    const now = performance.now()
    if (this.#scrub !== null) {
      if (now + scrubAfterMs < this.#scrubBy) this.#scrub.refresh()
      return
    }
    this.#scrubBy = now + scrubWithinMs
    this.#scrub = setTimeout(() => {
      this.scrub()
    }, scrubAfterMs)
  }

  /** Brings the log into the file and empties it, so that nothing overwritten can be read any more. */
  scrub(): void {
    if (this.#scrub !== null) clearTimeout(this.#scrub)
    this.#scrub = null
    try {
      const result = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
      if (result.busy !== 0) this.#scrubSoon()
    } catch (error) {
      // The log keeps what it holds until there is room.
      if (!isDiskFailure(error)) throw error
      this.#full = true
    }
  }

  close(): void {
    this.scrub()
    if (this.#scrub !== null) clearTimeout(this.#scrub)
    this.#database.close()
  }
}

function slotKey(collection: string, id: string): string {
  return `${collection}\0${id}`
}

function statements(database: Database.Database) {
  return {
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    rollback: database.prepare('ROLLBACK'),
    append: database.prepare('INSERT INTO slots VALUES (?, ?)'),
    overwrite: database.prepare('UPDATE slots SET body = ? WHERE row = ?'),
    addCollection: database.prepare('INSERT OR IGNORE INTO collections VALUES (?)'),
    dropCollection: database.prepare('DELETE FROM collections WHERE name = ?'),
    setting: database.prepare('SELECT value FROM settings WHERE name = ?'),
    setSetting: database.prepare('INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'),
  }
}
