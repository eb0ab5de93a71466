import { describe, expect, it } from 'vitest'
import { addStaff, type Student } from '../support/client'
import type { Phone } from '../support/phone'
import { approveChosen, filterBy, returnChosen, sheet } from './desk'
import { branchWith, queueOf, rowsOf, WIDTHS } from './desk-branch'
import { useStage } from './stage'

const stage = useStage()
const PHONE = Math.min(...WIDTHS)
const PC = Math.max(...WIDTHS)

const nameOf = (student: Student | undefined): string => student?.person.name ?? ''
const stagesOf = (students: readonly Student[]): Promise<string[]> =>
  Promise.all(students.map(async (student) => (await student.transfer()).stage))
/** How many rows stand in sight whole. */
const rowsInSight = async (phone: Phone): Promise<number> => {
  const height = phone.page.viewportSize()?.height ?? 0
  const boxes = await Promise.all((await rowsOf(phone).all()).map((row) => row.boundingBox()))
  return boxes.filter((box) => box !== null && box.y + box.height <= height).length
}
const press = async (phone: Phone, ...keys: string[]): Promise<void> => {
  for (const key of keys) await phone.page.keyboard.press(key)
}
const chosenIn = (phone: Phone): Promise<number> => rowsOf(phone).getByRole('checkbox', { checked: true }).count()

describe('The list, as tall as a window', () => {
  it('shows seven people on a phone, and twenty and more in the table of a PC', async () => {
    await branchWith(stage, 'dense', 24)
    await stage.cloud.clock.advance('P4D')
    const phone = await queueOf(stage, 'dense', PHONE)
    await phone.sees('已显示 20 人，还有更多')
    expect(await rowsInSight(phone)).toBeGreaterThanOrEqual(7)
    await phone.close()
    const pc = await queueOf(stage, 'dense', PC)
    await pc.sees('共 24 人')
    expect(await rowsInSight(pc)).toBeGreaterThanOrEqual(20)
    await pc.close()
  })
})

describe('The table of a PC', () => {
  it('is sorted by its headings', async () => {
    const students = await branchWith(stage, 'sorted', 3)
    const phone = await queueOf(stage, 'sorted', PC)
    const order = async (): Promise<string[]> => {
      const names = await rowsOf(phone).allInnerTexts()
      return students
        .map(nameOf)
        .toSorted((a, b) => names.findIndex((text) => text.includes(a)) - names.findIndex((text) => text.includes(b)))
    }
    await phone.sees('共 3 人')
    expect(await order()).toEqual(students.map(nameOf))
    await phone.tap('按姓名排序')
    await expect.poll(order).toEqual(students.map(nameOf).toSorted())
    await phone.tap('按等待天数排序')
    await expect.poll(order).toEqual(students.map(nameOf))
    await stage.cloud.clock.advance('P4D')
    await filterBy(phone, '超过 3 天')
    await phone.sees('共 3 人')
    await phone.tap('按姓名排序')
    await expect.poll(order).toEqual(students.map(nameOf).toSorted())
    await phone.close()
  })

  it('chooses all between two with Shift, and is worked with arrow keys, the space bar and Enter', async () => {
    const students = await branchWith(stage, 'keys', 6)
    const phone = await queueOf(stage, 'keys', PC)
    await phone.sees('共 6 人')
    await phone.tick(`选择${nameOf(students[1])}`)
    await phone.page.keyboard.down('Shift')
    await phone.tick(`选择${nameOf(students[4])}`)
    await phone.page.keyboard.up('Shift')
    await phone.sees('已选 4 人')
    await press(phone, 'ArrowUp', 'ArrowUp', ' ')
    await phone.sees('已选 3 人')
    await press(phone, 'Shift+ArrowDown')
    await press(phone, 'ArrowDown', 'ArrowDown')
    await phone.front.locator('.row--at').getByText(nameOf(students[5])).waitFor()
    await press(phone, 'Enter')
    await phone.front.locator('.desk__file').getByText(nameOf(students[5])).first().waitFor()
    expect(await chosenIn(phone)).toBe(4)
    // While a question is asked the keys are its own.
    await phone.tap(/^同意 4 人/u)
    await press(phone, 'ArrowUp')
    await phone.front.locator('.row--at').getByText(nameOf(students[5])).waitFor()
    await phone.close()
  })

  it('opens the next file once somebody is decided about, and stays where it was refused', async () => {
    const students = await branchWith(stage, 'next', 3)
    const phone = await queueOf(stage, 'next', PC)
    const file = phone.front.locator('.desk__file')
    await file.getByText(nameOf(students[0])).first().waitFor()
    await phone.tap('同意（已在北京共青团系统同意）')
    await sheet(phone).getByRole('checkbox').click()
    await sheet(phone).getByRole('button', { name: '同意', exact: true }).click()
    await file.getByText(`${nameOf(students[0])}：已同意。已打开下一位。`).waitFor()
    await file.getByText(nameOf(students[1]), { exact: true }).waitFor()
    // Meanwhile this one withdraws.
    await students[1]?.act(await students[1].transfer(), { action: 'withdraw' })
    await phone.tap('同意（已在北京共青团系统同意）')
    await sheet(phone).getByRole('checkbox').click()
    await sheet(phone).getByRole('button', { name: '同意', exact: true }).click()
    await file.getByText(/这项转接刚刚有了变化/u).waitFor()
    await file.getByText(nameOf(students[1]), { exact: true }).waitFor()
    expect(await stagesOf(students)).toEqual(['approved', 'withdrawn', 'registered'])
    await phone.close()
  })
})

