import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import type { ErasureRecord } from '../app/store/records'
import { headerOf } from './backup-file'
import { Refused } from './refused'

const project = fileURLToPath(new URL('../..', import.meta.url))
const PASSPHRASE_AT_LEAST = 16
const ENDING = '.backup'

/** Where backups lie, and the journals of erasures beside them: `backups/`, which git does not take, or `BACKUP_DIR`. */
export const backupFolder = (env: NodeJS.ProcessEnv): string => path.resolve(project, env['BACKUP_DIR'] ?? 'backups')

/** By which backups are encrypted; it is in the environment alone. */
export const passphraseOf = (env: NodeJS.ProcessEnv): string => {
  const given = env['BACKUP_PASSPHRASE'] ?? ''
  if (given.length < PASSPHRASE_AT_LEAST)
    throw new Refused(
      `请把备份口令放进环境变量 BACKUP_PASSPHRASE，至少 ${String(PASSPHRASE_AT_LEAST)} 个字符，和密钥分开保管：丢了它，备份就打不开。`,
    )
  return given
}

export const backupPath = (folder: string, environment: string, at: number): string => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return path.join(folder, `${environment}-${new Date(at).toISOString().replaceAll(/[:.]/gu, '')}${ENDING}`)
}

/** Deletes the backups of an environment that have run out, and what was begun and never finished; which. */
export const dropExpired = (folder: string, environment: string, now: number): string[] => {
  if (!existsSync(folder)) return []
  const dropped: string[] = []
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    if (name.startsWith(`${environment}-`) && name.endsWith(`${ENDING}.new`)) rmSync(file)
    if (!name.endsWith(ENDING)) continue
    const header = headerOf(file)
    if (header.environment !== environment || Date.parse(header.expiresAt) > now) continue
    rmSync(file)
    dropped.push(name)
  }
  return dropped
}

const Journal = v.object({
  environment: v.string(),
  /** Everything that was erased until then is in it. */
  upTo: v.pipe(v.string(), v.isoTimestamp()),
  erasures: v.array(v.object({ id: v.string(), what: v.picklist(['account', 'transfer']), at: v.string() })),
})
export type Journal = v.InferOutput<typeof Journal>

const journalPath = (folder: string, environment: string): string => path.join(folder, `${environment}.erasures.json`)

/** The journal of erasures of an environment: ids and instants; undefined where there is none. */
export const readJournal = (folder: string, environment: string): Journal | undefined => {
  const file = journalPath(folder, environment)
  if (!existsSync(file)) return undefined
  try {
    return v.parse(Journal, JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new Refused(`${file} 读不出来。没有它就不知道备份之后删除过谁；请从另一份里放回来。`)
  }
}

/** Adds to the journal what is known in the environment now. Nothing ever leaves it. */
export const addToJournal = (
  folder: string,
  environment: string,
  erasures: readonly ErasureRecord[],
  upTo: number,
): Journal => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const known = new Map((readJournal(folder, environment)?.erasures ?? []).map((one) => [one.id, one]))
  for (const { _id, what, at } of erasures)
    if (!known.has(_id)) known.set(_id, { id: _id, what, at: new Date(at).toISOString() })
  const journal: Journal = { environment, upTo: new Date(upTo).toISOString(), erasures: [...known.values()] }
  const file = journalPath(folder, environment)
  writeFileSync(`${file}.new`, `${JSON.stringify(journal, null, 1)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return journal
}
