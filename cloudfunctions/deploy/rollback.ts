import { openDocuments } from '../adapters/cloudbase/documents'
import { FUNCTION_NAMES } from '../build/functions'
import { beijingText } from '../domain/beijing'
import { readArguments } from './arguments'
import { countNewer } from './collections'
import { managementOf, type Management } from './management'
import { Refused, run } from './refused'
import { releaseBefore, releasesFolder, releasesIn } from './releases'
import { LOCAL, readSettings } from './settings'
import { carryOut } from './stage'
import { functionsStage } from './stages/functions'
import { databaseAccess } from './target'
import { CODE } from './wanted'

/**
 * `npm run rollback -- --env ENV [--dry-run]`: the functions of the version before, as this desk deployed them. It is
 * refused where there are records already that they cannot read. Data, indexes and pages stay as they are.
 */
const USAGE = 'npm run rollback -- --env ENV [--dry-run]'

const runningDigests = async (management: Management): Promise<Record<string, string>> => {
  const found: Record<string, string> = {}
  for (const name of FUNCTION_NAMES) found[name] = (await management.functionState(name))?.environment[CODE] ?? ''
  return found
}

await run(async () => {
  const { env, flags } = readArguments(process.argv.slice(2), { flags: ['dry-run'], usage: USAGE })
  if (env === LOCAL) throw new Refused('本地云用 npm start 启动，要退回就换一个版本再启动。')
  const settings = readSettings(env, process.env)
  const documents = openDocuments(databaseAccess(settings))
  const folder = releasesFolder(process.env, env)
  const management = managementOf(settings)
  const before = releaseBefore(releasesIn(folder), await runningDigests(management))
  if (before === undefined)
    throw new Refused(
      `${folder} 里没有正在运行的版本的上一版。退不回去：请在那台部署过的电脑上运行，或者取出原来的代码，用 npm run deploy 部署。`,
    )
  const newer = await countNewer(documents, before.schema)
  if (newer.size > 0)
    throw new Refused(
      `不能退回：已经有上一版读不了的记录：${[...newer].map(([name, count]) => `${name} ${String(count)} 条`).join('、')}。没有改动。`,
    )
  const rehearsal = flags.has('dry-run')
  const say = (line: string): void => {
    console.log(line)
  }
  say(`${rehearsal ? '预演退回' : '退回'}到 ${beijingText(Date.parse(before.at))} 部署的版本`)
  const { done, stopped } = await carryOut([functionsStage(management, settings, before.built)], { rehearsal, say })
  if (stopped !== undefined) {
    say(
      `停在“${stopped.change ?? stopped.stage}”：${stopped.why}\n处理好之后再运行 npm run deploy 或 npm run rollback。`,
    )
    return 1
  }
  say(`完成，共改动 ${String(done)} 处。页面没有退回：在微信公众平台的“版本管理”里选上一个版本。`)
  return 0
})
