import { describe, expect, it } from 'vitest'
import { aStudent, Caller, leagueSecretary } from '../support/client'
import { zhangMei } from '../support/people'
import type { Phone } from '../support/phone'
import { approveChosen, confirmChosen, enterDesk, filterBy, returnChosen } from './desk'
import { useStage } from './stage'
import { type Answers, findWay, registerUpToCheck } from './way'

const stage = useStage()
const person = { ...zhangMei, joinedOn: '2018-09', memberNumber: '201800000017' }
const INSIDE: Answers = { who: '我是团员', party: '不是党员', where: '北京市内' }

describe('A League transfer inside Beijing', () => {
  let student: Phone
  let secretary: Phone

  it('is asked for with the reason for leaving and the branch, and without a wait', async () => {
    student = await stage.phone('student')
    await registerUpToCheck(student, person, INSIDE)
    await student.sees('升学')
    await student.sees(/同意即为转移成功，不用等一天/u)
    // The way itself can be mended from here, and what was typed stays.
    await student.tap('修改转接')
    await student.tap('北京以外')
    await student.tap('改走这条路线')
    await student.sees('团组织关系 · 京外转入')
    await student.sees(person.name)
    await student.tap('修改转接')
    await student.tap('北京市内')
    await student.tap('改走这条路线')
    await student.choose('升学')
    await student.tap('继续')
    await student.sees('团组织关系 · 京内转入')
    await student.tap('提交加入申请')
    await student.sees('还差一步：在北京共青团系统转移团组织')
    await student.sees(/“转移团组织”/u)
  })

  it('is returned with a reason, mended and asked for again', async () => {
    secretary = await stage.phone('local-league-secretary')
    await enterDesk(secretary)
    await secretary.tick(`选择${person.name}`)
    await returnChosen(secretary, '转出原因请选“其他”')
    await secretary.sees('已退回 1 人。')
    await student.pullDown()
    await student.sees(/团支部退回了你的申请，原因：转出原因请选“其他”/u)
    await student.tap('修改并重新申请')
    await student.choose('其他')
    await student.tap('核对')
    await student.sees('提交前请核对')
    await student.tap('提交修改')
    await student.sees('还差一步：在北京共青团系统转移团组织')
  })

  it('is done as soon as the branch agrees', async () => {
    await secretary.tap('刷新列表')
    await secretary.tick(`选择${person.name}`)
    await approveChosen(secretary)
    await secretary.sees('已同意 1 人。')
    await student.pullDown()
    await student.sees('你的团组织关系已转入计通24级临时团支部。')
    const { readyAt, reason, stage: now } = await new Caller(stage.cloud, 'student').transfer()
    expect([readyAt, reason, now]).toEqual([undefined, '其他', 'transferred'])
  })

  it('goes back with the reason when the official system did not carry it out, and is asked for once more', async () => {
    await filterBy(secretary, '已成功')
    await secretary.tick(`选择${person.name}`)
    await confirmChosen(secretary, '转移失败', '原支部仍任团干部')
    await secretary.sees(/已登记转移失败 1 人/u)
    await student.pullDown()
    await student.sees('北京系统返回转移失败')
    await student.sees('原因：原支部仍任团干部')
    await student.sees(/在北京共青团系统中也要按原因重新提交/u)
    await student.tap('修改并重新申请')
    await student.tap('核对')
    await student.tap('提交修改')
    await student.sees('还差一步：在北京共青团系统转移团组织')
    const { stage: now, log } = await new Caller(stage.cloud, 'student').transfer()
    expect([now, log.filter(({ what }) => what === 'officiallyFailed').length]).toEqual(['registered', 1])
  })
})

describe('The way', () => {
  it('tells who has nothing to move so, and asks for nothing', async () => {
    const phone = await stage.phone('nobody')
    await findWay(phone, { who: '我不是团员' })
    await phone.sees('你是中共党员吗？')
    // Back in the middle: what was answered is still there.
    await phone.back()
    await phone.tap('我不是团员，已选')
    await findWay(phone, { party: '不是党员' })
    await phone.sees('没有需要转接的组织关系')
    expect(await phone.button('开始登记').count()).toBe(0)
    await phone.tap('返回首页')
    await phone.sees('你现在是团员吗？')
  })

  it('asks a cadre inside Beijing to be relieved of the post first', async () => {
    const phone = await stage.phone('cadre')
    const cadre: Answers = { who: '我是团干部', party: '不是党员', where: '北京市内' }
    await findWay(phone, { ...cadre, relieved: '还没有卸任' })
    await phone.sees('先卸任，再转接')
    expect(await phone.button('开始登记').count()).toBe(0)
    await phone.tap('上一步')
    await findWay(phone, { relieved: '已经卸任' })
    await phone.sees(/由团支部书记在北京共青团系统电脑端审核／添加/u)
    await phone.button('开始登记').waitFor()
  })

  it('of a cadre from outside Beijing ends with an approval that gives no right at the desk', async () => {
    const cadre = await aStudent(stage.cloud, { identity: 'cadre' })
    await leagueSecretary(stage.cloud).approved(await cadre.started())
    const phone = await stage.phone(cadre.openid)
    await phone.sees(/还需等待/u)
    expect(await phone.button(/工作台/u).count()).toBe(0)
    await phone.open('desk/queue/queue?branch=ustb-scce-2024-league')
    await phone.sees(/这里只对团支部、党支部工作人员开放/u)
    expect((await cadre.me()).staffOf).toEqual([])
  })

  it('sends who is 28 without a post away from the League', async () => {
    const phone = await stage.phone('old')
    await findWay(phone, { who: '已满 28 周岁，没有团内职务', party: '不是党员' })
    await phone.sees('应当离团，不用转接团组织关系')
  })
})
