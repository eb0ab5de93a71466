import { openDocuments } from '../adapters/cloudbase/documents'
import { SCHEMA } from '../app/store/records'
import { beijingText } from '../domain/beijing'
import { readArguments } from './arguments'
import { countNewer } from './collections'
import { close, reopen } from './maintenance'
import { countOlder, migrateAll, MIGRATIONS } from './migrations'
import { Refused, run } from './refused'
import { readSettings } from './settings'
import { databaseAccess, nowAt } from './target'

/**
 * `npm run migrate -- --env ENV [--dry-run]`: brings every record of an earlier form to the one that this version
 * writes. Nobody works meanwhile; cut off anywhere, it is run again and goes on.
 */
const USAGE = 'npm run migrate -- --env ENV [--dry-run]'
const AT_MOST = 3_600_000

const said = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, count]) => `${name} ${String(count)} 条`).join('、')

await run(async () => {
  const { env, flags } = readArguments(process.argv.slice(2), { flags: ['dry-run'], usage: USAGE })
  const settings = readSettings(env, process.env)
  const documents = openDocuments(databaseAccess(settings))
  const now = await nowAt(settings)
  const newer = await countNewer(documents, SCHEMA)
  if (newer.size > 0)
    throw new Refused(
      `这个版本只认到第 ${String(SCHEMA)} 版格式，已经有更新的记录：${said(newer)}。没有改动；请用新的版本。`,
    )
  const older = await countOlder(documents, MIGRATIONS)
  if (older.size === 0) {
    console.log(`所有记录都是第 ${String(SCHEMA)} 版格式，没有需要改动的。`)
    return 0
  }
  console.log(`要换成第 ${String(SCHEMA)} 版格式的：${said(older)}。`)
  if (flags.has('dry-run')) return 0
  await close(documents, settings, 'everything', now + AT_MOST)
  console.log(`维护开始：谁也进不来；最晚到 ${beijingText(now + AT_MOST)} 自动结束。`)
  try {
    const total = await migrateAll(documents, MIGRATIONS, (collection, count) => {
      console.log(`   ${collection}：${String(count)} 条`)
    })
    console.log(`已换 ${String(total)} 条。`)
  } finally {
    await reopen(documents, settings)
    console.log('维护结束。')
  }
  return 0
})
