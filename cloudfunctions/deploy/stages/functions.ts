import path from 'node:path'
import type { FunctionName } from '../../build/functions'
import { keysAtRisk } from '../key-rings'
import type { FunctionState, Management, Timer } from '../management'
import type { Settings } from '../settings'
import type { Change, Stage } from '../stage'
import { CODE, wantedFunctions, wantedPath } from '../wanted'

/** What differs of a function's settings, by the words for it; variables by name alone. */
export const settingsLacking = (wanted: FunctionState, found: FunctionState): string[] => {
  const variables = Object.entries(wanted.environment)
    .filter(([name, value]) => found.environment[name] !== value)
    .map(([name]) => name)
  return [
    ...(found.memorySize === wanted.memorySize ? [] : [`内存 ${String(wanted.memorySize)} MB`]),
    ...(found.timeout === wanted.timeout ? [] : [`时限 ${String(wanted.timeout)} 秒`]),
    ...((found.concurrency ?? 1) === 1 ? [] : ['单实例并发 1']),
    ...(variables.length === 0 ? [] : [`环境变量 ${variables.join('、')}`]),
  ]
}

const timerChanges = (management: Management, name: string, wanted: readonly Timer[], found: readonly Timer[]) =>
  wanted
    .filter((timer) => !found.some((one) => one.name === timer.name && one.cron === timer.cron))
    .map((timer): Change => {
      const other = found.some((one) => one.name === timer.name)
      return {
        what: `给函数 ${name} ${other ? '改' : '加'}定时触发器 ${timer.name}（${timer.cron}）`,
        apply: async () => {
          if (other) await management.dropTimer(name, timer.name)
          await management.addTimers(name, [timer])
        },
      }
    })

const created = (name: string, { runtime, handler, memorySize, timeout, environment }: FunctionState): string =>
  `建立函数 ${name}（${runtime}，${handler}，${String(memorySize)} MB，${String(timeout)} 秒，单实例并发 1，环境变量 ${Object.keys(environment).join('、')}）`

/** Throws where what is there cannot be brought to what is wanted without a loss. */
const refuseLoss = (name: string, wanted: FunctionState, found: FunctionState, settings: Settings): void => {
  if (found.runtime !== wanted.runtime)
    throw new Error(
      `函数 ${name} 的运行环境是 ${found.runtime}，应为 ${wanted.runtime}，而它建立之后不能改：请在控制台删除函数 ${name}，再运行一次`,
    )
  const atRisk = keysAtRisk(found.environment, settings.keys)
  if (atRisk.length > 0)
    throw new Error(
      `函数 ${name} 正在使用的密钥不在这台电脑的设置里：${atRisk.join('、')}。覆盖它们，已有的数据就再也打不开；请先把原来的密钥放回设置里`,
    )
}

const functionChanges = async (
  management: Management,
  name: FunctionName,
  wanted: FunctionState,
  context: { settings: Settings; built: string },
): Promise<Change[]> => {
  const folder = path.join(context.built, name)
  const found = await management.functionState(name)
  if (found === undefined)
    return [
      { what: created(name, wanted), apply: () => management.createFunction(name, wanted, folder) },
      ...timerChanges(management, name, wanted.timers, []),
    ]
  refuseLoss(name, wanted, found, context.settings)
  const changes: Change[] = []
  // The code first: the settings say which it is, so that a run that was cut off between them sends it again.
  if (found.environment[CODE] !== wanted.environment[CODE] || found.handler !== wanted.handler)
    changes.push({ what: `更新函数 ${name} 的代码`, apply: () => management.updateCode(name, wanted, folder) })
  const lacking = settingsLacking(wanted, found)
  if (lacking.length > 0) {
    const state = {
      ...wanted,
      environment: { ...found.environment, ...wanted.environment },
      ...(found.concurrency === undefined ? {} : { concurrency: found.concurrency }),
    }
    changes.push({
      what: `更新函数 ${name} 的设置：${lacking.join('，')}`,
      apply: () => management.updateSettings(name, state),
    })
  }
  return [...changes, ...timerChanges(management, name, wanted.timers, found.timers)]
}

const accessChanges = async (management: Management, wanted: string | undefined): Promise<Change[]> => {
  if (wanted === undefined) return []
  const { on, paths } = await management.accessPaths()
  const taken = paths.find(({ path: found }) => found === wanted)
  if (taken !== undefined && taken.name !== 'province')
    throw new Error(`HTTP 访问服务的路径 ${wanted} 已经指向 ${taken.name}，请在设置里给 province 换一个 path`)
  return [
    ...(taken === undefined
      ? [
          {
            what: `把 HTTP 路径 ${wanted} 指向函数 province`,
            apply: () => management.addAccessPath('province', wanted),
          },
        ]
      : []),
    ...(on ? [] : [{ what: '打开 HTTP 访问服务', apply: () => management.switchAccessOn() }]),
  ]
}

/** The functions as they were built, each with its settings, timer and path. Keys that they have must be in the settings. */
export const functionsStage = (management: Management, settings: Settings, built: string): Stage => ({
  title: '云函数',
  changes: async () => {
    const changes: Change[] = []
    for (const [name, wanted] of wantedFunctions(settings, built))
      changes.push(...(await functionChanges(management, name, wanted, { settings, built })))
    return [...changes, ...(await accessChanges(management, wantedPath(settings)))]
  },
})
