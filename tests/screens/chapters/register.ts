import { type Answers, begin, consent, findWay, identify, tellMembership } from '../../journeys/way'
import { wangFang, zhangMei } from '../../support/people'
import type { Phone } from '../../support/phone'
import type { Shot } from '../camera'
import { chapter } from '../chapter'

const person = { ...zhangMei, joinedOn: '2018-09', memberNumber: '201800000017' }
const INSIDE: Answers = { who: '我是团员', party: '不是党员', where: '北京市内' }
const BOTH: Answers = { who: '我是团员', party: '预备党员', where: '北京以外', partyWhere: '北京以外' }

/** Each page is reached through those before it, as by a person. */
const toPerson = async (phone: Phone, answers?: Answers): Promise<void> => {
  await findWay(phone, answers)
  await begin(phone, answers)
}
const toMembership = async (phone: Phone, answers?: Answers): Promise<void> => {
  await toPerson(phone, answers)
  await consent(phone)
  await identify(phone, person)
}
const toCheck = async (phone: Phone, answers?: Answers): Promise<void> => {
  await toMembership(phone, answers)
  await tellMembership(phone, person)
  await phone.tap('继续')
}
/** Drafts are kept on the server: whoever begins to register is in one picture alone. */
let newcomers = 0
const at = (sees: Shot['sees'], then: (phone: Phone) => Promise<void>): Shot => ({
  who: `newcomer-${String(++newcomers)}`,
  path: 'pages/route/route',
  anew: true,
  leadsTo: 'pages/register/register',
  sees,
  then,
})

/** From the consents to what is checked before sending. */
export const register = chapter(
  'Registering',
  (story) => story.registers('holder', { ...wangFang, idNumber: person.idNumber }),
  {
    'register-person': () => at('填写真实的姓名和身份证号', toPerson),
    'register-consent-missing': () =>
      at(/请阅读后勾选这一项/u, async (phone) => {
        await toPerson(phone)
        await phone.tick(/^我已阅读并同意/u)
        await identify(phone, person)
      }),
    'register-person-errors': () =>
      at(/2001年2月29日/u, async (phone) => {
        await toPerson(phone)
        await consent(phone)
        await identify(phone, { ...person, name: '张3', idNumber: '110105 20010229 002X' })
      }),
    'register-membership': () => at('要转入哪里', toMembership),
    'register-month': () =>
      at('确定', async (phone) => {
        await toMembership(phone)
        await phone.tap(/^入团年月/u)
      }),
    'register-membership-error': () =>
      at(/团员证上的 8 位编号/u, async (phone) => {
        await toMembership(phone)
        await tellMembership(phone, { ...person, memberNumber: '12345678' })
        await phone.tap('继续')
        await phone.front.getByRole('alert').waitFor()
      }),
    'register-membership-both': () => at('接收的党支部', (phone) => toMembership(phone, BOTH)),
    'register-branch-none': () =>
      at(/没有找到/u, async (phone) => {
        await toMembership(phone)
        await phone.fill('全称、简称或组织 ID', '机械学院')
      }),
    'register-reason': () =>
      at('其他原因', async (phone) => {
        await toMembership(phone, INSIDE)
        await phone.choose('升学')
      }),
    'register-check': () => at('提交前请核对', toCheck),
    'register-check-tidied': () =>
      at(/已整理成规范写法/u, async (phone) => {
        await toPerson(phone)
        await consent(phone)
        await identify(phone, { ...person, name: '阿依古丽•买买提' })
        await tellMembership(phone, person)
        await phone.tap('继续')
      }),
    'register-check-both': () => at('提交两项登记', (phone) => toCheck(phone, BOTH)),
    'register-change': () =>
      at('返回核对', async (phone) => {
        await toCheck(phone)
        await phone.tap('修改姓名')
      }),
    'register-id-taken': () =>
      at(/身份证号已由其他账号登记/u, async (phone) => {
        await toCheck(phone)
        await phone.tap('提交加入申请')
      }),
  },
)
