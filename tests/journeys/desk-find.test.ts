import { beforeAll, describe, expect, it } from 'vitest'
import { addBranch, addStaff, aStudent, PARTY, type Student } from '../support/client'
import { addCohort, KNOWN_KEYS } from '../support/cohort'
import type { Phone } from '../support/phone'
import { filterBy } from './desk'
import { branchWith, queueOf, rowsOf, WIDTHS } from './desk-branch'
import { useStage } from './stage'

const stage = useStage({ env: KNOWN_KEYS })
const SEARCHED = '姓名、学号或登记编号'

const nameOf = (student: Student | undefined): string => student?.person.name ?? ''
/** Those of these people who are in the list, in its order. */
const shownOf = async (phone: Phone, students: readonly Student[]): Promise<string[]> => {
  const rows = await rowsOf(phone).allInnerTexts()
  return rows.flatMap((row) => students.map(nameOf).filter((name) => row.includes(name)))
}

describe('The order of a list on a phone', () => {
  it('is chosen by name, as the headings of the table on a PC are', async () => {
    const students = await branchWith(stage, 'ordered', 3)
    const phone = await queueOf(stage, 'ordered', 375)
    await phone.sees('共 3 人')
    expect(await shownOf(phone, students)).toEqual(students.map(nameOf))
    const orderBy = async (from: string, to: string): Promise<void> => {
      await phone.tap(`排序：${from}`)
      await phone.page.locator('#overlay').getByRole('menuitem', { name: to }).click()
      await phone.button(`排序：${to}`).waitFor()
      await phone.sees('共 3 人')
    }
    await orderBy('按天数', '按姓名')
    await expect.poll(() => shownOf(phone, students)).toEqual(students.map(nameOf).toSorted())
    await orderBy('按姓名', '按天数')
    await expect.poll(() => shownOf(phone, students)).toEqual(students.map(nameOf))
    // Of nobody no order is offered; of what is overdue the same as of everybody.
    await filterBy(phone, '超过 3 天')
    await phone.sees(/没有超过 3 天/u)
    expect(await phone.button(/^排序/u).count()).toBe(0)
    await stage.cloud.clock.advance('P4D')
    await filterBy(phone, '待审核')
    await filterBy(phone, '超过 3 天')
    await phone.sees('共 3 人')
    await orderBy('按天数', '按姓名')
    await expect.poll(() => shownOf(phone, students)).toEqual(students.map(nameOf).toSorted())
    await phone.close()
  })
})

describe('A search among more people than it looks at', () => {
  beforeAll(async () => {
    const [model] = await branchWith(stage, 'crowd', 1)
    if (model === undefined) throw new Error('nobody')
    addCohort(stage.cloud, (await model.transfer()).id, 1_100)
  })

  it.each(WIDTHS)('says that it stopped, %i px wide', async (width) => {
    const phone = await queueOf(stage, 'crowd', width)
    await phone.sees(/还有更多/u)
    await filterBy(phone, '已同意')
    await phone.fill(SEARCHED, '测')
    await phone.sees(/^只查到前 1000 人就停下了，可能还有没列出的。/u)
    await phone.fill(SEARCHED, '测试查无此人')
    await phone.sees(/没有找到“测试查无此人”/u)
    await phone.misses(/^只查到前/u)
    await phone.close()
  })
})

describe.each(WIDTHS)('The lists of a Party branch, %i px wide', (width) => {
  it('say what is missing: the letter, papers, the end of probation, and the receipt', async () => {
    const id = `lacking-${String(width)}`
    const { cloud } = stage
    addBranch(cloud, id, {}, PARTY)
    const desk = addStaff(cloud, `secretary-${id}`, id, 'secretary')
    const day = (days: number): string => new Date(cloud.clock.now() + days * 86_400_000).toISOString().slice(0, 10)
    const announced = async (channel: 'paper' | 'online', probationEndsOn?: string) => {
      const student = await aStudent(cloud, { party: probationEndsOn === undefined ? 'full' : 'probationary' })
      const started = await student.started({ kind: 'party', branchId: id })
      const letter = channel === 'paper' ? { letter: { issuedOn: day(0), validDays: 90 } } : {}
      const ends = probationEndsOn === undefined ? {} : { probationEndsOn }
      await student.announced(started, { channel, ...letter, ...ends })
      return student
    }
    const nothing = await announced('paper')
    const letterCame = await announced('paper')
    const onProbation = await announced('online', day(20))
    const through = await announced('online')
    const receive = async (student: Student, ...checked: string[]): Promise<void> => {
      await desk.decided(await student.transfer(), { verdict: 'receive', checked })
    }
    await receive(letterCame, 'letter')
    await receive(onProbation, 'online', 'materials')
    await receive(through, 'online', 'materials')
    const everybody = [nothing, letterCame, onProbation, through]

    const phone = await queueOf(stage, id, width)
    const lists: readonly [string, string, Student[]][] = [
      ['缺介绍信', '缺介绍信', [nothing]],
      ['缺材料', '缺材料', [nothing, letterCame]],
      ['预备期将满', '预备期将满', [onProbation]],
      ['回执未寄', '回执未寄', [letterCame]],
      ['已接收', '', [through]],
    ]
    for (const [label, hint, students] of lists) {
      await filterBy(phone, label)
      await expect.poll(async () => [label, await shownOf(phone, everybody)]).toEqual([label, students.map(nameOf)])
      if (hint !== '') expect(await rowsOf(phone).first().innerText()).toContain(hint)
    }
    // A search keeps to the list that is looked at.
    await filterBy(phone, '缺材料')
    await phone.fill(SEARCHED, nameOf(letterCame))
    await expect.poll(() => shownOf(phone, everybody)).toEqual([nameOf(letterCame)])
    await phone.fill(SEARCHED, nameOf(through))
    await phone.sees(/^在“缺材料”中没有找到/u)
    await phone.close()
  })
})
