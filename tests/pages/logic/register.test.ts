import { beforeEach, describe, expect, test } from 'vitest'
import { leagueSecretary, LEAGUE, Student, valueOf } from '../../support/client'
import { liQiang, zhangMei } from '../../support/people'
import { Stage, type StagedPage } from './stage'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
beforeEach(() => cloud.reset())

/** Through the questions to the first page of the registration. */
async function reachTheForm(stage: Stage, submitted: 'no' | 'yes' = 'no'): Promise<StagedPage> {
  const home = await stage.open('pages/home/home')
  await home.hears('onChoose', { value: 'member' })
  for (const answer of ['none', 'province']) await (await stage.goesOn()).hears('onChoose', { value: answer })
  const way = await stage.goesOn()
  await way.hears('onSubmitted', {}, { value: submitted })
  if (submitted === 'yes') await way.does('onLeave')
  expect(stage.moves.at(-1)).toBe('/pages/register/register')
  return stage.goesOn()
}

async function fillIn(page: StagedPage, typed: Readonly<Record<string, string | undefined>>): Promise<void> {
  for (const [field, value] of Object.entries(typed)) await page.hears('onInput', { value: value ?? '' }, { field })
}

async function consent(page: StagedPage): Promise<void> {
  for (const key of ['terms', 'sensitive']) await page.hears('onConsent', { checked: true }, { key })
}

const { name, idNumber, phone, joinedOn, memberNumber } = zhangMei

const typedOf = ({ name: theirs = name, phone: number = phone }: Given) => ({ name: theirs, phone: number })
const membershipOf = ({ joinedOn: month = joinedOn, memberNumber: number = memberNumber }: Given) => ({
  joinedOn: month,
  memberNumber: number,
})
type Given = Partial<typeof zhangMei>

/** Everything is filled in; the check page stands there. */
async function reachTheCheck(stage: Stage, given: Given = {}, submitted: 'no' | 'yes' = 'no'): Promise<StagedPage> {
  const person = await reachTheForm(stage, submitted)
  await consent(person)
  await fillIn(person, { idNumber, ...typedOf(given) })
  await person.does('onNext')
  const membership = await stage.goesOn()
  expect(membership.shows('step')).toBe('membership')
  const student = new Student(cloud, 'zhang', zhangMei)
  const found = valueOf(await student.member('branch.find', { kind: 'league', text: '5324992' }))
  await membership.hears('onBranch', { branch: found.find(({ id }) => id === LEAGUE) })
  await fillIn(membership, membershipOf(given))
  await membership.does('onNext')
  const check = await stage.goesOn()
  expect(check.shows('step')).toBe('check')
  return check
}

describe('the registration', () => {
  test('goes from the first question to what was sent', async () => {
    const stage = new Stage(cloud, 'zhang')
    const check = await reachTheCheck(stage)
    await Promise.all([check.does('onSubmit'), check.does('onSubmit')])
    expect(stage.moves.at(-1)).toBe('/pages/home/home?started=1')
    const { account, transfers } = await new Student(cloud, 'zhang', zhangMei).me()
    expect(account?.name).toBe(name)
    expect(transfers).toMatchObject([{ stage: 'registered', origin: 'province', branch: { id: LEAGUE }, declared: {} }])
    expect(transfers[0]?.declared.submittedEarly).toBeUndefined()
  })

  test('asks for consent beside each box, and goes no further', async () => {
    const stage = new Stage(cloud, 'zhang')
    const person = await reachTheForm(stage)
    await fillIn(person, { name, idNumber, phone })
    await person.does('onNext')
    expect(person.shows('errors.terms')).toBeTruthy()
    expect(person.shows('errors.sensitive')).toBeTruthy()
    expect(stage.moves.at(-1)).toBe('/pages/register/register')
  })

  test('shows a wrong number beside its field, and takes it once it is right', async () => {
    const stage = new Stage(cloud, 'zhang')
    const person = await reachTheForm(stage)
    await consent(person)
    const wrong = `${idNumber.slice(0, 17)}${idNumber.endsWith('1') ? '2' : '1'}`
    await fillIn(person, { name, idNumber: wrong, phone })
    await person.does('onNext')
    expect(person.shows('errors.idNumber')).toBeTruthy()
    expect(person.shows('errors.name')).toBeFalsy()
    await fillIn(person, { idNumber })
    expect(person.shows('errors.idNumber')).toBeFalsy()
    await person.does('onNext')
    expect(stage.moves.at(-1)).toContain('step=membership')
  })

  test('shows the tidied value on the check page, and says so', async () => {
    const check = await reachTheCheck(new Stage(cloud, 'zhang'), { phone: `+86 ${phone}` })
    expect(check.shows('tidied')).not.toBe('')
    expect(JSON.stringify(check.shows('person')).replaceAll(' ', '')).toContain(phone)
    expect(JSON.stringify(check.shows('person'))).not.toContain('+86')
  })

  test('says of the transfer that it was submitted too early, where the way was told so', async () => {
    const stage = new Stage(cloud, 'zhang')
    const check = await reachTheCheck(stage, {}, 'yes')
    await check.does('onSubmit')
    expect(stage.moves.at(-1)).toBe('/pages/home/home?started=1')
    const { declared } = await new Student(cloud, 'zhang', zhangMei).transfer()
    expect(declared.submittedEarly).toBeDefined()
  })

  test('whose number somebody else has is led to the own account', async () => {
    valueOf(await new Student(cloud, 'before', zhangMei).register(zhangMei))
    const stage = new Stage(cloud, 'zhang')
    const check = await reachTheCheck(stage)
    await check.does('onSubmit')
    expect(check.shows('taken')).toBe(true)
    await check.does('onSignIn')
    expect(stage.moves.at(-1)).toBe('/pages/account/sign-in/sign-in?why=taken')
  })

  test('a lost reply is sent again, and nothing is there twice', async () => {
    const stage = new Stage(cloud, 'zhang')
    const check = await reachTheCheck(stage)
    stage.losesReplies = true
    await check.does('onSubmit')
    expect(check.shows('message')).not.toBe('')
    stage.losesReplies = false
    await check.does('onSubmit')
    await check.does('onSubmit')
    expect(stage.moves.at(-1)).toBe('/pages/home/home?started=1')
    expect((await new Student(cloud, 'zhang', zhangMei).me()).transfers).toHaveLength(1)
  })

  test('goes on with the draft on another phone of the same WeChat', async () => {
    const first = new Stage(cloud, 'zhang')
    const person = await reachTheForm(first)
    await consent(person)
    await fillIn(person, { name: liQiang.name, idNumber: liQiang.idNumber, phone: liQiang.phone })
    await person.does('onNext')
    await first.rests()
    const again = await new Stage(cloud, 'zhang').open('pages/register/register?resume=1')
    expect(again.shows('step')).toBe('membership')
    expect(again.shows('form.name')).toBe(liQiang.name)
  })
})

