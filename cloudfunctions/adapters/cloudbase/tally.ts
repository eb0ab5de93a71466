import type { Tally, TallyQuery } from '../../app/store/ports'
import type { Documents } from './documents'

const countWhere = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } })
const is = (field: string, value: unknown) => ({ $eq: [`$${field}`, value] })
/** Later than any instant: what a minimum of nothing is. */
const NEVER = Number.MAX_SAFE_INTEGER

/** What is counted of each transfer, by the name under which it is added up. */
const measuresOf = (query: TallyQuery): Record<string, object> => {
  const { stages, confirmers, lists, now, overduePosition, erasing } = query
  const ended = { $and: [is('keptAs', 'ended'), { $lt: ['$keptSince', erasing.ended] }] }
  const open = { $and: [is('keptAs', 'open'), { $lt: ['$keptSince', erasing.open] }] }
  return {
    ...Object.fromEntries(stages.map((stage) => [`stage_${stage}`, countWhere(is('stage', stage))])),
    ...Object.fromEntries(confirmers.map((by) => [`by_${by}`, countWhere(is('state.confirmedBy', by))])),
    ...Object.fromEntries(lists.map((list, i) => [`list_${String(i)}`, countWhere({ $in: [list, '$lists'] })])),
    ready: countWhere({ $and: [is('stage', 'approved'), { $lte: ['$state.readyAt', now] }] }),
    overdue: countWhere({
      $and: [{ $in: ['* * unanswered *', '$lists'] }, { $lt: ['$position', overduePosition] }],
    }),
    erasing: countWhere({ $or: [ended, open] }),
    firstEnded: { $min: { $cond: [ended, '$keptSince', NEVER] } },
    firstOpen: { $min: { $cond: [open, '$keptSince', NEVER] } },
    answers: { $push: '$answeredAfter' },
  }
}

/** The same, of all people together: sums are added up, earliest instants compared, lists put into one. */
const together = (measures: Record<string, object>): Record<string, object> =>
  Object.fromEntries(
    Object.entries(measures).map(([name, measure]) => {
      const [operator = ''] = Object.keys(measure)
      return [name, { [operator]: `$${name}` }]
    }),
  )

type Row = Record<string, unknown>
const numberIn = (row: Row | undefined, name: string): number => {
  const value = row?.[name]
  return typeof value === 'number' ? value : 0
}
const countsIn = <N extends string>(row: Row | undefined, prefix: string, names: readonly N[]) =>
  Object.fromEntries(names.map((name) => [name, numberIn(row, `${prefix}_${name}`)])) as Partial<Record<N, number>>
const earliestIn = (row: Row | undefined, name: string): number | null => {
  const value = row?.[name]
  return typeof value === 'number' && value < NEVER ? value : null
}

/** Counts a branch's transfers in one request: first of each person, then of all. */
export const tallyOf = async (documents: Documents, query: TallyQuery): Promise<Tally> => {
  const measures = measuresOf(query)
  const stages = [
    { _id: '$accountId', ...measures },
    { _id: null, people: { $sum: 1 }, ...together(measures) },
  ]
  const [row] = await documents.group<Row>('transfers', { branchId: query.branchId }, stages, 1)
  const answers = Array.isArray(row?.['answers']) ? (row['answers'] as unknown[]) : []
  return {
    people: numberIn(row, 'people'),
    stages: countsIn(row, 'stage', query.stages),
    confirmedBy: countsIn(row, 'by', query.confirmers),
    inLists: query.lists.map((_, i) => numberIn(row, `list_${String(i)}`)),
    ready: numberIn(row, 'ready'),
    overdue: numberIn(row, 'overdue'),
    erasing: numberIn(row, 'erasing'),
    firstEnded: earliestIn(row, 'firstEnded'),
    firstOpen: earliestIn(row, 'firstOpen'),
    answers: answers.flat().filter((one): one is number => typeof one === 'number'),
  }
}
