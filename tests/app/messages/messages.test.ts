import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReminderKind, TransferView } from '../../../cloudfunctions/contract'
import { reminderTemplates } from '../../../preview/seed/wechat'
import {
  aCommandId,
  APPROVE,
  aStudent,
  Caller,
  codeOf,
  leagueSecretary,
  partySecretary,
  valueOf,
  type Student,
} from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { askedAt } from '../../support/instants'
import { AMPLE_MS, startLocalCloud } from '../../support/local-cloud'
import { Elsewhere } from '../../support/meanwhile'

const cloud = localCloud()
let printed: string[]
beforeEach(async () => {
  await cloud.reset()
  printed = []
  vi.spyOn(console, 'error').mockImplementation((...args) => void printed.push(args.join(' ')))
})
afterEach(() => {
  cloud.clearFaults()
  vi.restoreAllMocks()
})

const allow = (caller: Caller, { id }: Pick<TransferView, 'id'>, ...kinds: ReminderKind[]) =>
  caller.member('reminder.allow', { id, kinds })

/** As the phone does: WeChat is told first, then we are. */
const accept = async (caller: Caller, transfer: Pick<TransferView, 'id'>, ...kinds: ReminderKind[]) => {
  cloud.wechat.allow(
    caller.openid ?? '',
    kinds.map((kind) => reminderTemplates[kind].id),
  )
  return valueOf(await allow(caller, transfer, ...kinds)).allowed
}
const asked = async (...kinds: ReminderKind[]) => {
  const student = await aStudent(cloud)
  const transfer = await student.started()
  if (kinds.length > 0) await accept(student, transfer, ...kinds)
  return { student, transfer }
}
const secretary = () => leagueSecretary(cloud)
const approved = async (student: Student) => secretary().approved(await student.transfer())
/** What was sent so far, without its title: to whom, and the second line and those after it. */
const sent = () => cloud.wechat.messages.map(({ openid, text }) => ({ openid, lines: text.split('\n') }))
const notes = () => sent().map(({ lines }) => lines.at(-1)?.replace(/^.*：/u, ''))
const stored = (id: string) => documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
const remindersOf = (id: string) => stored(id)?.['reminders']
/** How many messages the runs of the timer say that they sent. */
const sentByRuns = () =>
  cloud.said.entries
    .map((line) => JSON.parse(line) as { op?: string; did?: { sent: number } })
    .flatMap(({ op, did }) => (op === 'timer' && did !== undefined ? [did.sent] : []))

/** Somebody else changes what is to be said right before each of so many writes. */
const others = (id: string, times: number): void => {
  const meanwhile = () => {
    new Elsewhere(cloud).set('transfers', id, { remindersVersion: Number(stored(id)?.['remindersVersion']) + 1 })
  }
  cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', times, meanwhile })
}

