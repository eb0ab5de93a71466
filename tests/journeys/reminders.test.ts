import { APPROVE, aStudent, leagueSecretary, LEAGUE, valueOf, type Student } from '../support/client'
import type { Phone } from '../support/phone'
import { beforeAll, describe, expect, it } from 'vitest'
import { approveChosen, enterDesk } from './desk'
import { useStage } from './stage'

const stage = useStage()

/** What the phone itself asks, when the mini-program wants to send messages. */
const question = (phone: Phone) => phone.page.locator('#overlay').getByRole('dialog', { name: '申请发送一次以下消息' })

describe('Whoever waits and taps 「提醒我」', () => {
  let student: Student
  let phone: Phone
  beforeAll(async () => {
    student = await aStudent(stage.cloud)
    await student.started()
    phone = await stage.phone(student.openid)
  })

  it('is asked by WeChat at the tap, and whoever declines is told that nothing will be said', async () => {
    await phone.tap('有结果时提醒我')
    await question(phone).waitFor()
    const titles = await question(phone).locator('label').allInnerTexts()
    expect(titles).toEqual(['审核结果通知', '办理时间提醒', '待办提醒'])
    await phone.answer('取消')
    await question(phone).waitFor({ state: 'hidden' })
    await phone.sees(/^没有允许，不会提醒/u)
    await phone.button('有结果时提醒我').waitFor()
    expect((await student.transfer()).reminders?.some(({ allowed }) => allowed)).toBe(false)
  })

  it('may leave out some of it, and is told that it will be said once', async () => {
    await phone.tap('有结果时提醒我')
    await question(phone).getByLabel('待办提醒').uncheck()
    await phone.answer('允许')
    await phone.sees('有结果时会提醒你一次')
    await phone.reopen()
    await phone.sees('有结果时会提醒你一次')
    expect(await phone.button('有结果时提醒我').count()).toBe(0)
  })

  it('gets one message when the branch has approved, and one when the wait is over', async () => {
    const secretary = await stage.phone('local-league-secretary')
    await enterDesk(secretary)
    await secretary.tick(`选择${student.person.name}`)
    await approveChosen(secretary)
    await secretary.sees('已同意 1 人。')
    const page = await stage.panel()
    await page.getByRole('button', { name: '+1 小时' }).click()
    const messages = page.locator('#messages')
    await messages.getByText('审核结果：已同意').waitFor()
    await phone.pullDown()
    await phone.sees('到时会提醒你一次')
    expect(await messages.innerText()).not.toContain('办理时间提醒')
    await page.getByRole('button', { name: '+1 天', exact: true }).click()
    await messages.getByText('现在可以请原团组织提交转入北京申请').waitFor()
    // A tap opens the transfer in the hand of whoever got it.
    await messages.getByRole('button', { name: '打开' }).first().click()
    await page.frameLocator('#phone').getByText('现在可以请原团组织提交', { exact: true }).first().waitFor()
    expect(await messages.getByRole('listitem').count()).toBe(2)
    await page.close()
  })
})

describe('A secretary who reminds', () => {
  const desk = () => leagueSecretary(stage.cloud)
  let willing: Student
  let silent: Student
  beforeAll(async () => {
    willing = await aStudent(stage.cloud)
    silent = await aStudent(stage.cloud)
    const rows = [willing, silent].map(({ person: { name, idNumber } }) => ({ name, idNumber }))
    valueOf(await desk().desk('roster.import', { branchId: LEAGUE, importId: 'reminders', rows }))
    for (const student of [willing, silent]) {
      await student.started()
      await desk().decided(await student.transfer(), APPROVE)
    }
    const phone = await stage.phone(willing.openid)
    await phone.tap('到时提醒我')
    await phone.answer('允许')
    await phone.sees('到时会提醒你一次')
    await phone.close()
  })

  it('is offered it nowhere while the next step is not the person’s own', async () => {
    const { id } = await silent.transfer()
    const secretary = await stage.phone('local-league-secretary', `desk/case/case?id=${id}`)
    await secretary.sees('办理记录')
    expect(await secretary.button(/^微信提醒本人/u).count()).toBe(0)
    await secretary.open(`desk/queue/queue?branch=${LEAGUE}&filter=approved`)
    await secretary.tick(`选择${silent.person.name}`)
    await secretary.sees('已选 1 人')
    expect(await secretary.button(/^微信提醒/u).count()).toBe(0)
    await secretary.close()
  })

  it('is told of many by their names, and the message comes', async () => {
    const secretary = await stage.phone('local-league-secretary', `desk/gaps/gaps?branch=${LEAGUE}`)
    await secretary.front.getByRole('tab', { name: '已登记，未办完' }).click()
    await secretary.sees(silent.person.name)
    const { name } = silent.person
    // While they wait for the day to be over there is nothing for them to do.
    await secretary.tap('用微信提醒这些人')
    await secretary.answer('确定')
    await secretary.sees(
      `没有可以提醒到的人。没有允许微信提醒，或已用完：${name}。现在不需要本人操作：${willing.person.name}。`,
    )
    await stage.cloud.clock.advance('PT24H')
    await secretary.tap('用微信提醒这些人')
    await secretary.answer('确定')
    await secretary.sees(`已交给微信提醒 1 人。没有允许微信提醒，或已用完：${name}。没有提醒到的，请用其他方式通知。`)
    await stage.cloud.clock.tick()
    expect(stage.cloud.wechat.messages.at(-1)).toMatchObject({ openid: willing.openid })
    expect(stage.cloud.wechat.messages.at(-1)?.text).toContain('请联系原团组织，按可提交的时间提交')
    await secretary.tap('用微信提醒这些人')
    await secretary.answer('确定')
    await secretary.sees(/12 小时内已提醒过/u)
  })

  it('is told of one person by the file: reached, or why not', async () => {
    const { id } = await silent.transfer()
    const secretary = await stage.phone('local-league-secretary', `desk/case/case?id=${id}`)
    await secretary.tap(/^微信提醒本人/u)
    await secretary.sees('没有提醒：没有允许微信提醒，或已用完。请打电话或用其他方式通知。')
    await secretary.close()
  })

  it('reminds the chosen of the list, and reads beside each why it did not reach them', async () => {
    await stage.cloud.clock.advance('PT13H')
    const secretary = await stage.phone('local-league-secretary', `desk/queue/queue?branch=${LEAGUE}&filter=approved`)
    await secretary.tick(`选择${willing.person.name}`)
    await secretary.tick(`选择${silent.person.name}`)
    await secretary.tap('微信提醒 2 人…')
    await secretary.answer('确定')
    await secretary.sees('2 人没有提醒到，原因写在各人名下。')
    const row = secretary.front.getByRole('listitem').filter({ hasText: silent.person.name })
    expect(await row.getByRole('alert').innerText()).toBe('没有提醒：没有允许微信提醒，或已用完')
    await secretary.close()
  })
})
