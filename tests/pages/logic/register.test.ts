import { beforeEach, describe, expect, test } from 'vitest'
import { LEAGUE, Student, valueOf } from '../../support/client'
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

/** Everything is filled in; the check page stands there. */
async function reachTheCheck(
  stage: Stage,
  given: Partial<typeof zhangMei> = {},
  submitted: 'no' | 'yes' = 'no',
): Promise<StagedPage> {
  const person = await reachTheForm(stage, submitted)
  await consent(person)
  await fillIn(person, { name, idNumber, phone, ...given })
  await person.does('onNext')
  const membership = await stage.goesOn()
  expect(membership.shows('step')).toBe('membership')
  const student = new Student(cloud, 'zhang', zhangMei)
  const found = valueOf(await student.member('branch.find', { kind: 'league', text: '5324992' }))
  await membership.hears('onBranch', { branch: found.find(({ id }) => id === LEAGUE) })
  await fillIn(membership, { joinedOn, memberNumber })
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
