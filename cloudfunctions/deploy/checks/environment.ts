import { FUNCTIONS, FUNCTION_NAMES, HANDLER, RUNTIME, type FunctionName } from '../../build/functions'
import { finding, notTried, type Finding } from '../findings'
import { fingerprintsOf, spelled, type Fingerprint } from '../key-rings'
import { CLOSED, type FunctionState, type Management } from '../management'
import { KEY_NAMES, type KeyName } from '../settings'
import { indexesLacking } from '../stages/collections'
import { rulesStand } from '../stages/permissions'
import { CODE, WANTED_COLLECTIONS, WANTED_RULES } from '../wanted'

/** How a function is set, as far as the environment shows it. */
export type Seen = Partial<Omit<FunctionState, 'environment'>> & {
  /** Which keys it has, by variable. */
  keys: Readonly<Partial<Record<KeyName, readonly Fingerprint[]>>>
  /** Which code it says it runs. */
  code?: string
}

/** What a check asks of an environment; the local cloud answers less of it. */
export type Looking = Pick<Management, 'collections' | 'indexes' | 'permissionOf'> & {
  functionSeen(name: string): Promise<Seen | undefined>
  /** Undefined where the environment has none to show. */
  storagePermission?: Management['storagePermission']
  functionRules?: Management['functionRules']
  accessPaths?: Management['accessPaths']
}

const keysIn = (environment: Readonly<Record<string, string>>): Seen['keys'] =>
  Object.fromEntries(
    KEY_NAMES.flatMap((name) => {
      const ring = fingerprintsOf(name, environment[name])
      return ring === undefined ? [] : [[name, ring]]
    }),
  )

/** An environment of CloudBase, looked at through its management interface. */
export const lookingThrough = (management: Management): Looking => ({
  ...management,
  functionSeen: async (name) => {
    const state = await management.functionState(name)
    if (state === undefined) return undefined
    const { environment, ...rest } = state
    const code = environment[CODE]
    return { ...rest, keys: keysIn(environment), ...(code === undefined ? {} : { code }) }
  },
})

const LOCAL_HAS_NONE = '本地云没有这一项'
const list = (names: readonly string[]): string => names.join('、')

export const checkCollections = async (looking: Looking): Promise<Finding[]> => {
  const there = new Set(await looking.collections())
  const missing = [...WANTED_COLLECTIONS.keys()].filter((name) => !there.has(name))
  const wrong: string[] = []
  const open: string[] = []
  for (const [name, wanted] of WANTED_COLLECTIONS) {
    if (!there.has(name)) continue
    const { create } = indexesLacking(wanted, await looking.indexes(name))
    wrong.push(...create.map((index) => `${name}.${index.name}`))
    const permission = await looking.permissionOf(name)
    if (permission !== CLOSED) open.push(`${name}（${permission}）`)
  }
  return [
    finding('collections', `${String(WANTED_COLLECTIONS.size)} 个集合都在`, missing.length === 0, {
      seen: `缺 ${list(missing)}`,
      breaks: '用到它们的操作都会失败；请运行 npm run deploy',
    }),
    finding('indexes', '索引都在，样子也对', wrong.length === 0, {
      seen: `缺少或不同：${list(wrong)}`,
      breaks: '人多之后会变慢、超时；唯一索引缺了，一个人会有两份申请；请运行 npm run deploy',
    }),
    finding('permissions', `每个集合都设为 ${CLOSED}`, open.length === 0, {
      seen: list(open),
      breaks: '小程序里可以直接读写数据，任何人都能把自己改成管理员；请马上运行 npm run deploy',
    }),
  ]
}

export const checkAccess = async (looking: Looking): Promise<Finding[]> => {
  const { storagePermission, functionRules } = looking
  const storage = await storagePermission?.()
  const rules = await functionRules?.()
  return [
    storagePermission === undefined
      ? notTried('storage-permission', `云存储设为 ${CLOSED}`, LOCAL_HAS_NONE)
      : finding('storage-permission', `云存储设为 ${CLOSED}`, storage === CLOSED, {
          seen: storage ?? '',
          breaks: '导出的名单会被别人读到，地址也不会过期；请运行 npm run deploy',
        }),
    functionRules === undefined
      ? notTried('function-rules', '云函数安全规则：小程序不能调用 clock 和 province', LOCAL_HAS_NONE)
      : finding('function-rules', '云函数安全规则：小程序不能调用 clock 和 province', rulesStand(rules), {
          seen: rules === undefined ? '没有规则' : JSON.stringify(rules),
          breaks: `应为 ${JSON.stringify(WANTED_RULES)}；请运行 npm run deploy`,
        }),
  ]
}

