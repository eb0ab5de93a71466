/** What the pages of the registration say. */
import type { Kind, Origin } from '../../cloudfunctions/contract'
import { NUMBER_SINCE_YEAR, RETENTION_DAYS } from '../limits'

/** The pages of the registration. `identity` and `party` are opened only to change what the route finder asked. */
export type RegisterStep =
  'consent' | 'identity' | 'party' | 'person' | 'phone' | 'membership' | 'branch' | 'reason' | 'partyBranch' | 'check'

export const REGISTER_STEPS: { [S in RegisterStep]: { title: string; hint: string } } = {
  consent: { title: '登记前请阅读', hint: '' },
  identity: { title: '你在北京共青团系统注册的身份', hint: '须与在北京共青团系统注册时选择的一致。' },
  party: { title: '你的党员身份', hint: '预备党员要另带《预备党员考察表》或盖章的鉴定材料。' },
  person: { title: '填写真实的姓名和身份证号', hint: '须与原组织系统中的登记信息一致，否则会转移失败。' },
  phone: { title: '填写手机号', hint: '团支部、党支部办理时可能会联系你。' },
  membership: { title: '入团年月和团员编号', hint: '按《入团志愿书》填写入团年月。' },
  branch: { title: '选择转入的团支部', hint: '以学院通知里的全称或组织 ID 为准。' },
  reason: { title: '转出原因', hint: '与在北京共青团系统“转移团组织”时选择的一致。' },
  partyBranch: { title: '选择接收的党支部', hint: '以学院通知里的名称或组织 ID 为准。' },
  check: { title: '提交前请核对', hint: '' },
}

/** What a page says that is left without an answer; where fields are asked of the server, that says it. */
export const REGISTER_MISSING: { [S in RegisterStep]?: string } = {
  identity: '请选择你的身份。',
  party: '请选择你的党员身份。',
  branch: '请选择转入的团支部。',
  reason: '请选择转出原因，或自己填写。',
  partyBranch: '请选择接收的党支部。',
}

/** In the bar at the top. */
export const CHECK_BAR = '核对信息'
export const CHANGE_BAR = '修改信息'
export function registerBar(page: number, pages: number): string {
  return `登记信息 ${String(page)} / ${String(pages)}`
}

/** In a line of 核对信息 without an answer. */
export const NOT_FILLED = '未填写'
export const TRANSFER_LINE = '转接'

/** What happens after sending, for each transfer that is started. */
export function afterSending(kind: Kind, origin: Origin): string {
  if (kind === 'party') return '提交后，按清单准备党员材料和介绍信，再请原党组织发起转出。'
  return origin === 'beijing'
    ? '提交后由团支部书记审核，同意即为转移成功，不用等一天。'
    : '提交后由团支部书记审核。同意满一天后，再联系原团组织在外省市系统中提交转入北京申请。'
}

/** Label of the button that sends. */
export function sendLabel(kinds: readonly Kind[]): string {
  if (kinds.length > 1) return '提交两项登记'
  return kinds.includes('party') ? '提交登记' : '提交加入申请'
}

/** The first transfer is started and the second was refused. */
export const HALF_SENT = '前一项已提交成功。另一项没有提交：'

/** Two consents, asked one by one; the second is for ID number and membership. */
export const CONSENTS: { key: 'terms' | 'sensitive'; title: string; lines: string[]; label: string }[] = [
  {
    key: 'terms',
    title: '登记与使用说明',
    lines: [
      '这里是学院的指引和登记系统，用来登记转接申请、由团支部、党支部审核、提醒时间和核对信息。',
      '登记的姓名、手机号和办理情况，由你申请加入的团支部、党支部的工作人员查看。',
      `你可以随时修改、撤回或删除；转接办结后，信息按团支部、党支部规定的期限（一般 ${String(RETENTION_DAYS.usual)} 天）自动删除。`,
    ],
    label: '我已阅读并同意登记与使用说明',
  },
  {
    key: 'sensitive',
    title: '敏感个人信息',
    lines: [
      '身份证号、团员编号和组织身份属于敏感个人信息，只用于核对转接信息是否一致，加密保存。',
      '不同意也可以直接在官方系统办理，但不能在这里登记。',
    ],
    label: '我单独同意处理身份证号和组织身份信息',
  },
]

export const CONSENT_MISSING = '请阅读后勾选这一项，再继续。'

/** How the member number is asked for, by the year of joining; whether it is right is asked of the server. */
export function numberHint(joinedOn: string): { label: string; hint: string } {
  const year = Number(joinedOn.slice(0, 4))
  if (joinedOn === '') return { label: '团员编号', hint: '请先选择入团年月。' }
  if (year < NUMBER_SINCE_YEAR)
    return {
      label: '团员编号（选填）',
      hint: `${String(NUMBER_SINCE_YEAR)} 年以前入团的，系统不校核团员编号，可不填。`,
    }
  if (year === NUMBER_SINCE_YEAR)
    return { label: '团员编号（选填）', hint: `${String(NUMBER_SINCE_YEAR)} 年入团的，有编号请填写。` }
  return {
    label: '团员编号',
    hint: `12 位数字，在智慧团建的个人中心查看，一般以入团年份 ${String(year)} 开头；不是团员证上的 8 位编号。`,
  }
}
