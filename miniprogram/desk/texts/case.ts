/** What the open file of one person says: where it stands, its lines, and what is asked before a number is shown. */
import type { ConfirmedBy, DeskTransfer, Kind, RevealField, Stage } from '../../../cloudfunctions/contract'
import { deadline, moment } from '../../format'
import { ACTIONS, CONFIRMED, type Tone } from '../../texts'
import type { Verdict } from '../decided'
import { approveLabel, besideHan, overdueText } from './desk'

/** Where it stands and what comes next. */
interface Situation {
  text: string
  tone: Tone
}

export const NOTHING_TO_SAY: Situation = { text: '', tone: 'plain' }
export const WITHDRAWN = '本人已撤回，不用再办理。'

/** 「提交于 11月22日 09:31」 */
export function askedText(kind: Kind, asked: string, now: number): string {
  return `${kind === 'party' ? '登记' : '提交'}于 ${moment(asked, now)}`
}
export function pleaseDecideText(stage: Stage, days: number): string {
  return `${overdueText(stage, days)}，请尽快办理。`
}
/** Approved: from when on the old organisation may submit. */
export function waitText(readyAt: string, now: number): Situation {
  return Date.parse(readyAt) > now
    ? { text: `原团组织最早可于 ${deadline(readyAt, now)} 在外省市系统中提交。`, tone: 'wait' }
    : { text: `${deadline(readyAt, now)} 起已可提交，等原团组织在外省市系统中提交。`, tone: 'brand' }
}
export function returnedText(reason: string | undefined, released: boolean): string {
  const number = released ? '。下面的身份证号已移除，本人改填自己的号码后才能重新申请。' : ''
  return `已退回，原因：${reason ?? '未写明'}${number}`
}
export function mismatchText(differs: string): string {
  return `${differs}与注册信息不一致。本人页面写明了怎么办；原团组织更正后可重新提交。`
}
export function officialFailureText(reason = ''): string {
  return `北京系统返回转移失败${reason === '' ? '。' : `，原因：${reason}`}`
}
export function unconfirmedText(by: ConfirmedBy): string {
  return `${CONFIRMED[by]}。在“我的团员”中看到此人后，请登记结果。`
}
/** Who deleted what was known of the person: nothing was left out when it was filled in. */
export function erasedText(byMember: boolean): string {
  const who = byMember ? '本人已删除' : '保存期已满，系统已删除'
  return `${who}个人信息：姓名和号码不再保存，只留办理记录。`
}

// ---------------------------------------------------------------- its lines

/** The lines of what is registered, and of a Party transfer's papers. */
export const FILE_LABELS = {
  studentNumber: '学号',
  idNumber: '身份证号',
  joinedOn: '入团年月',
  memberNumber: '团员编号',
  phone: '手机号',
  identity: '注册身份',
  roster: '新生名单',
  reason: '转出原因',
  channel: '转出方式',
  letter: '介绍信',
  dues: '党费交至',
  probation: '预备期满',
  facts: '已登记',
  receipt: '回执',
} as const
export type FileKey = keyof typeof FILE_LABELS
export const NOT_FILLED_IN = '未填写'
export const NO_ROSTER_HERE = '没有可比对的名单'
export const SECRETARIES_ONLY = '仅书记可查看'
/** A step that is 「你」's to the member is the person's at the desk. */
export function seenFromDesk(sentence: string): string {
  return sentence.replace(/^你/, '本人')
}

// ---------------------------------------------------------------- with a reason

/** What is asked before something is done with a reason. */
interface Wanted {
  title: string
  hint: string
  reasons: readonly string[]
  button: string
}

export function revealWords(field: RevealField, name: string): Wanted {
  return {
    title: `查看${besideHan(name)}的${FILE_LABELS[field]}`,
    hint: '只在这一页显示，离开后隐藏。理由会记入操作记录。',
    reasons: ['核对身份', '在官方系统中查找此人', '联系本人'],
    button: '查看',
  }
}
export function recoveryWords(name: string): Wanted {
  return {
    title: `给${besideHan(name)}发恢复码`,
    hint: '本人凭恢复码和手机号重设密码，原来绑定的微信全部解除。请先确认对方就是本人。理由会记入操作记录。',
    reasons: ['本人当面要求，已核对身份证', '本人来电要求，已核对身份'],
    button: '生成恢复码',
  }
}
/** Until when a recovery code is good. */
export function recoveryUntilText(expiresAt: string, now: number): string {
  return `${deadline(expiresAt, now)} 前有效，只能用一次。请当面或电话告诉本人，不要发到群里。`
}
/** When a code is given out, and what has become of the last one. */
export function recoveryHint(last: DeskTransfer['recovery'], now: number): string {
  if (last === undefined) return '本人登录不了原来的账号时'
  return last.state === 'ended'
    ? '发出的恢复码试错太多次，已失效，请重新发一个'
    : `已发出的 ${deadline(last.expiresAt, now)} 前有效；重新发，原来的作废`
}
export const NO_REASON = '请写明理由，会记入操作记录。'
export function longReasonText(most: number): string {
  return `理由太长，请写在 ${String(most)} 字以内。`
}

// ---------------------------------------------------------------- its buttons

/** What each verdict is called for the one person; `settled`: there is a result, which may be put right. */
export function verdictButtons(besideOfficial: boolean, stage: Stage, settled: boolean): { [V in Verdict]: string } {
  return {
    approve: approveLabel(null, besideOfficial),
    confirm: settled ? '更正北京系统结果…' : `${ACTIONS.confirm}…`,
    receive: stage === 'received' ? '补登记接收情况…' : `${ACTIONS.receive}…`,
    return: `${ACTIONS.return}…`,
    undo: `${ACTIONS.undo}…`,
  }
}
