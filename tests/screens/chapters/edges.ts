import { begin, consent, findWay, identify, tellMembership } from '../../journeys/way'
import { LEAGUE, PARTY, setBranch } from '../../support/client'
import { ayguli, hoKaMing, liQiang, zhangMei } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'
import { COHORT, ROSTER } from './cohort'

const HOME = 'pages/home/home'
const SECRETARY = 'local-league-secretary'
/** As long as names may be: 25 Han characters, 50 letters. */
const LONG_HAN = '阿卜杜热合曼·麦麦提敏·吐尔逊江·阿布都克里木江'
const LONG_LATIN = 'Maximiliana Alexandrovna Konstantinopolskaya-Orlova'.slice(0, 50)
const QUEUE = `desk/queue/queue?branch=${LEAGUE}`

/** Names as long as they may be. */
export const longNames = chapter(
  'Long names',
  async (story) => {
    const han = await (await story.asks('han', { ...ayguli, name: LONG_HAN })).approved('09-04 14:05')
    await story.asks('latin', { ...hoKaMing, name: LONG_LATIN }, '09-01 09:20')
    await story.asks('han-too', { ...zhangMei, name: LONG_HAN }, '09-04 10:20')
    return { han }
  },
  {
    'account-long-name': () => ({ who: 'latin', path: 'pages/account/account', sees: LONG_LATIN }),
    'amend-long-name': ({ han }) => ({
      who: 'han',
      path: `pages/amend/amend?id=${han.transfer.id}`,
      sees: '修改注册信息',
    }),
    'case-long-name': ({ han }) => ({ who: SECRETARY, path: `desk/case/case?id=${han.transfer.id}`, sees: LONG_HAN }),
    'desk-queue-long-names': () => ({ who: SECRETARY, path: QUEUE, sees: LONG_LATIN }),
    'decision-long-names': () => ({
      who: SECRETARY,
      path: QUEUE,
      sees: /电脑端/u,
      then: async (phone) => {
        await phone.tick('全选')
        await phone.tap(/^同意 \d+ 人/u)
      },
    }),
  },
)

/** Letters a third larger, as WeChat's settings have them. */
export const largeText = chapter(
  'Large text',
  async (story) => {
    await story.imports(LEAGUE, ROSTER)
    for (const [n, person] of COHORT.slice(0, 4).entries())
      await story.asks(`cohort-${String(n)}`, person, `09-0${String(1 + n)} 09:10`)
    const waiting = await (await story.asks('waiting', ayguli)).approved('09-04 14:05')
    const failed = await (await story.asks('failed', hoKaMing, '09-01 10:12')).approved('09-01 16:40')
    await failed.claims('09-03 10:20', { ...failed.student.claim, name: '何嘉明' })
    const ready = await (await story.asks('ready', liQiang, '09-02 10:12')).approved('09-02 16:40')
    return { waiting, failed, ready }
  },
  {
    'home-waiting-large': () => ({ who: 'waiting', path: HOME, sees: /17 小时 42 分/u, largeText: true }),
    'transfer-failed-large': ({ failed }) => ({
      who: 'failed',
      path: `pages/transfer/transfer?id=${failed.transfer.id}`,
      sees: '姓名与注册信息不一致',
      largeText: true,
    }),
    'request-form-large': ({ ready }) => ({
      who: 'ready',
      path: `pages/request/request?id=${ready.transfer.id}`,
      sees: /请填写姓名/u,
      then: async (phone) => {
        await phone.tap(/以后提交的$/u)
        await phone.tap('核对')
      },
      largeText: true,
    }),
    'route-where-large': () => ({
      who: 'newcomer',
      path: 'pages/route/route',
      sees: '你的团组织关系现在在哪里？',
      then: (phone) => findWay(phone, { who: '我是团员', party: '不是党员' }),
      largeText: true,
    }),
    'sign-in-large': () => ({
      who: 'newcomer',
      path: 'pages/account/sign-in/sign-in',
      sees: '用已有账号登录',
      largeText: true,
    }),
    'desk-queue-large': () => ({
      who: SECRETARY,
      path: QUEUE,
      sees: '王小明',
      then: (phone) => phone.tick('选择王小明'),
      largeText: true,
    }),
    'case-large': ({ failed }) => ({
      who: SECRETARY,
      path: `desk/case/case?id=${failed.transfer.id}`,
      sees: '办理记录',
      largeText: true,
    }),
    'decision-return-large': () => ({
      who: SECRETARY,
      path: QUEUE,
      sees: '北京系统中没有申请',
      then: async (phone) => {
        await phone.tick('选择王小明')
        await phone.tap(/^退回 \d+ 人/u)
      },
      largeText: true,
    }),
    'desk-summary-large': () => ({
      who: SECRETARY,
      path: `desk/summary/summary?branch=${LEAGUE}`,
      sees: '去审核',
      largeText: true,
    }),
  },
)

const joined = { ...zhangMei, joinedOn: '2018-09' }
/** Whoever begins to register is in one picture alone. */
let newcomers = 0
const branchList = (sees: Shot['sees'], then?: (phone: Phone) => Promise<void>): Shot => ({
  who: `windows-${String(++newcomers)}`,
  path: 'pages/route/route',
  leadsTo: 'pages/register/register',
  sees,
  then: async (phone) => {
    await findWay(phone)
    await begin(phone)
    await consent(phone)
    await identify(phone, joined)
    await tellMembership(phone, joined)
    await then?.(phone)
  },
})

/** A branch that takes people in later. */
export const tooEarly = chapter(
  'Before the window',
  (story) => setBranch(story.cloud, LEAGUE, { opensOn: '2024-09-10', closesOn: '2024-09-30' }),
  {
    'register-branch-too-early': () => branchList(/9月10日/u),
    'notice-too-early': () => ({ who: 'newcomer', path: 'pages/notice/notice', sees: /9月10日/u }),
  },
)

/** A branch that took people in until yesterday; what is under way goes on. */
export const tooLate = chapter(
  'After the window',
  async (story) => {
    const returned = await (await story.asks('returned', hoKaMing)).returned('09-03 18:50', '入团年月与档案不一致')
    await setBranch(story.cloud, LEAGUE, { opensOn: '2024-08-20', closesOn: '2024-09-03' })
    return { returned }
  },
  {
    'register-branch-too-late': () => branchList(/9月3日/u),
    'amend-too-late': ({ returned }) => ({
      who: 'returned',
      path: `pages/amend/amend?id=${returned.transfer.id}`,
      sees: '修改注册信息',
    }),
    'desk-summary-closed': () => ({
      who: SECRETARY,
      path: `desk/summary/summary?branch=${LEAGUE}`,
      sees: /9月3日/u,
    }),
  },
)

/** A Party branch with a place and days of its own for papers. */
export const handIn = chapter(
  'Handing in',
  (story) =>
    setBranch(story.cloud, PARTY, {
      systemIdConfirmed: true,
      handIn: { who: '辅导员王老师', where: '机电楼 1021', from: '2024-09-02', to: '2024-09-13' },
    }),
  {
    'letter-hand-in': () => ({ who: 'newcomer', path: 'pages/letter/letter', sees: /机电楼 1021/u }),
  },
)
