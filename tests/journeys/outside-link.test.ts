import { describe, expect, it } from 'vitest'
import { aStudent, leagueSecretary, type Student } from '../support/client'
import type { Phone } from '../support/phone'
import { useStage } from './stage'

const stage = useStage()

/** Somebody whose branch has just agreed. */
const anApproved = async (): Promise<{ student: Student; phone: Phone }> => {
  const student = await aStudent(stage.cloud)
  const { id } = await leagueSecretary(stage.cloud).approved(await student.started())
  return { student, phone: await stage.phone(student.openid, `pages/transfer/transfer?id=${id}`) }
}
/** Makes a link, and answers the path on the card that is sent. */
const makeLink = async (phone: Phone): Promise<string> => {
  await phone.tap('发链接给原团组织核对')
  await phone.tap('生成链接')
  await phone.sees(/链接已生成/u)
  await phone.tap('转发给原团组织')
  const path = await phone.page.locator('#overlay .share-card').getAttribute('href')
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

describe('The link for the outside organisation', () => {
  it('opened too early says when to come back; then finds what differs, is mended, and is used up by a match', async () => {
    const { student, phone } = await anApproved()
    const path = await makeLink(phone)
    const outside = await stage.phone('outside', path)
    await outside.sees(/还需等待/u)
    await outside.sees(/请在 9月3日 \d\d:\d\d 以后再打开这个链接/u)
    await outside.sees(NOT_SUBMITTING)
    expect(await outside.reads()).not.toContain(student.person.name)
    expect(await outside.button('核对').count()).toBe(0)

    await stage.cloud.clock.advance('PT24H')
    await outside.reopen()
    await tell(outside, student, '另一个人')
    await outside.sees('姓名与本人注册的信息不一致')
    await phone.back()
    await phone.sees('姓名与注册信息不一致')
    await outside.tap('更正后重新核对')
    await tell(outside, student)
    await outside.sees('信息核对一致')
    await outside.sees(/再次提醒/u)
    await phone.pullDown()
    await phone.sees('信息核对一致，等待北京系统确认')

    await outside.reopen()
    await outside.sees(/已经核对过了|不用再核对/u)
    expect((await student.transfer()).confirmedBy).toBe('link')
  })

  it('called back opens no more, nor does one that was replaced', async () => {
    const { phone } = await anApproved()
    const first = await makeLink(phone)
    await phone.tap('重新生成链接')
    await phone.sees('重新生成链接？')
    await phone.tap('重新生成')
    await phone.misses('重新生成链接？')
    const outside = await stage.phone('outside-2', first)
    await outside.sees('链接已失效')
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
