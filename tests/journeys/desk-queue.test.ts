import { describe, expect, it } from 'vitest'
import { addStaff, administrator, PARTY, setBranch, valueOf, type Student } from '../support/client'
import type { Phone } from '../support/phone'
import { approveChosen, cancel, filterBy, sheet } from './desk'
import { branchWith, deskOf, queueOf, rowsOf, WIDTHS } from './desk-branch'
import { useStage } from './stage'

const stage = useStage()

const nameOf = (student: Student | undefined): string => student?.person.name ?? ''
const stagesOf = (students: readonly Student[]): Promise<string[]> =>
  Promise.all(students.map(async (student) => (await student.transfer()).stage))

describe.each(WIDTHS)('The queue, %i px wide', (width) => {
  it('takes names that were pasted from the official list, says who was not found, and approves those who were', async () => {
    const id = `pasted-${String(width)}`
    const students = await branchWith(stage, id, 4)
    const [one, two, , returned] = students
    const phone = await queueOf(stage, id, width)
    await phone.tick(`选择${nameOf(returned)}`)
    await phone.tap('退回 1 人…')
    await sheet(phone).getByRole('button', { name: '选用原因：入团年月有误' }).click()
    await sheet(phone).getByRole('button', { name: '退回', exact: true }).click()
    await phone.sees('已退回 1 人。')
    expect((await returned?.transfer())?.returnReason).toBe('入团年月与档案不一致，请按《入团志愿书》修改后重新申请。')

    await phone.tap('粘贴姓名')
    const line = (n: number, name: string) => `${String(n)}\t${name}\t共青团员\t待审核\t同意 拒绝`
    const rows = [nameOf(one), nameOf(two), nameOf(returned), '查无此人'].map((name, n) => line(n + 1, name))
    await phone.fill('粘贴姓名', ['序号\t姓名\t政治面貌\t状态\t操作', ...rows].join('\n'))
    await phone.sees('认出 4 人')
    await phone.tap('查找')
    await phone.sees('找到 3 人，可以办理的 2 人')
    await phone.sees('没有找到 1 人')
    await phone.sees('查无此人')
    await phone.sees(/现在不用办理 1 人/u)
    await phone.tap('在列表中选中 2 人')
    await phone.sees('已选 2 人')
    await approveChosen(phone)
    await phone.sees('已同意 2 人。')
    expect(await stagesOf(students)).toEqual(['approved', 'approved', 'registered', 'returned'])
    await phone.close()
  })

  it('asks for the tick anew for each decision, and keeps no reason for the next', async () => {
    const id = `anew-${String(width)}`
    const students = await branchWith(stage, id, 3)
    const phone = await queueOf(stage, id, width)
    for (const student of students.slice(0, 2)) {
      await phone.tick(`选择${nameOf(student)}`)
      await phone.tap(/^同意 1 人/u)
      await sheet(phone).getByRole('checkbox', { checked: false }).waitFor()
      await sheet(phone).getByRole('button', { name: '同意', exact: true }).click()
      await sheet(phone).getByRole('alert').first().waitFor()
      await cancel(phone)
      await approveChosen(phone)
      await phone.sees('已同意 1 人。')
    }
    await phone.tick(`选择${nameOf(students[2])}`)
    await phone.tap('退回 1 人…')
    await sheet(phone).getByRole('button', { name: '选用原因：入团年月有误' }).click()
    await cancel(phone)
    await phone.tap('退回 1 人…')
    expect(await sheet(phone).getByPlaceholder('原因（必填）').inputValue()).toBe('')
    await phone.close()
  })

  it('gives an approval by mistake back with a reason, and the student reads it', async () => {
    const id = `mistake-${String(width)}`
    const [student] = await branchWith(stage, id, 1)
    const phone = await queueOf(stage, id, width)
    await phone.tick(`选择${nameOf(student)}`)
    await approveChosen(phone)
    await phone.sees('已同意 1 人。')
    await filterBy(phone, '已同意')
    await phone.tick(`选择${nameOf(student)}`)
    await phone.tap('退回 1 人…')
    await sheet(phone).getByRole('button', { name: '退回', exact: true }).click()
    await sheet(phone).getByRole('alert').first().waitFor()
    await sheet(phone).getByPlaceholder('原因（必填）').fill('点错了，你不是本支部的新生。')
    await sheet(phone).getByRole('button', { name: '退回', exact: true }).click()
    await phone.sees('已退回 1 人。')
    const { stage: now, returnReason, readyAt } = (await student?.transfer()) ?? {}
    expect([now, returnReason, readyAt]).toEqual(['returned', '点错了，你不是本支部的新生。', undefined])
    await phone.close()
  })

  it('reads on by a button where the window is so tall that nothing scrolls', async () => {
    const id = `tall-${String(width)}`
    // Twenty at a time on a phone, forty at first in the table of a PC.
    const people = width < 900 ? 23 : 43
    await branchWith(stage, id, people)
    const phone = await deskOf(stage, 'queue', id, width, undefined, 2400)
    await phone.sees(`已显示 ${String(people - 3)} 人，还有更多`)
    await phone.tap('显示更多')
    await phone.sees(`共 ${String(people)} 人`)
    expect(await rowsOf(phone).count()).toBe(people)
    await phone.close()
  })

  it('marks as overdue what the branch says is, once its secretary has set it', async () => {
    const id = `overdue-${String(width)}`
    const [student] = await branchWith(stage, id, 1)
    await stage.cloud.clock.advance('P1DT2H')
    const phone = await deskOf(stage, 'branch', id, width)
    await phone.fill('几天没有办理算超期', '31')
    await phone.tap('保存')
    await phone.sees('超期天数应为 1 至 30 天')
    await phone.fill('几天没有办理算超期', '1')
    await phone.tap('保存')
    await phone.sees('已保存。')
    await phone.open(`desk/queue/queue?branch=${id}&filter=overdue`)
    await phone.sees('超过 1 天未审核')
    await phone.front.getByRole('tab', { name: '超过 1 天', exact: true, selected: true }).waitFor()
    await phone.sees(nameOf(student))
    await phone.open(`desk/summary/summary?branch=${id}`)
    await phone.sees('其中 1 人超过 1 天未审核')
    await phone.close()
  })

  it('lets a cadre look, and offers nothing that the server would refuse', async () => {
    const id = `cadre-${String(width)}`
    const [student] = await branchWith(stage, id, 1)
    addStaff(stage.cloud, `looking-${id}`, id, 'cadre')
    const phone = await queueOf(stage, id, width, `looking-${id}`)
    await phone.sees(nameOf(student))
    expect(await phone.front.getByRole('checkbox').count()).toBe(0)
    await phone.sees('支委可以查看列表和汇总，不能打开个人的办理情况。')
    await phone.front.getByText(nameOf(student)).first().click()
    expect(await phone.front.getByText(/你的权限办不了/u).count()).toBe(0)
    await phone.tap('汇总')
    await phone.front.getByRole('list', { name: '各步人数' }).waitFor()
    await phone.misses('导出表格')
    await phone.close()
  })

  it('leads an administrator to a branch that nobody can join yet, and lets them open it', async () => {
    const name = `新支部${String(width)}`
    const made = valueOf(
      await administrator(stage.cloud).desk('branch.create', { kind: 'league', fullName: name, shortName: name }),
    )
    const phone = await stage.phone('local-admin', 'desk/queue/queue', { width })
    await phone.tap(new RegExp(`^进入${name}.*未开放加入`, 'u'))
    await phone.tap('汇总')
    await phone.sees('还没有开放加入，新申请搜不到这里。')
    await phone.tap(/^团支部信息/u)
    const isOpen = async (): Promise<boolean | undefined> => {
      const { items } = valueOf(await administrator(stage.cloud).desk('branch.list', {}))
      return items.find(({ id }) => id === made.id)?.joinable
    }
    await phone.tick(/^开放加入/u)
    await phone.tap('保存')
    // What a student copies has to be there first, and each field says so.
    for (const label of ['组织 ID', '联系人', '联系电话', '介绍信抬头']) await phone.sees(`开放加入前请先填写${label}`)
    expect(await isOpen()).toBe(false)
    await phone.fill('组织 ID', `5399${String(width)}`)
    await phone.fill('联系人', '某老师')
    await phone.fill('联系电话', '010-62330000')
    await phone.fill('抬头', name)
    await phone.tap('保存')
    await phone.sees('已保存。')
    expect(await isOpen()).toBe(true)
    await phone.close()
  })
})

