import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { CLOCK_EVERY, FUNCTIONS, FUNCTION_NAMES, HANDLER, RUNTIME, type FunctionName } from '../build/functions'
import indexes from '../indexes.json'
import type { FunctionRules, FunctionState, Index } from './management'
import type { Settings } from './settings'

interface IndexDefinition {
  name: string
  keys: (string | number)[][]
  unique?: boolean
}

/** Every collection with its indexes, as `indexes.json` has them and the service describes them. */
export const WANTED_COLLECTIONS: ReadonlyMap<string, readonly Index[]> = new Map(
  Object.entries<IndexDefinition[]>(indexes).map(([collection, definitions]) => [
    collection,
    definitions.map(({ name, keys, unique = false }) => ({
      name,
      keys: keys.map(([field, direction]) => [String(field), String(direction)] as const),
      unique,
    })),
  ]),
)

/**
 * Who may call a function from a client. The platform asks for `*`; whoever is signed in by WeChat passes it. Outside
 * systems reach `province` over HTTP and the timer `clock`, and neither asks these rules.
 */
export const WANTED_RULES: FunctionRules = {
  '*': { invoke: 'auth != null' },
  clock: { invoke: false },
  province: { invoke: false },
}

/** The variable by which a function says which code it runs: as long as it is ours, the code is not sent again. */
export const CODE = 'CODE_DIGEST'

/** The code of a built function as one digest of its files, whatever order and times they have. */
export const digestOf = (folder: string): string => {
  const digest = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(folder, name)
    digest
      .update(`${name.split(path.sep).join('/')}\n`)
      .update(readFileSync(file))
      .update('\n')
  }
  return digest.digest('hex').slice(0, 32)
}

/** What only some of the functions are told. */
const ownEnvironment = (name: FunctionName, { keys, province, messages, appid }: Settings): Record<string, string> => {
  const templates = messages === undefined ? {} : { REMINDER_TEMPLATES: JSON.stringify(messages.templates) }
  switch (name) {
    case 'member':
      return templates
    case 'secretary':
      return {}
    case 'province':
      return {
        ...(keys.SIGN_KEYS === undefined ? {} : { SIGN_KEYS: keys.SIGN_KEYS }),
        ...(province === undefined ? {} : { PROVINCE_AUDIENCE: province.audience }),
        ...(province?.path === undefined ? {} : { PROVINCE_PATH: province.path }),
      }
    case 'clock':
      return messages === undefined || appid === undefined
        ? templates
        : { ...templates, WECHAT_APPID: appid, WECHAT_SECRET: messages.secret }
  }
}

/** How every function is to run in this environment. */
export const wantedFunctions = (settings: Settings, built: string): ReadonlyMap<FunctionName, FunctionState> => {
  const { SEAL_KEYS, TOKEN_KEYS } = settings.keys
  return new Map(
    FUNCTION_NAMES.map((name) => [
      name,
      {
        ...FUNCTIONS[name],
        runtime: RUNTIME,
        handler: HANDLER,
        environment: {
          ...(SEAL_KEYS === undefined ? {} : { SEAL_KEYS }),
          ...(TOKEN_KEYS === undefined ? {} : { TOKEN_KEYS }),
          ...ownEnvironment(name, settings),
          [CODE]: digestOf(path.join(built, name)),
        },
        timers: name === 'clock' ? [CLOCK_EVERY] : [],
        concurrency: 1,
      },
    ]),
  )
}

/** Where the HTTP access service leads to `province`, where that is switched on. */
export const wantedPath = ({ province }: Settings): string | undefined =>
  province === undefined ? undefined : (province.path ?? '/province')
