import { describe, it } from 'vitest'
import { addStaff } from '../support/client'
import type { Phone } from '../support/phone'
import { branchWith, deskOf, WIDTHS } from './desk-branch'
import { useStage } from './stage'

const stage = useStage()

/** A page that stands there, is read anew without a connection and then with one. */
const keeps = async (phone: Phone, shown: string): Promise<void> => {
  await phone.sees(shown)
  await phone.connection('off')
  await phone.pullDown()
  await phone.sees(/^没有更新：没有收到回复。请检查网络后重试/u)
  await phone.sees(shown)
  await phone.connection('on')
  await phone.pullDown()
  await phone.misses(/没有收到回复/u)
  await phone.sees(shown)
}

describe.each(WIDTHS)('A page of the desk, %i px wide', (width) => {
  it('keeps what it shows when it cannot be read anew, says so, and reads it once there is a connection', async () => {
    const id = `frame-${String(width)}`
    await branchWith(stage, id, 0)
    const phone = await deskOf(stage, 'audit', id, width)
    await keeps(phone, '还没有操作记录。')
    await phone.close()
  })

  it('keeps the file of one person the same way', async () => {
    const id = `file-${String(width)}`
    const [student] = await branchWith(stage, id, 1)
    const { transfers = [] } = (await student?.me()) ?? {}
    const phone = await stage.phone(`secretary-${id}`, `desk/case/case?id=${transfers[0]?.id ?? ''}`, { width })
    await keeps(phone, '待团支部审核')
    await phone.close()
  })

  it('begins again by a button where nothing came, and turns away whoever has no business there', async () => {
    const id = `begun-${String(width)}`
    await branchWith(stage, id, 0)
    const phone = await deskOf(stage, 'summary', id, width)
    await phone.front.getByRole('list', { name: '各步人数' }).waitFor()
    await phone.connection('off')
    await phone.open(`desk/audit/audit?branch=${id}`)
    await phone.sees('没有连上网络')
    await phone.connection('on')
    await phone.tap('重试')
    await phone.sees('还没有操作记录。')
    await phone.close()

    addStaff(stage.cloud, `elsewhere-${id}`, `other-${id}`, 'secretary')
    const stranger = await deskOf(stage, 'audit', id, width, `elsewhere-${id}`)
    await stranger.sees('没有找到这个工作台，或你无权查看。请从首页进入你负责的工作台。')
    await stranger.close()
  })
})