/** What of a function's settings is other than it should be, in words. */
const settingsWrong = (name: FunctionName, seen: Seen): string[] => {
  const { timeout, memorySize, runtime, handler, concurrency } = seen
  const wanted = FUNCTIONS[name]
  return [
    ...(timeout === undefined || timeout === wanted.timeout ? [] : [`${name} 时限 ${String(timeout)} 秒`]),
    ...(memorySize === undefined || memorySize === wanted.memorySize ? [] : [`${name} 内存 ${String(memorySize)} MB`]),
    ...(runtime === undefined || runtime === RUNTIME ? [] : [`${name} 运行环境 ${runtime}`]),
    ...(handler === undefined || handler === HANDLER ? [] : [`${name} 入口 ${handler}`]),
    ...((concurrency ?? 1) === 1 ? [] : [`${name} 单实例并发 ${String(concurrency)}`]),
  ]
}

const sameKeys = (name: KeyName, functions: ReadonlyMap<string, Seen>): Finding => {
  const users = [...functions].filter(([fn]) => name !== 'SIGN_KEYS' || fn === 'province')
  const rings = users.map(([fn, { keys }]) => [fn, spelled(keys[name] ?? [])] as const)
  const off = name === 'SIGN_KEYS' && rings.every(([, ring]) => ring === '')
  if (off) return notTried('keys-SIGN_KEYS', 'province 有 SIGN_KEYS', '外省系统接口没有打开')
  const [first] = rings
  const claim = name === 'SIGN_KEYS' ? 'province 有 SIGN_KEYS' : `每个函数的 ${name} 是同一套`
  const holds = first !== undefined && first[1] !== '' && rings.every(([, ring]) => ring === first[1])
  return finding(`keys-${name}`, claim, holds, {
    seen: rings.map(([fn, ring]) => `${fn}：${ring === '' ? '没有' : ring}`).join('；'),
    breaks: '一个函数写的身份证号、手机号，另一个打不开或找不到；请运行 npm run deploy',
  })
}

export const checkFunctions = async (looking: Looking, codes?: ReadonlyMap<string, string>): Promise<Finding[]> => {
  const functions = new Map<FunctionName, Seen>()
  for (const name of FUNCTION_NAMES) {
    const seen = await looking.functionSeen(name)
    if (seen !== undefined) functions.set(name, seen)
  }
  const missing = FUNCTION_NAMES.filter((name) => !functions.has(name))
  const wrong = [...functions].flatMap(([name, seen]) => settingsWrong(name, seen))
  const old = [...functions].filter(([name, { code }]) => codes !== undefined && code !== codes.get(name))
  const timers = functions.get('clock')?.timers
  return [
    finding('functions', '四个云函数都在', missing.length === 0, {
      seen: `缺 ${list(missing)}`,
      breaks: '请运行 npm run deploy',
    }),
    finding('function-settings', '云函数的运行环境、入口、内存、时限、单实例并发', wrong.length === 0, {
      seen: list(wrong),
      breaks: '运行环境、时限不对会报错；并发不是 1，一个人可能看到别人的数据；请运行 npm run deploy',
    }),
    codes === undefined
      ? notTried('function-code', '云函数的代码是这台电脑上的这一版', LOCAL_HAS_NONE)
      : finding('function-code', '云函数的代码是这台电脑上的这一版', old.length === 0, {
          seen: `不是：${list(old.map(([name]) => name))}`,
          breaks: '小程序和云函数的版本可能不一致；请运行 npm run deploy',
        }),
    timers === undefined
      ? notTried('timer', 'clock 有定时触发器', LOCAL_HAS_NONE)
      : finding('timer', 'clock 有定时触发器', timers.length > 0, {
          seen: '没有',
          breaks: '提醒不会发出，到期的数据不会删除；请运行 npm run deploy',
        }),
    ...KEY_NAMES.map((name) => sameKeys(name, functions)),
  ]
}
