/** What the desk's list says: its filters, what a row hints at, the line above it and the bar below. */
import type {
  ClaimField,
  DeskFilters,
  DeskItem,
  FailureView,
  Kind,
  ReceiveFact,
  RosterMatch,
  Warning,
} from '../../../cloudfunctions/contract'
import { SEARCH_LOOKS_AT } from '../../limits'
import { differsText, type Tone } from '../../texts'
import type { Verdict } from '../decided'
import type { Desk } from '../desk'
import { approveLabel, overdueText, peopleText } from './desk'
import { entryWords, type Entry } from './summary'

type Sort = NonNullable<DeskFilters['sort']>

/** A short coloured word about somebody. */
export interface Hint {
  text: string
  tone: Tone
}

/** The ways in which the list is looked at. */
export type FilterKey =
  | 'registered'
  | 'announced'
  | 'overdue'
  | 'matched'
  | 'approved'
  | 'unconfirmed'
  | 'failed'
  | 'transferred'
  | 'noLetter'
  | 'noMaterials'
  | 'probation'
  | 'noReceipt'
  | 'preparing'
  | 'received'
  | 'returned'
  | 'absent'
  | 'all'

/** What the words of a filter depend on. */
export type At = Pick<Desk, 'kind' | 'overdueAfterDays'>

/** What a filter is called, and what its empty list says: what is, then what to do. */
interface FilterWords {
  label: string | ((at: At) => string)
  empty: string | ((at: At) => string)
}

export const FILTER_WORDS: { [K in FilterKey]: FilterWords } = {
  registered: { label: '待审核', empty: '没有待审核的申请。有新的申请时会出现在这里。' },
  announced: { label: '已发起转出', empty: '没有已发起转出、等待接收的转接。' },
  overdue: {
    label: ({ overdueAfterDays }) => `超过 ${String(overdueAfterDays)} 天`,
    empty: ({ kind, overdueAfterDays }) =>
      `没有${overdueText(kind === 'league' ? 'registered' : 'announced', overdueAfterDays)}的申请。`,
  },
  matched: { label: '与名单一致', empty: '没有与新生名单一致的待审核申请。' },
  approved: { label: '已同意', empty: '没有已同意、等待原团组织提交的转接。' },
  unconfirmed: { label: '待确认', empty: '没有等待北京系统确认的转接。本人或原团组织登记、核对一致后会出现在这里。' },
  failed: { label: '失败', empty: '没有转移失败的转接。' },
  transferred: { label: '已成功', empty: '还没有确认转移成功的转接。' },
  noLetter: { label: '缺介绍信', empty: '没有等介绍信的转接。' },
  noMaterials: { label: '缺材料', empty: '没有等党员材料的转接。' },
  probation: { label: '预备期将满', empty: '一个月内没有预备期满的人。' },
  noReceipt: { label: '回执未寄', empty: '没有回执未寄的介绍信。' },
  preparing: { label: '准备中', empty: '没有正在准备材料的转接。' },
  received: { label: '已接收', empty: '还没有接收完成的转接。' },
  returned: { label: '已退回', empty: '没有退回后还未重新申请或登记的转接。' },
  absent: { label: '不在名单', empty: '没有不在新生名单的申请。' },
  all: { label: '全部', empty: '还没有人申请。' },
}

export function wordsOf(words: string | ((at: At) => string), at: At): string {
  return typeof words === 'string' ? words : words(at)
}

/** Nobody was found; in a list of some only it is offered to look among all. */
export function nobodyFoundText(text: string, filter: FilterKey, at: At): string {
  const where = filter === 'all' ? '' : `在“${wordsOf(FILTER_WORDS[filter].label, at)}”中`
  return `${where}没有找到“${text}”。可以按姓名、名字、学号或其末几位、登记编号查找。`
}
export const NO_ROSTER = '还没有导入新生名单，所以这里是全部人员。'
export const PASTED = '按粘贴的姓名找到的人，选中的排在前面。换一个状态即回到全部。'
export const TRUNCATED = `只查到前 ${String(SEARCH_LOOKS_AT)} 人就停下了，可能还有没列出的。请写得再具体一些。`

// ---------------------------------------------------------------- a row

/** Of the warnings, roster and papers what fits in a line; the open file has the whole sentences. */
const SHORT_WARNINGS: { [W in Warning]: Hint } = {
  ID_CONFLICT: { text: '身份证号已由其他账号登记', tone: 'bad' },
  LATE_MISMATCH: { text: '成功后又不一致', tone: 'bad' },
  NOT_ON_ROSTER: { text: '不在名单', tone: 'wait' },
  NUMBER_ELSEWHERE: { text: '团员编号重复', tone: 'wait' },
  AGE_AT_JOINING: { text: '入团年龄', tone: 'wait' },
  CADRE: { text: '团干部', tone: 'wait' },
  NOT_DECLARED: { text: '未说明已申请', tone: 'wait' },
  LETTER_ENDS: { text: '介绍信将到期或已过期', tone: 'wait' },
  PROBATION_ENDS: { text: '预备期将满', tone: 'wait' },
}
const ROSTER: { [M in Exclude<RosterMatch, 'none'>]: Hint } = {
  full: { text: '名单一致', tone: 'brand' },
  partial: { text: '名单部分一致', tone: 'wait' },
}
const MISSING: { [F in ReceiveFact]: string } = {
  online: '系统未接收',
  letter: '缺介绍信',
  materials: '缺材料',
  probationPapers: '缺预备党员材料',
  receipt: '回执未寄',
}

