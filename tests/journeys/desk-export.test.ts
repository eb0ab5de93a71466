import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { addBranch, addStaff, aStudent } from '../support/client'
import { addCohort, KNOWN_KEYS, longReason } from '../support/cohort'
import type { Phone } from '../support/phone'
import { readSheet } from '../support/spreadsheets'
import { branchWith, queueOf, WIDTHS } from './desk-branch'
import { useStage } from './stage'

/** With their reasons more than fit into a reply of 1 MB. */
const COHORT = 2_600
/** How long it takes is measured elsewhere. */
const PATIENCE_MS = 100_000
const stage = useStage({ env: KNOWN_KEYS })

beforeAll(async () => {
  const branchId = addBranch(stage.cloud, 'large')
  addStaff(stage.cloud, 'secretary-large', branchId, 'secretary')
  const model = await (await aStudent(stage.cloud)).started({ branchId })
  addCohort(stage.cloud, model.id, COHORT, longReason)
})

const exported = async (phone: Phone): Promise<void> => {
  await phone.tap('选用理由：归档')
  await phone.tap('导出')
  await phone.front.getByText('表格已生成').waitFor({ timeout: PATIENCE_MS })
}
const open = () => stage.phone('secretary-large', 'desk/export/export?branch=large')

describe('An export that is too large for a reply', () => {
  it('comes to the phone all the same, and is opened there', async () => {
    const phone = await open()
    await exported(phone)
    const [saved] = await Promise.all([phone.page.waitForEvent('download'), phone.tap('打开')])
    expect(saved.suggestedFilename()).toMatch(/转接情况.*\.xlsx$/u)
    expect(readSheet(await readFile(await saved.path())).rows).toHaveLength(COHORT + 2)
    await phone.close()
  })

  it('leaves its address to be copied where it does not come', async () => {
    const phone = await open()
    await phone.page.route('**/storage/**', (route) => route.abort())
    await exported(phone)
    await phone.sees('表格太大，没有下载下来。请复制下载地址，10 分钟内在浏览器中打开。')
    await phone.tap('复制下载地址')
    const answer = await fetch(await phone.copied())
    expect(answer.status).toBe(200)
    expect(readSheet(Buffer.from(await answer.arrayBuffer())).rows).toHaveLength(COHORT + 2)
    await phone.close()
  })
})

describe.each(WIDTHS)('A file of those who were selected, %i px wide', (width) => {
  it('is about them alone, in the columns that were left', async () => {
    const id = `chosen-${String(width)}`
    const [, second] = await branchWith(stage, id, 3)
    const name = second?.person.name ?? ''
    const phone = await queueOf(stage, id, width)
    await phone.sees(name)
    await phone.tick(`选择${name}`)
    await phone.tap('名单、导出、工作人员和设置')
    await phone.page.locator('#overlay').getByRole('menuitem', { name: /导出/u }).click()
    await phone.sees('刚才选中的 1 人')
    await phone.tap(/^选择列/u)
    await phone.tick('备注')
    await phone.tick('序号')
    await phone.sees('已选 15 列')
    await phone.tap('选用理由：上报学院')
    await phone.tap('导出')
    await phone.sees('表格已生成')
    const [saved] = await Promise.all([phone.page.waitForEvent('download'), phone.tap('打开')])
    const [heading = [], ...people] = readSheet(await readFile(await saved.path())).rows
    expect(heading[0]).toBe('登记编号')
    expect(heading).not.toContain('备注')
    expect(people.map((row) => row[heading.indexOf('姓名')])).toEqual([name])
    await phone.close()
  })
})
