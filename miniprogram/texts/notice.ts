/** The notice's sentences that hold for every branch; what is a branch's own comes from its data. */
import type { Kind } from '../../cloudfunctions/contract'
import type { GuideKey } from './guides'
import { usualDaysText } from './party'
import { KINDS } from './words'

/** What to see to, in the notice's words; the first is what goes wrong most. */
export const MATTERS: { [K in Kind]: string[] } = {
  party: [
    '新生为中共党员的，请务必确保原单位将党员材料归档完备。如没有完整、无误的党员材料，党组织关系将无法接收。',
    '党员组织关系采用党员E先锋系统接收，该系统已经接入全国党员线上系统。',
    '预备党员需提供本人的《预备党员考察表》或预备期期间在校现实表现等相关鉴定材料（注意加盖公章），以备再转入后如期转正。',
  ],
  league: [
    '按团关系目前所在地分“京内”和“京外”：本科新生一般为籍贯所在地，研究生新生一般为本科院校所在地。',
    '在京内的，由本人直接申请转入；在外省市的，先注册、再申请、后转接。',
    '应严格按步骤操作，不按步骤或跨步骤操作均将导致转移失败。例如先在外省市系统中发出转入北京申请，再注册登录北京共青团系统，可能导致转接失败。',
  ],
}

/** The notice prints it with an exclamation mark: what is in the file cannot be handed in. */
export const NOT_INTO_FILE = '纸质版介绍信请勿放进档案中，开学后统一上交辅导员！'

/** The four ways through the official system, in the order in which they are needed. */
export const GUIDE_ORDER: GuideKey[] = ['inside', 'register', 'signIn', 'secretary']

/** What is written on a paper letter, and how long it is good. */
export const LETTER_FACTS: { [K in Kind]: string[] } = {
  party: [
    `介绍信从开具当天起计有效期，写在信上（${usualDaysText()}）。过期的不能接收，须请原党组织重新开具；请留足到开学上交的时间。`,
    '信上写明党费交至哪一月。介绍信共三联，回执联由接收方盖章后，一个月内寄回原党组织。',
    '交之前，先在办理页登记开具日期和有效天数，系统会算出最后一天。',
  ],
  league: ['团组织关系一般在线上转接。原团组织要求开纸质版介绍信的，照上面的写。'],
}

/** What the fields of a branch are called in the notice. */
export const NOTICE_FIELDS = {
  shortName: '简称',
  systemId: '组织 ID',
  letterTitle: '抬头',
  letterDestination: '去处',
  contact: '联系人',
  phone: '联系电话',
  address: '地址',
} as const
export const FULL_NAMES: { [K in Kind]: string } = { party: '党支部名称（全称）', league: '团支部名称（全称）' }
export function noticeTitle(kind: Kind): string {
  return `${KINDS[kind]}转接`
}
/** Rows as one text, a line each. */
export function rowsText(rows: readonly { label: string; value: string; note: string }[]): string {
  return rows.map(({ label, value, note }) => `${label}：${value}${note === '' ? '' : `（${note}）`}`).join('\n')
}
/** On the card of the notice in a chat. */
export const NOTICE_SHARED = '党团组织关系转接：通知和材料'