/** Why it failed: which fields differ, or that the official system said so. */
function failureHint({ code, differs = [] }: FailureView): Hint {
  const fields: readonly ClaimField[] = differs
  return { text: code === 'MISMATCH' ? `${differsText(fields)}不一致` : '北京系统返回失败', tone: 'bad' }
}

/** What there is to say of somebody beside the stage, what is bad first. */
export function hintsOf(item: DeskItem, overdueAfterDays: number): Hint[] {
  const { failure, overdue, stage, rosterMatch, missing, warnings } = item
  const waits = stage === 'registered' || stage === 'announced'
  const hints: Hint[] = [
    ...(failure === undefined ? [] : [failureHint(failure)]),
    ...(overdue ? [{ text: overdueText(stage, overdueAfterDays), tone: 'wait' as const }] : []),
    ...missing.map((fact) => ({ text: MISSING[fact], tone: 'wait' as const })),
    ...warnings.map((warning) => SHORT_WARNINGS[warning]),
    ...(waits && rosterMatch !== 'none' ? [ROSTER[rosterMatch]] : []),
  ]
  return [...hints.filter(({ tone }) => tone === 'bad'), ...hints.filter(({ tone }) => tone !== 'bad')]
}

/** 「5 天」; less than one is 「今天」. */
export function daysText(days: number): string {
  return days === 0 ? '今天' : `${String(days)} 天`
}

// ---------------------------------------------------------------- above the list

/** How many are shown; who was decided about stays in sight and is counted apart. */
export function countText(counts: { shown: number; total: number; settled: number; more: boolean }): string {
  const { shown, total, settled, more } = counts
  if (more) return `已显示 ${peopleText(shown)}，还有更多`
  if (total > shown) return `已显示 ${peopleText(shown)}，共 ${peopleText(total)}`
  return settled === 0
    ? `共 ${peopleText(total)}`
    : `还有 ${peopleText(total - settled)}，另 ${peopleText(settled)}状态已变`
}
/** Chooses everybody of the filter, also those who are not shown yet. */
export function everybodyLabel(people: number | null): string {
  return people === null ? '选择全部' : `选择全部 ${peopleText(people)}`
}
export function readingText(read: number, people: number | null): string {
  return `正在读取 ${String(read)}${people === null ? ' 人' : ` / ${peopleText(people)}`}…`
}
/** Stopped while everybody was read. */
export function stoppedReadingText(read: number): string {
  return `已停下：读到的 ${peopleText(read)}已选中，其余的没有选。要接着选，请再点“选择全部”。`
}

/** The orders of a list, as the headings of its table are called. */
export const SORTS = ['waiting', 'name', 'studentNumber'] as const satisfies readonly Sort[]
export const SORT_LABELS: { [S in Sort]: string } = {
  waiting: '按天数',
  name: '按姓名',
  studentNumber: '按学号',
}

// ---------------------------------------------------------------- below the list

/** What a button of the bar says; `all`: it is for everybody who is chosen. */
export function verdictLabel(verdict: Verdict, people: number, all: boolean, besideOfficial: boolean): string {
  switch (verdict) {
    case 'approve':
      return approveLabel(people, besideOfficial)
    case 'return':
      return all ? '退回…' : `退回 ${peopleText(people)}…`
    case 'receive':
      return all ? '登记接收情况…' : `登记 ${peopleText(people)}的接收情况…`
    case 'confirm':
      return all ? '登记北京系统结果…' : `登记 ${peopleText(people)}的北京系统结果…`
    case 'undo':
      return all ? '撤销上一步…' : `撤销 ${peopleText(people)}的上一步…`
  }
}
export function chosenText(people: number): string {
  return `已选 ${peopleText(people)}`
}
export function remindLabel(people: number, all: boolean): { label: string; spoken: string } {
  return {
    label: all ? '提醒…' : `提醒 ${peopleText(people)}…`,
    spoken: `微信提醒 ${peopleText(people)}…`,
  }
}

/** What a window of WeChat's own can offer: six. */
const FIRST_PAGES: readonly string[] = ['gaps', 'roster', 'export', 'conflicts', 'branch', 'staff']
/** The pages that are reached from the list itself. */
export function firstPages(kind: Kind): Entry[] {
  return entryWords(kind).filter(({ page }) => FIRST_PAGES.includes(page))
}

/** What the list of a desk is called: nobody asks to join a Party branch, it receives. */
export function queueTitle(kind: Kind): string {
  return kind === 'party' ? '党员接收' : '加入申请'
}
export const ERASED_NAME = '（个人信息已删除）'
