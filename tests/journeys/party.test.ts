import { describe, expect, it } from 'vitest'
import type { PreparedKey } from '../../cloudfunctions/contract'
import { beijingDay } from '../../miniprogram/format'
import { aStudent, Caller, leagueSecretary, partySecretary, type Student, valueOf } from '../support/client'
import { wangFang, zhaoLei } from '../support/people'
import type { Phone } from '../support/phone'
import { approveChosen, enterDesk, receive, sheet } from './desk'
import { useStage } from './stage'
import { type Answers, chooseMonth, registerUpToCheck } from './way'

const stage = useStage()
const FULL: Answers = { who: '我不是团员', party: '正式党员', partyWhere: '北京以外' }
const PARTY = 'local-party-secretary'

const announcing = (student: Caller, id: string): Promise<Phone> =>
  stage.phone(student.openid, `pages/announce/announce?id=${id}`)
/** The Party branch's desk, with this person chosen. */
const atDesk = async (student: Student): Promise<Phone> => {
  const secretary = await stage.phone(PARTY)
  await enterDesk(secretary)
  await secretary.tick(`选择${student.person.name}`)
  return secretary
}
const prepareOnline = async (phone: Phone): Promise<void> => {
  await phone.choose(/^线上转出/u)
  await phone.tick(/^原单位已确认/u)
}
const preparePaper = async (phone: Phone): Promise<void> => {
  await phone.choose(/^纸质介绍信/u)
  await phone.tick(/^原单位已确认/u)
  await phone.tick(/^介绍信由我带到学校/u)
}
/** An announcement on paper, by a letter that is good for so many days from today. */
const announcedOnPaper = async (student: Student, validDays: number) => {
  const issuedOn = beijingDay(stage.cloud.clock.now())
  const letter = { issuedOn, validDays, duesPaidTo: issuedOn.slice(0, 7) }
  const prepared: PreparedKey[] = ['file', 'letterToCounsellor']
  return valueOf(
    await student.act(await student.started({ kind: 'party' }), {
      action: 'announce',
      channel: 'paper',
      letter,
      prepared,
    }),
  )
}