describe('what a member allows', () => {
  it('is asked for by the templates of the deployment, by where one waits', async () => {
    const { student, transfer } = await asked()
    expect((await student.me()).reminders).toEqual({
      waitOver: 'local-template-wait-over',
      answered: 'local-template-answered',
      result: 'local-template-result',
      nudge: 'local-template-nudge',
      waiting: 'local-template-waiting',
    })
    const kinds = async () => (await student.transfer()).reminders?.map(({ kind }) => kind)
    expect(await kinds()).toEqual(['answered', 'waitOver', 'nudge'])
    await approved(student)
    expect(await kinds()).toEqual(['waitOver', 'result', 'nudge'])
    await cloud.clock.advance('PT24H')
    expect(await kinds()).toEqual(['result', 'nudge'])
    valueOf(await student.request(await student.transfer(), student.claim))
    expect(await kinds()).toEqual(['result'])
    await secretary().decided(await student.transfer(), { verdict: 'confirm', result: 'success' })
    expect(await student.transfer()).not.toHaveProperty('reminders')
    const opened = valueOf(await secretary().desk('desk.open', { id: transfer.id }))
    expect(opened).not.toHaveProperty('reminders')
  })

  it('is not asked for where the deployment has no templates', async () => {
    const silent = await startLocalCloud({ env: { REMINDER_TEMPLATES: '' } })
    const student = await aStudent(silent)
    expect(await student.me()).not.toHaveProperty('reminders')
    const { id } = await student.started()
    expect(valueOf(await allow(student, { id }, 'answered'))).toEqual({ allowed: [] })
    // What was allowed while it had some is not sent, and goes.
    const allowed = { kind: 'answered', openid: student.openid, dueAt: 1, notBefore: null, tries: 0, taken: false }
    new Elsewhere(silent).set('transfers', id, { reminders: [allowed], messageDueAt: 1 })
    await silent.clock.tick()
    expect([documentsOf(silent, 'transfers')[0]?.['reminders'], silent.wechat.messages, printed]).toEqual([[], [], []])
    await silent.close()
  })

  it('is kept, moves no version, and may be said twice', async () => {
    const { student, transfer } = await asked()
    expect(await accept(student, transfer, 'answered', 'nudge')).toEqual(['answered', 'nudge'])
    const once = stored(transfer.id)
    expect(await accept(student, transfer, 'answered', 'answered')).toEqual(['answered', 'nudge'])
    expect(stored(transfer.id)).toEqual(once)
    const now = await student.transfer()
    expect(now.version).toBe(transfer.version)
    expect(now.reminders).toEqual([
      { kind: 'answered', allowed: true },
      { kind: 'waitOver', allowed: false },
      { kind: 'nudge', allowed: true },
    ])
  })

  it('makes room for itself where there are as many as are kept: the oldest goes', async () => {
    const { student, transfer } = await asked('nudge')
    const [model] = remindersOf(transfer.id) as object[]
    const many = Array.from({ length: 16 }, (_, i) => ({ ...model, openid: `earlier-${String(i)}` }))
    new Elsewhere(cloud).set('transfers', transfer.id, { reminders: many })
    expect(await accept(student, transfer, 'answered')).toEqual(['answered'])
    const { openid = '' } = student
    expect((remindersOf(transfer.id) as { openid: string }[]).map((one) => one.openid)).toEqual([
      ...many.slice(1).map((one) => one.openid),
      openid,
    ])
  })

  it('may be the result while a match waits to be confirmed, and no longer', async () => {
    const { student, transfer } = await asked()
    await approved(student)
    await cloud.clock.advance('PT24H')
    valueOf(await student.request(await student.transfer(), student.claim))
    expect(await accept(student, transfer, 'result')).toEqual(['result'])
    await secretary().decided(await student.transfer(), { verdict: 'confirm', result: 'success' })
    expect(codeOf(await allow(student, transfer, 'result'))).toBe('NOT_NOW')
  })

  it('is kept for nobody where the transfer is no longer its person’s', async () => {
    const { student, transfer } = await asked()
    const meanwhile = () => {
      const remindersVersion = Number(stored(transfer.id)?.['remindersVersion']) + 1
      new Elsewhere(cloud).set('transfers', transfer.id, { accountId: 'nobody', remindersVersion })
    }
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', meanwhile })
    expect(valueOf(await allow(student, transfer, 'answered'))).toEqual({ allowed: [] })
    expect(remindersOf(transfer.id)).toEqual([])
  })

  it('is TRY_AGAIN where others write all the time, and what they wrote stands', async () => {
    const { student, transfer } = await asked('nudge')
    others(transfer.id, 3)
    expect(await accept(student, transfer, 'answered')).toEqual(['nudge', 'answered'])
    others(transfer.id, 50)
    expect(await allow(student, transfer, 'waitOver')).toEqual({ ok: false, error: { code: 'TRY_AGAIN' } })
    cloud.clearFaults()
    expect(valueOf(await allow(student, transfer, 'waitOver')).allowed).toEqual(['nudge', 'answered', 'waitOver'])
  })

  it('leaves out what can no longer come, and is refused once nothing can', async () => {
    const { student, transfer } = await asked()
    await approved(student)
    await cloud.clock.advance('PT24H')
    expect(await accept(student, transfer, 'waitOver', 'result')).toEqual(['result'])
    valueOf(await student.act(await student.transfer(), { action: 'withdraw' }))
    expect(await allow(student, transfer, 'result')).toMatchObject({
      error: { code: 'NOT_NOW', detail: { stage: 'withdrawn' } },
    })
    for (const kinds of [[], ['other'], 'result', undefined])
      expect(codeOf(await student.call('member', 'reminder.allow', { id: transfer.id, kinds }))).toBe('BAD_INPUT')
  })
})

