import { openDocuments, type Documents } from '../adapters/cloudbase/documents'
import { SCHEMA, type ErasureRecord } from '../app/store/records'
import { beijingText, DAY } from '../domain/beijing'
import { readArguments } from './arguments'
import { headerOf, readBackup, type Header } from './backup-file'
import { addToJournal, backupFolder, passphraseOf, readJournal, type Journal } from './backup-folder'
import { COLLECTIONS, countAll, pagesOf } from './collections'
import { fingerprintsOf } from './key-rings'
import { close, reopen } from './maintenance'
import { Refused, run } from './refused'
import { eraseAgain, putBack, type Difference, compareWith } from './restoring'
import { KEY_NAMES, readSettings, type Settings } from './settings'
import { databaseAccess, deploymentContext, nowAt } from './target'

/**
 * `npm run restore -- --env ENV --file FILE`: everything in a backup back into an environment, of which nothing else
 * stays. Nobody gets in until it was compared document by document and everybody who was erased since is erased again.
 */
const USAGE =
  'npm run restore -- --env ENV --file 备份文件 [--over-existing 覆盖现有数据] [--although-expired 用过期的备份] [--without-journal 没有删除记录也恢复]'
/** So long nobody gets in where it is cut off. */
const AT_MOST = DAY

/** What speaks against it, before anything is touched. */
const refuseUnready = (header: Header, settings: Settings, flags: ReadonlySet<string>, now: number): void => {
  if (header.schema > SCHEMA)
    throw new Refused(
      `备份里的记录是第 ${String(header.schema)} 版格式，这个版本只认到第 ${String(SCHEMA)} 版。请用新的版本恢复。`,
    )
  if (Date.parse(header.expiresAt) <= now && !flags.has('although-expired'))
    throw new Refused(
      `这份备份已在 ${beijingText(Date.parse(header.expiresAt))} 过期，里面会有按规定早该删除的信息。确要使用，请加 --although-expired。`,
    )
  const missing = KEY_NAMES.filter((name) => name !== 'SIGN_KEYS').flatMap((name) => {
    const there = fingerprintsOf(name, settings.keys[name]) ?? []
    return (header.keys[name] ?? [])
      .filter(({ id, digest }) => !there.some((key) => key.id === id && key.digest === digest))
      .map(({ id, digest }) => `${name} ${id}(${digest})`)
  })
  if (missing.length > 0)
    throw new Refused(
      `恢复之后打不开：环境 ${settings.name} 没有这些密钥：${missing.join('、')}。备份里没有密钥，请先把它们放回设置并部署。`,
    )
}

/** Everything that was erased as far as it is known: beside the backup, and in the environment itself. */
const journalFor = async (
  documents: Documents,
  header: Header,
  settings: Settings,
  flags: ReadonlySet<string>,
  now: number,
): Promise<Journal> => {
  const folder = backupFolder(process.env)
  const known = readJournal(folder, header.environment)
  const erasures: ErasureRecord[] = []
  for await (const page of pagesOf<ErasureRecord>(documents, 'erasures')) erasures.push(...page)
  const isEmpty = (await documents.count('accounts', { _id: documents.command.gt('') })) === 0
  // An environment that has lost its data no longer knows whom it erased.
  if (header.environment === settings.name && !isEmpty) return addToJournal(folder, settings.name, erasures, now)
  if (known !== undefined) return known
  if (!flags.has('without-journal'))
    throw new Refused(
      `${folder} 里没有环境 ${header.environment} 的删除记录，恢复会让备份之后删除的人又回来。请把它和备份放在一起；确实没有的，加 --without-journal。`,
    )
  return { environment: header.environment, upTo: header.at, erasures: [] }
}

const saidOf = ({ collection, id }: Difference): string => `${collection}/${id}`

await run(async () => {
  const { env, flags, values } = readArguments(process.argv.slice(2), {
    flags: ['over-existing', 'although-expired', 'without-journal'],
    values: ['file'],
    usage: USAGE,
  })
  const { file } = values
  if (file === undefined) throw new Refused(`用法：${USAGE}`)
  const settings = readSettings(env, process.env)
  const [header, passphrase] = [headerOf(file), passphraseOf(process.env)]
  const now = await nowAt(settings)
  refuseUnready(header, settings, flags, now)
  const documents = openDocuments(databaseAccess(settings))
  const unknown = new Set<string>()
  for (const { collection } of readBackup(file, passphrase))
    if (!COLLECTIONS.includes(collection)) unknown.add(collection)
  if (unknown.size > 0) throw new Refused(`备份里有这个版本不认识的集合：${[...unknown].join('、')}。`)
  const there = await countAll(documents)
  if (there > 0 && !flags.has('over-existing'))
    throw new Refused(`环境 ${env} 里已有 ${String(there)} 条记录，恢复会全部删掉。确要覆盖，请加 --over-existing。`)
  const context = await deploymentContext(settings)

  await close(documents, settings, 'everything', now + AT_MOST)
  console.log(`维护开始：谁也进不来。中断了请再运行一次；不管的话，${beijingText(now + AT_MOST)} 会自动打开。`)
  const journal = await journalFor(documents, header, settings, flags, now)
  const restored = await putBack(documents, () => readBackup(file, passphrase))
  const differences = await compareWith(documents, () => readBackup(file, passphrase))
  if (differences.length > 0)
    throw new Refused(
      `有 ${String(differences.length)} 条和备份不一样，例如 ${differences.slice(0, 3).map(saidOf).join('、')}。还没有打开，请再运行一次。`,
    )
  console.log(`已恢复 ${String(restored)} 条记录，逐条比较过，和备份一样（${beijingText(Date.parse(header.at))} 的）。`)
  const erased = await eraseAgain(context, journal)
  console.log(
    `删除记录到 ${beijingText(Date.parse(journal.upTo))}，其中 ${String(erased)} 项在备份里还在，已重新删除。在那以后删除的，这里不知道。`,
  )
  await reopen(documents, settings)
  console.log('维护结束。备份之后登记和办理的都没有了，请通知相关的人。')
  return 0
})