describe('A file on a phone', () => {
  it('gives way to the next one after a decision, and the list knows of both', async () => {
    const students = await branchWith(stage, 'phone-next', 3)
    const phone = await queueOf(stage, 'phone-next', PHONE)
    await phone.tap(new RegExp(`^查看${nameOf(students[0])}`, 'u'))
    for (const student of students.slice(0, 2)) {
      await phone.sees(nameOf(student))
      await phone.tap('同意（已在北京共青团系统同意）')
      await sheet(phone).getByRole('checkbox').click()
      await sheet(phone).getByRole('button', { name: '同意', exact: true }).click()
      await phone.sees(`${nameOf(student)}：已同意。已打开下一位。`)
    }
    await phone.sees(nameOf(students[2]))
    await phone.back()
    await phone.sees('还有 1 人，另 2 人状态已变')
    expect(await stagesOf(students)).toEqual(['approved', 'approved', 'registered'])
    await phone.close()
  })
})

describe.each(WIDTHS)('Everybody of a filter, %i px wide', (width) => {
  it('is chosen in one go, worked off in calls of a hundred, stopped and gone on with: nobody lost, nobody twice', async () => {
    const id = `everybody-${String(width)}`
    const students = await branchWith(stage, id, 215)
    const phone = await queueOf(stage, id, width)
    await phone.tick('全选')
    // The next hundred are held back until it was told to stop.
    let read = (): void => undefined
    const readOn = new Promise<void>((resolve) => (read = resolve))
    await phone.page.route('**/functions/secretary', async (route) => {
      if (route.request().postData()?.includes('desk.list') === true) await readOn
      await route.continue()
    })
    await phone.tap('选择全部 215 人')
    await phone.front.getByText('正在读取 100 / 215 人…').filter({ visible: true }).waitFor()
    await phone.tap('停止读取')
    read()
    await phone.sees('已停下：读到的 200 人已选中，其余的没有选。要接着选，请再点“选择全部”。')
    await phone.sees('已选 200 人')
    await phone.page.unroute('**/functions/secretary')
    await phone.tap('选择全部 215 人')
    await phone.sees('已选 215 人')
    await phone.tap(/^同意 215 人/u)
    await sheet(phone).getByRole('checkbox').click()
    // The first call waits until it was told to stop.
    let release = (): void => undefined
    const told = new Promise<void>((resolve) => (release = resolve))
    await phone.page.route('**/functions/secretary', async (route) => {
      if (route.request().postData()?.includes('desk.decide') === true) await told
      await route.continue()
    })
    await sheet(phone).getByRole('button', { name: '同意 215 人', exact: true }).click()
    await sheet(phone).getByRole('button', { name: '停止' }).click()
    await phone.front.getByText('这一批办完就停下。').waitFor()
    release()
    await phone.sees('已停下：100 人已办成，115 人还没有提交。可以继续；到此为止的，以后可在列表中接着办，不会重复。')
    await sheet(phone).getByRole('button', { name: '继续' }).click()
    await phone.sees('已同意 215 人。')
    expect(new Set(await stagesOf(students))).toEqual(new Set(['approved']))
    await phone.close()
  }, 240_000)
})