/** Registered by the pages as this person, approved, and the day over. */
async function reachTheRequest(given: Given): Promise<Student> {
  const check = await reachTheCheck(new Stage(cloud, 'zhang'), given)
  await check.does('onSubmit')
  const student = new Student(cloud, 'zhang', { ...zhangMei, ...given })
  await leagueSecretary(cloud).approved(await student.transfer())
  await cloud.clock.advance('PT25H')
  return student
}

/** What the transfer's page is headed after the outside organisation submitted this. */
async function headed(student: Student, claimed: Partial<Student['claim']>): Promise<unknown> {
  await student.request(await student.transfer(), { ...student.claim, ...claimed })
  const { id } = await student.transfer()
  return (await new Stage(cloud, 'zhang').open(`pages/transfer/transfer?id=${id}`)).shows('page.title')
}

describe('whoever joined', () => {
  const AGREES = '信息核对一致，等待北京系统确认'
  const DIFFERS = '团员编号与注册信息不一致'
  const ELSE = '201700009999'

  test.each([
    ['before 2016 without a number is asked for none, and none is compared', '2015-05', '', ELSE, AGREES],
    ['before 2016 with one is not measured by it', '2015-05', '201500000017', ELSE, AGREES],
    ['in 2016 without a number may leave it empty', '2016-05', '', ELSE, AGREES],
    ['in 2016 with one is measured by it', '2016-05', '201600000017', ELSE, DIFFERS],
    ['in 2017 may bear a number of 2018', '2017-05', '201800000017', '201800000017', AGREES],
    ['in 2017 fails by another number', '2017-05', '201700000017', ELSE, DIFFERS],
    ['in 2018 fails by another number', '2018-05', '201800000017', ELSE, DIFFERS],
    ['in 2019 agrees by the number of that year', '2019-05', '201900000017', '201900000017', AGREES],
    ['in 2019 fails by another number', '2019-05', '201900000017', ELSE, DIFFERS],
  ])('%s', async (_, month, number, claimed, title) => {
    const student = await reachTheRequest({ joinedOn: month, memberNumber: number })
    expect(await headed(student, { memberNumber: claimed })).toBe(title)
  })

  test.each([
    ['2017-05', '', /请填写团员编号/u],
    ['2019-05', '201800000017', /开头的年份与入团年月不符/u],
    ['2018-05', '12345678', /这是团员证上的 8 位编号/u],
    ['2016-05', '12345678', /这是团员证上的 8 位编号.*也可留空/u],
  ])('in %s with the number “%s” is told beside the field', async (month, number, sentence) => {
    const stage = new Stage(cloud, 'zhang')
    await reachTheCheck(stage)
    const membership = await stage.open('pages/register/register?step=membership&changing=1')
    await fillIn(membership, { joinedOn: month, memberNumber: number })
    await membership.does('onNext')
    expect(membership.shows('errors.memberNumber')).toMatch(sentence)
    // What is to be kept a moment later is kept now, and not of whoever comes next.
    await membership.does('onHide')
  })
})

describe('a rare name', () => {
  test.each([
    ['of a character beyond 65,536', '𠮷䶮', '𠮷䶮', false],
    ['of the private code of an old font', '王\uE863', '王䶮', true],
    ['of a radical copied from a PDF', '张⽂', '张文', true],
    ['with another dot between its parts', '阿依古丽•买买提', '阿依古丽·买买提', true],
    ['in full-width letters', 'ＡＬＩＣＥ　ＢＲＯＷＮ', 'ALICE BROWN', true],
  ])('%s is registered as on the ID card, shown so before sending, and agrees', async (_, typed, kept, tidied) => {
    const check = await reachTheCheck(new Stage(cloud, 'zhang'), { name: typed })
    expect(check.shows('person')).toContainEqual(expect.objectContaining({ key: 'name', value: kept }))
    expect(check.shows('tidied') !== '').toBe(tidied)
    await check.does('onSubmit')
    const student = new Student(cloud, 'zhang', { ...zhangMei, name: typed })
    expect((await student.me()).account?.name).toBe(kept)
    await leagueSecretary(cloud).approved(await student.transfer())
    await cloud.clock.advance('PT25H')
    expect(await headed(student, { name: typed })).toBe('信息核对一致，等待北京系统确认')
  })
})
