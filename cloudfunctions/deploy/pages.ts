import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ENVIRONMENT } from '../../miniprogram/environment'
import { packNpm } from '../build/pack-npm'
import { layPages } from '../build/pages'
import { readArguments } from './arguments'
import { pagesFit } from './pages-fit'
import { uploadLine } from './upload-line'
import { Refused, run } from './refused'
import { LOCAL, readSettings, settingsFile, type Settings } from './settings'

/**
 * `npm run deploy:pages -- --env ENV [--dry-run]`: builds the pages for one environment, looks at them with WeChat's own
 * compilers, and uploads them with WeChat's own tool. A rehearsal needs neither network nor key.
 */
const USAGE = 'npm run deploy:pages -- --env ENV [--dry-run] [--version 1.2.3]'
/** WeChat's tool, exactly; with a thousand packages of its own it is no dependency of this project. */
const TOOL = { name: 'miniprogram-ci', version: '2.1.42' } as const
const project = fileURLToPath(new URL('../..', import.meta.url))
const tools = path.join(project, '.deploy')

const toolVersion = (): string | undefined => {
  const file = path.join(tools, 'node_modules', TOOL.name, 'package.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : undefined
}

const started = (command: string, line: readonly string[]): boolean =>
  spawnSync(command, line, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0

/** Installs WeChat's tool into a folder that git does not take, unless exactly that is there. */
const installTool = (): string => {
  if (toolVersion() !== TOOL.version) {
    mkdirSync(tools, { recursive: true })
    const what = `${TOOL.name}@${TOOL.version}`
    console.log(`安装微信的上传工具 ${what}（只在第一次，约 275 MB）`)
    if (!started('npm', ['install', '--prefix', tools, '--no-save', '--no-audit', '--no-fund', what]))
      throw new Refused('微信的上传工具没有装成，请看上面的原因。')
  }
  return path.join(tools, 'node_modules', '.bin', TOOL.name)
}

/** The file of the upload key; refuses before anything is built. */
const keyOf = ({ uploadKey }: Settings): string => {
  const key = uploadKey === undefined ? undefined : path.resolve(path.dirname(settingsFile(process.env)), uploadKey)
  if (key === undefined || !existsSync(key))
    throw new Refused(
      '没有上传密钥。请在小程序管理后台（开发管理 → 开发设置 → 小程序代码上传）下载，把文件名写进设置的 uploadKey。',
    )
  return key
}

const upload = (target: string, settings: Settings, key: string, version: string): void => {
  if (!started(installTool(), uploadLine(target, settings, key, version)))
    throw new Refused('没有上传成功，请看上面的原因。')
}

const packageVersion = (): string =>
  (JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as { version: string }).version

await run(async () => {
  const { env, flags, values } = readArguments(process.argv.slice(2), {
    flags: ['dry-run'],
    values: ['version'],
    usage: USAGE,
  })
  if (env === LOCAL) throw new Refused('本地的页面由 npm start 显示，不用上传。')
  const rehearsal = flags.has('dry-run')
  const settings = readSettings(env, process.env)
  const { envId, trial, appid, university = ENVIRONMENT.university, body = ENVIRONMENT.body } = settings
  if (appid === undefined && !rehearsal)
    throw new Refused(`设置里没有环境 ${env} 的 appid（${settingsFile(process.env)}），页面不知道属于哪个小程序。`)

  const key = rehearsal ? '' : keyOf(settings)

  const target = path.join(project, 'dist', 'pages', env)
  await packNpm(project)
  const environment = { env: envId, trial, university, body }
  await layPages(project, target, { environment, appid: appid ?? 'rehearsal' })
  console.log(
    `页面：环境 ${envId}${trial ? '（试用，每页都会标明）' : ''}，appid ${appid ?? '还没有'}，在 ${path.relative(project, target)}`,
  )
  const { said, faults } = pagesFit(path.join(target, 'miniprogram'), path.join(project, 'node_modules'))
  for (const line of said) console.log(`  ${line}`)
  if (faults.length > 0) throw new Refused(`这些要先改好：\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  if (rehearsal) {
    console.log('预演完毕：可以上传。')
    return 0
  }
  const version = values['version'] ?? packageVersion()
  upload(target, settings, key, version)
  console.log(`已上传版本 ${version}。请在小程序管理后台（版本管理）设为体验版试用，再提交审核。`)
  return 0
})
