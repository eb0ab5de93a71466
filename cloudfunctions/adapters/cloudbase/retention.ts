import type { RetentionStore } from '../../app/store/ports'
import { positionOf } from '../../app/store/position'
import type { BranchRecord, ConflictRecord, TransferRecord } from '../../app/store/records'
import type { Documents } from './documents'

/** Everything here carries the instant at which it runs out. */
const EXPIRING = ['limits', 'drafts', 'uploads', 'staffCodes', 'recoveries', 'jtis', 'erasures'] as const
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
    keptBefore: (branchId, keptAs, instant, limit) =>
      documents.find<TransferRecord>(
        'transfers',
        { branchId, keptAs, keptSince: command.lt(instant) },
        { sort: ['keptSince', 'asc'], limit },
      ),
    dropRoster: async (branchId) => {
      await documents.remove('roster', { branchId })
    },
    conflictsBefore: (instant, limit) =>
      documents.find(
        'conflicts',
        { scope: 'all', position: command.between('', positionOf(instant)) },
        { sort: ['position', 'asc'], limit, fields: ['holderAccountId'] },
      ),
    dropConflicts: async (conflicts) => {
      await documents.remove('conflicts', { _id: command.in(conflicts.map(({ _id }) => _id)) })
      const holders = [...new Set(conflicts.map(({ holderAccountId }) => holderAccountId))]
      const left = await documents.find<Pick<ConflictRecord, 'holderAccountId'>>(
        'conflicts',
        { holderAccountId: command.in(holders) },
        { fields: ['holderAccountId'], limit: 1_000 },
      )
      const contested = new Set(left.map(({ holderAccountId }) => holderAccountId))
      const quiet = holders.filter((id) => !contested.has(id))
      if (quiet.length === 0) return
      await Promise.all([
        documents.update('accounts', { _id: command.in(quiet) }, { contested: false }),
        documents.update('transfers', { accountId: command.in(quiet) }, { flags: { idConflict: false } }),
      ])
    },
  }
}