describe('the end of the wait', () => {
  it('is told once, to the WeChat that allowed it, when the clock comes to it', async () => {
    const { student, transfer } = await asked('waitOver')
    await approved(student)
    await cloud.clock.advance('PT23H')
    expect(sent()).toEqual([])
    await cloud.clock.advance('PT1H')
    const [message] = cloud.wechat.messages
    expect(message).toMatchObject({ openid: student.openid, page: `pages/transfer/transfer?id=${transfer.id}` })
    expect(message?.text).toMatch(
      /^办理时间提醒\n办理事项：团组织关系转接\n可办理时间：\d{4}年\d+月\d+日 \d\d:\d\d\n登记编号：\d{10}\n温馨提示：现在可以请原团组织提交转入北京申请$/u,
    )
    await cloud.clock.advance('PT24H')
    expect(sent()).toHaveLength(1)
    expect(remindersOf(transfer.id)).toEqual([])
  })

  it('is told at that very millisecond, and not before', async () => {
    const { student } = await asked('waitOver')
    const { readyAt = '' } = await approved(student)
    const told = async () => {
      await cloud.clock.tick()
      return sent().length
    }
    expect(await askedAt(cloud, readyAt, [-1, 0], told)).toEqual([0, 1])
  })

  it('may be allowed while the wait is running', async () => {
    const { student, transfer } = await asked()
    await approved(student)
    await cloud.clock.advance('PT3H')
    await accept(student, transfer, 'waitOver')
    await cloud.clock.advance('PT21H')
    expect(notes()).toEqual(['现在可以请原团组织提交转入北京申请'])
  })

  it('is told of the new wait alone where the approval fell', async () => {
    const { student } = await asked('waitOver')
    await approved(student)
    await cloud.clock.advance('PT12H')
    valueOf(await student.member('account.amend', { name: '改了名字' }))
    await cloud.clock.advance('PT13H')
    expect(sent()).toEqual([])
    await approved(student)
    await cloud.clock.advance('PT23H')
    expect(sent()).toEqual([])
    await cloud.clock.advance('PT1H')
    expect(sent()).toHaveLength(1)
  })

  it('is not told of what was returned, withdrawn, through, unbound or erased before', async () => {
    const ends: ((student: Student) => Promise<unknown>)[] = [
      async (student) => secretary().returned(await student.transfer()),
      async (student) => valueOf(await student.act(await student.transfer(), { action: 'withdraw' })),
      async (student) => secretary().decided(await student.transfer(), { verdict: 'confirm', result: 'success' }),
      async (student) => valueOf(await student.member('account.unbind', {})),
      async (student) => valueOf(await student.member('account.erase', { confirm: true })),
    ]
    for (const end of ends) {
      const { student } = await asked('waitOver')
      await approved(student)
      await end(student)
    }
    await cloud.clock.advance('PT25H')
    expect(sent()).toEqual([])
  })
})

