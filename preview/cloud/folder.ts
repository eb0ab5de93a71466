import Database from 'libsql'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartFailure } from './failures'

/** A data folder that this process alone may use. */
export interface Folder {
  dataFile: string
  /** Whether nobody has ever started here. */
  first: boolean
  /**
   * Development keys, by the name of the environment variable that carries them to the functions. Missing ones are made,
   * unless there are documents that they should open.
   */
  keys(documentsExist: boolean): Record<string, string>
  release: () => void
}

const keyNames = ['SEAL_KEYS', 'TOKEN_KEYS', 'SIGN_KEYS'] as const

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
    keys: (documentsExist) => readKeys(keyFile, documentsExist),
    release,
  }
}

/** A file of its own, so that a second process never comes near the data. */
function lock(path: string): () => void {
  const database = new Database(join(path, 'lock.db'), { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch {
    database.close()
    throw new StartFailure(
      `数据文件夹 ${path} 正被另一个进程使用。请先停止那个进程，或用 DATA_DIR 指定另一个文件夹再启动。`,
    )
  }
  return () => {
    database.exec('ROLLBACK')
    database.close()
  }
}

function readKeys(file: string, documentsExist: boolean): Record<string, string> {
  const exists = existsSync(file)
  if (!exists && documentsExist) {
    throw new StartFailure(
      `开发密钥 ${file} 不见了，没有它已有的数据无法解密。请把它放回原处，或用 DATA_DIR 指定一个空文件夹。`,
    )
  }
  const known = exists ? parseKeys(file) : {}
  const missing = keyNames.filter((name) => known[name] === undefined)
  if (missing.length === 0) return known
  const keys = { ...known }
  for (const name of missing) keys[name] = `k1:${randomBytes(32).toString('base64')}`
  writeFileSync(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return keys
}

function parseKeys(file: string): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (
      typeof parsed === 'object' &&
      parsed !== null &&
      Object.values(parsed).every((key) => typeof key === 'string')
    ) {
      return parsed as Record<string, string>
    }
  } catch {
    // Said below, as for a file that is JSON but holds something else.
  }
  throw new StartFailure(`开发密钥 ${file} 无法读取，没有改动它。请修复它，或用 DATA_DIR 指定一个空文件夹。`)
}
