import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser'
import { BUNDLES } from '../support/build-functions'
import { aStudent, Caller, leagueSecretary } from '../support/client'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { zhangMei } from '../support/people'
import { comes, Phone } from '../support/phone'
import { approveChosen, cancel, confirmChosen, enterDesk, filterBy, returnChosen, sheet } from './desk'
import { begin, chooseBranch, chooseMonth, findWay, LEAGUE_BRANCH } from './way'

/** Six years after the month at which the wheels stand when they are opened. */
const START = '2024-09-02T01:00:00Z'
const person = { ...zhangMei, joinedOn: '2018-09', memberNumber: '201800000017' }
/** Changes the last character, so that the check digit is wrong. */
const mistyped = person.idNumber.replace(/.$/u, (last) => (last === '0' ? '1' : '0'))

let browser: Browser
let cloud: TestCloud
let student: Phone
let secretary: Phone

beforeAll(async () => {
  ;[browser, cloud] = await Promise.all([launchBrowser(), startLocalCloud({ functions: BUNDLES, preview: true })])
  await cloud.clock.set(START)
  student = await Phone.of(browser, cloud.url, { openid: 'new-student' })
  secretary = await Phone.of(browser, cloud.url, { openid: 'local-league-secretary' })
})
afterAll(async () => {
  await browser.close()
  await cloud.close()
})

const asStudent = () => new Caller(cloud, 'new-student')

/** Fills in what the outside organisation submitted, up to the check page. */
const tellSubmission = async (name: string): Promise<void> => {
  await student.fill('原团组织提交的姓名', name)
  await student.fill('原团组织提交的身份证号', person.idNumber)
  await student.fill('原团组织提交的团员编号', person.memberNumber)
  await student.tap('核对')
  await student.sees('登记前请核对')
}

