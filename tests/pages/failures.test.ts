import { expect, test } from 'vitest'
import type { CallFailure } from '../../miniprogram/cloud'
import { failureText } from '../../miniprogram/texts'
import { iso, leagueBranch } from './views'

type Read = { [C in CallFailure['code']]: readonly [detail: Extract<CallFailure, { code: C }>['detail'], says: string] }

const until = iso('2024-11-22 14:05:30')
const BRANCH = { ...leagueBranch, phone: '' }

/**
 * Every sentence as a person has read it once: whoever changes one, or turns it into its opposite, reads it here again.
 */
const READ: Read = {
  OFFLINE: [undefined, '没有收到回复。请检查网络后重试；同一次提交重试不会重复登记。'],
  BAD_INPUT: [{ fields: [{ path: 'name', rule: 'required' }] }, '填写有误：请填写姓名'],
  NO_IDENTITY: [undefined, '没有取得你的微信身份。请关闭小程序后从微信重新打开。'],
  NOT_REGISTERED: [undefined, '你还没有在本小程序登记。请先登记信息。'],
  ALREADY_REGISTERED: [undefined, '这个微信已经登记过，不用重新登记。返回首页可以查看你的转接。'],
  ID_TAKEN: [
    undefined,
    '身份证号已由其他账号登记。如果是你以前登记的，请用原来的微信打开，或用手机号和本小程序密码登录；如果不是你，请致电团支部核实。',
  ],
  LOGIN_TAKEN: [undefined, '这个手机号或用户名已由其他账号使用。请换一个；如果是你以前登记的，请用原来的微信打开。'],
  LOGIN_FAILED: [undefined, '用户名、手机号或密码不对。请核对后再试；忘记密码的，请向团支部或党支部书记索取恢复码。'],
  LOCKED: [{ until }, '输错次数太多，已暂停登录。请在 11月22日 14:06 以后再试。'],
  CODE_INVALID: [undefined, '恢复码或邀请码不对，或已过期。请核对后再试，或请对方重新给你一个。'],
  NOT_FOUND: [undefined, '没有找到该申请，或你无权查看。'],
  NOT_YOURS: [undefined, '没有找到该申请，或你无权查看。'],
  NOT_STAFF: [undefined, '这里只对团支部、党支部工作人员开放。如果你负责审核，请向书记或管理员索取邀请码。'],
  READ_ONLY: [undefined, '你的权限办不了这一步：支部的事请找书记，全校的事请找管理员。'],
  LAST_SECRETARY: [undefined, '这是最后一位书记，不能移除。请先邀请另一位书记。'],
  NOT_NOW: [{ stage: 'registered' }, '现在不能这样办理：当前状态是“待团支部审核”。请刷新后查看下一步。'],
  WAIT_NOT_OVER: [
    { readyAt: until },
    '暂不能提交：团支部同意未满一天，最早可于 11月22日 14:06 提交。如原团组织已经提交，该申请可能转移失败，请其撤回或待退回后再提交。',
  ],
  NOT_APPROVED: [
    undefined,
    '暂不能提交：团支部还没有同意你的加入申请。请等团支部同意并满一天后再请原团组织提交；如原团组织已经提交，请其撤回或待退回后再提交。',
  ],
  MISMATCH: [
    { differs: ['name', 'memberNumber'] },
    '转移失败：姓名、团员编号与注册信息不一致。请先核对身份证上的写法。原团组织登记有误的，请其更正后重新提交；你注册有误的，修改后须经团支部重新同意并再满一天。',
  ],
  OFFICIAL_FIRST: [undefined, '请先在北京共青团系统电脑端同意此人的加入申请，再勾选“已在北京共青团系统同意”。'],
  OFFICIAL_FAILURE: [undefined, '北京系统返回转移失败。请致电团支部问明原因，更正后请原团组织重新提交。'],
  ALREADY_OPEN: [undefined, '你已有一项未办完的同类转接，不能再提交一项。请返回首页继续办理，或先撤回原来的。'],
  NOTHING_TO_TRANSFER: [undefined, '按你登记的身份，没有需要转接的组织关系。身份登记有误的，请先修改注册信息。'],
  BRANCH_NOT_JOINABLE: [undefined, '这个组织不能直接加入。请核对全称或组织 ID，重新选择。'],
  WINDOW_CLOSED: [{ opensOn: '2024-09-10' }, '2024年9月10日起接收。请到时再提交，或致电团支部、党支部。'],
  LETTER_EXPIRED: [{ validUntil: '2024-09-01' }, '介绍信已过有效期（至 2024年9月1日）。请联系原党组织重新开具。'],
  NOT_PREPARED: [{ missing: ['file'] }, '还有材料没有确认：原单位确认党员材料归档完备。请确认后再提交。'],
  CHANGED_MEANWHILE: [{ version: 3 }, '这项转接刚刚有了变化，已为你刷新。请看过最新状态后再办理。'],
  LINK_USED: [{ branch: BRANCH }, '这个链接已经用过，核对已完成。请让发给你链接的同学刷新查看结果。'],
  LINK_EXPIRED: [{ branch: BRANCH }, '这个链接已失效。请让发给你链接的同学重新发一个。'],
  TOO_MANY: [{ retryAt: until }, '次数已用完。请在 11月22日 14:06 以后再试。'],
  TOO_LARGE: [undefined, '内容太大，没有提交。请分几次提交。'],
  TOO_OLD: [undefined, '小程序已更新，当前页面的版本太旧。请关闭小程序后重新打开。'],
  TRY_AGAIN: [undefined, '现在办理的人太多，这一次没有办成。请稍等片刻再试。'],
  REASON_REQUIRED: [undefined, '请写明原因，对方会看到。'],
  BAD_FILE: [{ rule: 'format' }, '读不出这个文件。请用表格软件另存为 .xlsx 后再试。'],
  ID_RELEASED: [
    undefined,
    '身份证号经核实由其他账号登记，已从你的登记中移除。请先修改注册信息，填写你本人的身份证号。',
  ],
  UNKNOWN_OP: [undefined, '小程序版本过旧。请关闭后重新打开，更新到最新版本。'],
  INTERNAL: [{ traceId: 'abc' }, '系统出了问题，这一次没有办成。请稍后再试；仍不行的，请把编号 abc 告诉团支部。'],
}

test.each(Object.entries(READ))('%s says what was read', (code, [detail, says]) => {
  const failure = (detail === undefined ? { code } : { code, detail }) as CallFailure
  expect(failureText(failure)).toBe(says)
})

test('while the system is looked after it says until when, to the minute', () => {
  expect(failureText({ code: 'TRY_AGAIN', detail: { until } })).toBe(
    '系统正在维护，这一次没有办成，预计 11月22日 14:06 恢复。请到时再试。',
  )
})
