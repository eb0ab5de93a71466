import Database from 'libsql'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cannotStart, isDiskFailure } from './disk'
import { StartFailure } from './failures'

/** A data folder that this process alone may use. */
export interface Folder {
  dataFile: string
  /** Whether nobody has ever started here. */
  first: boolean
  /** Where the development keys lie. */
  keyFile: string
  release: () => void
}

/** Takes the folder, making it when it is new. The lock is the system's and dies with the process. */
export function takeFolder(path: string): Folder {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch {
    throw new StartFailure(`无法建立数据文件夹 ${path}。请用 DATA_DIR 指定一个可以写入的文件夹。`)
  }
  const release = lock(path)
  for (const name of readdirSync(path)) {
    if (name.startsWith('check-')) rmSync(join(path, name), { recursive: true, force: true })
  }
  const keyFile = join(path, 'keys.json')
  return {
    dataFile: join(path, 'data.db'),
    first: !existsSync(keyFile),
    keyFile,
    release,
  }
}

function openLock(path: string): Database.Database {
  try {
    return new Database(join(path, 'lock.db'), { timeout: 0 })
  } catch (error) {
    throw isDiskFailure(error) ? cannotStart(path) : error
  }
}

/** A file of its own, so that a second process never comes near the data. */
function lock(path: string): () => void {
  const database = openLock(path)
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (isDiskFailure(error)) throw cannotStart(path)
    throw new StartFailure(
      `数据文件夹 ${path} 正被另一个进程使用。请先停止那个进程，或用 DATA_DIR 指定另一个文件夹再启动。`,
    )
  }
  return () => {
    database.exec('ROLLBACK')
    database.close()
  }
}
