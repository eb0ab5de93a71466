/** What the desk says of an ID number that two accounts claim. */
import type { CallFailure } from '../../cloud'
import { failureText } from '../../texts'
import { deskFailureText } from './desk'

export function conflictTitle(lastFour: string): string {
  return `身份证号后四位 ${lastFour}`
}

/** 「3 小时前尝试登记，共 3 次」 */
export function triedText(ago: string, attempts: number): string {
  return `${ago}尝试登记${attempts > 1 ? `，共 ${String(attempts)} 次` : ''}`
}

/** Both go by one name: most likely it is one person. */
export const SAME_PERSON =
  '两边姓名相同，多半是本人换了微信。核对本人后发恢复码：本人在新微信的“用已有账号登录”里点“用恢复码找回账号”，原来的申请都在。不要移除号码。'

/** Reasons for a release that are often needed. */
export const RELEASE_REASONS: readonly string[] = [
  '已当面核对身份证，号码属于后登记的人',
  '原账号填错了身份证号，本人已确认',
]
export const RELEASE_HINT =
  '会把这个号码从现登记的账号中移除，该账号未办完的转接退回，须改填本人的号码后重新申请。请先核对双方的身份证。理由会记入操作记录。'
export const RELEASE_BUTTON = '移除'
export const RELEASED = '已移除。请通知后登记的人重新登记，并通知原账号改填本人的号码。'

export function releaseTitle(holder: string): string {
  return `移除${holder}登记的号码`
}

/** Why a number was not taken off. */
export function releaseFailureText(error: CallFailure): string {
  if (error.code === 'NOT_NOW') return '这个账号的转接已经办成，号码不能移除。请与双方和学院核实。'
  if (error.code === 'NOT_FOUND') return '这个冲突已不存在：号码已改正或已移除。请返回后刷新。'
  return error.code === 'OFFLINE' ? deskFailureText(error) : failureText(error)
}
