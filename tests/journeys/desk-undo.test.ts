import { describe, expect, it } from 'vitest'
import { aStudent, leagueSecretary } from '../support/client'
import { approveChosen, enterDesk, sheet } from './desk'
import { useStage } from './stage'

const stage = useStage()

describe('Taking back the desk’s newest step', () => {
  it('puts back what stood before, right after the decision, and the student is told that it was an oversight', async () => {
    const student = await aStudent(stage.cloud)
    await student.started()
    const desk = await stage.phone('local-league-secretary')
    await enterDesk(desk)
    await desk.tick(`选择${student.person.name}`)
    await approveChosen(desk)
    await desk.sees('已同意 1 人。')
    await desk.tap('撤销刚才的办理')
    await sheet(desk).getByRole('button', { name: '撤销', exact: true }).click()
    await desk.sees('已撤销上一步 1 人。')
    const { stage: now, readyAt } = await student.transfer()
    expect([now, readyAt]).toEqual(['registered', undefined])

    const phone = await stage.phone(student.openid)
    await phone.tap('详情和办理记录')
    await phone.sees('团支部 撤销了上一步“同意”（误操作）')
  })

  it('asks, where a return followed an approval, whether the approval there still stands; the log says who it was', async () => {
    const student = await aStudent(stage.cloud)
    const approved = await leagueSecretary(stage.cloud).approved(await student.started())
    await leagueSecretary(stage.cloud).returned(approved)
    const desk = await stage.phone('local-league-secretary', `desk/case/case?id=${approved.id}`)
    await desk.tap('撤销上一步…')
    await sheet(desk).getByText('在北京共青团系统的同意没有撤销过').click()
    await sheet(desk).getByRole('button', { name: '撤销', exact: true }).click()
    await desk.sees('已撤销上一步。')
    await desk.sees(/^团支部（.+） 撤销了上一步“退回”（误操作）$/u)
    expect((await student.transfer()).stage).toBe('approved')
  })

  it('offers 误操作 among the reasons for a return', async () => {
    const student = await aStudent(stage.cloud)
    await student.started()
    const desk = await stage.phone('local-league-secretary')
    await enterDesk(desk)
    await desk.tick(`选择${student.person.name}`)
    await desk.tap(/^退回/u)
    await sheet(desk).getByRole('button', { name: '选用原因：误操作' }).click()
    await sheet(desk).getByRole('button', { name: '退回', exact: true }).click()
    await desk.sees('已退回 1 人。')
    expect((await student.transfer()).returnReason).toContain('误操作')
  })
})