describe('the answer of the branch and the result', () => {
  it('are told with what to do, and hold nothing of what was written', async () => {
    const { student, transfer } = await asked('answered', 'result')
    await secretary().returned(transfer, '姓名写错了')
    await cloud.clock.tick()
    expect(notes()).toEqual(['打开小程序查看原因，修改后重新申请'])
    valueOf(await student.act(await student.transfer(), { action: 'amend' }))
    await accept(student, transfer, 'answered')
    await approved(student)
    await cloud.clock.advance('PT24H')
    expect(notes().slice(1)).toEqual(['等到可提交的时间，再请原团组织提交'])
    // Whoever records the request is told at once, by the page.
    valueOf(await student.request(await student.transfer(), student.claim))
    await cloud.clock.tick()
    expect(sent()).toHaveLength(2)
    await secretary().decided(await student.transfer(), { verdict: 'confirm', result: 'failure', reason: '编号有误' })
    await cloud.clock.tick()
    expect(sent().at(-1)?.lines).toEqual([
      '办理结果通知',
      '办理事项：团组织关系转接',
      '办理结果：转移失败',
      expect.stringMatching(/^办理时间：/u),
      expect.stringMatching(/^登记编号：\d{10}$/u),
      '备注：打开小程序查看原因和下一步',
    ])
    const everything = JSON.stringify(cloud.wechat.messages)
    for (const personal of [student.person.name, student.person.idNumber, '姓名写错了', '编号有误'])
      expect(everything).not.toContain(personal)
  })

  it('of the outside organisation is told too, with which outcome', async () => {
    const { student, transfer } = await asked('result')
    await approved(student)
    const { token } = valueOf(await student.member('transfer.invite', { id: transfer.id }))
    await cloud.clock.advance('PT24H')
    const claimed = { ...student.claim, name: '别的名字' }
    const request = { token, claimed, organisation: '某大学团委', commandId: aCommandId() }
    valueOf(await new Caller(cloud, 'outside').member('invite.request', request))
    await cloud.clock.tick()
    expect(notes()).toEqual(['打开小程序查看哪一项不一致'])
  })

  it('is not told where the answer no longer stands before it was sent', async () => {
    const { student, transfer } = await asked('answered')
    await secretary().returned(transfer)
    valueOf(await student.act(await student.transfer(), { action: 'amend' }))
    await cloud.clock.tick()
    expect(sent()).toEqual([])
    await approved(student)
    await cloud.clock.tick()
    expect(sent()).toHaveLength(1)
  })

  it('inside Beijing and for the Party are one message', async () => {
    const inside = await aStudent(cloud)
    await accept(inside, await inside.started({ origin: 'beijing' }), 'answered', 'result', 'waitOver')
    await approved(inside)
    const party = await aStudent(cloud, { party: 'full' })
    const preparing = await party.started({ kind: 'party' })
    const announced = await party.announced(preparing)
    await accept(party, announced, 'answered', 'result')
    const facts = { verdict: 'receive', checked: ['online'] }
    const half = await partySecretary(cloud).decided(announced, facts)
    await cloud.clock.tick()
    expect(notes()).toEqual(['团支部已同意你的加入申请'])
    await partySecretary(cloud).decided(half, { verdict: 'receive', checked: ['materials'] })
    await cloud.clock.tick()
    expect(notes().slice(1)).toEqual(['党支部已收齐材料'])
  })
})

