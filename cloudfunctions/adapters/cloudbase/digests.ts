import type { DigestStore } from '../../app/store/ports'
import type { DigestRecord } from '../../app/store/records'
import type { Documents } from './documents'

/** Who allowed to be told how many wait, over documents. */
export const digestStore = (documents: Documents): DigestStore => {
  const { command } = documents
  return {
    allowDigest: async (record, atMost) => {
      if (await documents.add('digests', record)) return
      await documents.update('digests', { _id: record._id, left: command.lt(atMost) }, { left: command.inc(1) })
    },
    digestsDue: (now, limit) =>
      documents.find<DigestRecord>(
        'digests',
        { dueAt: command.between(0, now + 1) },
        { sort: ['dueAt', 'asc'], limit },
      ),
    moveDigest: async ({ _id, left, dueAt }, next) =>
      (await documents.update('digests', { _id, left, dueAt }, next)) === 1,
    dropDigest: async (id) => {
      await documents.remove('digests', { _id: id })
    },
  }
}
