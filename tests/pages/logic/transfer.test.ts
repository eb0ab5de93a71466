import { beforeEach, describe, expect, test } from 'vitest'
import type { TransferView } from '../../../cloudfunctions/contract'
import { leagueSecretary, Student, valueOf } from '../../support/client'
import { zhangMei } from '../../support/people'
import { Stage } from './stage'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()
let student: Student
let transfer: TransferView
beforeEach(async () => {
  await cloud.reset()
  student = new Student(cloud, 'zhang', zhangMei)
  valueOf(await student.register(zhangMei))
  transfer = await student.started()
})

type Typed = Readonly<Record<string, string>>

const fresh = (): Promise<TransferView> => student.transfer(transfer.id)
const page = (name: string) => `pages/${name}/${name}?id=${transfer.id}`

/** Approved, and the wait over. */
async function ready(): Promise<void> {
  await leagueSecretary(cloud).decided(transfer, { verdict: 'approve', officiallyApproved: true })
  await cloud.clock.advance('PT25H')
}

describe('the page of a transfer', () => {
  test('withdraws only once it was asked, and once for two taps', async () => {
    const opened = await new Stage(cloud, 'zhang').open(page('transfer'))
    await opened.taps('onAct', { act: 'withdraw' })
    expect(opened.shows('asking')).toBe(true)
    expect((await fresh()).stage).toBe('registered')
    await Promise.all([opened.does('onWithdraw'), opened.does('onWithdraw')])
    const { stage, log } = await fresh()
    expect(stage).toBe('withdrawn')
    expect(log.filter(({ what }) => what === 'withdrawn')).toHaveLength(1)
  })

  test('keeps what was asked about where the person thinks again', async () => {
    const opened = await new Stage(cloud, 'zhang').open(page('transfer'))
    await opened.taps('onAct', { act: 'withdraw' })
    await opened.does('onKeep')
    expect(opened.shows('asking')).toBe(false)
    expect((await fresh()).stage).toBe('registered')
  })

  test('says that the secretary was faster, and shows what stands now', async () => {
    const opened = await new Stage(cloud, 'zhang').open(page('transfer'))
    await leagueSecretary(cloud).decided(transfer, { verdict: 'return', reason: '入团年月与档案不一致' })
    await opened.taps('onAct', { act: 'withdraw' })
    await opened.does('onWithdraw')
    expect(opened.shows('message')).not.toBe('')
    expect((await fresh()).stage).toBe('returned')
    expect(JSON.stringify(opened.shows('page'))).toContain('入团年月与档案不一致')
  })

  test('keeps what it shows where nothing newer comes, with its age', async () => {
    const stage = new Stage(cloud, 'zhang')
    const opened = await stage.open(page('transfer'))
    stage.offline = true
    await opened.does('onPullDownRefresh')
    expect([opened.shows('state'), opened.shows('page.id')]).toEqual(['ready', transfer.id])
    expect(opened.shows('stale')).toMatch(/^没有更新：.*现在显示的是刚刚的内容。$/u)
    stage.offline = false
    await opened.does('onPullDownRefresh')
    expect([opened.shows('stale'), opened.shows('message')]).toEqual(['', ''])
  })

  test('says what was done after every act', async () => {
    const opened = await new Stage(cloud, 'zhang').open(page('transfer'))
    await opened.taps('onAct', { act: 'applied' })
    expect(opened.shows('done')).toBe('已记下：你已在北京共青团系统申请。')
    await opened.taps('onAct', { act: 'notApplied' })
    expect(opened.shows('done')).toBe('已改回：你还没有在北京共青团系统申请。')
    await opened.taps('onAct', { act: 'withdraw' })
    await opened.does('onWithdraw')
    expect(opened.shows('done')).toBe('已撤回。')
  })

  test("does not show somebody else's", async () => {
    const opened = await new Stage(cloud, 'stranger').open(page('transfer'))
    expect(opened.shows('state')).toBe('problem')
  })
})

