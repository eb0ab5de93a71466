/** What the pages of the registration say. */
import type { Kind, Origin } from '../../cloudfunctions/contract'
import { ENVIRONMENT } from '../environment'
import { fieldLabel } from './fields'
import { NUMBER_SINCE_YEAR, RETENTION_DAYS } from '../limits'

/** The pages of the registration. `identity` and `party` are opened only to change what the route finder asked. */
export type RegisterStep = 'person' | 'membership' | 'identity' | 'party' | 'check'

export const REGISTER_STEPS: { [S in RegisterStep]: { title: string; hint: string } } = {
  person: { title: '填写真实的姓名和身份证号', hint: '须与原组织系统中的登记一致，否则会转移失败。' },
  membership: { title: '要转入哪里', hint: '' },
  identity: { title: '你在北京共青团系统注册的身份', hint: '须与在北京共青团系统注册时选择的一致。' },
  party: { title: '你的党员身份', hint: '预备党员要另带《预备党员考察表》或盖章的鉴定材料。' },
  check: { title: '提交前请核对', hint: '' },
}

/** What a page says that is left without an answer; where fields are asked of the server, that says it. */
export const REGISTER_MISSING = {
  identity: '请选择你的身份。',
  party: '请选择你的党员身份。',
  branch: '请选择转入的团支部。',
  reason: '请选择转出原因，或自己填写。',
  partyBranch: '请选择接收的党支部。',
} as const

/** In the bar at the top. */
export const CHANGE_BAR = '修改信息'
export function registerBar(step: number, steps: number): string {
  return `登记：第 ${String(step)} 步，共 ${String(steps)} 步`
}

/** Above the branches that can be chosen. */
export const BRANCH_TITLES: { [K in Kind]: string } = { league: '转入的团支部', party: '接收的党支部' }
/** Which answers are kept in another spelling than they were typed; empty where none is. */
export function tidiedText(fields: readonly string[]): string {
  if (fields.length === 0) return ''
  return `${fields.map(fieldLabel).join('、')}已整理成规范写法（全角、符号、大小写），请再核对一遍。`
}
/** In a line of 核对信息 without an answer. */
export const NOT_FILLED = '未填写'
export const TRANSFER_LINE = '转接'

/** What happens after sending, for each transfer that is started. */
export function afterSending(kind: Kind, origin: Origin): string {
  if (kind === 'party') return '提交后，按清单准备党员材料和介绍信，再请原党组织发起转出。'
  return origin === 'beijing'
    ? '提交后由团支部书记审核，同意即为转移成功，不用等一天。'
    : '提交后由团支部审核；同意满一天后，才请原团组织提交。'
}

/** Label of the button that sends. */
export function sendLabel(kinds: readonly Kind[]): string {
  if (kinds.length > 1) return '提交两项登记'
  return kinds.includes('party') ? '提交登记' : '提交加入申请'
}

/** It is started, and that it was submitted too early is not yet said. */
export const EARLY_NOT_SAID = '申请已提交。原团组织提交早了这件事还没有记下：'

/** The first transfer is started and the second was refused. */
export const HALF_SENT = '前一项已提交成功。另一项没有提交：'

/** Two consents, asked one by one and never ticked before; the second is for ID number and membership. */
export const CONSENTS: { key: 'terms' | 'sensitive'; title: string; lines: string[]; label: string }[] = [
  {
    key: 'terms',
    title: '登记与使用说明',
    lines: [
      `由${ENVIRONMENT.university}${ENVIRONMENT.body}登记姓名、手机号和办理情况，交给你申请加入的团支部、党支部审核和联系你。`,
      `你可以随时修改、撤回或删除；办结后一般 ${String(RETENTION_DAYS.usual)} 天自动删除。`,
    ],
    label: '我已阅读并同意',
  },
  {
    key: 'sensitive',
    title: '敏感个人信息',
    lines: [
      '身份证号、团员编号和组织身份只供团支部、党支部核对，加密保存。不同意的不能在这里登记，请直接在官方系统办理。',
    ],
    label: '我单独同意处理敏感个人信息',
  },
]

export const CONSENT_MISSING = '请阅读后勾选这一项，再继续。'

/** Whether whoever joined then may leave the member number out. */
export function numberOptional(joinedOn: string): boolean {
  return joinedOn !== '' && Number(joinedOn.slice(0, 4)) <= NUMBER_SINCE_YEAR
}
/** After what is wrong with a number that may be left out. */
export const OR_EMPTY = '；这一项选填，也可留空'

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
