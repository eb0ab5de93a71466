import path from 'node:path'
import { openDocuments, type Documents } from '../adapters/cloudbase/documents'
import { SCHEMA, type ErasureRecord } from '../app/store/records'
import { beijingText, DAY } from '../domain/beijing'
import { readArguments } from './arguments'
import { readBackup, writeBackup } from './backup-file'
import { addToJournal, backupFolder, backupPath, dropExpired, passphraseOf } from './backup-folder'
import { COLLECTIONS, pagesOf } from './collections'
import { fingerprintsOf, spelled } from './key-rings'
import { close, reopen } from './maintenance'
import { Refused, run } from './refused'
import { KEY_NAMES, readSettings, type Settings } from './settings'
import { databaseAccess, nowAt } from './target'

/**
 * `npm run backup -- --env ENV [--journal | --prune]`: everything in the database into one encrypted file, of one moment:
 * while it is made the functions take no writes. Beside it lies the journal of erasures, which `--journal` alone brings
 * up to date. Backups run out after 30 days, and `--prune` deletes those that have.
 */
const USAGE = 'npm run backup -- --env ENV [--journal 只更新删除记录 | --prune 只删除过期的备份]'
const KEPT_FOR = 30 * DAY
const MINUTE = 60_000
const AT_MOST = 20 * MINUTE

/** The journal, with what was erased until this instant. */
const updateJournal = async (documents: Documents, folder: string, env: string, now: number): Promise<void> => {
  const erasures: ErasureRecord[] = []
  for await (const page of pagesOf<ErasureRecord>(documents, 'erasures')) erasures.push(...page)
  const journal = addToJournal(folder, env, erasures, now)
  console.log(`删除记录已更新到 ${beijingText(now)}，共 ${String(journal.erasures.length)} 条（只有编号和时间）。`)
}

const writeAll = async (documents: Documents, settings: Settings, file: string, at: number): Promise<void> => {
  const keys = Object.fromEntries(KEY_NAMES.map((name) => [name, fingerprintsOf(name, settings.keys[name]) ?? []]))
  const writer = writeBackup(file, passphraseOf(process.env), {
    environment: settings.name,
    envId: settings.envId,
    at: new Date(at).toISOString(),
    expiresAt: new Date(at + KEPT_FOR).toISOString(),
    schema: SCHEMA,
    keys,
  })
  try {
    for (const collection of COLLECTIONS)
      for await (const page of pagesOf(documents, collection)) writer.add(collection, page)
    if ((await nowAt(settings)) > at + AT_MOST) throw new Refused('备份用的时间太长，维护已自动结束，这一份没有留下。')
    writer.finish()
  } finally {
    writer.giveUp()
  }
}

const backUp = async (documents: Documents, settings: Settings, folder: string, now: number): Promise<void> => {
  passphraseOf(process.env)
  const file = backupPath(folder, settings.name, now)
  await close(documents, settings, 'writes', now + AT_MOST)
  console.log(`维护开始：可以看，不能办；最晚到 ${beijingText(now + AT_MOST)} 自动结束。`)
  try {
    await updateJournal(documents, folder, settings.name, now)
    await writeAll(documents, settings, file, now)
  } finally {
    await reopen(documents, settings)
    console.log('维护结束。')
  }
  let total = 0
  for (const { documents: batch } of readBackup(file, passphraseOf(process.env))) total += batch.length
  console.log(`已备份 ${String(COLLECTIONS.length)} 个集合、${String(total)} 条记录，并重新读过一遍：${file}`)
  console.log(`有效到 ${beijingText(now + KEPT_FOR)}，之后请删除。`)
  console.log('备份里没有：密钥、备份口令、云存储里等人下载的文件。恢复时要有这些密钥：')
  for (const name of KEY_NAMES) console.log(`  ${name}：${spelled(fingerprintsOf(name, settings.keys[name]) ?? [])}`)
}

await run(async () => {
  const { env, flags } = readArguments(process.argv.slice(2), { flags: ['journal', 'prune'], usage: USAGE })
  const folder = backupFolder(process.env)
  const settings = readSettings(env, process.env)
  const now = await nowAt(settings)
  const documents = openDocuments(databaseAccess(settings))
  if (flags.has('journal')) await updateJournal(documents, folder, env, now)
  else if (!flags.has('prune')) await backUp(documents, settings, folder, now)
  if (flags.has('journal')) return 0
  const dropped = dropExpired(folder, env, now)
  console.log(
    dropped.length === 0 ? `${path.basename(folder)} 里没有过期的备份。` : `已删除过期的备份：${dropped.join('、')}`,
  )
  return 0
})
