/** Every sentence of the desk that is built in code. Words of the domain come from the main package. */
import type { DecideOutcome, Kind, Stage } from '../../../cloudfunctions/contract'
import type { CallFailure, Offline } from '../../cloud'
import { failureText, serviceText, type Tone } from '../../texts'
import type { Decided, Result, Verdict } from '../decided'
import { UNDO_WITHIN_HOURS } from '../../limits'

/** Sentences of failures that speak to the member as 「你」 and mean somebody else at the desk. */
const AT_THE_DESK: { [C in CallFailure['code']]?: string } = {
  ALREADY_OPEN: '本人另有一项未办完的同类转接，不能再改回未办完。请先与本人核对，办完或撤回另一项。',
  TOO_LARGE: '这一批太大，或没有在规定时间内办完。请重试，或分几次办理。',
  ID_RELEASED: '这个账号的身份证号已移除。请等本人填写自己的身份证号后再办理。',
}

/** No reply came, and whose fault that is where it is known. */
function noReplyText({ detail }: Offline): string {
  return detail === undefined ? '没有收到回复。' : serviceText(detail)
}

/** A failure as somebody at the desk reads it. */
export function deskFailureText(failure: CallFailure): string {
  if (failure.code === 'OFFLINE') return `${noReplyText(failure)}请${failure.detail ? '稍后' : '检查网络后'}重试。`
  return AT_THE_DESK[failure.code] ?? failureText(failure)
}

/** Why nothing was decided about somebody who moved on meanwhile, and what is left to do: nothing. */
export const NOTHING_LEFT: { [S in Stage]?: string } = {
  withdrawn: '本人已撤回，不用办理。',
  returned: '已被退回，等本人修改后重新提交。',
}

/** 「18 人」 */
export function peopleText(count: number): string {
  return `${String(count)} 人`
}

/** 「超过 3 天未审核」, as long as the branch allows itself; a Party branch does not review, it receives. */
export function overdueText(stage: Stage, days: number): string {
  return `超过 ${String(days)} 天${stage === 'announced' ? '未接收' : '未审核'}`
}

export const OFFICIAL_TICK = '我已在北京共青团系统同意以上人员'
export const OFFICIAL_TICK_ONE = '我已在北京共青团系统同意此人'
const NOTHING_SENT = '没有提交，什么都没有改变。'
export const UNKNOWN_OUTCOME = '没有收到回复，不知道是否办成。请刷新后查看。'

/** 「同意 2 人（已在北京共青团系统同意）」; without a number where one person's file is open. */
export function approveLabel(people: number | null, besideOfficial: boolean): string {
  const what = people === null ? '同意' : `同意 ${peopleText(people)}`
  return besideOfficial ? `${what}（已在北京共青团系统同意）` : what
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
    { label: '误操作', text: '此前的办理是团支部误操作，现退回。请核对信息后重新申请。' },
    { label: '不是本团支部新生', text: '你不在本团支部的新生名单中，请核对转入的团支部全称后重新申请。' },
  ],
  party: [
    { label: '系统中没有收到', text: '党员E先锋系统中没有收到你的转入申请，请原党组织核对接收组织名称后重新发起。' },
    { label: '介绍信抬头或去处有误', text: '介绍信的抬头或去处有误，请联系原党组织重新开具。' },
    { label: '党员材料不完整', text: '党员材料不完整，请联系原单位补齐归档后重新发起。' },
    { label: '误操作', text: '此前的办理是党支部误操作，现退回。请核对后重新登记。' },
    { label: '不是本党支部新生', text: '你不在本党支部的新生名单中，请核对接收党组织后重新发起。' },
  ],
}

/** Inside Beijing people move their organisation there, they do not ask to join. */
export const RETURN_REASON_INSIDE: ReadyReason = {
  label: '北京系统中没有申请',
  text: '北京共青团系统中没有你的转入申请，请在该系统“我的组织”“转移团组织”中提交后，再重新申请。',
}

/** What was done, as the verdict names it: 「已同意 18 人」. */
const DONE: { [V in Verdict]: (result: Result) => string } = {
  approve: () => '已同意',
  return: () => '已退回',
  confirm: (result) => (result === 'success' ? '已登记转移成功' : '已登记转移失败'),
  receive: () => '已登记接收情况',
  undo: () => '已撤销上一步',
}

/** How a decision ended: how many are done, and where the reasons of the others stand. */
export function resultOf({ verdict, result, outcomes, unknown }: Decided): { text: string; tone: Tone } {
  const done = outcomes.filter(({ ok }) => ok).length
  const refused = outcomes.length - done
  const text = [
    ...(done > 0 ? [`${DONE[verdict](result)} ${peopleText(done)}。`] : []),
    ...(refused > 0 ? [`${peopleText(refused)}没有办成，原因写在各人名下。`] : []),
    ...(unknown.length > 0 ? [`${peopleText(unknown.length)}没有收到回复，请刷新后查看。`] : []),
  ].join('')
  if (text === '') return { text: NOTHING_SENT, tone: 'wait' }
  return { text, tone: refused + unknown.length > 0 ? 'wait' : 'done' }
}

