/** What is said of names that were pasted: how many are recognised, looked for and found. */
import { NAMES_PASTED } from '../../limits'
import { peopleText } from './desk'

/** What the column of names is called in the official system's list. */
export const NAME_HEADING = '姓名'
/** Headings and other words of such a list, which are no names. */
export const NO_PEOPLE: ReadonlySet<string> = new Set([
  NAME_HEADING,
  '学号',
  '性别',
  '男',
  '女',
  '团员',
  '团干部',
  '序号',
  '操作',
  '同意',
  '拒绝',
  '退回',
  '查看',
  '审核',
  '待审核',
  '状态',
  '民族',
  '汉族',
  '共青团员',
  '政治面貌',
  '手机号',
  '身份证号',
  '团员编号',
  '入团年月',
  '申请时间',
  '申请加入',
  '我的团员',
])

export const NO_NAMES = '没有认出姓名。请一行一个姓名，或整列复制。'

export function tooManyNames(names: number): string {
  return `认出 ${peopleText(names)}，一次最多 ${String(NAMES_PASTED)} 人。请分几次粘贴。`
}
export function recognisedText(names: number): string {
  return names === 0 ? '' : `认出 ${peopleText(names)}`
}
export function lookingText(done: number, names: number): string {
  return `正在查找 ${String(done)} / ${peopleText(names)}`
}
export function foundText(people: number, open: number): string {
  return `找到 ${peopleText(people)}，可以办理的 ${peopleText(open)}`
}
/** Takes them over into the list; empty where there is nobody. */
export function takeLabel(people: number, chosen: number): string {
  if (people === 0) return ''
  return chosen === 0 ? '在列表中查看' : `在列表中选中 ${peopleText(chosen)}`
}

/** How a name came out. */
export type PickGroup = 'missing' | 'open' | 'several' | 'settled'
const GROUPS: { [G in PickGroup]: string } = {
  missing: '没有找到',
  open: '可以办理',
  several: '有同名，不自动选中',
  settled: '等本人或原组织，或已办完，现在不用办理',
}
export function groupTitle(group: PickGroup, names: number): string {
  return `${GROUPS[group]} ${peopleText(names)}`
}
