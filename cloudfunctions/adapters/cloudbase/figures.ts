import type { FiguresStore } from '../../app/store/ports'
import type { BranchRecord, FiguresRecord } from '../../app/store/records'
import type { Documents } from './documents'

type Joined = BranchRecord & { figures: FiguresRecord[] }
const BRANCHES_AT_MOST = 1_000
const FIGURES_AT_MOST = 1_000
const AT_ONCE = 16

const joinedBy = (foreignField: 'recentOf' | 'newestOf') => [
  { from: 'figures', localField: '_id', foreignField, as: 'figures' },
]

/** Figures of branches and days over documents. */
export const figuresStore = (documents: Documents): FiguresStore => {
  const { command } = documents
  return {
    branchWithFigures: async (id) => {
      const [found] = await documents.join<Joined>('branches', { _id: id }, joinedBy('recentOf'), 1)
      if (found === undefined) return null
      const { figures, ...branch } = found
      return { branch, figures }
    },
    branchesWithNewest: async () => {
      const all = { kind: command.in(['league', 'party']) }
      const found = await documents.join<Joined>('branches', all, joinedBy('newestOf'), BRANCHES_AT_MOST)
      return found.map(({ figures, ...branch }) => {
        const [newest] = figures.toSorted((a, b) => b.at - a.at)
        return { branch, ...(newest === undefined ? {} : { newest }) }
      })
    },
    figuresOf: (branchId) =>
      documents.find<FiguresRecord>('figures', { branchId }, { sort: ['day', 'asc'], limit: FIGURES_AT_MOST }),
    putFigures: async (records) => {
      for (let i = 0; i < records.length; i += AT_ONCE)
        await Promise.all(records.slice(i, i + AT_ONCE).map((record) => documents.put('figures', record)))
    },
    noteUsualHours: async (branchId, usualHours) => {
      await documents.update('branches', { _id: branchId }, { usualHours })
    },
    ageFigures: async (branchId, { newest, oldest }) => {
      await Promise.all([
        documents.update('figures', { newestOf: branchId, day: command.lt(newest) }, { newestOf: null }),
        documents.update('figures', { recentOf: branchId, day: command.lt(oldest) }, { recentOf: null }),
      ])
    },
  }
}