/** One person is done, and the next one's file is open. */
export function nextOpenedText(verdict: Verdict, result: Result, name: string): { text: string; tone: Tone } {
  return { text: `${besideHan(name)}：${DONE[verdict](result)}。已打开下一位。`.trim(), tone: 'done' }
}

/** How it ended for one person whose file is open. */
export function resultOfOne({ verdict, result, outcomes, unknown }: Decided): { text: string; tone: Tone } {
  const [outcome] = outcomes
  if (outcome?.ok === true) return { text: `${DONE[verdict](result)}。`, tone: 'done' }
  if (outcome !== undefined) return { text: deskFailureText(outcome.error), tone: 'bad' }
  return { text: unknown.length > 0 ? UNKNOWN_OUTCOME : NOTHING_SENT, tone: 'wait' }
}

/** What is known when the connection is lost in the middle. */
export function lostText(counts: { answered: number; unknown: number; unsent: number }, failure: CallFailure): string {
  const { answered, unknown, unsent } = counts
  const what = failure.code === 'OFFLINE' ? noReplyText(failure) : deskFailureText(failure)
  const again = unknown > 0 ? '重试不会重复办理。' : ''
  if (answered + unknown + unsent === 1) return `${what}${unknown > 0 ? '不知道是否办成。' : '还没有提交。'}${again}`
  const known = [
    ...(answered > 0 ? [`${peopleText(answered)}已有结果`] : []),
    ...(unknown > 0 ? [`${peopleText(unknown)}不知道是否办成`] : []),
    ...(unsent > 0 ? [`${peopleText(unsent)}还没有提交`] : []),
  ].join('，')
  return `${what}${known}。${again}`
}

/** Stopped on purpose: what is done, and that the rest can go on now or later. */
export function stoppedText(outcomes: readonly DecideOutcome[], left: number): string {
  const done = outcomes.filter(({ ok }) => ok).length
  const refused = outcomes.length - done
  const known = [`${peopleText(done)}已办成`, ...(refused > 0 ? [`${peopleText(refused)}没有办成`] : [])].join('，')
  return `已停下：${known}，${peopleText(left)}还没有提交。可以继续；到此为止的，以后可在列表中接着办，不会重复。`
}

/** 「正在办理 20 / 54 人」 */
export function progressText(answered: number, total: number): string {
  return total === 1 ? '正在办理' : `正在办理 ${String(answered)} / ${peopleText(total)}`
}

/** A name within a Chinese sentence: letters stand off the characters beside them. */
export function besideHan(name: string): string {
  return `${/^[A-Za-z]/.test(name) ? ' ' : ''}${name}${/[A-Za-z.]$/.test(name) ? ' ' : ''}`
}

/** Names in a row; past `most` only how many there are. */
export function namesText(names: readonly string[], most = names.length): string {
  const shown = names.slice(0, most).join('、')
  return names.length > most ? `${shown} 等 ${peopleText(names.length)}` : shown
}

/** Where to find the official counterpart, beside the tick. */
export const OFFICIAL_WAY = '电脑端“我的团员” → “申请加入”'
export const OFFICIAL_WAY_INSIDE = '电脑端的转入审核'
export const OFFICIAL_TICK_MISSING = '请先在北京共青团系统电脑端同意加入申请，再勾选这一项。'

/** What an approval sets in motion. */
export const APPROVAL_STARTS_WAIT =
  '同意后开始计时等待，至少一天；本人会看到最早可提交的时间。请先在北京系统同意，再在这里同意。'
export const APPROVAL_ALONE_STARTS_WAIT = '同意后开始计时等待，至少一天；本人会看到最早可提交的时间。'
export const APPROVAL_TRANSFERS = '京内转移同意后即为转移成功，不用等一天。'
export const RETURN_HINT = '本人会看到这段话：写明哪里不对、怎么改。不要写身份证号。'
export const UNDO_HINT = `撤销 ${String(UNDO_WITHIN_HOURS)} 小时内最近办理的一步，恢复到那一步以前；本人会看到是误操作。已让对方提交的，请另行通知本人。`
/** Undoing a return: the approval there was never withdrawn. */
export const UNDO_TICK = '在北京共青团系统的同意没有撤销过'
export const UNDO_TICK_HINT = '撤销退回、恢复为已同意的，须勾选'
export const CONFIRM_HINT = '请先在北京共青团系统“我的团员”中核对，再登记结果。本人会看到。'

/** Of a branch that people do not find yet. */
export const NOT_JOINABLE = '未开放加入'
/** Of a branch of a past year. */
export const CLOSED = '已关闭'
export const NOT_AT_DESK = '没有找到这个工作台，或你无权查看。请从首页进入你负责的工作台。'
