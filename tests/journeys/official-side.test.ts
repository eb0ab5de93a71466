import { describe, expect, it } from 'vitest'
import { deadline } from '../../miniprogram/format'
import { aStudent, leagueSecretary, valueOf } from '../support/client'
import { useStage } from './stage'

const stage = useStage()
const HEADLINE = '还差一步：在北京共青团系统注册并申请加入'
const TOO_EARLY = '已经提交的申请要撤回'

describe('What the member says of the official system', () => {
  it('is the headline until it is said to be done, with the name and the ID at hand; then every phone knows it', async () => {
    const student = await aStudent(stage.cloud)
    const { id } = await student.started()
    const phone = await stage.phone(student.openid)
    await phone.sees(HEADLINE)
    await phone.sees(/“线上系统” → “北京共青团系统”/u)
    await phone.tap('复制组织 ID')
    expect(await phone.copied()).toBe('5324992')
    expect(await desk(id)).toContain('NOT_DECLARED')
    await phone.tap('我已申请')
    await phone.sees('等待团支部同意')
    await phone.misses(HEADLINE)
    expect(await desk(id)).not.toContain('NOT_DECLARED')

    const other = await stage.phone(student.openid, `pages/transfer/transfer?id=${id}`)
    await other.sees(/你已于 9月2日 \d\d:\d\d 说明在北京共青团系统申请/u)
    await other.tap('其实还没有在北京系统申请')
    await other.sees(HEADLINE)
  })

  it('is followed by how long the branch usually takes, and once that is long over by whom to call', async () => {
    const student = await aStudent(stage.cloud)
    const { id } = await student.started()
    valueOf(await student.member('transfer.declare', { id, officialRegistration: true }))
    for (let answers = 0; answers < 3; answers += 1) {
      const another = await (await aStudent(stage.cloud)).started()
      await stage.cloud.clock.advance('PT20H')
      await leagueSecretary(stage.cloud).approved(another)
    }
    await stage.cloud.clock.advance('PT1M')
    const phone = await stage.phone(student.openid, `pages/transfer/transfer?id=${id}`)
    await phone.sees(/这个团支部一般 1 天内答复，超过 3 天没有答复的，请致电询问。/u)
    await stage.cloud.clock.advance('PT20H')
    await phone.pullDown()
    await phone.sees(/提交已超过 3 天，团支部还没有审核。请致电 010-62334997 询问。/u)
    await phone.button('致电团支部 010-62334997').waitFor()
  })

  it('keeps saying that it was submitted too early, with a text that asks to withdraw, until it is settled', async () => {
    const student = await aStudent(stage.cloud)
    const transfer = await student.started()
    const phone = await stage.phone(student.openid)
    await phone.tap('详情和办理记录')
    await phone.tap('原团组织已经提交了？')
    await phone.sees('现在不能登记')
    await phone.tap('原团组织已经提交了')
    await phone.sees(TOO_EARLY)
    await phone.tap('复制请原团组织撤回的说明')
    expect(await phone.copied()).toMatch(/^请撤回已经提交的“转入北京”申请/u)

    await leagueSecretary(stage.cloud).approved(transfer)
    await stage.cloud.clock.advance('PT24H')
    const other = await stage.phone(student.openid)
    await other.sees(TOO_EARLY)
    await other.tap('已撤回或已退回')
    await other.misses(TOO_EARLY)
    expect((await student.transfer()).declared.submittedEarly).toBeUndefined()
    await other.tap('复制发给原团组织的说明')
    expect(await other.copied()).toMatch(/^现在可以提交/u)
  })

  it('is asked of the outside organisation by a text whose first line says what to do now', async () => {
    const student = await aStudent(stage.cloud)
    const asked = await student.started()
    const phone = await stage.phone(student.openid, `pages/transfer/transfer?id=${asked.id}`)
    const copied = async (): Promise<string[]> => {
      await phone.tap('复制发给原团组织的说明')
      return (await phone.copied()).split('\n')
    }
    const before = await copied()
    expect(before[0]).toMatch(/^请先不要提交：北京团支部还没有同意。.*北京科技大学/u)
    expect(before).toContain('转入团组织全称：中国共产主义青年团计通24级临时团支部')
    expect(before).toContain('组织 ID：5324992（待团支部确认）')
    expect(before).toContain('转出原因：升学')
    expect(before.join()).toMatch(/系统会核对姓名、身份证号、团员编号/u)
    expect(before.join()).not.toContain(student.person.name)

    const { readyAt = '' } = await leagueSecretary(stage.cloud).approved(asked)
    await phone.pullDown()
    await phone.sees(/还需等待/u)
    const minute = deadline(readyAt)
    expect((await copied())[0]).toMatch(new RegExp(`^请在 ${minute} 以后提交（建议 .+起），请勿提前。`, 'u'))

    await stage.cloud.clock.advance('PT24H')
    await phone.pullDown()
    await phone.sees('现在可以请原团组织提交')
    expect((await copied())[0]).toMatch(new RegExp(`^现在可以提交（${minute} 起已满一天）。`, 'u'))
  })

  it('records that it was submitted without what was typed, after asking when', async () => {
    const student = await aStudent(stage.cloud)
    await leagueSecretary(stage.cloud).approved(await student.started())
    await stage.cloud.clock.advance('PT24H')
    const phone = await stage.phone(student.openid)
    await phone.sees('现在可以请原团组织提交')
    // To send the text comes first, recording second.
    await phone.button('复制发给原团组织的说明').waitFor()
    await phone.tap('登记：原团组织已提交')
    await phone.sees('原团组织是什么时候提交的？')
    await phone.tap(/以后提交的$/u)
    await phone.tap('只登记已经提交，不知道填了什么')
    await phone.sees('原团组织已提交，等待北京系统校核')
    const { stage: now, submittedAt, steps } = await student.transfer()
    expect([now, submittedAt === undefined]).toEqual(['approved', false])
    expect(steps.find(({ state }) => state === 'current')?.key).toBe('verification')
  })

  it('takes one that was submitted before the time for too early', async () => {
    const student = await aStudent(stage.cloud)
    await leagueSecretary(stage.cloud).approved(await student.started())
    await stage.cloud.clock.advance('PT24H')
    const phone = await stage.phone(student.openid)
    await phone.tap('登记：原团组织已提交')
    await phone.tap(/^早于 .* 提交的$/u)
    await phone.sees(TOO_EARLY)
    expect((await student.transfer()).submittedAt).toBeUndefined()
  })
})

const desk = async (id: string): Promise<readonly string[]> =>
  valueOf(await leagueSecretary(stage.cloud).desk('desk.open', { id })).warnings
