import { describe, expect, it } from 'vitest'
import { addBranch, addStaff, aStudent, setBranch, valueOf, type Student } from '../support/client'
import { branchWith, deskOf, WIDTHS } from './desk-branch'
import { useStage } from './stage'

const stage = useStage()
const SEARCHED = '支部名称，或姓名、学号、登记编号'

describe.each(WIDTHS)('The figures of a branch, %i px wide', (width) => {
  const id = `figures-${String(width)}`
  let students: Student[]

  it('are drawn by day and said in one sentence, and a secretary is told of them every morning', async () => {
    students = await branchWith(stage, id, 3)
    await stage.cloud.clock.tick()
    const phone = await deskOf(stage, 'summary', id, width)
    await phone.sees('去审核')
    await phone.front.getByRole('img', { name: /^申请：近 14 天共 3 人，最多的一天 .*，3 人$/u }).waitFor()
    await phone.tap('复制这句话')
    expect(await phone.copied()).toMatch(/^截至.+已登记 3 人；待审核 3 人，.*近 7 天申请 3 人，/u)
    await phone.sees('已复制，可以粘贴到周报或群里。')

    await phone.tap('明早 9 点用微信告诉我有几人待审核')
    await phone.answer('允许')
    await phone.sees(/^明早 9 点会告诉你一次。/u)
    await stage.cloud.clock.advance('P1D')
    const sent = stage.cloud.wechat.messages.filter(({ openid }) => openid === `secretary-${id}`)
    expect(sent).toHaveLength(1)
    await phone.close()
  })

  it('warn of data that go within two weeks, with the archive one tap away', async () => {
    for (const student of students) valueOf(await student.act(await student.transfer(), { action: 'withdraw' }))
    const phone = await deskOf(stage, 'summary', id, width)
    await phone.sees(/^没有超过期限的/u)
    await phone.misses('导出全部存档')
    await setBranch(stage.cloud, id, { retentionDays: 10 })
    await phone.pullDown()
    await phone.sees(/3 人的姓名和号码将到期删除/u)
    await phone.tap('导出全部存档')
    await phone.tap('选用理由：到期删除前留存')
    await phone.tap('导出')
    await phone.sees(/全部存档-.*\.xlsx$/u)
    await phone.close()
  })
})

describe.each(WIDTHS)('All branches, %i px wide', (width) => {
  it('stand on one page of the administrator, what is overdue first, found by name and opened by a tap', async () => {
    const name = `机械${String(width)}级`
    await branchWith(stage, `quiet-${String(width)}`, 1)
    await setBranch(stage.cloud, `quiet-${String(width)}`, { shortName: `安静${String(width)}级` })
    await branchWith(stage, `late-${String(width)}`, 2)
    await setBranch(stage.cloud, `late-${String(width)}`, { shortName: name, overdueAfterDays: 1 })
    await stage.cloud.clock.advance('P2D')
    const phone = await stage.phone('local-admin', 'desk/overview/overview', {
      width,
      height: width < 900 ? 812 : 800,
    })
    await phone.sees(name)
    const rows = phone.front.getByRole('list', { name: '团支部、党支部' }).getByRole('button')
    const names = await rows.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))
    const place = (text: string) => names.findIndex((one) => one.startsWith(text))
    expect(place(name)).toBeLessThan(place(`安静${String(width)}级`))
    expect(names[place(name)]).toContain('待办 2（超期 2）')

    await phone.fill(SEARCHED, `机械 ${String(width)}`)
    await expect.poll(() => rows.count()).toBe(1)
    await phone.tap(new RegExp(`^${name}`, 'u'))
    await phone.sees('去审核')
    await phone.sees(name)
    await phone.close()
  })

  it('have all their people found on that page, by name, given name, number and reference, and each case opened', async () => {
    const id = `people-${String(width)}`
    const branchName = `人文${String(width)}级`
    addBranch(stage.cloud, id, { shortName: branchName })
    const desk = addStaff(stage.cloud, `people-desk-${String(width)}`, id, 'secretary')
    const name = `欧阳寻${String.fromCodePoint(0x4e00 + width)}`
    const sought = await aStudent(stage.cloud, { name })
    const { reference } = await sought.started({ branchId: id })
    const row = { name, idNumber: sought.person.idNumber, studentNumber: `M2024${String(width)}` }
    valueOf(await desk.desk('roster.import', { branchId: id, importId: id, rows: [row] }))

    const phone = await stage.phone('local-admin', 'desk/overview/overview', { width, height: width < 900 ? 812 : 800 })
    const people = phone.front.getByRole('list', { name: '人员' }).getByRole('button')
    for (const text of [name, name.slice(2), `m2024${String(width)}`, reference]) {
      await phone.fill(SEARCHED, text)
      await expect.poll(() => people.count()).toBe(1)
      await phone.sees(branchName)
    }
    await phone.fill(SEARCHED, '查无此人')
    await phone.sees(/^没有找到“查无此人”/u)
    await phone.connection('off')
    await phone.fill(SEARCHED, name)
    await phone.sees(/没有收到回复|网络/u)
    await phone.connection('on')
    await phone.tap('重试')
    await phone.tap(new RegExp(`^查看${name}，${branchName}`, 'u'))
    await phone.sees('办理记录')
    await phone.sees(name)
    await phone.close()
  })

  it('are no secretary’s to look over', async () => {
    await branchWith(stage, `alone-${String(width)}`, 0)
    const phone = await stage.phone(`secretary-alone-${String(width)}`, 'desk/overview/overview')
    await phone.sees(/没有找到这个工作台/u)
    await phone.close()
  })
})
