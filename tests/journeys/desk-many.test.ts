import { describe, expect, it } from 'vitest'
import { addStaff, valueOf } from '../support/client'
import type { Phone } from '../support/phone'
import { approveChosen, sheet } from './desk'
import { branchWith, queueOf, rowsOf, WIDTHS } from './desk-branch'
import { useStage } from './stage'

const stage = useStage()

/** Scrolls until everybody is in the list. */
const showAll = async (phone: Phone, people: number): Promise<void> => {
  const scroller = phone.page.locator('.page-viewport:not([hidden]) .page-scroll')
  await expect
    .poll(
      async () => {
        await scroller.evaluate(async (element) => {
          element.scrollTop = 0
          await new Promise(requestAnimationFrame)
          element.scrollTop = element.scrollHeight
        })
        return rowsOf(phone).count()
      },
      { timeout: 30_000, interval: 200 },
    )
    .toBe(people)
}

describe.each(WIDTHS)('At the desk, %i px wide', (width) => {
  it('approves 100 with 7 refusals among them, each beside its row, and the rest goes through', async () => {
    const id = `many-${String(width)}`
    const students = await branchWith(stage, id, 100)
    const phone = await queueOf(stage, id, width)
    await phone.sees(/^已显示 [24]0 人，还有更多$/u)
    await showAll(phone, 100)
    // Seven change something after the list was read.
    for (const student of students.slice(10, 17)) await student.act(await student.transfer(), { action: 'withdraw' })
    await phone.tick('全选')
    await phone.tap('同意 100 人（已在北京共青团系统同意）')
    await sheet(phone).getByRole('checkbox').click()
    await sheet(phone).getByRole('button', { name: '同意 100 人', exact: true }).click()
    await phone.sees('已同意 93 人。7 人没有办成，原因写在各人名下。')
    expect(await phone.front.getByRole('listitem').getByRole('alert').count()).toBe(7)
    const stages = await Promise.all(students.map(async (student) => (await student.transfer()).stage))
    expect(stages.filter((one) => one === 'approved')).toHaveLength(93)
    expect(new Set(stages.slice(10, 17))).toEqual(new Set(['withdrawn']))
    await phone.close()
  }, 240_000)

  it('keeps what is known when the connection breaks, and repeats without doing anything twice', async () => {
    const id = `broken-${String(width)}`
    const students = await branchWith(stage, id, 24)
    const phone = await queueOf(stage, id, width)
    await showAll(phone, 24)
    await phone.tick('全选')
    await phone.tap(/^同意 24 人/u)
    await sheet(phone).getByRole('checkbox').click()
    // The first part arrives and its reply is lost on the way back.
    await phone.page.route('**/functions/secretary', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await sheet(phone).getByRole('button', { name: '同意 24 人', exact: true }).click()
    await phone.sees(/20 人不知道是否办成，4 人还没有提交。重试不会重复办理/u)
    await phone.page.unroute('**/functions/secretary')
    await sheet(phone).getByRole('button', { name: '重试' }).click()
    await phone.sees('已同意 24 人。')
    for (const student of students) {
      const { stage: now, log } = await student.transfer()
      expect([now, log.filter(({ what }) => what === 'approved').length]).toEqual(['approved', 1])
    }
    await phone.close()
  })

  it('tells the second of two secretaries what the first has already done', async () => {
    const id = `two-${String(width)}`
    const [one, other] = await branchWith(stage, id, 2)
    addStaff(stage.cloud, `second-${id}`, id, 'secretary')
    const first = await queueOf(stage, id, width)
    const second = await queueOf(stage, id, width, `second-${id}`)
    await second.sees('共 2 人')
    await first.tick(`选择${one?.person.name ?? ''}`)
    await approveChosen(first)
    await first.sees('已同意 1 人。')
    await second.tick('全选')
    await approveChosen(second)
    await second.sees('已同意 1 人。1 人没有办成，原因写在各人名下。')
    await second.front
      .getByRole('listitem')
      .filter({ hasText: one?.person.name ?? '' })
      .getByRole('alert')
      .waitFor()
    expect([(await one?.transfer())?.stage, (await other?.transfer())?.stage]).toEqual(['approved', 'approved'])
    expect((await one?.transfer())?.log.filter(({ what }) => what === 'approved')).toHaveLength(1)
    await Promise.all([first.close(), second.close()])
  })

  it('closes the desk to a secretary who is removed in the middle of the work', async () => {
    const id = `removed-${String(width)}`
    const [first, second] = await branchWith(stage, id, 2)
    const staying = addStaff(stage.cloud, `staying-${id}`, id, 'secretary')
    const phone = await queueOf(stage, id, width)
    await phone.tick(`选择${first?.person.name ?? ''}`)
    await approveChosen(phone)
    await phone.sees('已同意 1 人。')
    await phone.tick(`选择${second?.person.name ?? ''}`)
    valueOf(await staying.desk('staff.remove', { branchId: id, id: `staff-secretary-${id}` }))
    await approveChosen(phone)
    await phone.sees(/这里只对团支部、党支部工作人员开放/u)
    // What was done before stands; nothing more can be seen or done.
    expect([(await first?.transfer())?.stage, (await second?.transfer())?.stage]).toEqual(['approved', 'registered'])
    await sheet(phone).getByRole('button', { name: '关闭' }).click()
    await phone.pullDown()
    await phone.sees(/这里只对团支部、党支部工作人员开放/u)
    await phone.close()
  })
})
