/** The ways in which the queue is looked at: what each asks of the server and what belongs in it. */
import type {
  DeskFilters,
  DeskItem,
  DeskSummary,
  InputOf,
  Kind,
  ReceiveFact,
  Stage,
} from '../../../cloudfunctions/contract'
import { PAGE_ROWS, PROBATION_WARNING_DAYS } from '../../limits'
import { isFinal } from '../../texts'
import { FILTER_WORDS, NO_ROSTER, nobodyFoundText, wordsOf, type At, type FilterKey } from '../texts/queue'

export type { FilterKey } from '../texts/queue'

type List = InputOf<'secretary', 'desk.list'>
export type Sort = NonNullable<List['sort']>

interface Filter {
  query: DeskFilters
  /** How many there are, where the summary tells. */
  count: (summary: DeskSummary) => number | undefined
  /** Whether somebody still belongs here after a decision. */
  holds: (item: DeskItem) => boolean
}

function at(stage: Stage): Filter {
  return {
    query: { stage },
    count: ({ stages }) => stages[stage] ?? 0,
    holds: (item) => item.stage === stage,
  }
}

function lacking(fact: ReceiveFact): Filter {
  return {
    query: { lacks: fact },
    count: ({ lacking: counts }) => counts[fact] ?? 0,
    holds: ({ missing }) => missing.includes(fact),
  }
}

/** Known to be submitted or to match, and said by nobody who can know. */
function isUnconfirmed(item: DeskItem): boolean {
  if (item.stage === 'transferred') return !isFinal(item)
  return item.stage === 'approved' && item.submittedAt !== undefined
}

const FILTERS: { [K in FilterKey]: Filter } = {
  registered: at('registered'),
  announced: at('announced'),
  overdue: {
    query: { overdue: true },
    count: ({ overdue }) => overdue,
    holds: ({ overdue }) => overdue,
  },
  matched: {
    query: { stage: 'registered', rosterMatch: 'full' },
    count: () => undefined,
    holds: ({ stage, rosterMatch }) => stage === 'registered' && rosterMatch === 'full',
  },
  approved: at('approved'),
  unconfirmed: { query: { confirmed: false }, count: ({ unconfirmed }) => unconfirmed, holds: isUnconfirmed },
  failed: at('failed'),
  transferred: {
    query: { stage: 'transferred', confirmed: true },
    count: ({ stages, confirmedBy: { member = 0, link = 0 } }) =>
      Math.max(0, (stages.transferred ?? 0) - member - link),
    holds: (item) => item.stage === 'transferred' && isFinal(item),
  },
  noLetter: lacking('letter'),
  noMaterials: lacking('materials'),
  probation: {
    query: { probationEndsWithin: PROBATION_WARNING_DAYS },
    count: () => undefined,
    // Papers that came change nothing of the day on which it ends.
    holds: () => true,
  },
  noReceipt: lacking('receipt'),
  preparing: at('preparing'),
  received: at('received'),
  returned: at('returned'),
  absent: {
    query: { rosterMatch: 'none' },
    count: () => undefined,
    holds: ({ rosterMatch }) => rosterMatch === 'none',
  },
  all: { query: {}, count: ({ total }) => total, holds: () => true },
}

const ORDER: { [K in Kind]: FilterKey[] } = {
  league: [
    'registered',
    'overdue',
    'matched',
    'approved',
    'unconfirmed',
    'failed',
    'transferred',
    'returned',
    'absent',
    'all',
  ],
  party: [
    'announced',
    'overdue',
    'noLetter',
    'noMaterials',
    'probation',
    'noReceipt',
    'preparing',
    'received',
    'returned',
    'absent',
    'all',
  ],
}
/** Of several stages: each row says which. */
const MIXED: readonly FilterKey[] = ['absent', 'all', 'unconfirmed', 'probation', 'noReceipt']

/** One filter to choose. */
export interface FilterChoice {
  key: FilterKey
  label: string
  /** How many; empty where that is not known or nobody. */
  count: string
}

/** The filters of a branch of this kind; the first is what waits for the desk. */
export function filtersOf(desk: At, summary: DeskSummary | null): FilterChoice[] {
  return ORDER[desk.kind].map((key) => {
    const people = peopleIn(key, summary) ?? 0
    return { key, label: wordsOf(FILTER_WORDS[key].label, desk), count: people === 0 ? '' : String(people) }
  })
}

/** How many a filter holds; null where that is not told. */
export function peopleIn(filter: FilterKey, summary: DeskSummary | null): number | null {
  return summary === null ? null : (FILTERS[filter].count(summary) ?? null)
}

/** Where a desk of this kind begins: at what waits for it. */
export function firstFilter(kind: Kind): FilterKey {
  return waitingStage(kind)
}

/** In which order a list begins: the longest waiting first. */
export function firstSort(): Sort {
  return 'waiting'
}

/** The stage in which people wait for a branch of this kind. */
export function waitingStage(kind: Kind): 'registered' | 'announced' {
  return kind === 'league' ? 'registered' : 'announced'
}

/** What is looked at: a filter, what is searched for within it, and the order. */
export interface Look {
  filter: FilterKey
  text: string
  sort: Sort
}

/** What a look asks for, in the order that it has. */
export function filtersAsked(look: Look): DeskFilters {
  const text = look.text.trim()
  return {
    ...FILTERS[look.filter].query,
    ...(text === '' ? {} : { text }),
    ...(look.sort === 'waiting' ? {} : { sort: look.sort }),
  }
}

/** What to ask of the server, at most 100 people at once. */
export function queryOf(branchId: string, look: Look, cursor?: string, limit = PAGE_ROWS): List {
  return {
    branchId,
    ...filtersAsked(look),
    ...(cursor === undefined ? {} : { cursor }),
    limit,
  }
}

/** Whether the list holds several stages. */
export function isMixed(filter: FilterKey): boolean {
  return MIXED.includes(filter)
}

/** Whether somebody belongs in the list that is shown. */
export function belongs(item: DeskItem, filter: FilterKey): boolean {
  return FILTERS[filter].holds(item)
}

/** What an empty list says. */
export function emptyText({ filter, text }: Pick<Look, 'filter' | 'text'>, desk: At): string {
  const wanted = text.trim()
  return wanted === '' ? wordsOf(FILTER_WORDS[filter].empty, desk) : nobodyFoundText(wanted, filter, desk)
}

/** Whether an address names a filter. */
export function isFilter(key: string | undefined): key is FilterKey {
  return key !== undefined && key in FILTERS
}

/** The filter that was open, where the other branch has it too. */
export function keptFilter(filter: FilterKey, kind: Kind): FilterKey {
  return ORDER[kind].includes(filter) ? filter : firstFilter(kind)
}

/** Without a roster nobody is on it: then the list of those who are not on it says so. */
export function hintOf({ filter, text }: Pick<Look, 'filter' | 'text'>, items: readonly DeskItem[]): string {
  const noRoster = items.length > 0 && items.every(({ warnings }) => !warnings.includes('NOT_ON_ROSTER'))
  return filter === 'absent' && text.trim() === '' && noRoster ? NO_ROSTER : ''
}
