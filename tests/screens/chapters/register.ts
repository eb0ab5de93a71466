import {
  type Answers,
  chooseBranch,
  consent,
  findWay,
  identify,
  LEAGUE_BRANCH,
  PARTY_BRANCH,
  tellMembership,
} from '../../journeys/way'
import { wangFang, zhangMei } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'

const person = { ...zhangMei, joinedOn: '2018-09', memberNumber: '201800000017' }
const INSIDE: Answers = { who: '我是团员', party: '不是党员', age: '不满 28 周岁', where: '北京市内' }
const BOTH: Answers = {
  who: '我是团员',
  party: '预备党员',
  age: '不满 28 周岁',
  where: '北京以外',
  submitted: '还没有提交',
  partyWhere: '北京以外',
}

/** Each page is reached through those before it, as by a person. */
const begin = async (phone: Phone, answers?: Answers): Promise<void> => {
  await findWay(phone, answers)
  await phone.tap('开始登记')
}
const toPerson = async (phone: Phone, answers?: Answers): Promise<void> => {
  await begin(phone, answers)
  await consent(phone)
}
const toMembership = async (phone: Phone, answers?: Answers): Promise<void> => {
  await toPerson(phone, answers)
  await identify(phone, person)
}
const toBranch = async (phone: Phone, answers?: Answers): Promise<void> => {
  await toMembership(phone, answers)
  await tellMembership(phone, person)
}
/** Drafts are kept on the server: whoever begins to register is in one picture alone. */
let newcomers = 0
const at = (sees: Shot['sees'], then: (phone: Phone) => Promise<void>): Shot => ({
  who: `newcomer-${String(++newcomers)}`,
  path: 'pages/route/route',
  leadsTo: 'pages/register/register',
  sees,
  then,
})

/** From the consents to what is checked before sending. */
export const register = chapter(
  'Registering',
  (story) => story.registers('holder', { ...wangFang, idNumber: person.idNumber }),
  {
    'register-consent': () => at('敏感个人信息', begin),
    'register-consent-missing': () =>
      at(/请阅读后勾选这一项/u, async (phone) => {
        await begin(phone)
        await phone.tick(/^我已阅读并同意/u)
        await phone.tap('继续')
      }),
    'register-person': () => at('填写真实的姓名和身份证号', toPerson),
    'register-person-errors': () =>
      at(/2001年2月29日/u, async (phone) => {
        await toPerson(phone)
        await phone.fill('姓名', '张3')
        await phone.fill('身份证号', '110105 20010229 002X')
        await phone.tap('继续')
      }),
    'register-phone': () =>
      at('支部办理时可能会联系你。', async (phone) => {
        await toPerson(phone)
        await phone.fill('姓名', person.name)
        await phone.fill('身份证号', person.idNumber)
        await phone.tap('继续')
      }),
    'register-membership': () => at('入团年月和团员编号', toMembership),
    'register-month': () =>
      at('确定', async (phone) => {
        await toMembership(phone)
        await phone.tap(/^入团年月/u)
      }),
    'register-membership-error': () =>
      at(/团员证上的 8 位编号/u, async (phone) => {
        await toMembership(phone)
        await tellMembership(phone, { ...person, memberNumber: '12345678' })
        await phone.front.getByRole('alert').waitFor()
      }),
    'register-branch': () => at('选择转入的团支部', toBranch),
    'register-branch-found': () =>
      at('计通24级临时团支部', async (phone) => {
        await toBranch(phone)
        await phone.fill('全称、简称或组织 ID', '53249921')
        await phone.choose(LEAGUE_BRANCH[1])
      }),
    'register-branch-none': () =>
      at(/没有找到/u, async (phone) => {
        await toBranch(phone)
        await phone.fill('全称、简称或组织 ID', '机械学院')
      }),
    'register-reason': () =>
      at('转出原因', async (phone) => {
        await toBranch(phone, INSIDE)
        await chooseBranch(phone, ...LEAGUE_BRANCH)
        await phone.choose('升学')
      }),
    'register-check': () =>
      at('提交前请核对', async (phone) => {
        await toBranch(phone)
        await chooseBranch(phone, ...LEAGUE_BRANCH)
      }),
    'register-check-both': () =>
      at('提交两项登记', async (phone) => {
        await toBranch(phone, BOTH)
        await chooseBranch(phone, ...LEAGUE_BRANCH)
        await chooseBranch(phone, ...PARTY_BRANCH)
      }),
    'register-id-taken': () =>
      at(/身份证号已由其他账号登记/u, async (phone) => {
        await toBranch(phone)
        await chooseBranch(phone, ...LEAGUE_BRANCH)
        await phone.tap('提交加入申请')
      }),
  },
)