describe('a reminder by the branch', () => {
  const remind = async (...ids: string[]) => valueOf(await secretary().desk('desk.remind', { ids }))

  it('reaches who has allowed it, once in twelve hours, and says of everybody else why not', async () => {
    const { student, transfer } = await asked('nudge')
    // What somebody has allowed is one kind of message, and no other.
    const { transfer: silent } = await asked('waitOver')
    const unbound = await asked('nudge')
    valueOf(await unbound.student.member('account.unbind', {}))
    const erased = await asked('nudge')
    valueOf(await erased.student.member('account.erase', { confirm: true }))
    const over = await asked('nudge')
    valueOf(await over.student.act(over.transfer, { action: 'withdraw' }))
    await secretary().returned(transfer)
    const outcome = await remind(transfer.id, silent.id, unbound.transfer.id, erased.transfer.id, over.transfer.id)
    expect(outcome).toEqual({
      reached: [transfer.id],
      unreached: [
        { id: silent.id, why: 'notAllowed' },
        { id: unbound.transfer.id, why: 'noWechat' },
        { id: erased.transfer.id, why: 'erased' },
        { id: over.transfer.id, why: 'over' },
      ],
    })
    await cloud.clock.tick()
    expect(notes()).toEqual(['申请已退回，请修改后重新提交'])
    await accept(student, transfer, 'nudge')
    expect((await remind(transfer.id)).unreached).toEqual([{ id: transfer.id, why: 'lately' }])
    await cloud.clock.advance('PT12H')
    expect((await remind(transfer.id)).reached).toEqual([transfer.id])
    await cloud.clock.tick()
    expect(sent()).toHaveLength(2)
    await cloud.clock.advance('PT12H')
    expect((await remind(transfer.id)).unreached).toEqual([{ id: transfer.id, why: 'notAllowed' }])
  })

  it('reaches those whose own turn it is, and says of an odd id and of the others why not, refusing nobody for them', async () => {
    const waits = await asked('nudge')
    const wait = await asked('nudge')
    const ready = await asked('nudge')
    await approved(ready.student)
    await cloud.clock.advance('PT24H')
    await approved(wait.student)
    const returned = await asked('nudge')
    await secretary().returned(returned.transfer)
    const ids = ['no such id', waits.transfer.id, '', wait.transfer.id, ready.transfer.id, returned.transfer.id]
    expect(await remind(...ids)).toEqual({
      reached: [ready.transfer.id, returned.transfer.id],
      unreached: [
        { id: 'no such id', why: 'notFound' },
        { id: waits.transfer.id, why: 'notTheirTurn' },
        { id: '', why: 'notFound' },
        { id: wait.transfer.id, why: 'notTheirTurn' },
      ],
    })
  })

  it('says who is to be tried again where others write all the time, and who is somebody else’s', async () => {
    const { transfer } = await asked('nudge')
    await secretary().returned(transfer)
    const party = await aStudent(cloud, { party: 'full' })
    const elsewhere = await party.started({ kind: 'party' })
    others(transfer.id, 50)
    expect(await remind(transfer.id, elsewhere.id, transfer.id)).toEqual({
      reached: [],
      unreached: [
        { id: transfer.id, why: 'tryAgain' },
        { id: elsewhere.id, why: 'notFound' },
      ],
    })
    cloud.clearFaults()
    expect(codeOf(await secretary().desk('desk.remind', { ids: [elsewhere.id] }))).toBe('NOT_YOURS')
    expect(await remind('unknown')).toEqual({ reached: [], unreached: [{ id: 'unknown', why: 'notFound' }] })
    // Nothing is begun once the time is over.
    const meanwhile = () => {
      cloud.clock.pass(AMPLE_MS)
    }
    cloud.fault({ kind: 'delay', collection: 'accounts', meanwhile })
    expect((await remind(transfer.id)).unreached).toEqual([{ id: transfer.id, why: 'tryAgain' }])
    expect((await remind(transfer.id)).reached).toEqual([transfer.id])
    // Whose account goes at this moment has no WeChat any more.
    const erased = await asked('nudge')
    const account = (await erased.student.me()).account?.id ?? ''
    cloud.fault({
      kind: 'delay',
      collection: 'accounts',
      meanwhile: () => {
        new Elsewhere(cloud).drop('accounts', account)
      },
    })
    expect((await remind(erased.transfer.id)).unreached).toEqual([{ id: erased.transfer.id, why: 'noWechat' }])
  })

  it('is not sent to who has acted in the meantime', async () => {
    const { student, transfer } = await asked('nudge')
    await secretary().returned(transfer)
    await remind(transfer.id)
    valueOf(await student.act(await student.transfer(), { action: 'amend' }))
    await cloud.clock.tick()
    expect(sent()).toEqual([])
  })
})

