import { expect, it } from 'vitest'
import { Caller } from '../support/client'
import { useStage } from './stage'

const stage = useStage()

it('The five steps of the panel bring somebody to 转移成功', async () => {
  await stage.cloud.reset(true)
  const page = await stage.panel()
  const phone = page.frameLocator('#phone')
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const tap = (name: string | RegExp) =>
    phone.locator('.page-viewport:not([hidden])').getByRole('button', { name }).filter({ visible: true }).last().click()
  const choose = async () => {
    await phone.getByPlaceholder('姓名、学号或登记编号').fill('林一诺')
    // Ticked in the list that is on its way out, it would be nobody's tick.
    const people = phone.getByRole('checkbox', { name: /^选择/u }).filter({ visible: true })
    await expect.poll(() => people.count()).toBe(1)
    await phone.getByRole('checkbox', { name: '选择林一诺' }).first().click()
  }
  const student = new Caller(stage.cloud, 'local-student-1')

  await press('打开林一诺的手机')
  await tap('我已申请')
  await expect.poll(async () => (await student.transfer()).declared.officialRegistration).toBeDefined()
  await press('打开书记的工作台')
  await choose()
  await tap(/^同意 \d+ 人/u)
  const sheet = phone.getByRole('dialog').filter({ visible: true })
  await sheet.getByRole('checkbox').click()
  await sheet.getByRole('button', { name: /^同意/u }).click()
  await expect.poll(async () => (await student.transfer()).stage).toBe('approved')
  await press('时钟 +1 天')
  await press('再打开林一诺的手机')
  await tap('登记：原团组织已提交')
  await tap(/以后提交的$/u)
  await tap('只登记已经提交，不知道填了什么')
  await expect.poll(async () => (await student.transfer()).submittedAt).toBeDefined()
  await press('再打开书记的工作台')
  await choose()
  await tap(/^登记.*北京系统结果/u)
  await sheet.getByRole('radio', { name: /^转移成功/u }).click()
  await sheet.getByRole('button', { name: /^登记/u }).last().click()
  await expect.poll(async () => (await student.transfer()).stage).toBe('transferred')
})
