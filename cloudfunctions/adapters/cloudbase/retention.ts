import type { RetentionStore } from '../../app/store/ports'
import type { BranchRecord, TransferRecord } from '../../app/store/records'
import type { Documents } from './documents'

/** Everything here carries the instant at which it runs out. */
const EXPIRING = ['limits', 'drafts', 'uploads', 'staffCodes', 'recoveries', 'jtis'] as const
const BRANCHES_AT_MOST = 1_000

/** What the timer looks after, over documents. */
export const tidyStore = (documents: Documents): RetentionStore => {
  const { command } = documents
  return {
    dropExpired: async (now) => {
      await Promise.all(EXPIRING.map((collection) => documents.remove(collection, { expiresAt: command.lt(now) })))
    },
    allBranches: () =>
      documents.find<BranchRecord>('branches', { kind: command.in(['league', 'party']) }, { limit: BRANCHES_AT_MOST }),
    endedBefore: (branchId, instant, limit) =>
      documents.find<TransferRecord>(
        'transfers',
        { branchId, closedAt: command.between(0, instant) },
        { sort: ['closedAt', 'asc'], limit },
      ),
  }
}