describe('sending', () => {
  it('is counted, and is no fault, where the person acts while WeChat has the message', async () => {
    const { student, transfer } = await asked('answered')
    await approved(student)
    const onWrite = (meanwhile: () => void) => {
      cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', meanwhile })
    }
    onWrite(() => {
      onWrite(() => {
        new Elsewhere(cloud).set('transfers', transfer.id, { reminders: [], remindersVersion: 100 })
      })
    })
    await cloud.clock.tick()
    expect([sent().length, sentByRuns().at(-1), printed]).toEqual([1, 1, []])
  })

  it('gives up what the person refuses, and what WeChat will never take', async () => {
    for (const code of [43101, 40003, 47003]) {
      const { student, transfer } = await asked('answered')
      await approved(student)
      cloud.wechat.failNext(code)
      await cloud.clock.tick()
      expect(remindersOf(transfer.id), String(code)).toEqual([])
    }
    await cloud.clock.advance('P1D')
    expect(sent()).toEqual([])
    // A refusal is the person's right; what WeChat never takes is a fault, and says so by its code alone.
    expect(printed).toHaveLength(2)
    expect(printed.join('\n')).toMatch(/40003[^]*47003/u)
  })

  it('believes WeChat where nothing was allowed there', async () => {
    const { student, transfer } = await asked()
    valueOf(await allow(student, transfer, 'answered'))
    await approved(student)
    await cloud.clock.tick()
    expect([sent(), remindersOf(transfer.id)]).toEqual([[], []])
  })

  it('asks for a token anew once it is over, and sends the same message', async () => {
    const first = await asked('answered')
    await approved(first.student)
    await cloud.clock.tick()
    cloud.wechat.endToken()
    const second = await asked('answered')
    await approved(second.student)
    await cloud.clock.tick()
    expect(sent().map(({ openid }) => openid)).toEqual([first.student.openid, second.student.openid])
    expect(printed).toEqual([])
  })

  it('tries again later where WeChat is busy or silent, and gives up in the end', async () => {
    const { student, transfer } = await asked('answered')
    await approved(student)
    cloud.wechat.failNext(-1)
    await cloud.clock.tick()
    await cloud.clock.tick()
    expect(sent()).toEqual([])
    cloud.wechat.failNext('silence')
    await cloud.clock.advance('PT5M')
    expect(sent()).toEqual([])
    await cloud.clock.advance('PT30M')
    expect(sent()).toHaveLength(1)

    const hopeless = await asked('answered')
    await approved(hopeless.student)
    cloud.wechat.failNext(-1, -1, -1, -1)
    for (const wait of ['PT0S', 'PT5M', 'PT30M', 'PT3H']) await cloud.clock.advance(wait)
    expect(remindersOf(hopeless.transfer.id)).toEqual([])
    expect(remindersOf(transfer.id)).toEqual([])
    expect(sent()).toHaveLength(1)
  })

  it('leaves the rest for later where WeChat takes nothing from us', async () => {
    for (let i = 0; i < 20; i += 1) await approved((await asked('answered')).student)
    cloud.wechat.failNext(...Array.from({ length: 8 }, () => 45009))
    await cloud.clock.tick()
    expect(sent()).toEqual([])
    await cloud.clock.tick()
    expect(sent()).toHaveLength(12)
    await cloud.clock.advance('PT5M')
    expect(sent()).toHaveLength(20)
    expect(sentByRuns()).toEqual([0, 12, 8])
  })

  it('by runs of the timer at once sends each message once', async () => {
    for (let i = 0; i < 30; i += 1) await approved((await asked('answered')).student)
    await Promise.all(Array.from({ length: 4 }, () => cloud.clock.tick()))
    await cloud.clock.tick()
    expect(sent()).toHaveLength(30)
    expect(new Set(sent().map(({ openid }) => openid)).size).toBe(30)
  })

  it('that dies before the mark is made sends later; after it, never twice', async () => {
    const modify = { action: 'database.modifyDocument', collection: 'transfers' }
    const before = await asked('answered')
    await approved(before.student)
    cloud.fault({ kind: 'errorBefore', ...modify })
    await cloud.clock.tick()
    expect(sent()).toEqual([])
    await cloud.clock.tick()
    expect(sent()).toHaveLength(1)

    // The mark is made and the message sent, but the run cannot write that it was.
    const after = await asked('answered')
    // WeChat would take another one: so nothing but our own mark is in the way.
    cloud.wechat.allow(after.student.openid ?? '', [reminderTemplates.answered.id])
    await approved(after.student)
    cloud.fault({ kind: 'delay', ...modify, ms: 0 })
    cloud.fault({ kind: 'errorBefore', ...modify })
    await cloud.clock.tick()
    expect(sent()).toHaveLength(2)
    await cloud.clock.tick()
    await cloud.clock.advance('PT1H')
    expect(sent()).toHaveLength(2)
    expect(remindersOf(after.transfer.id)).toEqual([])
  })

  it('leaves alone what was allowed anew while it was under way', async () => {
    const { student, transfer } = await asked('answered')
    await approved(student)
    const [taken] = remindersOf(transfer.id) as object[]
    const anew = { ...taken, dueAt: null, notBefore: null, tries: 0, taken: false }
    const meanwhile = () => {
      const remindersVersion = Number(stored(transfer.id)?.['remindersVersion']) + 1
      new Elsewhere(cloud).set('transfers', transfer.id, { reminders: [anew], messageDueAt: null, remindersVersion })
    }
    // The first write marks it, the second takes it off.
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', skip: 1, meanwhile })
    await cloud.clock.tick()
    expect([sent().length, remindersOf(transfer.id)]).toEqual([1, [anew]])
  })

  it('goes to nobody whose account is gone', async () => {
    const { student, transfer } = await asked('answered')
    await approved(student)
    new Elsewhere(cloud).drop('accounts', (await student.me()).account?.id ?? '')
    await cloud.clock.tick()
    expect([sent(), remindersOf(transfer.id), printed]).toEqual([[], [], []])
  })

  it('stops in good time, and another run goes on', async () => {
    for (let i = 0; i < 10; i += 1) await approved((await asked('answered')).student)
    const meanwhile = () => {
      cloud.clock.pass(AMPLE_MS)
    }
    cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', meanwhile })
    await cloud.clock.tick()
    expect(sent()).toHaveLength(8)
    await cloud.clock.tick()
    expect(sent()).toHaveLength(10)
  })

  it('reaches everybody in one run, however many, and whom the database struck too', async () => {
    const model = await asked('answered')
    await approved(model.student)
    const like = documentsOf(cloud, 'transfers').find(({ _id }) => _id === model.transfer.id)
    // Of WeChats that are bound no longer: each of these is taken off.
    const made = Array.from({ length: 59 }, (_, i) => {
      const _id = `like-it-${String(i)}`
      const reminders = [{ ...(like?.['reminders'] as object[])[0], openid: _id }]
      return { ...like, _id, slot: _id, reference: String(i).padStart(10, '0'), reminders }
    })
    cloud.store.insert(null, cloud.store.collection('transfers'), made)
    cloud.fault({ kind: 'errorBefore', action: 'database.modifyDocument', collection: 'transfers' })
    const waiting = () => documentsOf(cloud, 'transfers').filter(({ messageDueAt }) => messageDueAt !== null)
    await cloud.clock.tick()
    // Of whom it struck it is said, and they are looked at again while there is time.
    expect([waiting().length, sent().length, printed.length]).toEqual([0, 1, 1])
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ fault: 'clock' })
    expect(sentByRuns()).toEqual([1])
  })

  it('and everything that is allowed, decided and sent at once loses nothing', async () => {
    for (let i = 0; i < 10; i += 1) {
      const { student, transfer } = await asked()
      const [outcome] = await Promise.all([
        secretary().decide(transfer, APPROVE),
        accept(student, transfer, 'waitOver'),
        accept(student, transfer, 'answered', 'nudge'),
        cloud.clock.tick(),
      ])
      expect(codeOf(outcome)).toBe('ok')
    }
    await cloud.clock.advance('PT24H')
    const ends = notes().filter((note) => note === '现在可以请原团组织提交转入北京申请')
    expect(ends).toHaveLength(10)
  })

  it('says nothing of anybody in the log', async () => {
    const { student } = await asked('answered')
    await approved(student)
    cloud.wechat.failNext(40003)
    await cloud.clock.tick()
    expect(printed.join('\n')).toContain('40003')
    for (const value of [student.openid ?? '', student.person.name, 'access_token', 'local-no-secret'])
      expect(printed.join('\n')).not.toContain(value)
  })
})

