/** What the sheet of a decision says: its title and button for one person or many, results to choose, and faults. */
import type { Result, Verdict } from '../decided'
import { besideHan, peopleText } from './desk'

/** 「登记王小明的接收情况」「登记 5 人的接收情况」 */
const TITLES: { [V in Verdict]: (whom: string) => string } = {
  approve: (whom) => `同意${whom}加入`,
  return: (whom) => `退回${whom}的申请`,
  confirm: (whom) => `登记${whom}的北京系统结果`,
  receive: (whom) => `登记${whom}的接收情况`,
  undo: (whom) => `撤销${whom}的上一步`,
}
const BUTTONS: { [V in Verdict]: { one: string; many: (people: string) => string } } = {
  approve: { one: '同意', many: (people) => `同意 ${people}` },
  return: { one: '退回', many: (people) => `退回 ${people}` },
  confirm: { one: '登记结果', many: (people) => `登记 ${people}的结果` },
  receive: { one: '登记', many: (people) => `登记 ${people}` },
  undo: { one: '撤销', many: (people) => `撤销 ${people}` },
}

export function sheetTitle(verdict: Verdict, names: readonly string[]): string {
  const [name = ''] = names
  return TITLES[verdict](names.length === 1 ? besideHan(name) : ` ${peopleText(names.length)}`)
}
export function sheetButton(verdict: Verdict, people: number): string {
  const { one, many } = BUTTONS[verdict]
  return people === 1 ? one : many(peopleText(people))
}

/** What the official system may have said; `inside`: a transfer inside Beijing, which goes back to its member. */
export function resultChoices(inside: boolean): { value: Result; label: string; content: string }[] {
  return [
    { value: 'success', label: '转移成功', content: '在“我的团员”中已能看到。' },
    { value: 'failure', label: '转移失败', content: inside ? '将退回本人重新申请。' : '本人会看到失败和你写的原因。' },
  ]
}
export const RESULT_MISSING = '请选择北京系统的结果，再登记。'

/** What stands in the empty field of the reason. */
export const REASON_HINTS = {
  required: '原因（必填）',
  optional: '原因（选填）',
  correction: '更正的原因（必填）',
  late: '逾期接收的原因（必填）',
} as const
/** 「11月22日已登记」 */
export function recordedText(day: string): string {
  return `${day}已登记`
}