describe.each(WIDTHS)('The lists say why, %i px wide', (width) => {
  it('keeps what waits for confirmation apart from what succeeded, and names what differs', async () => {
    const id = `why-${String(width)}`
    const [matched, done, failed] = await branchWith(stage, id, 3)
    const secretary = addStaff(stage.cloud, `why-secretary-${id}`, id, 'secretary')
    for (const student of [matched, done, failed])
      if (student !== undefined) await secretary.approved(await student.transfer())
    await stage.cloud.clock.advance('PT25H')
    const claim = async (student: Student | undefined, name?: string): Promise<void> => {
      if (student === undefined) throw new Error('nobody asked')
      const claimed = name === undefined ? student.claim : { ...student.claim, name }
      await student.act(await student.transfer(), { action: 'request', claimed })
    }
    await claim(matched)
    await claim(done)
    await claim(failed, '另一人')
    if (done !== undefined) {
      await secretary.decided(await done.transfer(), { verdict: 'confirm', result: 'success' })
    }

    const phone = await queueOf(stage, id, width)
    await filterBy(phone, '待确认')
    await phone.sees(nameOf(matched))
    await phone.sees('信息核对一致')
    expect(await rowsOf(phone).count()).toBe(1)
    await filterBy(phone, '已成功')
    await phone.sees(nameOf(done))
    expect(await rowsOf(phone).count()).toBe(1)
    await filterBy(phone, '失败')
    await phone.sees('姓名不一致')
    await phone.close()
  })

  it('finds within a filter, and offers to look among all', async () => {
    const id = `within-${String(width)}`
    const [one, other] = await branchWith(stage, id, 2)
    const phone = await queueOf(stage, id, width)
    await phone.tick(`选择${nameOf(one)}`)
    await returnChosen(phone, '入团年月有误，请更正。')
    await phone.sees('已退回 1 人。')
    await phone.fill('姓名、学号或登记编号', nameOf(one))
    await phone.sees(`在“待审核”中没有找到“${nameOf(one)}”`)
    await phone.tap('在全部中查找')
    await phone.sees(nameOf(one))
    await phone.front.getByRole('tab', { name: '全部', exact: true, selected: true }).waitFor()
    await phone.fill('姓名、学号或登记编号', nameOf(other))
    await phone.sees(nameOf(other))
    await phone.close()
  })

  it('leads to the roster, the export, the staff and the settings from the first page', async () => {
    const id = `pages-${String(width)}`
    await branchWith(stage, id, 1)
    const phone = await queueOf(stage, id, width)
    for (const [label, heading] of [
      ['新生名单', '导入新生名单'],
      ['导出表格', '导出表格'],
      ['工作人员', '工作人员'],
      ['团支部信息', '名称与组织 ID'],
    ] as const) {
      await phone.tap('名单、导出、工作人员和设置')
      await phone.page.locator('#overlay').getByRole('menuitem', { name: label }).click()
      await phone.sees(heading)
      await phone.back()
      await phone.sees('共 1 人')
    }
    await phone.close()
  })

  it('hands those who are chosen on to the export, and offers it those of the filter', async () => {
    const id = `export-${String(width)}`
    const [one] = await branchWith(stage, id, 2)
    const phone = await queueOf(stage, id, width)
    const toExport = async (): Promise<void> => {
      await phone.tap('名单、导出、工作人员和设置')
      await phone.page.locator('#overlay').getByRole('menuitem', { name: '导出表格' }).click()
    }
    await phone.sees('共 2 人')
    await toExport()
    await phone.front.getByRole('radio', { name: '刚才列表中筛选出的人', checked: false }).waitFor()
    await phone.back()
    await phone.tick(`选择${nameOf(one)}`)
    await toExport()
    await phone.front.getByRole('radio', { name: '刚才选中的 1 人', checked: true }).waitFor()
    await phone.close()
  })

  it('takes the newest step of chosen people back', async () => {
    const id = `back-${String(width)}`
    const students = await branchWith(stage, id, 2)
    const phone = await queueOf(stage, id, width)
    await phone.tick('全选')
    await approveChosen(phone)
    await phone.sees('已同意 2 人。')
    await filterBy(phone, '已同意')
    await phone.tick('全选')
    await phone.tap('撤销 2 人的上一步…')
    await sheet(phone).getByRole('button', { name: '撤销 2 人', exact: true }).click()
    await phone.sees('已撤销上一步 2 人。')
    expect(await stagesOf(students)).toEqual(['registered', 'registered'])
    await phone.close()
  })
})