describe('A Party transfer', () => {
  it('of a full member is prepared, announced online and received by dated facts', async () => {
    const student = await stage.phone('full')
    await registerUpToCheck(student, zhaoLei, FULL)
    await student.tap('提交登记')
    await student.sees('准备材料，再请原党组织转出')
    await student.tap('打开准备清单')
    await prepareOnline(student)
    // Who transfers online carries no letter.
    await student.misses(/^介绍信由我带到学校/u)
    await student.tap('继续')
    await student.sees('011100238152')
    await student.tap('继续')
    await student.tap('登记：已发起转出')
    await student.sees(/这里的登记不能代替他们的办理/u)
    await student.tick(/原党组织已在系统中发起转出/u)
    await student.tap('登记：已发起转出')
    await student.sees('等待党支部接收')
    await student.tap('详情和办理记录')
    await student.sees(/由党支部在党员E先锋系统中接收/u)

    const secretary = await stage.phone(PARTY)
    await enterDesk(secretary)
    await secretary.tick(`选择${zhaoLei.name}`)
    await receive(secretary, ['系统已接收'])
    await secretary.sees('已登记接收情况 1 人。')
    await student.pullDown()
    await student.misses(/由党支部在党员E先锋系统中接收/u)
    await student.sees(/由党支部核对档案/u)
    await stage.cloud.clock.advance('P30D')
    await secretary.pullDown()
    await secretary.misses('已登记接收情况 1 人。')
    await secretary.tick(`选择${zhaoLei.name}`)
    await receive(secretary, ['党员材料完整'])
    await secretary.sees('已登记接收情况 1 人。')
    await student.pullDown()
    await student.sees('你的党组织关系已转入计通学院2024级研究生临时党支部。')
    const { stage: now } = await new Caller(stage.cloud, 'full').transfer()
    expect(now).toBe('received')
  })

  it('of a probationary member is not announced before the papers are there', async () => {
    const student = await aStudent(stage.cloud, { party: 'probationary' })
    const { id } = await student.started({ kind: 'party' })
    const phone = await announcing(student, id)
    await prepareOnline(phone)
    await phone.tap('继续')
    await phone.sees('还有没办好的，见上面标出的各项。')
    await phone.sees('请先拿到盖章的材料，再勾选。')
    await chooseMonth(phone, '预备期满日')
    await phone.tick(/^材料已经拿到/u)
    await phone.tap('继续')
    await phone.sees('请原党组织发起转出')
    expect((await student.transfer()).stage).toBe('preparing')
  })

  it('of a probationary member is received when the papers have come too, months later, each fact with its date', async () => {
    const student = await aStudent(stage.cloud, { party: 'probationary', identity: 'nonmember' })
    await student.act(await student.started({ kind: 'party' }), {
      action: 'announce',
      channel: 'online',
      probationEndsOn: '2025-06-01',
      prepared: ['file', 'letterToCounsellor', 'probationPapers'],
    })
    const secretary = await atDesk(student)
    await receive(secretary, ['系统已接收', '党员材料完整'])
    await secretary.sees('已登记接收情况 1 人。')
    const phone = await stage.phone(student.openid)
    await phone.sees(/还缺：预备党员材料。/u)
    await phone.sees(/^预备党员材料：《预备党员考察表》或盖章的鉴定材料，开学后交给党支部，以便如期转正。$/u)
    expect((await student.transfer()).stage).toBe('announced')

    await stage.cloud.clock.advance('P60D')
    await secretary.pullDown()
    await secretary.misses('已登记接收情况 1 人。')
    await secretary.tick(`选择${student.person.name}`)
    await receive(secretary, ['预备党员材料已收'])
    await secretary.sees('已登记接收情况 1 人。')
    await phone.pullDown()
    await phone.sees('你的党组织关系已转入计通学院2024级研究生临时党支部。')
    const { stage: now, facts } = await student.transfer()
    expect([
      now,
      facts?.online === facts?.materials,
      Date.parse(facts?.probationPapers ?? '') > Date.parse(facts?.online ?? ''),
    ]).toEqual(['received', true, true])
    await Promise.all([secretary.close(), phone.close()])
  })

  it('with a letter that has run out by the time it is handed in is received for a reason alone', async () => {
    const student = await aStudent(stage.cloud, { party: 'full' })
    const issuedOn = beijingDay(stage.cloud.clock.now())
    await student.act(await student.started({ kind: 'party' }), {
      action: 'announce',
      channel: 'paper',
      letter: { issuedOn, validDays: 1, duesPaidTo: issuedOn.slice(0, 7) },
      prepared: ['file', 'letterToCounsellor'],
    })
    await stage.cloud.clock.advance('P5D')
    const phone = await stage.phone(student.openid)
    await phone.sees('等待党支部接收')
    await phone.tap('详情和办理记录')
    await phone.sees(/介绍信已于 .* 过期，请联系原党组织重新开具/u)
    const { id } = await student.transfer()
    const secretary = await stage.phone(PARTY, `desk/case/case?id=${id}`)
    await receive(secretary, ['已收介绍信'])
    await secretary.sees('介绍信已过有效期，仍要接收的，请写明原因。')
    expect((await student.transfer()).facts?.letter).toBeUndefined()
    await sheet(secretary).getByRole('textbox').fill('路上耽搁，原党组织已来电说明')
    await sheet(secretary).getByRole('button', { name: /^登记/u }).last().click()
    await expect.poll(async () => (await student.transfer()).facts?.letter).toBeDefined()
    await phone.pullDown()
    await phone.sees(/路上耽搁，原党组织已来电说明/u)
    await Promise.all([secretary.close(), phone.close()])
  })

  it('keeps what was prepared on the server, and goes on from another phone', async () => {
    const student = await aStudent(stage.cloud, { party: 'full' })
    const { id } = await student.started({ kind: 'party' })
    const first = await announcing(student, id)
    await first.choose(/^线上转出/u)
    await first.tick(/^原单位已确认/u)
    await first.fill('谁答复的（选填）', '组织科李老师')
    await first.sees('草稿已保存，换手机也能继续。')
    const kept = async () => valueOf(await student.member('draft.load', { form: 'party-preparation' })).data
    await expect.poll(kept).toMatchObject({ file: true, fileBy: '组织科李老师' })
    await first.close()
    const second = await announcing(student, id)
    await second.front.getByRole('checkbox', { name: /^原单位已确认/u, checked: true }).waitFor()
    expect(await second.front.getByLabel('谁答复的（选填）').last().inputValue()).toBe('组织科李老师')
  })

  it('is refused with an expired letter, which is said beside its date', async () => {
    const student = await aStudent(stage.cloud, { party: 'full' })
    const { id } = await student.started({ kind: 'party' })
    const phone = await announcing(student, id)
    await preparePaper(phone)
    await phone.tap('继续')
    await chooseMonth(phone, '介绍信开具日期')
    await phone.fill('有效天数', '1')
    await chooseMonth(phone, '党费交至')
    await phone.tap('继续')
    await phone.sees('登记前请核对')
    await stage.cloud.clock.advance('P3D')
    await phone.tick('我已拿到这封介绍信')
    await phone.tap('登记：已发起转出')
    await phone.sees(/介绍信已过有效期（至 .*）。请联系原党组织重新开具/u)
    await phone.sees('请原党组织开具介绍信')
    expect((await student.transfer()).stage).toBe('preparing')
  })

  it('with a letter that ends soon is warned of it, and is announced anew with another letter, then online', async () => {
    const student = await aStudent(stage.cloud, { party: 'full', identity: 'nonmember' })
    const { id } = await announcedOnPaper(student, 30)
    const phone = await stage.phone(student.openid)
    await phone.sees('等待党支部接收')
    await phone.misses(/到期，请在此以前上交/u)
    await stage.cloud.clock.advance('P16D')
    await phone.pullDown()
    await phone.sees(/到期，请在此以前上交；来不及的，请联系原党组织重新开具/u)

    await phone.tap('换介绍信或改转出方式')
    await phone.front.getByRole('radio', { name: /^纸质介绍信/u, checked: true }).waitFor()
    await phone.tap('继续')
    await phone.fill('有效天数', '20')
    await phone.tap('继续')
    await phone.sees('登记前请核对')
    await phone.sees(/到期，请在此以前上交/u)
    await phone.tap('修改有效期至')
    await phone.fill('有效天数', '90')
    await phone.tap('返回核对')
    await phone.misses(/到期，请在此以前上交/u)
    await phone.tick('我已拿到这封介绍信')
    await phone.tap('登记：已发起转出')
    await phone.sees('等待党支部接收')
    await phone.misses(/到期，请在此以前上交/u)
    expect((await student.transfer()).letter?.validDays).toBe(90)

    const details = await stage.phone(student.openid, `pages/transfer/transfer?id=${id}`)
    await details.tap('换介绍信或改转出方式')
    await details.choose(/^线上转出/u)
    await details.sees('请原党组织发起转出')
    await details.tap('继续')
    await details.tick(/原党组织已在系统中发起转出/u)
    await details.tap('登记：已发起转出')
    await details.sees(/由党支部在党员E先锋系统中接收/u)
    const online = await student.transfer()
    expect([online.stage, online.channel, online.letter]).toEqual(['announced', 'online', undefined])

    await partySecretary(stage.cloud).decided(online, { verdict: 'receive', checked: ['online'] })
    await details.pullDown()
    await details.misses('换介绍信或改转出方式')
    await Promise.all([phone.close(), details.close()])
  })
})

