/** The questions that find the way, and what the ways that they lead to say. */
import type { Identity, Kind, Origin, PartyIdentity } from '../../cloudfunctions/contract'
import type { GuideKey } from './guides'
import { waitText } from './journey'

/** The notice's three, and whoever is 28 without a post: they leave the League. */
export type Who = Identity | 'leaves'
/** Whether the outside organisation has submitted already. */
export type Submitted = 'no' | 'yes' | 'unsure'

/** What has been answered; empty is not yet asked, or does not matter. */
export interface Answers {
  who: Who | ''
  party: PartyIdentity | 'none' | ''
  where: Origin | ''
  submitted: Submitted | ''
  relieved: 'yes' | 'no' | ''
  partyWhere: Origin | ''
}
/** What is asked on a screen of its own; whether it was submitted is asked under the way. */
export type QuestionKey = Exclude<keyof Answers, 'submitted'>

export interface Choice {
  value: string
  label: string
}
/** One question, one screen. */
export interface RouteQuestion {
  title: string
  hint: string
  options: Choice[]
}

const WHERE: Choice[] = [
  { value: 'province', label: '北京以外' },
  { value: 'beijing', label: '北京市内' },
]
/** The notice's own hint. */
const USUALLY = '研究生新生一般在本科院校所在地，本科新生一般在籍贯所在地。'

export const QUESTIONS: { [Q in QuestionKey]: RouteQuestion } = {
  who: {
    title: '你现在是团员吗？',
    hint: '按实际情况选；保留团籍的党员也是团员。',
    options: [
      { value: 'member', label: '我是团员' },
      { value: 'cadre', label: '我是团干部' },
      { value: 'nonmember', label: '我不是团员' },
      { value: 'leaves', label: '已满 28 周岁，没有团内职务' },
    ],
  },
  party: {
    title: '你是中共党员吗？',
    hint: '入党积极分子、发展对象选“不是党员”。',
    options: [
      { value: 'none', label: '不是党员' },
      { value: 'full', label: '正式党员' },
      { value: 'probationary', label: '预备党员' },
    ],
  },
  where: {
    title: '你的团组织关系现在在哪里？',
    hint: USUALLY,
    options: WHERE,
  },
  relieved: {
    title: '你的团干部职务卸任了吗？',
    hint: '京内转移时，北京共青团系统不允许现任团干部转出。',
    options: [
      { value: 'yes', label: '已经卸任' },
      { value: 'no', label: '还没有卸任' },
    ],
  },
  partyWhere: {
    title: '你的党组织关系现在在哪里？',
    hint: `可能与团组织关系不在同一处。${USUALLY}`,
    options: WHERE,
  },
}

/** Asked under the way from a province, whose order it is about; the first goes on. */
export const SUBMITTED_QUESTION = {
  title: '原团组织已经在外省市系统提交了吗？',
  answers: { no: '还没有提交，开始登记', yes: '已经提交', unsure: '不清楚' },
} as const

/** One journey of the way: what to know before starting. */
export interface JourneyText {
  facts: string[]
  guide: GuideKey | ''
}

export const JOURNEYS: { [J in 'province' | 'beijing' | 'party']: JourneyText } = {
  province: { facts: [], guide: '' },
  beijing: {
    facts: ['由你直接申请转入，团支部同意即可，不用等一天。'],
    guide: 'inside',
  },
  party: {
    facts: [
      '学院用党员E先锋系统接收，该系统已接入全国党员线上系统。',
      '请务必确保原单位将党员材料归档完备；没有完整、无误的党员材料，党组织关系将无法接收。',
      '纸质版介绍信请勿放进档案中，开学后统一上交辅导员。',
    ],
    guide: '',
  },
}

export const PROBATION_FACT =
  '预备党员需提供《预备党员考察表》或预备期在校现实表现等鉴定材料（加盖公章），以便如期转正。'
export const CADRE_FACT =
  '你注册并申请加入后，团干部身份由团支部书记在北京共青团系统电脑端审核／添加，这一步你不用操作。'
export const CADRE_AWAY_FACT = '原来的团干部职务还没有卸任的，可能无法转出，请先向原团组织卸任。'

/** When each step of a way can be, as if everybody acted today. */
export const WAY_DATES = {
  today: (day: string) => `${day}就可以`,
  earliest: (day: string) => `最早 ${day}`,
  wait: (day: string, hours: number) => `同意满${waitText(hours)}，最早 ${day}`,
  request: (safest: string) => `建议 ${safest}起`,
  announce: '材料齐备后',
  accept: '发起转出后',
  materials: '档案到校、开学后',
  probation: '开学后',
  receive: '以上都齐备后',
  begins: '从这里开始',
  later: '之后',
} as const

/** How a whole way is introduced. */
export const WAYS = {
  one: { title: '你的办理路线', intro: '' },
  order: { title: '你的办理路线', intro: '严格按下面的顺序办。不按步骤或跨步骤操作，将导致转移失败。' },
  both: { title: '党、团组织关系，分别转接', intro: '两项的接收组织、联系人和规则都不同，可以同时办。' },
  bothInOrder: {
    title: '党、团组织关系，分别转接',
    intro:
      '两项的接收组织、联系人和规则都不同，可以同时办。团组织关系严格按下面的顺序办。不按步骤或跨步骤操作，将导致转移失败。',
  },
  nothing: {
    title: '没有需要转接的组织关系',
    intro:
      '你不是团员，也不是党员，没有组织关系需要转接，不用登记，也不用在北京共青团系统申请。以后入团或入党的，由所在的团支部、党支部办理，与这次转接无关。',
  },
  leaves: { title: '应当离团，不用转接团组织关系', intro: '' },
  notRelieved: { title: '先卸任，再转接', intro: '' },
} as const

/** Whoever looked for the other half and has none; what is registered goes on. */
export const NO_OTHER_HALF: { [K in Kind]: { title: string; intro: string } } = {
  league: {
    title: '没有需要转接的团组织关系',
    intro: '你不是团员，没有团组织关系需要转接。已登记的党组织关系照常办理。',
  },
  party: {
    title: '没有需要转接的党组织关系',
    intro: '你不是党员，没有党组织关系需要转接。已申请的团组织关系照常办理。',
  },
}

export const LEAVES_TEXT =
  '年满 28 周岁、没有担任团内职务的团员应当离团，不用转接。请联系目前所在的团支部（原团组织）办理离团手续；有疑问请致电学院团委。'
export const NOT_RELIEVED_TEXT =
  '现任团干部不能转出。请先请原团组织在北京共青团系统中办理卸任；办好后再从首页开始，选“已经卸任”。拿不准的，先致电学院团委。'
/** Whoever submitted too early; 'no' needs no word. */
export const SUBMITTED_TEXT: { [S in Submitted]: string } = {
  no: '',
  yes: '原团组织已经提交的这次申请很可能转移失败：请其撤回，或等待退回。等团支部同意并满一天后，再请其重新提交。',
  unsure: '请先向原团组织问清。还没有提交的，请其先不要提交；已经提交的，请其撤回，或等待退回，满一天后再重新提交。',
}
export const WAY_BUTTONS = { register: '开始登记', home: '返回首页' } as const
/** The way was looked for anew from 核对信息. */
export const CHANGE_TO_WAY = '改走这条路线'
export const BACK_TO_CHECK = '返回核对信息'
export const DATES_HINT = '按今天就办推算；另定接收时间的，以其为准。'