describe('A League transfer from outside Beijing', () => {
  it('begins with the way, step by step with dates', async () => {
    await findWay(student)
    await student.sees(/不按步骤或跨步骤操作，将导致转移失败/u)
    await student.sees(/同意满一天，最早 9月3日/u)
    await student.sees(/^建议 9月4日起/u)
    await begin(student)
  })

  it('asks for two consents, each by itself, and says beside each field what is wrong', async () => {
    await student.fill('姓名', ` ${person.name}　`)
    await student.fill('身份证号', mistyped)
    await student.fill('手机号', '123')
    await student.tap('继续')
    const asked = () => student.front.getByRole('alert').allInnerTexts()
    await expect.poll(asked).toHaveLength(4)
    await student.sees(/身份证号有一位不对/u)
    await student.sees(/手机号应为 11 位/u)
    await student.tick(/^我已阅读并同意/u)
    await student.fill('手机号', person.phone)
    await student.fill('身份证号', `${person.idNumber.slice(0, 6)} ${person.idNumber.slice(6).toLowerCase()}`)
    await student.tap('继续')
    await expect.poll(asked).toEqual(['请阅读后勾选这一项，再继续。'])
    await student.tick(/^我单独同意/u)
    await student.tap('继续')
  })

  it('takes the number that belongs to the month, mended', async () => {
    await chooseMonth(student, '入团年月')
    await student.sees('2018年9月')
    await student.fill('团员编号', '12345678')
    await student.tap('继续')
    await student.front
      .getByRole('alert')
      .filter({ hasText: /这是团员证上的 8 位编号/u })
      .waitFor()
    await student.fill('团员编号', '2018 0000 0018')
  })

  it('says that no branch was found for want of a connection, and looks again when asked', async () => {
    await student.connection('off')
    await student.fill('全称、简称或组织 ID', LEAGUE_BRANCH[0])
    await student.sees(/没有收到回复。请检查网络后重试/u)
    await student.connection('on')
    await student.tap('重试')
    await student.front.getByRole('radio', { name: LEAGUE_BRANCH[1] }).waitFor()
    await student.misses(/没有收到回复/u)
  })

  it('shows all answers before sending, each to be changed, and comes straight back', async () => {
    await chooseBranch(student, ...LEAGUE_BRANCH)
    await student.tap('继续')
    await student.sees('提交前请核对')
    await student.sees('2018 0000 0018')
    await student.tap('修改团员编号')
    await student.fill('团员编号', person.memberNumber)
    await student.tap('返回核对')
    await student.sees('提交前请核对')
    await student.sees('2018 0000 0017')
  })

  it('is sent once however often the button is tapped', async () => {
    // Two taps in one moment: nothing has answered the first when the second comes.
    await student.button('提交加入申请').evaluate((button) => {
      for (const key of ['Enter', 'Enter']) button.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    })
    await student.sees('还差一步：在北京共青团系统注册并申请加入')
    await student.sees('申请已提交。')
    expect(await student.button('我已申请').isVisible()).toBe(true)
    expect((await asStudent().me()).transfers).toHaveLength(1)
  })

  it('is still there when the mini-program is opened again', async () => {
    await student.reopen()
    await student.sees('还差一步：在北京共青团系统注册并申请加入')
  })

  it('is returned by the secretary, who must say why', async () => {
    await enterDesk(secretary)
    await secretary.tick(`选择${person.name}`)
    await secretary.tap(/^退回/u)
    const confirm = sheet(secretary).getByRole('button', { name: '退回', exact: true })
    await confirm.click()
    await secretary.sees('请写明原因，对方会看到。')
    await cancel(secretary)
    await returnChosen(secretary, '手机号打不通，请换一个')
    await secretary.sees('已退回 1 人。')
  })

  it('tells the student why, who amends and asks again', async () => {
    await student.pullDown()
    await student.sees('团支部退回了你的申请，原因：手机号打不通，请换一个')
    await student.tap('修改并重新申请')
    await student.fill('手机号', '19900000099')
    await student.tap('核对')
    await student.sees('199 0000 0099')
    await student.tap('提交修改')
    await student.sees('还差一步：在北京共青团系统注册并申请加入')
  })

  it('is approved only with the tick of the official system', async () => {
    await secretary.tap('刷新列表')
    await secretary.tick(`选择${person.name}`)
    await secretary.tap('同意 1 人（已在北京共青团系统同意）')
    await sheet(secretary).getByRole('button', { name: '同意', exact: true }).click()
    await secretary.sees(/请先在北京共青团系统电脑端同意加入申请/u)
    await cancel(secretary)
    await approveChosen(secretary)
    await secretary.sees('已同意 1 人。')
  })

  it('then shows how long to wait and the exact minute', async () => {
    await student.pullDown()
    await student.sees(/还需等待/u)
    await student.sees(/^(24 小时|23 小时 5\d 分)$/u)
    await student.sees(/9月3日 \d\d:\d\d/u)
  })

  it('puts the end of the wait into the calendar of the phone, which asks first', async () => {
    await student.tap('加入日历')
    const asked = student.page.locator('#overlay').getByRole('dialog', { name: '添加到日历' })
    await asked.getByText(/请原团组织提交转入北京申请\s*2024-09-03 \d\d:\d\d/u).waitFor()
    await student.answer('添加')
    await comes(asked.waitFor({ state: 'hidden' }))
  })

  it('gives a text for the outside organisation that holds nothing personal', async () => {
    await student.tap('复制发给原团组织的说明')
    const text = await student.copied()
    expect(text).toContain('中国共产主义青年团计通24级临时团支部')
    expect(text).toMatch(/^请在 9月3日 \d\d:\d\d 以后提交（建议 9月4日起），请勿提前。/u)
    expect(text).toContain('北京科技大学计算机与通信工程学院团委')
    for (const personal of [person.name, person.idNumber, person.memberNumber, person.phone, '19900000099'])
      expect(text).not.toContain(personal)
  })

  it('keeps the recording of the request closed, and says why and until when', async () => {
    const { id } = await asStudent().transfer()
    await student.open(`pages/request/request?id=${id}`)
    await student.sees('同意未满一天')
    await student.sees(/暂不能提交：团支部同意未满一天，最早可于 9月3日 \d\d:\d\d 提交/u)
    await student.sees(/未满一天提交，将导致转移失败/u)
  })

  it('opens when the day is over', async () => {
    await cloud.clock.advance('PT24H')
    await student.open('pages/home/home')
    await student.sees('现在可以请原团组织提交')
    await student.tap('登记：原团组织已提交')
    await student.sees('原团组织是什么时候提交的？')
    await student.tap(/^9月3日 \d\d:\d\d 以后提交的$/u)
  })

  it('warns before a wrong name is recorded, and fails with the field when it is recorded all the same', async () => {
    await tellSubmission('张美')
    await student.sees(/^姓名与你的注册信息不一致/u)
    await student.tap('确实是这样提交的，仍然登记')
    await student.sees('转移失败')
    await student.sees('姓名与注册信息不一致')
    await student.tap('详情和办理记录')
    await student.sees(/原团组织登记有误的，请其更正后重新提交/u)
    await student.sees('你注册有误的，修改后须经团支部重新同意并再满一天。')
  })

  it('says that nothing arrived without a connection, and records once when it is tried again', async () => {
    await student.tap('登记：原团组织已重新提交')
    await student.tap(/以后提交的$/u)
    await tellSubmission(person.name)
    await student.sees('三项信息核对一致，可以登记。')
    await student.connection('off')
    await student.tap('登记')
    await student.sees(/没有收到回复。请检查网络后重试/u)
    await student.connection('on')
    await student.tap('登记')
    await student.sees('信息核对一致，等待北京系统确认')
    expect((await asStudent().transfer()).attempts).toBe(2)
  })

  it('is confirmed by the secretary with what the official system said', async () => {
    await filterBy(secretary, '待确认')
    await secretary.tick(`选择${person.name}`)
    await confirmChosen(secretary, '转移成功')
    await secretary.sees('已登记转移成功 1 人。')
    await student.pullDown()
    await student.sees('你的团组织关系已转入计通24级临时团支部。')
  })

  it('leaves a record of all that happened', async () => {
    for (const line of [
      '本人 申请加入',
      '支部 退回：手机号打不通，请换一个',
      '支部 同意加入',
      /信息核对不一致/u,
      '本人 记录了提交，信息核对一致',
      '支部 确认北京系统转移成功',
    ])
      await student.sees(line)
  })
})

describe('Withdrawing', () => {
  it('is asked once, says what it costs, and leads to a new beginning', async () => {
    const caller = await aStudent(cloud)
    const transfer = await leagueSecretary(cloud).approved(await caller.started())
    const phone = await Phone.of(browser, cloud.url, {
      openid: caller.openid ?? '',
      path: `pages/transfer/transfer?id=${transfer.id}`,
    })
    await phone.tap('撤回申请')
    await phone.sees(/撤回后，团支部的同意随之失效；再次申请须经团支部重新同意并再满一天/u)
    await phone.tap('不撤回')
    await phone.misses('撤回这项申请？')
    expect((await caller.transfer()).stage).toBe('approved')
    await phone.tap('撤回申请')
    await phone.sees('撤回这项申请？')
    // The question lies over the page: its button is the last of this name.
    await phone.tap('撤回申请')
    await phone.sees('你已撤回这项申请。需要时可以重新提交。')
    expect((await caller.transfer()).stage).toBe('withdrawn')
    await phone.tap('重新申请')
    await phone.sees('你的团组织关系现在在哪里？')
  })
})