describe('who has several WeChats', () => {
  it('is told at each of them what it has allowed itself, and what else was allowed stays', async () => {
    const student = await aStudent(cloud, { username: 'each', password: 'correct horse 1' })
    const second = new Caller(cloud, 'each-second')
    valueOf(await second.member('account.login', { login: 'each', password: 'correct horse 1' }))
    const transfer = await student.started()
    expect(await accept(student, transfer, 'nudge', 'waitOver', 'answered')).toEqual(['nudge', 'waitOver', 'answered'])
    expect(await accept(second, transfer, 'result', 'answered')).toEqual(['result', 'answered'])
    await approved(student)
    await cloud.clock.tick()
    const told = sent().map(({ openid }) => openid)
    expect(told.sort()).toEqual(['each-second', student.openid].sort())
    const left = remindersOf(transfer.id) as { kind: string; openid: string; tries: number; taken: boolean }[]
    expect(left.map(({ kind, openid, tries, taken }) => [kind, openid, tries, taken])).toEqual([
      ['nudge', student.openid, 0, false],
      ['waitOver', student.openid, 0, false],
      ['result', 'each-second', 0, false],
    ])
    // What WeChat does not take now is tried again, and nothing else with it.
    await cloud.clock.advance('PT24H')
    expect(notes().at(-1)).toBe('现在可以请原团组织提交转入北京申请')
    expect(sent()).toHaveLength(3)
  })

  it('is told at one though the other is busy, and at that one later', async () => {
    const student = await aStudent(cloud, { username: 'busy', password: 'correct horse 1' })
    const second = new Caller(cloud, 'not-busy')
    valueOf(await second.member('account.login', { login: 'busy', password: 'correct horse 1' }))
    const transfer = await student.started()
    await accept(student, transfer, 'answered')
    await accept(second, transfer, 'answered')
    await approved(student)
    cloud.wechat.failNext(-1)
    await cloud.clock.tick()
    await cloud.clock.tick()
    expect(sent().map(({ openid }) => openid)).toEqual(['not-busy'])
    expect(remindersOf(transfer.id)).toMatchObject([{ openid: student.openid, taken: false, tries: 1 }])
    await cloud.clock.advance('PT5M')
    expect(sent().map(({ openid }) => openid)).toEqual(['not-busy', student.openid])
  })

  it('keeps what the WeChat that stays has allowed, and nothing is written where all of it stays', async () => {
    const student = await aStudent(cloud, { username: 'stays', password: 'correct horse 1' })
    const transfer = await student.started()
    await accept(student, transfer, 'answered')
    const before = stored(transfer.id)
    valueOf(await student.member('account.password', { password: 'correct horse 2' }))
    expect(stored(transfer.id)).toEqual(before)
    const second = new Caller(cloud, 'goes')
    valueOf(await second.member('account.login', { login: 'stays', password: 'correct horse 2' }))
    await accept(second, transfer, 'answered', 'waitOver')
    valueOf(await student.member('account.password', { password: 'correct horse 3' }))
    expect(remindersOf(transfer.id)).toEqual(before?.['reminders'])
  })

  it('is told at the one that allowed it, and no longer once that is unbound', async () => {
    const student = await aStudent(cloud, { username: 'several', password: 'correct horse 1' })
    const second = new Caller(cloud, 'the-second')
    valueOf(await second.member('account.login', { login: 'several', password: 'correct horse 1' }))
    const transfer = await student.started()
    await accept(second, transfer, 'answered', 'waitOver')
    await approved(student)
    await cloud.clock.tick()
    expect(sent().map(({ openid }) => openid)).toEqual(['the-second'])
    // A new password leaves this WeChat alone with the account.
    valueOf(await student.member('account.password', { password: 'correct horse 2' }))
    expect(JSON.stringify(documentsOf(cloud, 'transfers'))).not.toContain('the-second')
    await cloud.clock.advance('PT24H')
    expect(sent()).toHaveLength(1)
  })
})
