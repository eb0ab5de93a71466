import { describe, expect, it } from 'vitest'
import type { PreparedKey, TransferView } from '../../../cloudfunctions/contract'
import {
  addBranch,
  addStaff,
  administrator,
  APPROVE,
  aStudent,
  codeOf,
  leagueSecretary,
  PARTY,
  partySecretary,
  valueOf,
  type Act,
  type Student,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'

const cloud = localCloud()

describe('a League transfer inside Beijing', () => {
  const secretary = () => leagueSecretary(cloud)
  const asked = async (): Promise<[Student, TransferView]> => {
    const student = await aStudent(cloud)
    return [student, await student.started({ origin: 'beijing', reason: '升学' })]
  }

  it('is transferred by the branch’s word, without any wait or request', async () => {
    const [student, started] = await asked()
    expect(started).toMatchObject({ origin: 'beijing', stage: 'registered', allowedActions: ['amend', 'withdraw'] })
    expect(await secretary().decide(started, { verdict: 'approve' })).toMatchObject({
      error: { code: 'OFFICIAL_FIRST' },
    })
    const accepted = await secretary().approved(started)
    expect(accepted).toMatchObject({
      stage: 'transferred',
      confirmedBy: 'secretary',
      allowedActions: ['confirm', 'undo'],
    })
    expect(accepted).not.toHaveProperty('readyAt')
    expect(codeOf(await student.start())).toBe('ok')
  })

  it('knows no request of the member’s', async () => {
    const [student, started] = await asked()
    expect(codeOf(await student.request(started, student.claim))).toBe('NOT_NOW')
    const returned = await secretary().returned(started)
    expect(codeOf(await student.request(returned, student.claim))).toBe('NOT_NOW')
    const check = await student.member('transfer.precheck', { id: started.id, claimed: student.claim })
    expect(codeOf(check)).toBe('NOT_NOW')
  })

  it('comes back with what the official system said, and is asked for again', async () => {
    const [student, started] = await asked()
    const accepted = await secretary().approved(started)
    const confirmed = await secretary().decided(accepted, { verdict: 'confirm', result: 'success' })
    expect(confirmed.stage).toBe('transferred')
    const failed = await secretary().decided(confirmed, {
      verdict: 'confirm',
      result: 'failure',
      reason: '原支部未审核',
    })
    expect(failed).toMatchObject({ stage: 'returned', failure: { code: 'OFFICIAL_FAILURE' } })
    const mine = await student.transfer()
    expect(mine).toMatchObject({ allowedActions: ['amend', 'withdraw'], returnReason: '原支部未审核' })
    const again = valueOf(await student.act(mine, { action: 'amend' }))
    expect(again.stage).toBe('registered')
    expect(again).not.toHaveProperty('failure')
    expect((await secretary().approved(again)).stage).toBe('transferred')
  })
})

describe('a Party transfer', () => {
  const secretary = () => partySecretary(cloud)
  const ALL: PreparedKey[] = ['file', 'letterToCounsellor', 'probationPapers']
  const online: Act = { action: 'announce', channel: 'online', prepared: ALL }
  const paper = (issuedOn: string, validDays = 90): Act => ({
    action: 'announce',
    channel: 'paper',
    prepared: ALL,
    letter: { issuedOn, validDays, duesPaidTo: '2024-06' },
  })
  const begun = async (party: 'full' | 'probationary'): Promise<[Student, TransferView]> => {
    const student = await aStudent(cloud, { party })
    return [student, await student.started({ kind: 'party', origin: 'province' })]
  }
  const receive = (transfer: TransferView, ...checked: string[]) =>
    secretary().decided(transfer, { verdict: 'receive', checked })

  it('is announced once everything is prepared, and received when all facts are there', async () => {
    const [student, started] = await begun('full')
    expect(started).toMatchObject({ stage: 'preparing', allowedActions: ['announce', 'withdraw'] })
    const bare = await student.act(started, { action: 'announce', channel: 'online', prepared: ['file'] })
    expect(bare).toEqual({ ok: false, error: { code: 'NOT_PREPARED', detail: { missing: ['letterToCounsellor'] } } })
    const announced = valueOf(
      await student.act(started, { action: 'announce', channel: 'online', prepared: ['file', 'letterToCounsellor'] }),
    )
    expect(announced).toMatchObject({ stage: 'announced', channel: 'online' })
    const first = await receive(announced, 'online')
    expect(first.stage).toBe('announced')
    await cloud.clock.advance('P30D')
    const done = await receive(first, 'materials')
    expect(done.stage).toBe('received')
    const { facts = {} } = done
    expect(Date.parse(facts.materials ?? '') - Date.parse(facts.online ?? '')).toBeGreaterThanOrEqual(30 * 86_400_000)
    // Received, it may still take in what comes later, and dates nothing anew.
    const later = await receive(done, 'receipt', 'online')
    expect(later).toMatchObject({ stage: 'received', facts: { online: facts.online } })
    expect(later.facts?.receipt).toBeDefined()
    expect(later.allowedActions).toEqual(['receive', 'undo'])
  })

  it('asks a probationary member for the papers, before it is announced and before it is received', async () => {
    const [student, started] = await begun('probationary')
    const bare = await student.act(started, { ...online, action: 'announce', channel: 'online', prepared: [] })
    expect(bare).toMatchObject({ error: { detail: { missing: ALL } } })
    const announced = valueOf(
      await student.act(started, {
        action: 'announce',
        channel: 'online',
        prepared: ALL,
        probationEndsOn: '2040-06-30',
      }),
    )
    expect(announced.probationEndsOn).toBe('2040-06-30')
    expect((await receive(announced, 'online', 'materials')).stage).toBe('announced')
    const last = await receive(await student.transfer(), 'probationPapers')
    expect(last.stage).toBe('received')
  })

  it('takes a letter through its last day, and later only with a reason', async () => {
    await cloud.clock.set('2034-06-30T12:00:00+08:00')
    const [student, started] = await begun('full')
    expect(await student.act(started, paper('2034-03-31'))).toMatchObject({ error: { code: 'LETTER_EXPIRED' } })
    expect(await student.act(started, paper('2034-07-01'))).toMatchObject({
      error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'letter.issuedOn', rule: 'date.future' }] } },
    })
    const unprepared: Act = { ...paper('2034-03-31'), action: 'announce', channel: 'paper', prepared: [] }
    expect(codeOf(await student.act(started, unprepared))).toBe('NOT_PREPARED')
    const neither: Act = { action: 'announce', channel: 'paper', prepared: [] }
    expect(codeOf(await student.act(started, neither))).toBe('NOT_PREPARED')
    const unpreparedToo: Act = { ...paper('2034-07-01'), action: 'announce', channel: 'paper', prepared: ['file'] }
    expect(codeOf(await student.act(started, unpreparedToo))).toBe('NOT_PREPARED')
    const noLetter = await student.act(started, { action: 'announce', channel: 'paper', prepared: ALL })
    expect(noLetter).toMatchObject({
      error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'letter', rule: 'required' }] } },
    })
    const [other, begunToo] = await begun('full')
    // Of this very day, by the Beijing calendar.
    expect(codeOf(await other.act(begunToo, paper('2034-06-30')))).toBe('ok')
    const announced = valueOf(await student.act(started, paper('2034-04-01')))
    expect(announced).toMatchObject({ stage: 'announced', letter: { issuedOn: '2034-04-01', validDays: 90 } })
    await cloud.clock.set('2034-07-01T00:00:00+08:00')
    expect(await secretary().decide(announced, { verdict: 'receive', checked: ['letter'] })).toMatchObject({
      error: { code: 'REASON_REQUIRED' },
    })
    const late = { verdict: 'receive', checked: ['letter', 'materials'], reason: '邮寄延误' }
    expect((await secretary().decided(announced, late)).stage).toBe('received')
  })

  it('refuses days and months that do not exist', async () => {
    const [student, started] = await begun('full')
    for (const letter of [
      { issuedOn: '2034-02-30', validDays: 90 },
      { issuedOn: '2024-6-1', validDays: 90 },
      { issuedOn: '2024-06-01', validDays: 0 },
      { issuedOn: '2024-06-01', validDays: 1.5 },
      { issuedOn: '2024-06-01', validDays: 90, duesPaidTo: '2024-13' },
    ])
      expect(
        codeOf(await student.act(started, { ...online, action: 'announce', channel: 'paper', prepared: ALL, letter })),
      ).toBe('BAD_INPUT')
  })

  it('goes back to the member with a reason, and is announced again', async () => {
    const [student, started] = await begun('full')
    const announced = valueOf(await student.act(started, online))
    expect(codeOf(await secretary().decide(announced, APPROVE))).toBe('NOT_NOW')
    const returned = await secretary().returned(announced, '抬头写错了')
    const mine = await student.transfer()
    expect(mine).toMatchObject({
      stage: 'returned',
      returnReason: '抬头写错了',
      allowedActions: ['announce', 'withdraw'],
    })
    expect(codeOf(await student.act(returned, { action: 'amend' }))).toBe('NOT_NOW')
    expect(valueOf(await student.act(mine, online)).stage).toBe('announced')
  })

  it('lets a counsellor tick the papers that pass through his hands, and nothing else', async () => {
    const branchId = addBranch(cloud, 'party-with-counsellor', {}, PARTY)
    const counsellor = addStaff(cloud, 'party-counsellor', branchId, 'counsellor')
    const student = await aStudent(cloud, { party: 'probationary' })
    const started = await student.started({ kind: 'party', branchId })
    const announced = valueOf(
      await student.act(started, { ...online, action: 'announce', channel: 'online', prepared: ALL }),
    )
    const tick = (...checked: string[]) => counsellor.decide(announced, { verdict: 'receive', checked })
    for (const checked of [['online'], ['receipt'], ['materials', 'online']])
      expect(codeOf(await tick(...checked))).toBe('READ_ONLY')
    expect(codeOf(await counsellor.decide(announced, { verdict: 'return', reason: '不行' }))).toBe('READ_ONLY')
    // Whoever may not do it is told nothing of where the transfer stands.
    const outdated = { ...announced, version: announced.version + 5 }
    for (const facts of [{ checked: ['online'] }, { unchecked: ['receipt'] }])
      expect(codeOf(await counsellor.decide(outdated, { verdict: 'receive', ...facts }))).toBe('READ_ONLY')
    const allowed = { verdict: 'receive', checked: ['materials'] }
    expect(codeOf(await counsellor.decide(outdated, allowed))).toBe('CHANGED_MEANWHILE')
    const day = new Date(cloud.clock.now()).toISOString().slice(0, 10)
    const dated = { verdict: 'receive', checked: [{ fact: 'letter', on: day }] }
    announced.version = (await counsellor.decided(announced, dated)).version
    const ticked = await tick('materials', 'probationPapers')
    expect(ticked).toMatchObject({ ok: true, transfer: { stage: 'announced', allowedActions: ['receive', 'undo'] } })
    const now = await student.transfer()
    expect((await administrator(cloud).decided(now, { verdict: 'receive', checked: ['online'] })).stage).toBe(
      'received',
    )
  })

  it('may be withdrawn while it is open', async () => {
    const [student, started] = await begun('full')
    const announced = valueOf(await student.act(started, online))
    expect(valueOf(await student.act(announced, { action: 'withdraw' })).stage).toBe('withdrawn')
  })
})
