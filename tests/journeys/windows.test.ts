import { describe, expect, it } from 'vitest'
import { addBranch, addStaff, aStudent, setBranch } from '../support/client'
import { zhangMei } from '../support/people'
import { enterDesk, approveChosen } from './desk'
import { useStage } from './stage'
import { begin, consent, findWay, identify, tellMembership } from './way'

const stage = useStage()
const ID = 'with-a-window'
const NAME = '计通24级第二临时团支部'
const person = { ...zhangMei, joinedOn: '2018-09', memberNumber: '201800000017' }

describe('A branch that takes people in on certain days', () => {
  it('cannot be chosen before, and says from when; refuses with its dates what is sent after; then takes it in time', async () => {
    addBranch(stage.cloud, ID, { fullName: NAME, shortName: NAME, opensOn: '2024-09-05', closesOn: '2024-09-20' })
    // Two that take people in: neither is chosen for anybody.
    addBranch(stage.cloud, 'another', { fullName: '计通24级第三临时团支部', shortName: '计通24级第三临时团支部' })
    const phone = await stage.phone('early')
    await findWay(phone)
    await begin(phone)
    await consent(phone)
    await identify(phone, person)
    await tellMembership(phone, person)
    await phone.fill('全称、简称或组织 ID', NAME)
    await phone.misses('中国共产主义青年团计通24级临时团支部')
    await phone.sees('接收时间：2024年9月5日至2024年9月20日')
    await phone.sees('还没有开始接收，2024年9月5日起可以申请')
    await phone.front.getByRole('radio', { name: new RegExp(NAME, 'u'), disabled: true }).waitFor()
    await phone.button(/^拨打电话/u).waitFor()
    await phone.tap('继续')
    await phone.sees('请选择转入的团支部。')

    await stage.cloud.clock.set('2024-09-20T01:00:00Z')
    await phone.reopen()
    await phone.open('pages/home/home')
    await phone.tap(/继续上次的登记/u)
    await phone.fill('全称、简称或组织 ID', NAME)
    await phone.misses('还没有开始接收，2024年9月5日起可以申请')
    await phone.choose(new RegExp(NAME, 'u'))
    await phone.tap('继续')
    await phone.sees('提交前请核对')
    // The window closes while the page is open.
    await stage.cloud.clock.set('2024-09-21T01:00:00Z')
    await phone.tap('提交加入申请')
    await phone.sees(/现在不在接收时间内（2024年9月5日至2024年9月20日）。请在接收时间内提交，或致电团支部、党支部。/u)
    await setBranch(stage.cloud, ID, { closesOn: '2024-09-30' })
    await phone.tap('提交加入申请')
    await phone.sees('还差一步：在北京共青团系统注册并申请加入')
  })

  it('goes on with what is under way when it has closed', async () => {
    const student = await aStudent(stage.cloud)
    await student.started({ branchId: ID })
    const secretary = addStaff(stage.cloud, 'window-secretary', ID, 'secretary')
    await stage.cloud.clock.set('2024-10-15T01:00:00Z')
    const desk = await stage.phone(secretary.openid)
    await enterDesk(desk)
    await desk.tick(`选择${student.person.name}`)
    await approveChosen(desk)
    await desk.sees('已同意 1 人。')
    await stage.cloud.clock.advance('PT24H')
    const phone = await stage.phone(student.openid)
    await phone.tap('登记：原团组织已提交')
    await phone.tap(/以后提交的$/u)
    await phone.fill('原团组织提交的姓名', student.person.name)
    await phone.fill('原团组织提交的身份证号', student.person.idNumber)
    await phone.fill('原团组织提交的团员编号', student.person.memberNumber ?? '')
    await phone.tap('核对')
    await phone.tap('登记')
    await phone.sees('信息核对一致，等待北京系统确认')
    expect((await student.transfer()).stage).toBe('transferred')
  })
})
