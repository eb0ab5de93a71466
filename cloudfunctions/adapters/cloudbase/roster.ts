import type { RosterStore } from '../../app/ports'
import type { Documents } from './documents'

/** The branches' rosters over documents. */
export const rosterStore = (documents: Documents): RosterStore => ({
  countRoster: async (branchId) => {
    const [size, notRegistered] = await Promise.all([
      documents.count('roster', { branchId }),
      documents.count('roster', { branchId, accountId: null }),
    ])
    return { size, notRegistered }
  },
})
