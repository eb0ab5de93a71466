import { beforeAll, describe, expect, it } from 'vitest'
import { APPROVE, aStudent, leagueSecretary, LEAGUE, type Student } from '../support/client'
import { comes, type Phone } from '../support/phone'
import { useStage } from './stage'

const stage = useStage()
const PC = { width: 1280, height: 800 }
const REFUSED = [
  ['104', 'the privacy guide was declined', '你没有同意微信的隐私保护指引'],
  ['112', 'the interface is not declared', '微信没有让本小程序'],
] as const

/** Turns the preview's switch. */
const refuse = (phone: Phone, number: string): Promise<void> =>
  phone.page.evaluate((value) => {
    sessionStorage.setItem('preview:refusal', value)
  }, number)
/** What the phone itself says over the page. */
const said = (phone: Phone) => phone.page.locator('#overlay')

let waiting: Student
beforeAll(async () => {
  waiting = await aStudent(stage.cloud)
  await waiting.started()
  await leagueSecretary(stage.cloud).decided(await waiting.transfer(), APPROVE)
})

describe.each(REFUSED)('Where WeChat refuses with %s (%s)', (number, _why, sentence) => {
  it('copying leads to the text, to be copied by hand, and back', async () => {
    const phone = await stage.phone(waiting.openid)
    const { reference } = await waiting.transfer()
    await phone.open(`pages/transfer/transfer?id=${(await waiting.transfer()).id}`)
    await refuse(phone, number)
    await phone.front.getByRole('button', { name: /^复制/u }).first().click()
    await phone.sees('没有复制')
    await phone.sees(new RegExp(`^${sentence}.*长按下面的文字`, 'u'))
    const text = phone.front.locator('.by-hand')
    expect((await text.innerText()).length).toBeGreaterThan(5)
    expect(await text.evaluate((element) => getComputedStyle(element).userSelect)).not.toBe('none')
    expect(phone.page.url()).not.toContain(reference)
    await phone.back()
    await phone.misses('没有复制')
    await phone.close()
  })

  it('the calendar says which minute to remember', async () => {
    const phone = await stage.phone(waiting.openid)
    await refuse(phone, number)
    await phone.tap('加入日历')
    await said(phone).getByRole('dialog', { name: '没有加入日历' }).waitFor()
    expect(await said(phone).innerText()).toMatch(/请自己记下：.+ 起可以办理。/u)
    await phone.answer('知道了')
    await phone.close()
  })

  it('choosing a file leads to pasting, on a PC in its words', async () => {
    const path = `desk/roster/roster?branch=${LEAGUE}`
    for (const window of [{}, PC]) {
      const phone = await stage.phone('local-league-secretary', path, window)
      await refuse(phone, number)
      await phone.tap('从微信聊天中选择表格')
      await phone.sees(
        number === '112' && window === PC ? /^电脑上请用“粘贴表格内容”/u : new RegExp(`^${sentence}`, 'u'),
      )
      expect(await phone.front.getByRole('alert').innerText()).toContain('粘贴表格内容')
      await phone.close()
    }
  })
})

describe('Whoever puts the question of WeChat away', () => {
  it('is told that nothing will be said, and may tap again', async () => {
    const phone = await stage.phone(waiting.openid)
    await phone.tap('到时提醒我')
    await phone.answer('取消')
    await phone.sees('没有允许，不会提醒。可以再点一次，或到时自己回来查看。')
    await phone.button('到时提醒我').waitFor()
    await phone.close()
  })

  it('is led to the settings where all messages are off', async () => {
    const phone = await stage.phone(waiting.openid)
    await refuse(phone, '20004')
    await phone.tap('到时提醒我')
    await said(phone)
      .getByText(/关闭了订阅消息/u)
      .waitFor()
    await phone.answer('去设置')
    await said(phone).getByRole('dialog', { name: '设置' }).waitFor()
    await phone.answer('确定')
    await phone.sees(/关闭了订阅消息/u)
    await phone.close()
  })

  it('is told that there is no entry in the calendar, and no call', async () => {
    const phone = await stage.phone(waiting.openid)
    await phone.tap('加入日历')
    await phone.answer('取消')
    await said(phone)
      .getByText(/请自己记下/u)
      .waitFor()
    await phone.answer('知道了')
    await phone.open(`pages/transfer/transfer?id=${(await waiting.transfer()).id}`)
    await phone.front
      .getByRole('button', { name: /拨打|电话/u })
      .first()
      .click()
    await phone.answer('取消')
    await comes(said(phone).getByText('没有拨出电话').waitFor())
    await phone.close()
  })
})

describe("A PC's WeChat", () => {
  it.each([
    ['keeps 发送到聊天 out of sight', PC, 0],
    ['unlike a phone, which has it', {}, 1],
  ])('%s', async (_what, window, shown) => {
    const phone = await stage.phone('local-league-secretary', `desk/export/export?branch=${LEAGUE}`, window)
    await phone.tap('选用理由：归档')
    await phone.tap('导出')
    await phone.sees('表格已生成')
    expect(await phone.button('发送到聊天').count()).toBe(shown)
    await phone.close()
  })
})
