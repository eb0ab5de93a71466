/** What the page says to the outside organisation's secretary, who has no account and may never have seen it before. */
import type { ClaimField, InviteView, LinkBranch } from '../../cloudfunctions/contract'
import { dayAfter, deadline, moment } from '../format'
import { LINK_MISMATCHES } from '../limits'
import { bodyText } from './outside'
import { differsText } from './words'

/** Said first and last: checking here is not submitting there. */
export const NOT_SUBMITTING = '在这里核对，不能代替贵处在本省（区、市）系统中提交“转入北京”申请。'

type When = Pick<InviteView, 'todo' | 'readyAt'>

/** When the submission in their own system may happen. */
export function whenText({ todo, readyAt }: When, now: number): string {
  if (todo === 'check' || readyAt === undefined) return '北京团支部还没有同意，请先不要提交。'
  if (todo === 'wait')
    return `请在 ${deadline(readyAt, now)} 以后提交（建议 ${dayAfter(readyAt, now)}起）；提前提交将导致转移失败。`
  return '北京团支部同意已满一天：核对一致后，现在可以提交。'
}

/** Whom it is about, the name masked, and who asks. */
export function whomText(name: string, branch: LinkBranch): string {
  return `${name} 的团组织关系要转入北京。接收方：${bodyText(branch)}。`
}

/** The two steps of the page. */
export const INVITE_STEPS = {
  check: '第一步：核对三项信息',
  ask: '请照贵处系统里的登记填写，不要照本人的说法填：这样才能发现不一致。现在就可以核对，核对不会提交任何申请。',
  submit: '第二步：在贵处系统中提交，再回来告知',
  back: '在贵处系统中提交后，请回到这里点“已在本省系统提交”，本人和北京团支部就知道了；不填上面的三项也可以。',
  wait: '提交以后，请再打开这个链接，点“已在本省系统提交”。',
  button: '已在本省系统提交',
}

export const KEPT_NOTHING = '所填信息只用来当场核对，不保存；团组织名称记入办理记录。'

/** What was found when this link was last used to check. */
export function lastCheck({ checked }: Pick<InviteView, 'checked'>, now: number): string {
  if (checked === undefined) return ''
  const result = checked.matches ? '一致' : '不一致'
  return `${checked.organisation} 已于 ${moment(checked.at, now)} 核对：${result}。`
}

/** Already submitted there, and too early. */
export const EARLY_SUBMITTED = '如贵处已经提交，该申请可能转移失败：请撤回，或待退回后，到时再提交。'

/** The first words, once more at the end, with what holds now. */
export function againText(when: string): string {
  return `再次提醒：${NOT_SUBMITTING}${when}`
}

/** The last words once it was checked: said by what came of it. */
export const LAST_DIFFERENT = againText('核对一致以前，请不要提交。')

/** What a check found. */
export const CHECKED = {
  matches: { tag: '核对一致', title: '信息核对一致' },
  differs: { tag: '核对不一致' },
} as const
/** What agrees, of the fields that were compared. */
export function agreeText(same: readonly ClaimField[]): string {
  return same.length === 0 ? '' : `${differsText(same)}一致。`
}

/** The three fields agree: what comes next. */
export function matchedSteps(invite: When, now: number): string[] {
  if (invite.todo === 'submit')
    return [
      '请现在在贵处系统中提交“转入北京”申请：转入团组织用下面的全称或组织 ID。',
      '提交后回到这里，点“已在本省系统提交”。',
      '北京共青团线上系统自动校核，校核无误即向贵处系统发出“转移成功”的信息。',
    ]
  return [whenText(invite, now), INVITE_STEPS.wait]
}

/** They have submitted it. */
export const OUTSIDE_SUBMITTED = {
  tag: '已记录',
  title: '已记录：贵处已在本省系统提交',
  steps: [
    '北京共青团线上系统自动校核，校核无误即向贵处系统发出“转移成功”的信息。',
    '请以贵处系统收到的信息为准；退回的，请告诉本人。',
  ],
  last: '这里的记录不能代替贵处系统中的提交；还没有提交的，请现在提交。',
}

/** What differs, and what to do about it, in order. */
export function differentText(differs: readonly ClaimField[]): { title: string; steps: string[] } {
  return {
    title: `${differsText(differs)}与本人注册的信息不一致`,
    steps: [
      '请先不要在贵处系统中提交；已经提交的，可能转移失败，请撤回或待退回。',
      ...(differs.includes('name') ? ['对照身份证核对姓名，注意间隔号“·”和生僻字。'] : []),
      ...(differs.includes('idNumber') ? ['对照身份证逐位核对身份证号，末位 X 也要核对。'] : []),
      ...(differs.includes('memberNumber') ? ['团员编号是 12 位的发展团员编号，不是团员证上的 8 位编号。'] : []),
      '贵处登记有误的：更正后再核对一次，一致后再提交。',
      '贵处登记无误的：请告诉本人修改注册信息，须经北京团支部重新同意并再满一天。',
    ],
  }
}
/** Equal only after normalising: the official system may see them as different. */
export function inviteVariants(variants: readonly ClaimField[]): string {
  return variants.length === 0
    ? ''
    : `${differsText(variants)}的写法不完全相同（如全角、空格或间隔号），北京系统可能视为不一致，请核对写法。`
}
export const TRIES_TEXT = `这只是核对不一致，没有影响办理。不一致 ${String(LINK_MISMATCHES)} 次后，这个链接失效。`

/** Why a link does not serve any more. The one who holds it asks the student, or calls the branch. */
export const LINK_TROUBLES = {
  LINK_USED: {
    title: '已经核对并记录过了',
    text: '这个链接已用完，不用再填。提交请在贵处系统中进行，结果以贵处系统收到的信息为准。',
  },
  LINK_EXPIRED: {
    title: '链接已失效',
    text: '这个链接过期、被收回、已换成新的，或本人已撤回申请。请向本人确认是否仍在办理；仍在办理的，请其重新发一个。',
  },
  NOT_FOUND: {
    title: '链接打不开',
    text: '链接不完整或不存在。请从聊天里的卡片打开，或让发给你链接的同学重新发一个。',
  },
  OVER: { title: '不用再核对', text: '这位同学的转接已经办完。请以贵处系统收到的信息为准。' },
  SUBMITTED: {
    title: '已记录：贵处已在本省系统提交',
    text: '不用再填。北京共青团线上系统自动校核，请以贵处系统收到的信息为准。',
  },
} as const

export const ORGANISATION_MISSING = '请填写贵团组织名称'
/** The entry in the calendar: what can be done then. */
export const SUBMIT_ENTRY = '可以提交转入北京申请'
