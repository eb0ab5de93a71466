import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildFunctions } from '../build/build'
import { FUNCTION_NAMES } from '../build/functions'
import { readArguments } from './arguments'
import { checkAccess, checkCollections, checkFunctions, lookingThrough } from './checks/environment'
import { anyDiffers, tableOf } from './findings'
import { managementOf, type Management } from './management'
import { Refused, run } from './refused'
import { keepRelease, releasesFolder } from './releases'
import { LOCAL, readSettings, settingsFile, type Settings } from './settings'
import { carryOut, type Outcome } from './stage'
import { collectionsStage } from './stages/collections'
import { functionsStage } from './stages/functions'
import { permissionsStage } from './stages/permissions'
import { digestOf } from './wanted'

/**
 * `npm run deploy -- --env ENV [--dry-run]`: brings an environment to what this checkout needs, and changes nothing
 * that is already so. A rehearsal says each change and makes none; it needs no account, and then supposes an empty
 * environment.
 */
const USAGE = 'npm run deploy -- --env ENV [--dry-run]'
const project = fileURLToPath(new URL('../..', import.meta.url))

const say = (line: string): void => {
  console.log(line)
}

/** What has to be known before anything is touched. */
const refuseUnready = (settings: Settings, file: string): void => {
  const { credentials, keys, province, name } = settings
  if (credentials === undefined)
    throw new Refused(
      `没有腾讯云的密钥。请放进环境变量 TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY，或写进 ${file} 的 secretId、secretKey。`,
    )
  if (keys.SEAL_KEYS === undefined || keys.TOKEN_KEYS === undefined || (province && keys.SIGN_KEYS === undefined))
    throw new Refused(`还没有加密用的密钥。请先运行：npm run deploy:keys -- --env ${name}`)
}

const closing = ({ done, stopped }: Outcome, rehearsal: boolean): string => {
  if (stopped === undefined) {
    if (rehearsal) return `预演完毕：真的运行会做上面这 ${String(done)} 件事。`
    return done === 0 ? '没有需要改动的地方。' : `完成，共改动 ${String(done)} 处。`
  }
  const { stage, change, why } = stopped
  const where = change === undefined ? `“${stage}”这一步` : `“${change}”`
  return `停在${where}：${why}\n已经做完的 ${String(done)} 处都算数；处理好之后再运行一次，会从这里接着做。`
}

/** Reads everything back once more: what was set is one thing, what is there another. */
const checkSettings = async (management: Management, built: string): Promise<number> => {
  const looking = lookingThrough(management)
  const codes = new Map(FUNCTION_NAMES.map((name) => [name, digestOf(path.join(built, name))]))
  const findings = [
    ...(await checkCollections(looking)),
    ...(await checkAccess(looking)),
    ...(await checkFunctions(looking, codes)),
  ]
  const chapters = [{ title: '读回核对', findings }]
  say(`\n${tableOf(chapters)}`)
  say('\n五分钟后请再运行 npm run deploy:check：它还会试定时任务、权限和对平台的假设。')
  return anyDiffers(chapters) ? 1 : 0
}

await run(async () => {
  const { env, flags } = readArguments(process.argv.slice(2), { flags: ['dry-run'], usage: USAGE })
  const rehearsal = flags.has('dry-run')
  if (env === LOCAL) throw new Refused('本地云用 npm start 启动，不用部署。')
  const settings = readSettings(env, process.env)
  if (!rehearsal) refuseUnready(settings, settingsFile(process.env))
  const built = path.join(project, 'dist', 'cloudfunctions')
  await buildFunctions(built)

  say(`${rehearsal ? '预演' : '部署到'}环境 ${env}（${settings.envId}）${settings.trial ? '，试用' : ''}`)
  if (settings.credentials === undefined) say('没有账号：按一个还空着的环境来说。')
  if (settings.keys.SEAL_KEYS === undefined)
    say('还没有密钥：真的部署之前要先运行 deploy:keys，它们会进函数的环境变量。')
  const management = managementOf(settings)
  const stages = [
    collectionsStage(management),
    permissionsStage(management),
    functionsStage(management, settings, built),
  ]
  const outcome = await carryOut(stages, { rehearsal, say })
  if (!rehearsal && outcome.stopped === undefined) keepRelease(releasesFolder(process.env, env), built, Date.now())
  say(closing(outcome, rehearsal))
  if (outcome.stopped !== undefined) return 1
  return rehearsal ? 0 : checkSettings(management, built)
})
