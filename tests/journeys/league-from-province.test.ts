import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser'
import { BUNDLES } from '../support/build-functions'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { zhangMei } from '../support/people'
import { Phone } from '../support/phone'

/** Joined in the month that the wheels stand at, six years before the journey. */
const person = { ...zhangMei, joinedOn: '2020-09', memberNumber: '202000000017' }

let browser: Browser
let cloud: TestCloud
let student: Phone
let secretary: Phone

beforeAll(async () => {
  cloud = await startLocalCloud({ functions: BUNDLES, preview: true })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await cloud.close()
})

/** From the questions of the route finder to the check page. */
const register = async (phone: Phone): Promise<void> => {
  await phone.tap('开始')
  await phone.choose(/^团员/u)
  await phone.tap('继续')
  await phone.choose(/以外/u)
  await phone.tap('继续')
  await phone.sees('满一天后才能提交')
  await phone.tap('开始登记')
  await phone.tap('继续')
  await phone.sees(/请分别勾选两项同意/u)
  await phone.tick(/我已阅读并同意/u)
  await phone.tick(/我单独同意/u)
  await phone.tap('继续')
  await phone.choose('我是团员')
  await phone.tap('继续')
  await phone.fill('姓名', ` ${person.name}`)
  await phone.fill('身份证号', person.idNumber.replace(/.$/u, (last) => (last === '0' ? '1' : '0')))
  await phone.tap('继续')
  await phone.sees(/身份证号有一位不对/u)
  await phone.fill('身份证号', person.idNumber)
  await phone.tap('继续')
  await phone.fill('手机号', person.phone)
  await phone.tap('继续')
  await phone.tap(/入团年月/u)
  await phone.tap('确定')
  await phone.fill('团员编号', '12345678')
  await phone.tap('继续')
  await phone.sees(/团员证上的 8 位编号/u)
  await phone.fill('团员编号', '2020 0000 0017')
  await phone.tap('继续')
  await phone.tap(/计通24级临时团支部/u)
  await phone.tap('继续')
}

/** Selects everybody shown at the desk and takes one decision in its sheet. */
const decide = async (phone: Phone, decision: RegExp, inSheet: () => Promise<void>): Promise<void> => {
  await phone.tick(`选择${person.name}`)
  await phone.tap(decision)
  await inSheet()
  await phone.sees(/已处理|完成|1 人/u)
}

/** Records what the outside organisation submitted, up to the check page. */
const record = async (phone: Phone, name: string): Promise<void> => {
  await phone.tick(/提交/u)
  await phone.fill('原团组织提交的姓名', name)
  await phone.fill('原团组织提交的身份证号', person.idNumber)
  await phone.fill('原团组织提交的团员编号', person.memberNumber)
  await phone.tap('核对')
}

it('leads from the first question to 转移成功, through a return, a wait, a mismatch and its mending', async () => {
  const student = await Phone.of(browser, cloud.url, { openid: 'new-student' })
  await register(student)
  await student.sees('登记前请核对')
  await student.sees(/\*{14}/u)
  await student.tap('提交加入申请')
  await student.sees('等待团支部同意')

  const secretary = await Phone.of(browser, cloud.url, { openid: 'local-league-secretary' })
  await secretary.tap(/进入/u)
  await decide(secretary, /退回/u, async () => {
    await secretary.fill('', '请写全名')
    await secretary.tap(/退回/u)
  })
}, 120_000)
