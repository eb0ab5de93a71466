import type { BranchStore } from '../../app/store/ports'
import type { BranchRecord } from '../../app/store/records'
import type { Documents } from './documents'

const JOINABLE_AT_MOST = 500
const READERS_AT_MOST = 100

/** The receiving branches over documents. */
export const branchStore = (documents: Documents): BranchStore => {
  const { command } = documents
  return {
    branch: (id) => documents.get<BranchRecord>('branches', id),
    branches: async (ids) =>
      ids.length === 0 ? [] : documents.find<BranchRecord>('branches', { _id: command.in(ids) }, { limit: 1_000 }),
    joinableBranches: (kind) =>
      documents.find<BranchRecord>('branches', { kind, joinable: true }, { limit: JOINABLE_AT_MOST }),
    branchesReading: (id) => documents.find<BranchRecord>('branches', { rosterOf: id }, { limit: READERS_AT_MOST }),
    addBranch: async (branch) => {
      await documents.add('branches', branch)
    },
    changeBranch: async ({ _id, version }, { handIn, ...plain }) => {
      const change = {
        ...plain,
        ...(handIn === undefined ? {} : { handIn: command.set(handIn) }),
        version: version + 1,
      }
      return (await documents.update('branches', { _id, version }, change)) === 1
    },
  }
}
