/** Every sentence of the desk that is built in code. Words of the domain come from the main package. */
import type { Kind } from '../../cloudfunctions/contract'
import type { CallFailure } from '../cloud'
import { BRANCHES, failureText } from '../texts'

/** What the desk can decide about people. */
export type Verdict = 'approve' | 'return' | 'confirm'
/** What the official system said. */
export type Result = 'success' | 'failure'

/** A failure as somebody at the desk reads it: where the member's sentence says 「你」, this one speaks of the person. */
export function deskFailureText(failure: CallFailure): string {
  switch (failure.code) {
    case 'ALREADY_OPEN':
      return '本人另有一项未办完的同类转接，不能再改回未办完。请先与本人核对，办完或撤回另一项。'
    case 'ID_RELEASED':
      return '这个账号的身份证号已移除。请等本人填写自己的身份证号后再办理。'
    case 'OFFLINE':
      return '没有收到回复。请检查网络后重试；同一次提交重试不会重复办理。'
    default:
      return failureText(failure)
  }
}

export const OFFICIAL_TICK = '我已在北京共青团系统同意以上人员'
export const OFFICIAL_TICK_ONE = '我已在北京共青团系统同意此人'
export const UNKNOWN_OUTCOME = '没有收到回复，不知道是否办成。请刷新后查看。'

/** 「同意 2 人（已在北京共青团系统同意）」 */
export function approveLabel(people: number, besideOfficial: boolean): string {
  const whom = people === 1 ? '同意' : `同意 ${people} 人`
  return besideOfficial ? `${whom}（已在北京共青团系统同意）` : whom
}

/** A reason for returning that is often needed: a short name to pick, and what the person will read. */
export interface ReadyReason {
  label: string
  text: string
}

export const RETURN_REASONS: { [K in Kind]: ReadyReason[] } = {
  league: [
    { label: '北京系统中没有申请', text: '北京共青团系统中没有你的加入申请，请先在该系统注册并申请加入，再重新申请。' },
    { label: '姓名或身份证号有误', text: '姓名或身份证号与新生名单不一致，请对照身份证修改后重新申请。' },
    { label: '入团年月有误', text: '入团年月与档案不一致，请按《入团志愿书》修改后重新申请。' },
    { label: '团员编号有误', text: '团员编号有误，请在智慧团建的个人中心核对，修改后重新申请。' },
    { label: '不是本团支部新生', text: '你不在本团支部的新生名单中，请核对转入的团支部全称后重新申请。' },
  ],
  party: [
    { label: '系统中没有收到', text: '党员E先锋系统中没有收到你的转入申请，请原党组织核对接收组织名称后重新发起。' },
    { label: '介绍信抬头或去处有误', text: '介绍信的抬头或去处有误，请联系原党组织重新开具。' },
    { label: '党员材料不完整', text: '党员材料不完整，请联系原单位补齐归档后重新发起。' },
    { label: '不是本党支部新生', text: '你不在本党支部的新生名单中，请核对接收党组织后重新发起。' },
  ],
}

/** What was done, as the verdict names it: 「已同意 18 人」. */
const DONE: { [V in Verdict]: (result: Result) => string } = {
  approve: () => '已同意',
  return: () => '已退回',
  confirm: (result) => (result === 'success' ? '已登记转移成功' : '已登记转移失败'),
}

/** How a decision ended: how many are done, and where the reasons of the others stand. */
export function resultText(
  verdict: Verdict,
  result: Result,
  counts: { done: number; refused: number; unknown: number },
): string {
  const { done, refused, unknown } = counts
  return [
    ...(done > 0 || refused + unknown === 0 ? [`${DONE[verdict](result)} ${done} 人。`] : []),
    ...(refused > 0 ? [`${refused} 人没有办成，原因写在各人名下。`] : []),
    ...(unknown > 0 ? [`${unknown} 人没有收到回复，请刷新后查看。`] : []),
  ].join('')
}

/** What is known when the connection is lost in the middle. */
export function lostText(counts: { answered: number; unknown: number; unsent: number }, failure: CallFailure): string {
  const { answered, unknown, unsent } = counts
  const known = [
    ...(answered > 0 ? [`${answered} 人已有结果`] : []),
    ...(unknown > 0 ? [`${unknown} 人不知道是否办成`] : []),
    ...(unsent > 0 ? [`${unsent} 人还没有提交`] : []),
  ].join('，')
  const what = failure.code === 'OFFLINE' ? '没有收到回复。' : deskFailureText(failure)
  return `${what}${known}。${unknown > 0 ? '重试不会重复办理。' : ''}`
}

/** 「正在办理 20 / 54 人」 */
export function progressText(answered: number, total: number): string {
  return total === 1 ? '正在办理' : `正在办理 ${answered} / ${total} 人`
}

/** Names in a row; past `most` only how many there are. */
export function namesText(names: readonly string[], most = names.length): string {
  const shown = names.slice(0, most).join('、')
  return names.length > most ? `${shown} 等 ${names.length} 人` : shown
}

/** Where to find the official counterpart, beside the tick. */
export const OFFICIAL_WAY = '北京共青团系统电脑端：“我的团员” → “申请加入”。'
/** What an approval sets in motion. */
export const APPROVAL_STARTS_WAIT =
  '同意后开始计一天等待，本人会看到最早可提交的时间。请先在北京系统同意，再在这里同意。'
export const APPROVAL_ALONE_STARTS_WAIT = '同意后开始计一天等待，本人会看到最早可提交的时间。'
export const APPROVAL_TRANSFERS = '京内转移同意后即为转移成功，不用等一天。'
export const RETURN_HINT = '本人会看到这段话：写明哪里不对、怎么改。不要写身份证号。'
export const CONFIRM_HINT = '请先在北京共青团系统“我的团员”中核对，再登记结果。本人会看到。'

/** Refused: not of any branch's staff. */
export const NOT_STAFF_TITLE = '你还不是支部工作人员'
/** Names a branch on the desk's list of branches. */
export function branchKindText(kind: Kind): string {
  return BRANCHES[kind]
}
