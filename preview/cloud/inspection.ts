import Database from 'libsql'
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDiskFailure } from './disk'
import { StartFailure } from './failures'
import { isHeaderSound } from './header'
import { readSlot, type StoredDocument } from './slot'

/**
 * Raised with every change of the tables, of the slots' form, or of what functions need to find in the documents: a file
 * with another number is not touched.
 */
const format = 2
const applicationId = 0x4c545231

/** Removes a file whose making was cut short: it is empty, or its first transaction was never finished. */
export function dropUnfinished(path: string): void {
  const journal = `${path}-journal`
  if (!existsSync(path) || (statSync(path).size > 0 && !existsSync(journal))) return
  rmSync(path)
  rmSync(journal, { force: true })
}

/** Makes an empty data file, in one transaction. */
export function create(path: string): void {
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

/**
 * Reads everything from a copy of the file and its log, and removes the copy again: whatever is wrong with the file,
 * opening it in place could already change it.
 */
export function inspect(path: string): Inspected {
  const folder = mkdtempSync(join(dirname(path), 'check-'))
  const copy = join(folder, 'copy.db')
  const copied = ['', '-wal', '-journal'].filter((part) => existsSync(path + part))
  try {
    for (const part of copied) copyFileSync(path + part, copy + part)
    const log = `${path}-wal`
    if (!isHeaderSound(copy, !existsSync(log) || statSync(log).size === 0)) throw corrupt(path)
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
    if (version !== format) throw otherVersion(path, version)
    const check = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
    if (check.quick_check !== 'ok') throw corrupt(path)
    const stored = database.prepare('SELECT row, body FROM slots').all() as { row: number; body: Buffer }[]
    const names = database.prepare('SELECT name FROM collections').all() as { name: string }[]
    return {
      rows: stored.map(({ row, body }) => ({ row, size: body.byteLength, document: readSlot(Buffer.from(body)) })),
      collections: names.map(({ name }) => name),
    }
  } catch (error) {
    throw error instanceof StartFailure || isDiskFailure(error) ? error : corrupt(path)
  } finally {
    database?.close()
  }
}

function pragmaNumber(database: Database.Database, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>)[0])
}

function corrupt(path: string): StartFailure {
  return new StartFailure(
    `数据文件 ${path} 已损坏或不是本程序写的，没有改动它。请保留或备份所在的文件夹，再用 DATA_DIR 指定一个空文件夹启动。`,
  )
}

function otherVersion(path: string, version: number): StartFailure {
  const [written, remedy] =
    version > format ? ['更新', '请更新本程序，或用 DATA_DIR 指定另一个文件夹。'] : ['较早', OLDER_REMEDY]
  return new StartFailure(
    `数据文件 ${path} 由${written}的版本写成（格式 ${String(version)}，本程序用的是 ${String(format)}），没有改动它。${remedy}`,
  )
}
const OLDER_REMEDY = '请用 DATA_DIR 指定另一个文件夹；里面只有演示数据的，删除它所在的文件夹再启动即可。'
