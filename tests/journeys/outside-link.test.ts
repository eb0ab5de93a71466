import { describe, expect, it } from 'vitest'
import { aStudent, leagueSecretary, type Student } from '../support/client'
import type { Phone } from '../support/phone'
import { useStage } from './stage'

const stage = useStage()

/** Somebody who has asked to join, and whose branch may have agreed. */
const anAsker = async (approved: boolean): Promise<{ student: Student; phone: Phone; id: string }> => {
  const student = await aStudent(stage.cloud)
  const { id, version } = await student.started()
  if (approved) await leagueSecretary(stage.cloud).approved({ id, version })
  return { student, phone: await stage.phone(student.openid, `pages/transfer/transfer?id=${id}`), id }
}
/** Makes a link, and answers the path on the card that is sent. */
const makeLink = async (phone: Phone): Promise<string> => {
  await phone.tap('发链接给原团组织核对')
  await phone.tap('生成链接')
  await phone.sees(/链接已生成/u)
  await phone.tap('转发给原团组织')
  const card = phone.page.locator('#overlay .share-card')
  const path = await card.getAttribute('href')
  // Told apart from the card that leads home, and no picture of the page.
  expect(await card.innerText()).toMatch(/请核对转入北京的团员信息（不代替在贵处系统中提交）/u)
  expect(await card.locator('img').getAttribute('src')).toBe('/cards/check.png')
  await phone.answer('关闭')
  return (path ?? '').replace(/^#\//u, '')
}
const tell = async (phone: Phone, student: Student, name = student.person.name): Promise<void> => {
  await phone.fill('贵团组织名称', '某大学材料学院团委')
  await phone.fill('贵处登记的姓名', name)
  await phone.fill('贵处登记的身份证号', student.person.idNumber)
  await phone.fill('贵处登记的团员编号', student.person.memberNumber ?? '')
  await phone.tap('核对')
}
const NOT_SUBMITTING = /在这里核对，不能代替贵处在本省（区、市）系统中提交/u
const SUBMITTED = '已在本省系统提交'

describe('The link for the outside organisation', () => {
  it('is checked early and late, which submits nothing; then they say that they have submitted', async () => {
    const { student, phone } = await anAsker(true)
    const path = await makeLink(phone)
    const outside = await stage.phone('outside', path)
    await outside.sees(/还需等待/u)
    await outside.sees(/请在 9月3日 \d\d:\d\d 以后提交（建议 9月4日起）/u)
    await outside.sees(NOT_SUBMITTING)
    await outside.sees(/接收方：北京科技大学计算机与通信工程学院团委/u)
    expect(await outside.reads()).not.toContain(student.person.name)
    expect(await outside.button(SUBMITTED).count()).toBe(0)

    await tell(outside, student, '另一个人')
    await outside.sees('姓名与本人注册的信息不一致')
    await outside.sees('核对不一致')
    await phone.back()
    await phone.sees(/某大学材料学院团委 于 9月2日 \d\d:\d\d 核对不一致/u)
    expect(await phone.reads()).not.toContain('转移失败：')
    expect((await student.transfer()).stage).toBe('approved')

    await stage.cloud.clock.advance('PT24H')
    await outside.reopen()
    await tell(outside, student)
    await outside.sees('信息核对一致')
    await outside.sees(/再次提醒/u)
    const checked = await student.transfer()
    expect([checked.stage, checked.submittedAt, checked.checked?.matches]).toEqual(['approved', undefined, true])
    await phone.pullDown()
    await phone.sees(/某大学材料学院团委 已于 9月3日 \d\d:\d\d 核对一致。核对不是提交/u)
    await phone.button('复制发给原团组织的说明').waitFor()

    await outside.tap(SUBMITTED)
    await outside.sees('已记录：贵处已在本省系统提交')
    await phone.pullDown()
    await phone.sees('信息核对一致，等待北京系统确认')
    expect((await student.transfer()).confirmedBy).toBe('link')
    await outside.reopen()
    await outside.sees('已经核对并记录过了')
    await outside.sees('中国共产主义青年团计通24级临时团支部')
    await outside.sees('5324992')
    await outside.sees('计通学院团委')
  })

  it('is checked before the approval too, and told not to submit yet', async () => {
    const { student, phone } = await anAsker(false)
    const outside = await stage.phone('outside-early', await makeLink(phone))
    await outside.sees(/北京团支部还没有同意，请先不要提交/u)
    await tell(outside, student)
    await outside.sees('信息核对一致')
    await outside.sees(/请先不要提交/u)
    expect(await outside.button(SUBMITTED).count()).toBe(0)
    expect((await student.transfer()).stage).toBe('registered')
  })

  it('is told that it was submitted without the three fields', async () => {
    const { student, phone } = await anAsker(true)
    const outside = await stage.phone('outside-only', await makeLink(phone))
    await stage.cloud.clock.advance('PT24H')
    await outside.reopen()
    await outside.tap(SUBMITTED)
    await outside.sees('请填写贵团组织名称')
    await outside.fill('贵团组织名称', '某大学团委')
    await outside.tap(SUBMITTED)
    await outside.sees('已记录：贵处已在本省系统提交')
    await phone.back()
    await phone.sees('原团组织已提交，等待北京系统校核')
    await phone.sees('由北京系统校核')
    expect((await student.transfer()).submittedAt).toBeDefined()
    await outside.reopen()
    await outside.sees('已记录：贵处已在本省系统提交')
    await outside.sees('5324992')
  })

  it('called back opens no more, nor does one that was replaced; both still name the branch', async () => {
    const { phone } = await anAsker(true)
    const first = await makeLink(phone)
    await phone.tap('重新生成链接')
    await phone.sees('重新生成链接？')
    await phone.tap('重新生成')
    await phone.misses('重新生成链接？')
    const outside = await stage.phone('outside-2', first)
    await outside.sees('链接已失效')
    await outside.sees('中国共产主义青年团计通24级临时团支部')
    await phone.tap('转发给原团组织')
    const second = (await phone.page.locator('#overlay .share-card').getAttribute('href')) ?? ''
    await phone.answer('关闭')
    expect(second).not.toBe(`#/${first}`)
    await phone.tap('收回已发出的链接')
    await phone.tap('收回')
    await phone.sees(/以前发出的链接都打不开了/u)
    const late = await stage.phone('outside-3', second.replace(/^#\//u, ''))
    await late.sees('链接已失效')
  })
})
