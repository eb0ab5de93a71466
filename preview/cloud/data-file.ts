import Database from 'libsql'
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartFailure } from './failures'
import { emptySlot, fill, readSlot, sizeOf, type StoredDocument } from './slot'

/** Raised with every change of the tables or of the slots' form; a file with a greater number is not touched. */
const format = 1
const applicationId = 0x4c545231

/** How soon after a write that dropped something the log is emptied. Several such writes share one emptying. */
const scrubAfterMs = 30

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
    this.#sql.addCollection.run(name)
  }

  setting(name: string): string | undefined {
    const row = this.#sql.setting.get(name) as { value: string } | undefined
    return row?.value
  }

  setSetting(name: string, value: string): void {
    this.#sql.setSetting.run(name, value)
  }

  /** Erases every document and collection; settings stay. */
  clear(): void {
    this.#database.exec('BEGIN IMMEDIATE; DELETE FROM slots; DELETE FROM collections; COMMIT')
    this.#slots.clear()
    this.#free.clear()
    this.#nextRow = 1
    this.#database.exec('VACUUM')
    this.scrub()
  }

  #scrubSoon(): void {
    this.#scrub ??= setTimeout(() => {
      this.scrub()
    }, scrubAfterMs)
  }

  /** Brings the log into the file and empties it, so that nothing overwritten can be read any more. */
  scrub(): void {
    if (this.#scrub !== null) clearTimeout(this.#scrub)
    this.#scrub = null
    const result = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
    if (result.busy !== 0) this.#scrubSoon()
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
    setting: database.prepare('SELECT value FROM settings WHERE name = ?'),
    setSetting: database.prepare('INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'),
  }
}

function dropUnfinished(path: string): void {
  const journal = `${path}-journal`
  if (!existsSync(path) || (statSync(path).size > 0 && !existsSync(journal))) return
  rmSync(path)
  rmSync(journal, { force: true })
}

function create(path: string): void {
  if (existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0) {
    throw new StartFailure(
      `数据文件 ${path} 不见了，但它的日志还在。请把数据文件放回原处，或用 DATA_DIR 指定一个空文件夹再启动。`,
    )
  }
  const database = new Database(path)
  database.exec(`
    BEGIN EXCLUSIVE;
    CREATE TABLE slots (row INTEGER PRIMARY KEY, body BLOB NOT NULL);
    CREATE TABLE collections (name TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    PRAGMA application_id = ${String(applicationId)};
    PRAGMA user_version = ${String(format)};
    COMMIT;
  `)
  database.close()
}

interface Inspected {
  rows: { row: number; size: number; document: StoredDocument | null }[]
  collections: string[]
}

/** Reads everything from a copy of the file and its log, and removes the copy again. */
function inspect(path: string): Inspected {
  const folder = mkdtempSync(join(dirname(path), 'check-'))
  const copy = join(folder, 'copy.db')
  const copied = ['', '-wal', '-journal'].filter((part) => existsSync(path + part))
  try {
    for (const part of copied) copyFileSync(path + part, copy + part)
    return readAll(copy, path)
  } finally {
    // Windows does not remove what is still open somewhere; emptied it says nothing, and the next start removes it.
    for (const part of copied) if (existsSync(copy + part)) truncateSync(copy + part)
    rmSync(folder, { recursive: true, force: true, maxRetries: 0 })
  }
}

function readAll(copy: string, path: string): Inspected {
  let database: Database.Database | undefined
  try {
    database = new Database(copy)
    const version = pragmaNumber(database, 'user_version')
    if (pragmaNumber(database, 'application_id') !== applicationId) throw corrupt(path)
    if (version > format) throw newer(path, version)
    const check = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
    if (check.quick_check !== 'ok') throw corrupt(path)
    const stored = database.prepare('SELECT row, body FROM slots').all() as { row: number; body: Buffer }[]
    const names = database.prepare('SELECT name FROM collections').all() as { name: string }[]
    return {
      rows: stored.map(({ row, body }) => ({ row, size: body.byteLength, document: readSlot(Buffer.from(body)) })),
      collections: names.map(({ name }) => name),
    }
  } catch (error) {
    throw error instanceof StartFailure ? error : corrupt(path)
  } finally {
    database?.close()
  }
}

function pragmaNumber(database: Database.Database, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0])
}

function corrupt(path: string): StartFailure {
  return new StartFailure(
    `数据文件 ${path} 已损坏或不是本程序写的，没有改动它。请先备份，再删除该文件，或用 DATA_DIR 指定一个空文件夹重新启动。`,
  )
}

function newer(path: string, version: number): StartFailure {
  return new StartFailure(
    `数据文件 ${path} 由更新的版本写成（格式 ${String(version)}，本程序只认识到 ${String(format)}），没有改动它。请更新本程序，或用 DATA_DIR 指定另一个文件夹。`,
  )
}