describe('the page on which a submission is recorded', () => {
  test('is closed before the wait is over', async () => {
    await leagueSecretary(cloud).decided(transfer, { verdict: 'approve', officiallyApproved: true })
    const opened = await new Stage(cloud, 'zhang').open(page('request'))
    expect(opened.shows('closed')).not.toBeNull()
  })

  test('asks for what is missing beside its field, and sends nothing', async () => {
    await ready()
    const opened = await new Stage(cloud, 'zhang').open(page('request'))
    await opened.does('onAfter')
    await opened.does('onPrecheck')
    expect(opened.shows('errors.name')).not.toBe('')
    expect(opened.shows('errors.idNumber')).not.toBe('')
    expect(opened.shows('phase')).toBe('form')
  })

  test('checks first, then records once for two taps', async () => {
    await ready()
    const opened = await new Stage(cloud, 'zhang').open(page('request'))
    await opened.does('onAfter')
    for (const [field, value] of Object.entries({ ...student.claim } as Typed))
      await opened.hears('onInput', { value }, { field })
    await opened.does('onPrecheck')
    expect(opened.shows('phase')).toBe('check')
    expect((await fresh()).stage).toBe('approved')
    await Promise.all([opened.does('onSend'), opened.does('onSend')])
    const { stage, log } = await fresh()
    expect(stage).toBe('transferred')
    expect(log.filter(({ what }) => what === 'matched')).toHaveLength(1)
  })

  test('a lost reply is sent again as the same, not as a second one', async () => {
    await ready()
    const stage = new Stage(cloud, 'zhang')
    const opened = await stage.open(page('request'))
    await opened.does('onAfter')
    stage.losesReplies = true
    await opened.does('onOnly')
    expect(opened.shows('message')).not.toBe('')
    stage.losesReplies = false
    await opened.does('onOnly')
    const { submittedAt, log } = await fresh()
    expect(submittedAt).toBeDefined()
    expect(log.filter(({ what }) => what === 'submitted')).toHaveLength(1)
  })
})

describe('the page of the link', () => {
  test('makes one, shares it, and takes it back once it was asked', async () => {
    const stage = new Stage(cloud, 'zhang')
    const opened = await stage.open(page('link'))
    expect(await opened.does('onShareAppMessage')).toEqual({
      title: '组织关系转接指引',
      path: '/pages/home/home',
      imageUrl: '/cards/way.png',
    })
    await opened.does('onMake')
    const { path } = (await opened.does('onShareAppMessage')) as { path: string }
    expect(path).toMatch(/^\/pages\/invite\/invite\?token=/u)

    const outside = await new Stage(cloud, 'outside').open(path.slice(1))
    expect(outside.shows('state')).toBe('ready')
    expect(outside.shows('ended')).toBeNull()

    await opened.taps('onAsk', { ask: 'revoke' })
    expect(opened.shows('asking')).toBe('revoke')
    await opened.does('onRevoke')
    const later = await new Stage(cloud, 'outside').open(path.slice(1))
    expect(later.shows('ended')).not.toBeNull()
  })
})

describe("the outside organisation's page", () => {
  test('a difference is a check that can be made again; the transfer stays where it is', async () => {
    await ready()
    const link = await new Stage(cloud, 'zhang').open(page('link'))
    await link.does('onMake')
    const { path } = (await link.does('onShareAppMessage')) as { path: string }
    const opened = await new Stage(cloud, 'outside').open(path.slice(1))
    const type = async (typed: Typed): Promise<void> => {
      for (const [field, value] of Object.entries(typed)) await opened.hears('onInput', { value }, { field })
    }
    await opened.does('onCheck')
    expect(opened.shows('outcome')).toBeNull()
    await type({ ...student.claim, organisation: '某某大学团委', name: '张媚' })
    await opened.does('onCheck')
    expect(opened.shows('outcome')).not.toBeNull()
    expect(await fresh()).toMatchObject({ stage: 'approved', checked: { matches: false } })
    await opened.does('onAgain')
    await type({ name: student.claim.name })
    await opened.does('onCheck')
    expect(await fresh()).toMatchObject({ stage: 'approved', checked: { matches: true } })
    await opened.does('onSubmitted')
    expect(await fresh()).toMatchObject({ stage: 'transferred', confirmedBy: 'link' })
  })
})
