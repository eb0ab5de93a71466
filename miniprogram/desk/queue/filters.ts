/** The ways in which the queue is looked at: what each asks of the server and what belongs in it. */
import type { DeskItem, DeskSummary, InputOf, Kind, Stage } from '../../../cloudfunctions/contract'
import { overdueText } from '../texts/desk'
import type { Desk } from '../desk'
import { PAGE_ROWS } from '../../limits'

export type FilterKey =
  | 'registered'
  | 'announced'
  | 'overdue'
  | 'preparing'
  | 'approved'
  | 'failed'
  | 'transferred'
  | 'received'
  | 'returned'
  | 'matched'
  | 'absent'

type Query = Omit<InputOf<'secretary', 'desk.list'>, 'branchId'>

/** What the words of a filter depend on. */
type At = Pick<Desk, 'kind' | 'overdueAfterDays'>

interface Filter {
  label: string | ((at: At) => string)
  query: Query
  /** How many there are, where the summary tells. */
  count: (summary: DeskSummary) => number | undefined
  /** Whether somebody still belongs here after a decision. */
  holds: (item: DeskItem) => boolean
  /** What an empty list says: what is, then what to do. */
  empty: string | ((at: At) => string)
}

const at = (stage: Stage): Pick<Filter, 'query' | 'holds' | 'count'> => ({
  query: { stage },
  count: ({ stages }) => stages[stage] ?? 0,
  holds: (item) => item.stage === stage,
})

const FILTERS: { [K in FilterKey]: Filter } = {
  registered: { ...at('registered'), label: '待审核', empty: '没有待审核的申请。有新的申请时会出现在这里。' },
  announced: { ...at('announced'), label: '已发起转出', empty: '没有已发起转出、等待接收的转接。' },
  overdue: {
    label: ({ overdueAfterDays }) => `超过 ${String(overdueAfterDays)} 天`,
    query: { overdue: true },
    count: ({ overdue }) => overdue,
    holds: (item) => item.overdue,
    empty: ({ kind, overdueAfterDays }) => `没有${overdueText(waitingStage(kind), overdueAfterDays)}的申请。`,
  },
  preparing: { ...at('preparing'), label: '准备中', empty: '没有正在准备材料的转接。' },
  approved: { ...at('approved'), label: '已同意', empty: '没有已同意、等待原团组织提交的转接。' },
  failed: { ...at('failed'), label: '失败', empty: '没有转移失败的转接。' },
  transferred: { ...at('transferred'), label: '核对一致／已成功', empty: '还没有核对一致或转移成功的转接。' },
  received: { ...at('received'), label: '已接收', empty: '还没有接收完成的转接。' },
  returned: { ...at('returned'), label: '已退回', empty: '没有退回后还未重新申请或登记的转接。' },
  matched: {
    label: '与名单一致',
    query: { stage: 'registered', rosterMatch: 'full' },
    count: () => undefined,
    holds: (item) => item.stage === 'registered' && item.rosterMatch === 'full',
    empty: '没有与新生名单一致的待审核申请。',
  },
  absent: {
    label: '不在名单',
    query: { rosterMatch: 'none' },
    count: () => undefined,
    holds: (item) => item.rosterMatch === 'none',
    empty: '没有不在新生名单的申请。',
  },
}

const ORDER: { [K in Kind]: FilterKey[] } = {
  league: ['registered', 'overdue', 'matched', 'approved', 'failed', 'transferred', 'returned', 'absent'],
  party: ['announced', 'overdue', 'preparing', 'received', 'returned', 'absent'],
}

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
    const { label, count } = FILTERS[key]
    const people = summary === null ? undefined : count(summary)
    return { key, label: wordsOf(label, desk), count: people === undefined || people === 0 ? '' : String(people) }
  })
}

function wordsOf(words: string | ((at: At) => string), at: At): string {
  return typeof words === 'string' ? words : words(at)
}

/** Where a desk of this kind begins: at what waits for it. */
export function firstFilter(kind: Kind): FilterKey {
  return waitingStage(kind)
}

/** The stage in which people wait for a branch of this kind. */
export function waitingStage(kind: Kind): 'registered' | 'announced' {
  return kind === 'league' ? 'registered' : 'announced'
}

/** What to ask of the server, a page of them unless more are asked for. A search goes over everybody of the branch, whatever the filter. */
export function queryOf(
  branchId: string,
  filter: FilterKey,
  text: string,
  cursor?: string,
  limit = PAGE_ROWS,
): InputOf<'secretary', 'desk.list'> {
  const wanted = text.trim()
  return {
    branchId,
    ...(wanted === '' ? FILTERS[filter].query : { text: wanted }),
    ...(cursor === undefined ? {} : { cursor }),
    limit,
  }
}

/** Whether somebody belongs in the list that is shown. */
export function belongs(item: DeskItem, filter: FilterKey, text: string): boolean {
  return text.trim() !== '' || FILTERS[filter].holds(item)
}

/** What an empty list says. */
export function emptyText(filter: FilterKey, text: string, desk: At): string {
  const wanted = text.trim()
  return wanted === ''
    ? wordsOf(FILTERS[filter].empty, desk)
    : `没有姓名或学号以“${wanted}”开头的申请。请核对开头的字，或清除后按状态查看。`
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
export function hintOf(filter: FilterKey, text: string, items: readonly DeskItem[]): string {
  const noRoster = items.length > 0 && items.every(({ warnings }) => !warnings.includes('NOT_ON_ROSTER'))
  return filter === 'absent' && text.trim() === '' && noRoster ? '还没有导入新生名单，所以这里是全部人员。' : ''
}
