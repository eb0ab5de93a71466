import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { Refused } from './refused'

/** The keys of a deployment, each named as the environment variable that carries it to the functions. */
export const KEY_NAMES = ['SEAL_KEYS', 'TOKEN_KEYS', 'SIGN_KEYS'] as const
export type KeyName = (typeof KEY_NAMES)[number]
export type Keys = Partial<Record<KeyName, string>>

const Text = v.pipe(v.string(), v.trim(), v.minLength(1))
const maybe = v.exactOptional

const KeyTexts = v.strictObject({ SEAL_KEYS: maybe(Text), TOKEN_KEYS: maybe(Text), SIGN_KEYS: maybe(Text) })

/** What one environment needs to be told; every part but the first two can come later. */
const Environment = v.strictObject({
  /** The platform's id of the environment; the name itself where it is left out. */
  envId: maybe(Text),
  /** For made-up people: every page says so. A name that begins with `trial` is one, unless this says otherwise. */
  trial: maybe(v.boolean()),
  appid: maybe(Text),
  /** The file of the key by which pages are uploaded, beside this one or absolute. */
  uploadKey: maybe(Text),
  region: maybe(Text),
  /** Who asks for the data, on every page; as `miniprogram/environment.ts` has it where they are left out. */
  university: maybe(Text),
  body: maybe(Text),
  keys: maybe(KeyTexts),
  /** Switches the function for outside systems on, under this identifier and this path of the HTTP access service. */
  province: maybe(v.strictObject({ audience: Text, path: maybe(v.pipe(Text, v.startsWith('/'))) })),
  /** Messages by WeChat: the mini-program's secret, and its templates (cloudfunctions/README.md, 八). */
  messages: maybe(v.strictObject({ secret: Text, templates: v.record(v.string(), v.unknown()) })),
})
const File = v.strictObject({
  secretId: maybe(Text),
  secretKey: maybe(Text),
  environments: maybe(v.record(v.string(), Environment), {}),
})
type File = v.InferOutput<typeof File>
type Environment = v.InferOutput<typeof Environment>

export interface Credentials {
  secretId: string
  secretKey: string
}

/** One environment with everything that is known of it on this machine. */
export interface Settings extends Omit<Environment, 'envId' | 'trial' | 'keys'> {
  name: string
  envId: string
  trial: boolean
  keys: Keys
  /** Of the Tencent account; absent on a machine that only rehearses. */
  credentials?: Credentials
  /** The way out of this network, where there is one. */
  proxy?: string
  /** The address of the local cloud, where it is that. */
  local?: string
}

/** The name by which commands are meant for the local cloud of `npm start`, with its `PORT` and `DATA_DIR`. */
export const LOCAL = 'local'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** Where settings and keys lie: `deploy.local.json` beside package.json, which git does not take. */
export const settingsFile = (env: NodeJS.ProcessEnv): string =>
  path.resolve(project, env['DEPLOY_FILE'] ?? 'deploy.local.json')

/** The whole file as it is; empty where there is none. Says what is wrong by place, never by content. */
export const readSettingsFile = (file: string): File => {
  if (!existsSync(file)) return { environments: {} }
  let given: unknown
  try {
    given = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Refused(`${file} 不是 JSON，没有改动它。`)
  }
  const found = v.safeParse(File, given)
  if (found.success) return found.output
  const places = found.issues.map((issue) => v.getDotPath(issue) ?? '（整个文件）').join('、')
  throw new Refused(`${file} 里这些地方不对：${places}。各项的写法见 cloudfunctions/README.md。`)
}

const given = (env: NodeJS.ProcessEnv, name: string): string | undefined => {
  const text = env[name]?.trim()
  return text === '' ? undefined : text
}

const credentialsOf = (file: File, env: NodeJS.ProcessEnv): Credentials | undefined => {
  const secretId = given(env, 'TENCENTCLOUD_SECRETID') ?? file.secretId
  const secretKey = given(env, 'TENCENTCLOUD_SECRETKEY') ?? file.secretKey
  return secretId === undefined || secretKey === undefined ? undefined : { secretId, secretKey }
}

/** Where the local cloud keeps its development keys. */
export const localKeysFile = (env: NodeJS.ProcessEnv): string =>
  path.join(path.resolve(project, env['DATA_DIR'] ?? '.data'), 'keys.json')

/** The local cloud, with the development keys that lie in its data folder. */
const localSettings = (env: NodeJS.ProcessEnv): Settings => {
  const file = localKeysFile(env)
  let keys: Keys
  try {
    keys = v.parse(KeyTexts, JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new Refused(`本地云的密钥 ${file} 读不出来。请先运行 npm start；用过 DATA_DIR 的话，这里也要用同一个。`)
  }
  const local = `http://127.0.0.1:${env['PORT'] ?? '8787'}`
  const credentials = { secretId: 'local-no-credential', secretKey: 'local-no-credential' }
  return { name: LOCAL, envId: 'local-env', trial: true, keys, credentials, local }
}

/** The settings of the environment of this name: from the file, over which environment variables stand. */
export const readSettings = (name: string, env: NodeJS.ProcessEnv): Settings => {
  if (name === LOCAL) return localSettings(env)
  const file = readSettingsFile(settingsFile(env))
  const { envId = name, trial = name.startsWith('trial'), keys: kept = {}, ...rest } = file.environments[name] ?? {}
  const keys = Object.fromEntries(
    KEY_NAMES.flatMap((key) => {
      const value = given(env, key) ?? kept[key]
      return value === undefined ? [] : [[key, value]]
    }),
  )
  const credentials = credentialsOf(file, env)
  const proxy = given(env, 'HTTPS_PROXY') ?? given(env, 'https_proxy')
  return {
    ...rest,
    name,
    envId,
    trial,
    keys,
    ...(credentials === undefined ? {} : { credentials }),
    ...(proxy === undefined ? {} : { proxy }),
  }
}
