/** The questions that find the way, and the four ways that they lead to. */
import type { GuideKey } from './guides'

/** Who am I. `both` is a Party member who keeps League membership (保留团籍). */
export type Who = 'member' | 'cadre' | 'party' | 'both' | 'neither'
/** Where the League membership is now. */
export type Where = 'beijing' | 'province'
/** Which way it leads to. */
export type RouteKey = 'province' | 'beijing' | 'party' | 'both' | 'nothing'

export const WHO: { value: Who; label: string; content: string }[] = [
  { value: 'member', label: '团员', content: '' },
  { value: 'cadre', label: '团干部', content: '原职务尚未卸任的，可能无法转出，请先向原团组织卸任。' },
  { value: 'party', label: '党员', content: '含预备党员，没有保留团籍。' },
  { value: 'both', label: '党员，同时保留团籍', content: '含预备党员。党、团组织关系要分别转接。' },
  { value: 'neither', label: '以上都不是', content: '' },
]

export const WHERE: { value: Where; label: string; content: string }[] = [
  { value: 'province', label: '北京以外', content: '京外：先注册，再申请，满一天后转接。' },
  { value: 'beijing', label: '北京市内', content: '京内：由你直接申请转入。' },
]
export const WHERE_HINT = '看团关系目前在哪里，不看户口。一般来说，研究生新生在本科院校所在地，本科新生在籍贯所在地。'

/** What a way is called, what to know before starting, and what this mini-program does on it. */
export interface RouteText {
  title: string
  intro: string
  /** What to know before starting. */
  facts: string[]
  /** What is not done here; empty when all is. */
  limit: string
  guide: GuideKey | ''
}

export const ROUTES: { [R in RouteKey]: RouteText } = {
  province: {
    title: '团组织关系，从京外转入',
    intro: '严格按下面的顺序办。不按步骤或跨步骤操作，将导致转移失败。',
    facts: [],
    limit: '',
    guide: 'register',
  },
  beijing: {
    title: '团组织关系，京内转移',
    intro: '由你在北京共青团系统直接申请转入，等待团组织审核，不用等一天。',
    facts: [],
    limit: '京内转移目前请直接在北京共青团系统办理；本小程序下一版开放京内登记。',
    guide: 'inside',
  },
  party: {
    title: '党组织关系',
    intro: '学院用党员E先锋系统接收，该系统已接入全国党员线上系统。',
    facts: [
      '请原单位将党员材料归档完备；没有完整、无误的党员材料，党组织关系无法接收。',
      '纸质版介绍信请勿放进档案，开学后统一上交辅导员。',
      '预备党员需提供《预备党员考察表》或相关鉴定材料（加盖公章）。',
    ],
    limit: '党组织关系目前请按上面的要求准备，并联系学院党委；本小程序下一版开放登记。',
    guide: '',
  },
  both: {
    title: '党、团组织关系，分别转接',
    intro: '两项转接的接收支部、联系人和规则都不同。团组织关系在这里登记；党组织关系另办。',
    facts: [
      '党：请原单位将党员材料归档完备；纸质版介绍信请勿放进档案，开学后统一上交辅导员。',
      '党：预备党员需提供《预备党员考察表》或相关鉴定材料（加盖公章）。',
    ],
    limit: '党组织关系目前请按上面的要求准备，并联系学院党委；本小程序下一版开放登记。',
    guide: 'register',
  },
  nothing: {
    title: '没有需要转接的组织关系',
    intro: '不是团员，也不是党员，没有组织关系需要转接，不用登记。',
    facts: [],
    limit: '',
    guide: '',
  },
}
