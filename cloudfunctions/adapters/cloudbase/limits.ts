import type { LimitStore } from '../../app/ports'
import type { LimitRecord } from '../../app/records'
import type { Documents } from './documents'

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
    giveBackLimit: async (key) => {
      await documents.update('limits', { _id: key }, { count: command.inc(-1) })
    },
  }
}
