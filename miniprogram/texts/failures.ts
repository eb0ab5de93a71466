/** Every code as a sentence: what happened, what to do next, and when. */
import type { Code, FailureDetails } from '../../cloudfunctions/contract'
import type { CallFailure, Offline } from '../cloud'
import { dayText, deadline } from '../format'
import { fieldText } from './fields'
import { differsText, preparedText, stageText } from './words'

type Details = FailureDetails & { OFFLINE: Offline['detail'] }

const SENTENCES: { [C in Code | 'OFFLINE']: (detail: Details[C]) => string } = {
  OFFLINE: (detail) =>
    detail === undefined
      ? '没有收到回复。请检查网络后重试；同一次提交重试不会重复登记。'
      : `${serviceText(detail)}请稍后重试；同一次提交重试不会重复登记。`,
  BAD_INPUT: ({ fields }) => {
    const first = fields[0]
    return first ? `填写有误：${fieldText(first.path, first.rule)}` : '填写有误，请核对后重新提交。'
  },
  NO_IDENTITY: () => '没有取得你的微信身份。请关闭小程序后从微信重新打开。',
  NOT_REGISTERED: () => '你还没有在本小程序登记。请先登记信息。',
  ALREADY_REGISTERED: () => '这个微信已经登记过，不用重新登记。返回首页可以查看你的转接。',
  ID_TAKEN: () =>
    '身份证号已由其他账号登记。如果是你以前登记的，请用原来的微信打开，或用手机号和本小程序密码登录；如果不是你，请致电团支部核实。',
  LOGIN_TAKEN: () => '这个手机号或用户名已由其他账号使用。请换一个；如果是你以前登记的，请用原来的微信打开。',
  LOGIN_FAILED: () => '用户名、手机号或密码不对。请核对后再试；忘记密码的，请向团支部或党支部书记索取恢复码。',
  LOCKED: ({ until }) => `输错次数太多，已暂停登录。请在 ${deadline(until)} 以后再试。`,
  CODE_INVALID: () => '恢复码或邀请码不对，或已过期。请核对后再试，或请对方重新给你一个。',
  NOT_FOUND: () => '没有找到该申请，或你无权查看。',
  NOT_YOURS: () => '没有找到该申请，或你无权查看。',
  NOT_STAFF: () => '这里只对团支部、党支部工作人员开放。如果你负责审核，请向书记或管理员索取邀请码。',
  READ_ONLY: () => '你的权限办不了这一步：支部的事请找书记，全校的事请找管理员。',
  LAST_SECRETARY: () => '这是最后一位书记，不能移除。请先邀请另一位书记。',
  NOT_NOW: ({ stage }) => `现在不能这样办理：当前状态是“${stageText(stage)}”。请刷新后查看下一步。`,
  WAIT_NOT_OVER: ({ readyAt }) =>
    `暂不能提交：团支部同意未满一天，最早可于 ${deadline(readyAt)} 提交。如原团组织已经提交，该申请可能转移失败，请其撤回或待退回后再提交。`,
  NOT_APPROVED: () =>
    '暂不能提交：团支部还没有同意你的加入申请。请等团支部同意并满一天后再请原团组织提交；如原团组织已经提交，请其撤回或待退回后再提交。',
  MISMATCH: ({ differs }) =>
    `转移失败：${differsText(differs)}与注册信息不一致。请先核对身份证上的写法。原团组织登记有误的，请其更正后重新提交；你注册有误的，修改后须经团支部重新同意并再满一天。`,
  OFFICIAL_FIRST: () => '请先在北京共青团系统电脑端同意此人的加入申请，再勾选“已在北京共青团系统同意”。',
  OFFICIAL_FAILURE: () => '北京系统返回转移失败。请致电团支部问明原因，更正后请原团组织重新提交。',
  ALREADY_OPEN: () => '你已有一项未办完的同类转接，不能再提交一项。请返回首页继续办理，或先撤回原来的。',
  NOTHING_TO_TRANSFER: () => '按你登记的身份，没有需要转接的组织关系。身份登记有误的，请先修改注册信息。',
  BRANCH_NOT_JOINABLE: () => '这个组织不能直接加入。请核对全称或组织 ID，重新选择。',
  WINDOW_CLOSED: ({ opensOn, closesOn }) => windowText(opensOn, closesOn),
  LETTER_EXPIRED: ({ validUntil }) => `介绍信已过有效期（至 ${dayText(validUntil)}）。请联系原党组织重新开具。`,
  NOT_PREPARED: ({ missing }) =>
    `还有材料没有确认：${missing.map((key) => preparedText(key)).join('、')}。请确认后再提交。`,
  CHANGED_MEANWHILE: () => '这项转接刚刚有了变化，已为你刷新。请看过最新状态后再办理。',
  LINK_USED: () => '这个链接已经用过，核对已完成。请让发给你链接的同学刷新查看结果。',
  LINK_EXPIRED: () => '这个链接已失效。请让发给你链接的同学重新发一个。',
  TOO_MANY: ({ retryAt }) => `次数已用完。请在 ${deadline(retryAt)} 以后再试。`,
  TOO_LARGE: () => '内容太大，没有提交。请分几次提交。',
  TOO_OLD: () => '小程序已更新，当前页面的版本太旧。请关闭小程序后重新打开。',
  TRY_AGAIN: (detail) =>
    detail === undefined
      ? '现在办理的人太多，这一次没有办成。请稍等片刻再试。'
      : `系统正在维护，这一次没有办成，预计 ${deadline(detail.until)} 恢复。请到时再试。`,
  REASON_REQUIRED: () => '请写明原因，对方会看到。',
  BAD_FILE: () => '读不出这个文件。请用表格软件另存为 .xlsx 后再试。',
  ID_RELEASED: () => '身份证号经核实由其他账号登记，已从你的登记中移除。请先修改注册信息，填写你本人的身份证号。',
  UNKNOWN_OP: () => '小程序版本过旧。请关闭后重新打开，更新到最新版本。',
  INTERNAL: ({ traceId }) => `系统出了问题，这一次没有办成。请稍后再试；仍不行的，请把编号 ${traceId} 告诉团支部。`,
}

