/** The questions and pages from the first tap to what is sent: their labels stand here alone. */
import type { RegistrationFields } from '../../cloudfunctions/contract'
import type { Phone } from '../support/phone'

/** Answers of the route finder, as they stand on the screen; one that is not asked is left out. */
export interface Answers {
  who?: '我是团员' | '我是团干部' | '我不是团员' | '已满 28 周岁，没有团内职务'
  party?: '不是党员' | '正式党员' | '预备党员'
  where?: '北京以外' | '北京市内'
  relieved?: '已经卸任' | '还没有卸任'
  partyWhere?: '北京以外' | '北京市内'
}

const LEAGUE_FROM_PROVINCE: Answers = { who: '我是团员', party: '不是党员', where: '北京以外' }
const ORDER: readonly (keyof Answers)[] = ['who', 'party', 'where', 'relieved', 'partyWhere']

/** Answers the route finder from its first question to the way that it found; each answer goes on by itself. */
export async function findWay(phone: Phone, answers: Answers = LEAGUE_FROM_PROVINCE): Promise<void> {
  for (const answer of ORDER.flatMap((question) => answers[question] ?? []))
    await phone.tap(new RegExp(`^${answer}(?:，已选)?$`, 'u'))
}

/** On from the way: from a province with the answer that nothing has been submitted there. */
export async function begin(phone: Phone, answers: Answers = LEAGUE_FROM_PROVINCE): Promise<void> {
  await phone.tap(answers.where === '北京以外' ? '还没有提交，开始登记' : '开始登记')
}

/** Ticks both consents. */
export async function consent(phone: Phone): Promise<void> {
  await phone.tick(/^我已阅读并同意/u)
  await phone.tick(/^我单独同意/u)
}

/** Chooses the month at which the wheels stand when they are opened. */
export async function chooseMonth(phone: Phone, label: string): Promise<void> {
  await phone.tap(new RegExp(`^${label}`, 'u'))
  await phone.tap('确定')
  await phone.misses('确定')
}

/** The page on the person: name, ID number and phone. */
export async function identify(phone: Phone, person: RegistrationFields): Promise<void> {
  await phone.fill('姓名', person.name)
  await phone.fill('身份证号', person.idNumber)
  await phone.fill('手机号', person.phone)
  await phone.tap('继续')
}

/** Month and number of League membership; the person joined in the month at which the wheels stand. */
export async function tellMembership(phone: Phone, person: RegistrationFields): Promise<void> {
  await chooseMonth(phone, '入团年月')
  await phone.fill('团员编号', person.memberNumber ?? '')
}

/** Finds a branch among all and chooses it. */
export async function chooseBranch(phone: Phone, text: string, name: RegExp): Promise<void> {
  await phone.fill('全称、简称或组织 ID', text)
  await phone.choose(name)
}
export const LEAGUE_BRANCH = ['计通24级', /计通24级临时团支部/u] as const
export const PARTY_BRANCH = ['011100238152', /计算机与通信工程学院委员会/u] as const

/** From the first page to what is checked before sending, for somebody who has never been here. */
export async function registerUpToCheck(phone: Phone, person: RegistrationFields, answers?: Answers): Promise<void> {
  await findWay(phone, answers)
  await begin(phone, answers)
  await consent(phone)
  await identify(phone, person)
  // The branch is chosen once it is known that there is one alone.
  await phone.sees('要转入哪里')
  await phone.rests()
  if (answers?.where !== undefined || answers === undefined) await tellMembership(phone, person)
  if (answers?.where === '北京市内') await phone.choose('升学')
  // The one branch of each kind that takes people in is chosen already.
  await phone.tap('继续')
  await phone.sees('提交前请核对')
}
