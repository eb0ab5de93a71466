import { describe, expect, it } from 'vitest'
import { aStudent, Caller, type Student } from '../support/client'
import { anIdNumber, zhangMei } from '../support/people'
import type { Phone } from '../support/phone'
import { approveChosen, enterDesk } from './desk'
import { useStage } from './stage'
import { registerUpToCheck } from './way'

const stage = useStage()
const own = { ...zhangMei, joinedOn: '2018-09', memberNumber: '201800000017' }
/** What the holder should have given. */
const right = anIdNumber({ region: '110108', birth: '2002-04-05', sequence: '066' })

describe('An ID number that another account holds', () => {
  let holder: Student
  let owner: Phone

  it('leads its owner to help: to sign in, or to have it cleared up, with whom to call', async () => {
    // Somebody typed the number of another person, and has already asked to join.
    holder = await aStudent(stage.cloud, { idNumber: own.idNumber })
    await holder.started()
    owner = await stage.phone('owner')
    await registerUpToCheck(owner, own)
    await owner.tap('提交加入申请')
    await owner.sees(/身份证号已由其他账号登记/u)
    await owner.tap('身份证号被占用怎么办')
    await owner.sees(/如果是你以前登记的，在这里登录即可；如果不是你，请致电团支部核实/u)
    await owner.sees(/书记可以把身份证号从那个账号移除，之后你就能登记/u)
    await owner.tap(/^拨打计通学院团委电话/u)
    await owner.answer('取消')
    await owner.back()
    await owner.sees('提交前请核对')
    expect((await new Caller(stage.cloud, 'owner').me()).account).toBeNull()
  })

  it('is seen masked by the secretary, who releases it for a reason', async () => {
    const secretary = await stage.phone(
      'local-league-secretary',
      'desk/conflicts/conflicts?branch=ustb-scce-2024-league',
    )
    await secretary.sees(`身份证号后四位 ${own.idNumber.slice(-4)}`)
    expect(await secretary.reads()).not.toContain(own.idNumber)
    await secretary.tap('查看现登记人的申请')
    await secretary.sees(holder.person.name)
    await secretary.back()
    await secretary.tap(/^移除.*登记的号码$/u)
    await secretary.tap('选用理由：已当面核对身份证，号码属于后登记的人')
    await secretary.tap(/^移除/u)
    await secretary.sees(/已移除/u)
    await secretary.close()
  })

  it('can then be registered by its owner, with everything that was filled in still there', async () => {
    await owner.tap('提交加入申请')
    await owner.sees('还差一步：在北京共青团系统注册并申请加入')
    expect((await new Caller(stage.cloud, 'owner').me()).account?.idNumber.slice(-4)).toBe(own.idNumber.slice(-4))
  })

  it('is asked of its former holder anew, before anything else goes on', async () => {
    const phone = await stage.phone(holder.openid)
    await phone.sees('团支部退回了申请')
    await phone.sees(/身份证号经核实由其他账号登记，已从你的登记中移除。请先修改注册信息/u)
    await phone.tap('修改并重新申请')
    await phone.tap('核对')
    await phone.front.getByRole('alert').filter({ hasText: '请填写你本人的身份证号' }).waitFor()
    await phone.fill('身份证号', right)
    await phone.tap('核对')
    await phone.tap('提交修改')
    await phone.sees('还差一步：在北京共青团系统注册并申请加入')
    const secretary = await stage.phone('local-league-secretary')
    await enterDesk(secretary)
    await secretary.tick(`选择${holder.person.name}`)
    await approveChosen(secretary)
    await secretary.sees('已同意 1 人。')
    expect((await holder.transfer()).stage).toBe('approved')
  })
})
