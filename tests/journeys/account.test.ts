import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aStudent, Caller, leagueSecretary, type Student, valueOf } from '../support/client'
import { zhangMei } from '../support/people'
import type { Phone } from '../support/phone'
import { useStage } from './stage'
import { begin, consent, findWay, identify, tellMembership } from './way'

const stage = useStage()
const PASSWORD = 'a-good-password'

const setPassword = async (student: Student): Promise<void> => {
  const phone = await stage.phone(student.openid, 'pages/account/account')
  await phone.tap('设置本小程序密码')
  await phone.fill('本小程序密码', PASSWORD)
  await phone.tap('保存密码')
  await phone.sees(/本小程序密码已设置/u)
  await phone.close()
}
const signIn = async (phone: Phone, student: Student): Promise<void> => {
  await phone.tap('以前登记过？登录已有账号')
  await phone.fill('用户名或手机号', student.person.phone)
  await phone.fill('本小程序密码', PASSWORD)
  await phone.tap('登录并绑定')
}

describe('The account', () => {
  it('is signed in to from a second WeChat, which then shows the same transfer; the first stays bound', async () => {
    const student = await aStudent(stage.cloud)
    await student.started()
    await setPassword(student)
    const second = await stage.phone('second-wechat')
    await signIn(second, student)
    await second.sees('已登录，这个微信已绑定你的账号。')
    await second.sees('还差一步：在北京共青团系统注册并申请加入')
    expect((await student.me()).account?.wechats).toBe(2)
  })

  it('says the same of a wrong password and of a login that nobody has', async () => {
    const student = await aStudent(stage.cloud)
    const phone = await stage.phone('stranger')
    await signIn(phone, student)
    await phone.sees(/用户名、手机号或密码不对/u)
    await phone.fill('用户名或手机号', '19911119999')
    await phone.tap('登录并绑定')
    await phone.sees(/用户名、手机号或密码不对/u)
  })

  it('is recovered with a one-time code of the branch, which drops the lost WeChat', async () => {
    const student = await aStudent(stage.cloud)
    const { id } = await student.started()
    const secretary = await stage.phone('local-league-secretary', `desk/case/case?id=${id}`)
    await secretary.tap(/^发恢复码/u)
    const why = secretary.front.getByRole('dialog').filter({ visible: true })
    await why.getByPlaceholder('理由（必填）').fill('本人到办公室，已核对身份证')
    await why
      .getByRole('button', { name: /恢复码/u })
      .last()
      .click()
    const shown = secretary.front.getByText(/^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}$/u)
    const code = await shown.innerText()
    const phone = await stage.phone('new-wechat')
    await phone.tap('以前登记过？登录已有账号')
    await phone.tap('用恢复码找回账号')
    await phone.fill('用户名或手机号', student.person.phone)
    await phone.fill('恢复码', code.toLowerCase())
    await phone.fill('新的本小程序密码', PASSWORD)
    await phone.tap('找回账号')
    await phone.sees('还差一步：在北京共青团系统注册并申请加入')
    expect((await student.me()).account).toBeNull()
    expect((await new Caller(stage.cloud, 'new-wechat').me()).account?.name).toBe(student.person.name)
  })

  it('is erased with what that means, and nothing personal is left in the data file', async () => {
    const student = await aStudent(stage.cloud, { name: '将被删除的人' })
    const transfer = await leagueSecretary(stage.cloud).approved(await student.started())
    // Names lie plain in the file, so this finds what is there; numbers never do.
    expect(await written(['将被删除的人', student.person.idNumber, student.person.phone])).toEqual(['将被删除的人'])
    const phone = await stage.phone(student.openid, 'pages/account/account')
    await phone.tap('删除我的信息')
    await phone.sees('没有办完的转接全部撤回，团支部的同意随之失效。')
    await phone.tap('删除我的信息')
    await phone.sees('现在删除我的全部信息？')
    await phone.tap('删除')
    await phone.sees('你的信息已删除，没有办完的转接已撤回。')
    await phone.tap('返回首页')
    await phone.sees('你现在是团员吗？')
    expect((await student.me()).account).toBeNull()
    const kept = await leagueSecretary(stage.cloud).desk('desk.open', { id: transfer.id })
    expect(kept).toMatchObject({ ok: true, value: { name: '', stage: 'withdrawn', reference: transfer.reference } })
    await expect.poll(() => written(['将被删除的人', student.person.idNumber, student.person.phone])).toEqual([])
  })

  it('keeps the draft of a registration on the server and goes on with it on another phone', async () => {
    const person = { ...zhangMei, phone: '19900000088' }
    const first = await stage.phone('drafting')
    await findWay(first)
    await begin(first)
    await consent(first)
    await identify(first, person)
    await first.sees('要转入哪里')
    await first.sees('草稿已保存，换手机也能继续。')
    await first.reopen()
    await first.sees('要转入哪里')
    await first.close()
    expect(await written([person.idNumber, person.phone])).toEqual([])

    const second = await stage.phone('drafting')
    await second.sees(/草稿保存于/u)
    await second.tap(/继续/u)
    await second.sees('要转入哪里')
    expect((await new Caller(stage.cloud, 'drafting').me()).account).toBeNull()
  })

  it('keeps the half that is added to an account the same way, until it is sent', async () => {
    const student = await aStudent(stage.cloud, { identity: 'nonmember', party: 'full' })
    await student.started({ kind: 'party' })
    const first = await stage.phone(student.openid)
    await first.tap('我的账号')
    await first.tap('我还保留团籍，申请转团组织关系')
    // Whether somebody is a Party member is known of the account.
    await findWay(first, { who: '我是团员', where: '北京以外' })
    await begin(first)
    await tellMembership(first, { ...zhangMei, memberNumber: '201800000044' })
    await first.sees('草稿已保存，换手机也能继续。')
    await first.close()

    const second = await stage.phone(student.openid)
    await second.tap(/^继续上次的登记/u)
    await second.sees('2018 0000 0044')
    await second.tap('提交加入申请')
    await second.sees('还差一步：在北京共青团系统注册并申请加入')
    await second.misses(/^继续上次的登记/u)
    const { account, transfers } = await student.me()
    expect([account?.identity, account?.joinedOn, transfers.length]).toEqual(['member', '2018-09', 2])
  })

  it('keeps an amendment the same way, unless what it would change has been amended on another phone', async () => {
    const student = await aStudent(stage.cloud)
    const { id } = await student.started()
    const page = `pages/amend/amend?id=${id}`
    const first = await stage.phone(student.openid, page)
    await first.fill('手机号', '19900000066')
    await first.sees('草稿已保存，换手机也能继续。')
    const second = await stage.phone(student.openid, page)
    await second.sees(/^已填好你上次没有提交的内容/u)
    await second.tap('核对')
    await second.sees('199 0000 0066')
    await second.tap('提交修改')
    await second.sees('还差一步：在北京共青团系统注册并申请加入')
    expect(await draftOf(student, 'amend')).toEqual({})

    await first.fill('手机号', '19900000067')
    await expect.poll(() => draftOf(student, 'amend')).toMatchObject({ changes: { phone: '19900000067' } })
    await first.close()
    const again = await stage.phone(student.openid, page)
    await again.sees('现登记的后四位是 0066')
    await again.misses(/^已填好你上次没有提交的内容/u)
    await again.close()
    expect(await draftOf(student, 'amend')).toEqual({})
  })

  it('begins no form anew while nobody can tell what was kept', async () => {
    const student = await aStudent(stage.cloud)
    const page = `pages/amend/amend?id=${(await student.started()).id}`
    const first = await stage.phone(student.openid, page)
    await first.fill('手机号', '19900000068')
    await expect.poll(() => draftOf(student, 'amend')).toMatchObject({ changes: { phone: '19900000068' } })
    await first.close()
    const second = await stage.phone(student.openid)
    await second.page.route('**/functions/member', (route) =>
      route.request().postData()?.includes('draft.load') === true ? route.abort() : route.fallback(),
    )
    await second.open(page)
    await second.sees('没有连上网络')
    await second.page.unrouteAll()
    await second.tap('重试')
    await second.sees(/^已填好你上次没有提交的内容/u)

    // What could not be kept is said while it stands there, and not of the form that is opened anew.
    await second.connection('off')
    await second.fill('手机号', '19900000069')
    await second.sees(/^草稿没有存上/u)
    await second.open('pages/home/home')
    await second.connection('on')
    await second.open(page)
    await second.sees(/^已填好你上次没有提交的内容/u)
    expect(await second.reads()).not.toContain('草稿没有存上')
  })

  it('keeps what the outside organisation submitted until it is recorded, or the transfer withdrawn', async () => {
    const student = await aStudent(stage.cloud)
    const { id } = await leagueSecretary(stage.cloud).approved(await student.started())
    await stage.cloud.clock.advance('PT24H')
    const page = `pages/request/request?id=${id}`
    const first = await stage.phone(student.openid, page)
    await first.tap(/以后提交的$/u)
    await first.fill('原团组织提交的姓名', '张美')
    await first.fill('原团组织提交的身份证号', student.person.idNumber)
    await expect.poll(() => draftOf(student, 'request')).toMatchObject({ idNumber: student.person.idNumber })
    await first.close()
    expect(await written([student.person.idNumber])).toEqual([])

    const second = await stage.phone(student.openid, page)
    await second.sees(/^已填好你上次没有提交的内容/u)
    await second.tap('核对')
    await second.tap('确实是这样提交的，仍然登记')
    await second.sees('转移失败')
    expect(await draftOf(student, 'request')).toEqual({})
    await second.open(page)
    await second.tap(/以后提交的$/u)
    await second.fill('原团组织提交的姓名', '张')
    await expect.poll(() => draftOf(student, 'request')).toMatchObject({ about: id, name: '张' })
    await second.open(`pages/transfer/transfer?id=${id}`)
    await second.tap('撤回申请')
    await second.sees('撤回这项申请？')
    await second.tap('撤回申请')
    await second.sees('你已撤回这项申请。需要时可以重新提交。')
    await expect.poll(() => draftOf(student, 'request')).toEqual({})
  })
})

const draftOf = async (student: Student, form: string) => valueOf(await student.member('draft.load', { form })).data

/** Which of these can be read anywhere in the data file, its write-ahead log included. */
const written = async (texts: readonly string[]): Promise<string[]> => {
  const { dataDir } = stage.cloud
  const files = (await readdir(dataDir)).filter((name) => name.startsWith('data.db'))
  expect(files).toContain('data.db-wal')
  const contents = await Promise.all(files.map((file) => readFile(join(dataDir, file), 'utf8')))
  return texts.filter((text) => contents.some((content) => content.includes(text)))
}
