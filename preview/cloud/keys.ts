import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { StartFailure } from './failures'

export const keyNames = ['SEAL_KEYS', 'TOKEN_KEYS', 'SIGN_KEYS'] as const
/** As the functions read them: `id:base64` of 32 bytes, separated by commas. */
const form = /^[a-z0-9]{1,16}:[A-Za-z0-9+/]{43}=(?:,[a-z0-9]{1,16}:[A-Za-z0-9+/]{43}=)*$/

/** Fingerprints of the keys that a data folder was last opened with, by their names. */
type Fingerprints = { [name: string]: string[] }

export interface KeyRing {
  /** By the name of the environment variable that carries them to the functions. */
  keys: Record<string, string>
  /** What the data file shall remember of them. */
  remembered: string
}

/**
 * Reads the development keys of a data folder. Missing ones are made, unless there are documents that they should open;
 * others than those that the documents were written with are refused, and no file is touched.
 */
export function readKeyRing(file: string, documentsExist: boolean, remembered: string | undefined): KeyRing {
  const exists = existsSync(file)
  if (!exists && documentsExist) throw missing(file)
  const keys = exists ? parse(file) : {}
  const known = fingerprintsOf(remembered)
  if (documentsExist) assertSame(file, keys, known)
  const made = keyNames.filter((name) => keys[name] === undefined)
  for (const name of made) keys[name] = `k1:${randomBytes(32).toString('base64')}`
  if (made.length > 0) {
    writeFileSync(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  const prints = Object.fromEntries(keyNames.map((name) => [name, printsOf(keys[name] ?? '')]))
  return { keys, remembered: JSON.stringify(prints) }
}

/** Of each kind one key at least is one that was there before: keys are exchanged one after the other, never all at once. */
function assertSame(file: string, keys: Record<string, string>, known: Fingerprints): void {
  if (keyNames.every((name) => keys[name] === undefined)) throw missing(file)
  for (const name of keyNames) {
    const before = known[name]
    if (before === undefined) continue
    const now = keys[name]
    if (now === undefined) throw missing(file)
    if (!printsOf(now).some((print) => before.includes(print))) {
      throw new StartFailure(
        `开发密钥 ${file} 不是这个数据文件夹的，用它无法解密已有的数据，没有改动任何文件。请放回原来的密钥，或用 DATA_DIR 指定一个空文件夹。`,
      )
    }
  }
}

function missing(file: string): StartFailure {
  return new StartFailure(
    `开发密钥 ${file} 不见了或不完整，没有它已有的数据无法解密，没有改动任何文件。请把它放回原处，或用 DATA_DIR 指定一个空文件夹。`,
  )
}

function printsOf(keys: string): string[] {
  return keys.split(',').map((key) => createHash('sha256').update(key.trim()).digest('base64url').slice(0, 22))
}

function fingerprintsOf(remembered: string | undefined): Fingerprints {
  return remembered === undefined ? {} : (JSON.parse(remembered) as Fingerprints)
}

function parse(file: string): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      const known = Object.entries(parsed as Record<string, unknown>)
      if (known.every(([, key]) => typeof key === 'string' && form.test(key)))
        return Object.fromEntries(known) as Record<string, string>
    }
  } catch {
    // Said below, as for a file that is JSON but holds something else.
  }
  throw new StartFailure(`开发密钥 ${file} 无法读取，没有改动它。请修复它，或用 DATA_DIR 指定一个空文件夹。`)
}
