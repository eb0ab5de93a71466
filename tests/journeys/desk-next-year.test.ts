import { describe, expect, it } from 'vitest'
import { administrator, PARTY, partySecretary, setBranch, valueOf } from '../support/client'
import { branchWith, deskOf, WIDTHS } from './desk-branch'
import { useStage } from './stage'

const stage = useStage()

describe.each(WIDTHS)('From one year to the next, %i px wide', (width) => {
  const id = `year-${String(width)}`
  const fullName = `某学院${String(width)}组2024级临时团支部`
  const size = { width, height: width < 900 ? 812 : 800 }

  it('a branch is closed by the administrator, and the next one is made like it', async () => {
    await branchWith(stage, id, 1)
    await setBranch(stage.cloud, id, { fullName, shortName: `甲${String(width)}组24级` })
    const phone = await stage.phone('local-admin', `desk/branch/branch?branch=${id}`, size)
    await phone.sees('名称与组织 ID')
    await phone.tap('关闭并存档')
    await phone.sees(/还有 1 人没有办完，关闭后可以继续办完。/u)
    await phone.tap('关闭')
    await phone.answer('关闭')
    await phone.sees(/已关闭。到期的姓名和号码会自动删除/u)
    const { items } = valueOf(await administrator(stage.cloud).desk('branch.list', {}))
    expect(items.find((one) => one.id === id)).toMatchObject({ closed: true, joinable: false })

    await phone.tap('照它新建下一年的')
    await phone.sees(/^已照“甲/u)
    await phone.sees(/^开放加入前还要填：组织 ID。/u)
    const name = fullName.replace('2024', '2025')
    // A name that is taken is asked about, once.
    await phone.fill('组织全称', fullName)
    await phone.tap('新建')
    await phone.answer('取消')
    await phone.front
      .getByText(/已有同名的团支部或党支部/u)
      .first()
      .waitFor()
    await phone.fill('组织全称', name)
    await phone.tap('新建')
    await phone.sees(/^已新建。/u)
    const made = valueOf(await administrator(stage.cloud).desk('branch.list', {})).items.find(
      (one) => one.fullName === name,
    )
    expect(made).toMatchObject({ shortName: `甲${String(width)}组25级`, systemId: '', joinable: false, kind: 'league' })

    await phone.tick(/^开放加入/u)
    await phone.tap('保存')
    await phone.sees('开放加入前请先填写组织 ID')
    await phone.fill('组织 ID', '5324999')
    await phone.tap('保存')
    await phone.sees('已保存。')
    await phone.close()
  })

  it('settings that are not saved are asked about before they are lost', async () => {
    const phone = await stage.phone('local-league-secretary', 'desk/summary/summary', size)
    await phone.tap('团支部信息')
    await phone.sees('名称与组织 ID')
    await phone.fill('联系人', `周宁${String(width)}`)
    await phone.back()
    await phone.answer('取消')
    await phone.tap('保存')
    await phone.sees('已保存。')
    await phone.back()
    await phone.sees('按天')
    await phone.close()
  })

  it('a Party branch reads the list of a League branch', async () => {
    const phone = await deskOf(stage, 'branch', PARTY, width, 'local-party-secretary')
    await phone.sees('名称与组织 ID')
    await phone.choose('计通24级临时团支部')
    await phone.tap('保存')
    await phone.sees('已保存。')
    const desk = partySecretary(stage.cloud)
    const [branch] = valueOf(await desk.desk('branch.list', {})).items
    expect(branch?.rosterOf).toBe('ustb-scce-2024-league')
    await phone.choose('用自己的名单')
    await phone.tap('保存')
    await phone.sees('已保存。')
    await phone.close()
  })
})
