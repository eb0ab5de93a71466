/** What the page says to the outside organisation's secretary, who has no account and may never have seen it before. */
import type { ClaimField, InviteView } from '../../../cloudfunctions/contract'
import { dayAfter, deadline } from '../../format'
import { differsText } from '../../texts'

/** Said first and last: checking here is not submitting there. */
export const NOT_SUBMITTING = '在这里核对，不能代替贵处在本省（区、市）系统中提交“转入北京”申请。'

/** When the submission in their own system may happen. */
export function whenText({ stage, readyAt }: Pick<InviteView, 'stage' | 'readyAt'>, now: number): string {
  if (stage === 'registered' || stage === 'returned') return '北京团支部还没有同意，请先不要提交。'
  if (readyAt !== undefined && Date.parse(readyAt) > now)
    return `请在 ${deadline(readyAt, now)} 以后提交（建议 ${dayAfter(readyAt, now)}起）；提前提交将导致转移失败。`
  return '北京团支部同意已满一天：请先核对，一致后再提交。'
}

/** Whom it is about, the name masked. */
export function whomText(name: string): string {
  return `${name} 的团组织关系要转入北京。`
}
export const ASK_TEXT = '请照贵处系统里的登记填写，不要照本人的说法填：这样才能发现不一致。'

export const KEPT_NOTHING = '所填信息只用来当场核对，不保存；团组织名称记入办理记录。'

/** Too early: what is, and when to come back. */
export function earlyText({ readyAt }: Pick<InviteView, 'readyAt'>, now: number): string {
  return readyAt === undefined
    ? '北京团支部还没有同意这位同学的加入申请。请等本人通知团支部已经同意、并满一天后，再打开这个链接。'
    : `北京团支部同意未满一天。请在 ${deadline(readyAt, now)} 以后再打开这个链接核对，并在贵处系统中提交。`
}
export const EARLY_SUBMITTED = '如贵处已经提交，该申请可能转移失败：请撤回，或待退回后，到时再提交。'

/** The last words once it was checked: said by what came of it. */
export const LAST_MATCHED = `再次提醒：${NOT_SUBMITTING}北京团支部同意已满一天，现在可以提交。`
export const LAST_DIFFERENT = `再次提醒：${NOT_SUBMITTING}核对一致以前，请不要提交。`

export const MATCHED = {
  title: '信息核对一致',
  steps: [
    '还没有在贵处系统中提交“转入北京”申请的，请现在提交：转入团组织用下面的全称或组织 ID。',
    '提交后，北京共青团线上系统自动校核，校核无误即向贵处系统发出“转移成功”的信息。',
    '这个链接已用完，不用再打开。',
  ],
}

/** What differs, and what to do about it, in order. */
export function mismatchText(differs: readonly ClaimField[]): { title: string; steps: string[] } {
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
export const TRIES_TEXT = '核对 5 次不一致后，这个链接失效。'

/** Why a link does not open. The one who holds it asks the student, not the branch. */
export const LINK_TROUBLES = {
  LINK_USED: { title: '已经核对过了', text: '这个链接核对一致后已失效，不用再填。提交请在贵处系统中进行。' },
  LINK_EXPIRED: {
    title: '链接已失效',
    text: '这个链接过期、被收回、已换成新的，或本人已撤回申请。请向本人确认是否仍在办理；仍在办理的，请其重新发一个。',
  },
  NOT_FOUND: {
    title: '链接打不开',
    text: '链接不完整或不存在。请从聊天里的卡片打开，或让发给你链接的同学重新发一个。',
  },
  OVER: { title: '不用再核对', text: '这位同学的转接已经办完。请以贵处系统收到的信息为准。' },
} as const