/** The service answered, and no function: the code tells those who run it what is wrong. */
export function serviceText({ service }: { service: string }): string {
  return `服务出错（${service}）。`
}

function windowText(opensOn?: string, closesOn?: string): string {
  if (opensOn !== undefined && closesOn !== undefined)
    return `现在不在接收时间内（${dayText(opensOn)}至${dayText(closesOn)}）。请在接收时间内提交，或致电团支部、党支部。`
  if (opensOn !== undefined) return `${dayText(opensOn)}起接收。请到时再提交，或致电团支部、党支部。`
  if (closesOn !== undefined) return `接收已于 ${dayText(closesOn)} 截止。请致电团支部、党支部。`
  return '现在不在接收时间内。请致电团支部、党支部。'
}

/** What happened and what to do, for any failure. */
export function failureText(failure: CallFailure): string {
  const say = SENTENCES[failure.code] as (detail: CallFailure['detail']) => string
  return say(failure.detail)
}

/** A failure as a whole page shows it. */
export interface Problem {
  kind: 'offline' | 'refused' | 'failed'
  title: string
  text: string
  /** Label of the one button; empty when trying again is pointless. */
  retry: string
  /** A page that may lead on. */
  way?: { label: string; url: string }
}

/** Whoever is no staff may become it by a code. */
const WAYS: { [C in CallFailure['code']]?: Problem['way'] } = {
  NOT_STAFF: { label: '我有邀请码', url: '/desk/accept/accept' },
}

const FAILED: readonly CallFailure['code'][] = ['INTERNAL', 'TRY_AGAIN']
const REOPEN: readonly CallFailure['code'][] = ['UNKNOWN_OP', 'NO_IDENTITY']
const REFUSED: { [C in CallFailure['code']]?: string } = {
  NOT_FOUND: '没有找到',
  NOT_YOURS: '没有找到',
  NOT_STAFF: '你还不是工作人员',
}

/** What a page shows in place of its content. */
export function problemOf(failure: CallFailure): Problem {
  const { code } = failure
  const text = failureText(failure)
  // Nothing was sent: it was only asked what there is.
  if (code === 'OFFLINE' && failure.detail !== undefined)
    return { kind: 'failed', title: '服务出错', text, retry: '重试' }
  if (code === 'OFFLINE')
    return {
      kind: 'offline',
      title: '没有连上网络',
      text: '没有收到回复。请检查网络后重试；已登记的内容不受影响。',
      retry: '重试',
    }
  if (FAILED.includes(code)) return { kind: 'failed', title: '没有办成', text, retry: '重试' }
  if (REOPEN.includes(code)) return { kind: 'failed', title: '请重新打开小程序', text, retry: '' }
  return { kind: 'refused', title: REFUSED[code] ?? '不能办理', text, retry: '', ...wayOf(code) }
}

function wayOf(code: CallFailure['code']): Pick<Problem, 'way'> {
  const way = WAYS[code]
  return way === undefined ? {} : { way }
}
