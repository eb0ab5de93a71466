import { CLOSED, type FunctionRules, type Management } from '../management'
import type { Change, Stage } from '../stage'
import { WANTED_COLLECTIONS, WANTED_RULES } from '../wanted'

/** A permission that the service took and does not show is none. */
const readBack = (what: string, found: string): void => {
  if (found !== CLOSED) throw new Error(`${what} 设为 ${CLOSED} 之后，读回来的是 ${found === '' ? '空的' : found}`)
}

/** Whether our rules stand as they should; those of other functions in the environment are not ours to judge. */
export const rulesStand = (found: FunctionRules | undefined): boolean =>
  Object.entries(WANTED_RULES).every(([name, { invoke }]) => found?.[name]?.invoke === invoke)

/** Closes every collection and the storage to clients, and the functions that clients must not call. */
export const permissionsStage = (management: Management): Stage => ({
  title: '权限',
  changes: async () => {
    const changes: Change[] = []
    const there = new Set(await management.collections())
    for (const collection of WANTED_COLLECTIONS.keys()) {
      if (there.has(collection) && (await management.permissionOf(collection)) === CLOSED) continue
      changes.push({
        what: `把集合 ${collection} 设为只有云函数能读写（${CLOSED}），并读回核对`,
        apply: async () => {
          await management.closeCollection(collection)
          readBack(`集合 ${collection}`, await management.permissionOf(collection))
        },
      })
    }
    if ((await management.storagePermission()) !== CLOSED)
      changes.push({
        what: `把云存储设为只有云函数能读写（${CLOSED}），并读回核对`,
        apply: async () => {
          await management.closeStorage()
          readBack('云存储', await management.storagePermission())
        },
      })
    const rules = await management.functionRules()
    if (!rulesStand(rules))
      changes.push({
        what: `设置云函数安全规则（一到三分钟后生效），并读回核对：${JSON.stringify(WANTED_RULES)}`,
        apply: async () => {
          await management.setFunctionRules({ ...rules, ...WANTED_RULES })
          if (!rulesStand(await management.functionRules())) throw new Error('云函数安全规则设置之后，读回来的不一样')
        },
      })
    return changes
  },
})