describe('League and Party at once', () => {
  const BOTH: Answers = {
    who: '我是团员',
    party: '预备党员',
    where: '北京以外',
    partyWhere: '北京以外',
  }

  it('are two transfers side by side, each with its own next step and its own branch', async () => {
    const person = { ...wangFang, joinedOn: '2018-09', memberNumber: '201800000075' }
    const student = await stage.phone('both')
    await registerUpToCheck(student, person, BOTH)
    await student.tap('提交两项登记')
    await student.sees('还差一步：在北京共青团系统注册并申请加入')
    await student.sees('准备材料，再请原党组织转出')
    for (const [kind, contact] of [
      ['团组织关系 · 京外转入', '计通学院团委'],
      ['党组织关系 · 京外转入', '计通学院党委'],
    ] as const) {
      await student.tap(`${kind}：详情和办理记录`)
      await student.sees(contact)
      await student.back()
    }

    const secretary = await stage.phone('local-league-secretary')
    await enterDesk(secretary)
    await secretary.tick(`选择${person.name}`)
    await approveChosen(secretary)
    await secretary.sees('已同意 1 人。')
    await student.pullDown()
    await student.sees(/还需等待/u)
    await student.button('党组织关系 · 京外转入：打开准备清单').waitFor()
    const { transfers } = await new Caller(stage.cloud, 'both').me()
    expect(transfers.map(({ kind, stage: now }) => [kind, now]).sort()).toEqual([
      ['league', 'approved'],
      ['party', 'preparing'],
    ])

    // Each to its own end; neither waits for the other.
    await stage.cloud.clock.advance('PT24H')
    await student.pullDown()
    await student.tap('团组织关系 · 京外转入：详情和办理记录')
    await student.tap('登记：原团组织已提交')
    await student.tap(/以后提交的$/u)
    await student.fill('原团组织提交的姓名', person.name)
    await student.fill('原团组织提交的身份证号', person.idNumber)
    await student.fill('原团组织提交的团员编号', person.memberNumber)
    await student.tap('核对')
    await student.tap('登记')
    await student.sees('信息核对一致，等待北京系统确认')
    await student.open('pages/home/home')
    await student.sees('打开准备清单')
    const half = async (kind: 'league' | 'party') => {
      const found = (await caller.me()).transfers.find((one) => one.kind === kind)
      if (found === undefined) throw new Error('a half is missing')
      return found
    }
    const caller = new Caller(stage.cloud, 'both')
    await leagueSecretary(stage.cloud).decided(await half('league'), { verdict: 'confirm', result: 'success' })
    await student.pullDown()
    await student.sees('转移成功')
    await student.tap('打开准备清单')
    await student.sees('原党组织怎样转出？')
    await student.back()
    await caller.act(await half('party'), {
      action: 'announce',
      channel: 'online',
      probationEndsOn: '2025-06-01',
      prepared: ['file', 'letterToCounsellor', 'probationPapers'],
    })
    const checked = ['online', 'materials', 'probationPapers']
    await partySecretary(stage.cloud).decided(await half('party'), { verdict: 'receive', checked })
    await student.pullDown()
    await student.sees('已接收')
    await student.sees('转移成功')
    expect([(await half('league')).stage, (await half('party')).stage]).toEqual(['transferred', 'received'])
  })
})
