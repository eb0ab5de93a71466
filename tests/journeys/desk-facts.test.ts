import { describe, expect, it } from 'vitest'
import { aStudent, valueOf } from '../support/client'
import { sheet } from './desk'
import { useStage } from './stage'

const stage = useStage()

describe('What a Party branch has received', () => {
  it('has its own day, and is taken back with a reason', async () => {
    const student = await aStudent(stage.cloud, { party: 'full', identity: 'nonmember' })
    const started = await student.started({ kind: 'party' })
    const announced = await student.act(started, {
      action: 'announce',
      channel: 'online',
      prepared: ['file', 'letterToCounsellor'],
    })
    const { id } = valueOf(announced)
    const desk = await stage.phone('local-party-secretary', `desk/case/case?id=${id}`)
    await desk.tap('登记接收情况…')
    await sheet(desk)
      .getByRole('checkbox', { name: /^系统已接收/u })
      .click()
    await desk.tap(/^办好的日期，今天/u)
    await desk.tap('确定')
    await sheet(desk).getByRole('button', { name: '登记', exact: true }).click()
    await desk.sees('已登记接收情况。')
    expect((await student.transfer()).facts?.online).toBeDefined()
    const phone = await stage.phone(student.openid, `pages/transfer/transfer?id=${id}`)
    await phone.sees('等待党支部核对材料')
    await phone.sees(/^党支部 登记系统已接收$/u)

    await desk.tap('登记接收情况…')
    await sheet(desk)
      .getByRole('checkbox', { name: /^系统已接收/u })
      .click()
    await sheet(desk).getByRole('button', { name: '登记', exact: true }).click()
    await desk.sees('更正已登记的，请写明原因。')
    await sheet(desk).getByPlaceholder('更正的原因（必填）').fill('登记到了别人名下')
    await sheet(desk).getByRole('button', { name: '登记', exact: true }).click()
    await desk.sees(/撤回接收情况“系统已接收”：登记到了别人名下$/u)
    expect((await student.transfer()).facts?.online).toBeUndefined()
    await phone.pullDown()
    await phone.sees('等待党支部接收')
    await phone.sees(/^党支部 撤回接收情况“系统已接收”：登记到了别人名下$/u)
  })
})
