/** What the administrator reads of all branches. */
import type { Kind } from '../../../cloudfunctions/contract'
import { ago, day } from '../../format'
import { PAGE_ROWS } from '../../limits'
import { peopleText } from './desk'

/** What the columns are called, in their order. */
export const COLUMNS = {
  registered: '待办',
  overdue: '超期',
  waiting: '办理中',
  failed: '失败',
  done: '办完',
  share: '完成率',
} as const

export const KINDS: { [K in Kind]: string } = { league: '团支部', party: '党支部' }

/** 「待办 4（超期 2）」 and so on, as one line under a name. */
export function countsText(counts: { registered: number; overdue: number; waiting: number; failed: number }): string {
  const { registered, overdue, waiting, failed } = counts
  return [
    `待办 ${String(registered)}${overdue > 0 ? `（超期 ${String(overdue)}）` : ''}`,
    `办理中 ${String(waiting)}`,
    ...(failed > 0 ? [`失败 ${String(failed)}`] : []),
  ].join(' · ')
}

/** 「办完 120 / 500 人，24%」 */
export function doneText(done: number, everybody: number, share: string): string {
  return everybody === 0 ? '还没有人' : `办完 ${String(done)} / ${peopleText(everybody)}，${share}`
}

/** Since when the oldest of the figures stand. */
export function standingText(oldest: string, now: number): string {
  return `数字每天自动清点，最早清点的一个：${ago(oldest, now)}。要最新的，请点开查看。`
}

export const CLOSED_HEADING = '已关闭（往年）'
/** Neither a branch nor a person. */
export function nothingFoundText(text: string): string {
  return `没有找到“${text}”。可以按团支部、党支部名称查找，也可以按姓名、名字、学号或其末几位、登记编号找人。`
}
export const LOOKING = '正在所有团支部、党支部中找人…'
export const MORE_PEOPLE = `只列出 ${String(PAGE_ROWS)} 人，还有更多。请写得再具体一些。`
export const NO_BRANCHES = '还没有团支部、党支部。'

/** What all open branches come to, for a meeting. */
export function totalText(
  now: number,
  total: { branches: number; registered: number; overdue: number; late: number; done: number; everybody: number },
): string {
  const { branches, registered, overdue, late, done, everybody } = total
  const overdueOf = overdue === 0 ? '没有超期' : `其中 ${peopleText(overdue)}超期，涉及 ${String(late)} 个`
  return `截至${day(now)}，${String(branches)} 个团支部、党支部共 ${peopleText(everybody)}：待办 ${peopleText(registered)}，${overdueOf}；办完 ${peopleText(done)}。`
}
