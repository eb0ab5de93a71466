import { Contention, type LimitStore } from '../../app/store/ports'
import { WECHAT_LIMITS, type LimitRecord, type WechatLimitsRecord } from '../../app/store/records'
import type { Documents } from './documents'

/** Each further look means that somebody else came first. */
const LOOKS_AT_MOST = 5

/** Counters that run out, over documents: each is taken from by a conditional write. */
export const limitStore = (documents: Documents): LimitStore => {
  const { command } = documents
  return {
    takeLimit: async (key, max, expiresAt) => {
      const first: Omit<LimitRecord, '_id'> = { count: 1, expiresAt }
      const more = () =>
        documents.update('limits', { _id: key, expiresAt, count: command.lt(max) }, { count: command.inc(1) })
      if ((await more()) === 1) return true
      if (await documents.add('limits', { _id: key, ...first })) return true
      if ((await more()) === 1) return true
      // A limit of an earlier span is still lying there: it starts anew.
      return (await documents.update('limits', { _id: key, expiresAt: command.lt(expiresAt) }, first)) === 1
    },
    takeTry: async ({ key, max, now, until, renews }) => {
      for (let look = 1; look <= LOOKS_AT_MOST; look += 1) {
        const found = await documents.get<LimitRecord>('limits', key)
        if (found === null) {
          if (await documents.add('limits', { _id: key, count: 1, expiresAt: until })) return undefined
          continue
        }
        const isRunning = found.expiresAt > now
        if (isRunning && found.count >= max) return found.expiresAt
        const where = isRunning
          ? { _id: key, count: command.lt(max), expiresAt: command.gt(now) }
          : { _id: key, expiresAt: found.expiresAt }
        const change = isRunning
          ? { count: command.inc(1), ...(renews ? { expiresAt: until } : {}) }
          : { count: 1, expiresAt: until }
        if ((await documents.update('limits', where, change)) === 1) return undefined
      }
      throw new Contention()
    },
    takeOfWechat: async (limit, { key, max, now, until }) => {
      const [count, end] = [`${limit}.count`, `${limit}.until`]
      for (let look = 1; look <= LOOKS_AT_MOST; look += 1) {
        const found = await documents.get<WechatLimitsRecord>('limits', key)
        if (found === null) {
          const none = Object.fromEntries(WECHAT_LIMITS.map((one) => [one, { count: 0, until: 0 }]))
          const first = { _id: key, ...none, [limit]: { count: 1, until }, expiresAt: until }
          if (await documents.add('limits', first)) return undefined
          continue
        }
        const counted = found[limit]
        const isRunning = counted.until > now
        if (isRunning && counted.count >= max) return counted.until
        const where = isRunning
          ? { _id: key, [count]: command.lt(max), [end]: command.gt(now) }
          : { _id: key, [count]: counted.count, [end]: counted.until }
        const change = isRunning
          ? { [count]: command.inc(1) }
          : { [count]: 1, [end]: until, expiresAt: command.max(until) }
        if ((await documents.update('limits', where, change)) === 1) return undefined
      }
      throw new Contention()
    },
    giveBackOfWechat: async (limit, key) => {
      await documents.update('limits', { _id: key }, { [`${limit}.count`]: command.inc(-1) })
    },
    dropLimits: async (keys) => {
      await documents.remove('limits', { _id: command.in(keys) })
    },
    giveBackLimit: async (key) => {
      await documents.update('limits', { _id: key }, { count: command.inc(-1) })
    },
  }
}
