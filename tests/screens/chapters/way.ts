import { type Answers, findWay } from '../../journeys/way'
import type { Phone } from '../../support/phone'
import { chapter } from '../chapter'
import type { Shot } from '../camera'

const at = (sees: Shot['sees'], answers?: Answers): Shot => ({
  who: 'newcomer',
  path: 'pages/route/route',
  anew: true,
  sees,
  ...(answers === undefined ? {} : { then: (phone: Phone) => findWay(phone, answers) }),
})

const MEMBER = { who: '我是团员', party: '不是党员' } as const
const CADRE = { who: '我是团干部', party: '不是党员', where: '北京市内' } as const
const PARTY = { who: '我不是团员', party: '正式党员' } as const

/** The questions that find the way, and the ways that they lead to. */
export const way = chapter('The way', () => Promise.resolve(), {
  'route-who': () => at('你现在是团员吗？'),
  'route-party': () => at('你是中共党员吗？', { who: '我是团员' }),
  'route-where': () => at('你的团组织关系现在在哪里？', MEMBER),
  'route-answered': () => ({
    ...at(/已选|✓/u),
    then: async (phone) => {
      await findWay(phone, MEMBER)
      await phone.sees('你的团组织关系现在在哪里？')
      await phone.tap('上一步')
    },
  }),
  'route-relieved': () => at('你的团干部职务卸任了吗？', CADRE),
  'route-party-where': () => at('你的党组织关系现在在哪里？', PARTY),
  'way-from-province': () => at('还没有提交，开始登记', { ...MEMBER, where: '北京以外' }),
  'way-submitted-too-early': () => ({
    ...at('开始登记'),
    then: async (phone) => {
      await findWay(phone, { ...MEMBER, where: '北京以外' })
      await phone.tap('已经提交')
    },
  }),
  'way-inside-beijing': () => at('开始登记', { ...MEMBER, where: '北京市内' }),
  'way-cadre': () => at('开始登记', { ...CADRE, relieved: '已经卸任' }),
  'way-not-relieved': () => at('先卸任，再转接', { ...CADRE, relieved: '还没有卸任' }),
  'way-party': () => at('开始登记', { ...PARTY, partyWhere: '北京以外' }),
  'way-both': () =>
    at('还没有提交，开始登记', { ...MEMBER, party: '预备党员', where: '北京以外', partyWhere: '北京以外' }),
  'way-nothing': () => at('没有需要转接的组织关系', { who: '我不是团员', party: '不是党员' }),
  'way-leaves': () => at('应当离团，不用转接团组织关系', { who: '已满 28 周岁，没有团内职务', party: '不是党员' }),
})
