import type { ConflictStore } from '../../app/store/ports'
import type { ConflictRecord } from '../../app/store/records'
import type { Documents } from './documents'

const OF_ONE_AT_MOST = 1_000

/** Attempts on ID numbers that others hold, over documents. */
export const conflictStore = (documents: Documents): ConflictStore => {
  const { command } = documents
  return {
    noteConflict: async (conflict) => {
      if (await documents.add('conflicts', { ...conflict, firstAt: conflict.at, attempts: 1 })) return
      const { _id, holderAccountId: _holder, branchIds, ...newest } = conflict
      const change = { ...newest, branchIds: command.set(branchIds), attempts: command.inc(1) }
      await documents.update('conflicts', { _id }, change)
    },
    markContested: async (accountId) => {
      await Promise.all([
        documents.update('accounts', { _id: accountId, idReleased: false }, { contested: true }),
        documents.update('transfers', { accountId }, { flags: { idConflict: true } }),
      ])
    },
    showConflicts: async (accountId, branchIds) => {
      await documents.update('conflicts', { holderAccountId: accountId }, { branchIds: command.set(branchIds) })
    },
    conflict: (id) => documents.get<ConflictRecord>('conflicts', id),
    conflictsOf: (accountId) =>
      documents.find<ConflictRecord>('conflicts', { holderAccountId: accountId }, { limit: OF_ONE_AT_MOST }),
    conflictsAbout: async (accountId, claimants) => {
      const ids = (where: object) =>
        documents.find<Pick<ConflictRecord, '_id'>>('conflicts', where, { fields: ['_id'], limit: OF_ONE_AT_MOST })
      const found = await Promise.all([ids({ holderAccountId: accountId }), ids({ claimant: command.in(claimants) })])
      return [...new Set(found.flat().map(({ _id }) => _id))]
    },
    conflicts: (branchIds, before, limit) =>
      documents.find<ConflictRecord>(
        'conflicts',
        {
          ...(branchIds === undefined ? { scope: 'all' } : { branchIds: command.in(branchIds) }),
          ...(before === undefined ? {} : { position: command.between('', before) }),
        },
        { sort: ['position', 'desc'], limit },
      ),
  }
}
