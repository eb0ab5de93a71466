import { describe, expect, it } from 'vitest'
import { aStudent, Caller, codeOf, CONSENT, person, valueOf } from '../support/client'
import { sheet } from './desk'
import { branchWith, deskOf, WIDTHS } from './desk-branch'
import { useStage } from './stage'

const stage = useStage()

describe.each(WIDTHS)('Who works at a desk, %i px wide', (width) => {
  const size = { width, height: width < 900 ? 812 : 800 }

  it('is handed over: the successor is invited, comes in, and then one leaves; what is not used is revoked', async () => {
    const id = `staff-${String(width)}`
    await branchWith(stage, id, 0)
    const phone = await deskOf(stage, 'staff', id, width)
    await phone.tap('邀请')
    await phone.choose(/^支委/u)
    await phone.tap('生成邀请码')
    await phone.tap('复制邀请')
    const unused = /输入：(\S+?)（/u.exec(await phone.copied())?.[1] ?? ''
    await phone.tap('完成')
    await phone.tap('撤回邀请一位支委')
    await phone.answer('撤回')
    await phone.sees('已撤回邀请，邀请码已失效。')
    expect(codeOf(await new Caller(stage.cloud, 'late').desk('staff.accept', { code: unused }))).toBe('CODE_INVALID')

    await phone.tap('交接')
    await phone.sees(/^交接分两步/u)
    await phone.tap('生成邀请码')
    await phone.sees('书记的邀请码')
    await phone.tap('复制邀请')
    const code = /输入：(\S+?)（/u.exec(await phone.copied())?.[1] ?? ''
    await phone.tap('完成')
    const successor = await stage.phone(`successor-${String(width)}`, 'desk/accept/accept', size)
    await successor.fill('邀请码', code)
    await successor.fill('你的姓名', '周宁')
    await successor.tap('加入')
    await successor.sees(/的书记。$/u)
    await phone.pullDown()
    await phone.sees('周宁')
    await phone.tap('离开')
    await phone.answer('离开')
    await phone.misses('工作人员')
    const staff = valueOf(
      await new Caller(stage.cloud, `successor-${String(width)}`).desk('staff.list', { branchId: id }),
    )
    expect(staff.items.map(({ name }) => name)).toEqual(['周宁'])
    await successor.close()
    await phone.close()
  })

  it('offers a recovery code first where both sides of a conflict go by one name', async () => {
    const id = `same-${String(width)}`
    await branchWith(stage, id, 0)
    const holder = await aStudent(stage.cloud)
    await holder.started({ branchId: id })
    const { name, idNumber } = holder.person
    await new Caller(stage.cloud, `new-wechat-${String(width)}`).member('account.register', {
      ...person(700 + (width % 100), { name, idNumber }),
      consent: CONSENT,
    })
    const phone = await deskOf(stage, 'conflicts', id, width)
    await phone.sees(/多半是本人换了微信/u)
    await phone.tap(`给${name}发恢复码`)
    await sheet(phone).getByPlaceholder('理由（必填）').fill('本人到办公室，已核对身份证')
    await sheet(phone).getByRole('button', { name: '生成恢复码' }).click()
    await phone.sees(/前有效，只能用一次/u)
    await phone.tap('复制恢复码')
    expect(await phone.copied()).toMatch(/^[0-9A-Z-]{8,}$/u)
    await phone.close()
  })
})