describe('The queue beside an open file', () => {
  it('decides about those who are chosen, or else about the open person: never about both at once', async () => {
    const [, two] = await branchWith(stage, 'beside', 2)
    const phone = await queueOf(stage, 'beside', Math.max(...WIDTHS))
    const approving = phone.front.getByRole('button', { name: /^同意/u }).filter({ visible: true })
    await phone.button('同意（已在北京共青团系统同意）').waitFor()
    await phone.tick(`选择${nameOf(two)}`)
    await phone.button(/^同意 1 人/u).waitFor()
    expect(await approving.count()).toBe(1)
    await phone.tick(`选择${nameOf(two)}`)
    await phone.button('同意（已在北京共青团系统同意）').waitFor()
    expect(await approving.count()).toBe(1)
    await phone.close()
  })
})

const receptionOf = async (phone: Phone, student: Student): Promise<void> => {
  await phone.tick(`选择${nameOf(student)}`)
  await phone.tap(/^登记/u)
}

describe.each(WIDTHS)("A Party branch's counsellor, %i px wide", (width) => {
  it('records the papers that pass through their hands, and is offered nothing else', async () => {
    const { cloud } = stage
    const id = `party-${String(width)}`
    const [student] = await branchWith(stage, id, 1, PARTY)
    if (student === undefined) throw new Error('nobody asked')
    await setBranch(cloud, id, { overdueAfterDays: 7 })
    addStaff(cloud, `counsellor-${id}`, id, 'counsellor')
    const phone = await queueOf(stage, id, width, `counsellor-${id}`)
    await receptionOf(phone, student)
    await sheet(phone)
      .getByRole('checkbox', { name: /^介绍信|^党员材料/u })
      .first()
      .waitFor()
    expect(
      await sheet(phone)
        .getByRole('checkbox', { name: /系统已接收/u })
        .count(),
    ).toBe(0)
    await cancel(phone)
    expect(await phone.button(/^退回/u).count()).toBe(0)
    await phone.close()
  })
})
