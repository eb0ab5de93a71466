import { Contention, type LimitStore } from '../../app/store/ports'
import type { LimitRecord } from '../../app/store/records'
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
    dropLimits: async (keys) => {
      await documents.remove('limits', { _id: command.in(keys) })
    },
    giveBackLimit: async (key) => {
      await documents.update('limits', { _id: key }, { count: command.inc(-1) })
    },
  }
}
