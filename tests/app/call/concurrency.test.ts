import { beforeEach, describe, expect, it } from 'vitest'
import {
  aCommandId,
  administrator,
  APPROVE,
  aStudent,
  Caller,
  codeOf,
  leagueSecretary,
  person,
  valueOf,
  type Student,
} from '../../support/client'
import { localCloud } from '../../support/file-cloud'

const FIFTY = Array.from({ length: 50 }, (_, i) => i)

describe('many at once', () => {
  const cloud = localCloud()
  let student: Student
  beforeEach(async () => {
    student = await aStudent(cloud)
  })
  const secretary = () => leagueSecretary(cloud)
  const counted = (codes: string[]) =>
    Object.fromEntries([...new Set(codes)].sort().map((code) => [code, codes.filter((one) => one === code).length]))

  it('fifty approvals of one request: exactly one takes effect, the others learn that it changed', async () => {
    const started = await student.started()
    const outcomes = await Promise.all(FIFTY.map(() => secretary().decide(started, APPROVE)))
    expect(counted(outcomes.map(codeOf))).toEqual({ CHANGED_MEANWHILE: 49, ok: 1 })
    for (const outcome of outcomes) if (!outcome.ok) expect(outcome.error.detail).toEqual({ version: 2 })
    const { log, version } = await student.transfer()
    expect([log.map(({ what }) => what), version]).toEqual([['started', 'approved'], 2])
  })

  it('fifty times the same approval: one takes effect, and all get the same answer', async () => {
    const started = await student.started()
    const commandId = aCommandId()
    const outcomes = await Promise.all(FIFTY.map(() => secretary().decide(started, APPROVE, commandId)))
    expect(counted(outcomes.map(codeOf))).toEqual({ ok: 50 })
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
    expect((await student.transfer()).log).toHaveLength(2)
  })

  it('two people at the desk who disagree: one is heard, the other learns of it', async () => {
    const started = await student.started()
    const outcomes = await Promise.all([
      ...FIFTY.map(() => secretary().decide(started, APPROVE)),
      ...FIFTY.map(() => administrator(cloud).decide(started, { verdict: 'return', reason: '不是本支部' })),
    ])
    expect(counted(outcomes.map(codeOf))).toEqual({ CHANGED_MEANWHILE: 99, ok: 1 })
    expect((await student.transfer()).version).toBe(2)
  })

  it('ten approvals of the same twenty requests change each of them once', async () => {
    const others = await Promise.all(Array.from({ length: 20 }, () => aStudent(cloud)))
    const all = await Promise.all(others.map((one) => one.started()))
    const items = all.map(({ id, version }) => ({ id, version, ...APPROVE }))
    const replies = await Promise.all(FIFTY.slice(0, 10).map(() => secretary().decideAll(items)))
    const codes = replies.flatMap((reply) => valueOf(reply).outcomes.map(codeOf))
    expect(counted(codes)).toEqual({ CHANGED_MEANWHILE: 180, ok: 20 })
  })

  it('fifty starts: one transfer, the others are ALREADY_OPEN', async () => {
    const replies = await Promise.all(FIFTY.map(() => student.start()))
    expect(counted(replies.map(codeOf))).toEqual({ ALREADY_OPEN: 49, ok: 1 })
    expect((await student.me()).transfers).toHaveLength(1)
  })

  it('fifty times the same start: one transfer, the same answer for all', async () => {
    const commandId = aCommandId()
    const replies = await Promise.all(FIFTY.map(() => student.started({ commandId })))
    for (const reply of replies) expect(reply).toEqual(replies[0])
    expect((await student.me()).transfers).toHaveLength(1)
  })

  it('fifty requests: one is verified', async () => {
    const approved = await secretary().approved(await student.started())
    await cloud.clock.advance('PT24H')
    const wrong = { ...student.claim, name: '别人' }
    const replies = await Promise.all(FIFTY.map(() => student.request(approved, wrong)))
    expect(counted(replies.map(codeOf))).toEqual({ CHANGED_MEANWHILE: 49, ok: 1 })
    expect(await student.transfer()).toMatchObject({ stage: 'failed', attempts: 1, version: 3 })
    const commandId = aCommandId()
    const same = await Promise.all(
      FIFTY.map(async () => student.request(await student.transfer(), student.claim, commandId)),
    )
    expect(counted(same.map(codeOf))).toEqual({ ok: 50 })
    expect(await student.transfer()).toMatchObject({ stage: 'transferred', attempts: 2 })
  })

  it('fifty impatient requests are one entry of the log, and the approval beside them goes through', async () => {
    const started = await student.started()
    const [outcome, ...replies] = await Promise.all([
      secretary().decide(started, APPROVE),
      ...FIFTY.map(() => student.request(started, student.claim)),
    ])
    expect(codeOf(outcome)).toBe('ok')
    for (const reply of replies) expect(['NOT_APPROVED', 'CHANGED_MEANWHILE']).toContain(codeOf(reply))
    const { log, version } = await student.transfer()
    expect(version).toBe(2)
    const early = replies.map(codeOf).filter((code) => code === 'NOT_APPROVED').length
    const refused = log.filter(({ what }) => what === 'refused')
    expect(refused.reduce((sum, { count }) => sum + (count ?? 1), 0)).toBe(early)
    expect(refused.length).toBeLessThanOrEqual(1)
  })

  it('one WeChat that registers many times at once has one account', async () => {
    const somebody = new Caller(cloud, 'double-tap')
    const made = person(900)
    const codes = (await Promise.all(FIFTY.slice(0, 10).map(() => somebody.register(made)))).map(codeOf)
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
    for (const code of codes) expect(['ok', 'ALREADY_REGISTERED', 'TRY_AGAIN']).toContain(code)
    expect((await somebody.me()).account?.name).toBe(made.name)
  })

  it('many WeChats that register the same ID number at once: one has it', async () => {
    const made = person(901)
    const callers = FIFTY.slice(0, 20).map((i) => new Caller(cloud, `same-number-${String(i)}`))
    const replies = await Promise.all(callers.map((caller, i) => caller.register({ ...made, phone: person(i).phone })))
    const codes = counted(replies.map(codeOf))
    expect(codes['ok']).toBe(1)
    expect(Object.keys(codes).every((code) => ['ok', 'ID_TAKEN', 'TRY_AGAIN'].includes(code))).toBe(true)
    const accounts = await Promise.all(callers.map(async (caller) => (await caller.me()).account))
    expect(accounts.filter((account) => account !== null)).toHaveLength(1)
  })

  it('a burst of attempts tells no more of taken ID numbers than the day’s three', async () => {
    const taken = await Promise.all(FIFTY.slice(0, 8).map(() => aStudent(cloud)))
    const asking = await aStudent(cloud)
    const replies = await Promise.all(
      taken.map(({ person: { idNumber } }) => asking.member('account.amend', { idNumber })),
    )
    const codes = counted(replies.map(codeOf))
    expect(codes['ID_TAKEN'] ?? 0).toBeLessThanOrEqual(3)
    expect(Object.keys(codes).every((code) => ['ID_TAKEN', 'TOO_MANY', 'TRY_AGAIN'].includes(code))).toBe(true)
  })

  it('amending and approving at once never approve what nobody saw', async () => {
    for (let i = 0; i < 5; i++) {
      const member = await aStudent(cloud)
      const started = await member.started()
      const [amended, approval] = await Promise.all([
        member.member('account.amend', { name: '改过的名' }),
        secretary().decide(started, APPROVE),
      ])
      expect(codeOf(amended)).toBe('ok')
      const { stage, log } = await member.transfer()
      const { name } = valueOf(await secretary().desk('desk.open', { id: started.id }))
      expect(name).toBe('改过的名')
      // Approved first: back to the branch. Amended first: the approval was of an old version.
      expect(stage).toBe('registered')
      expect(log.map(({ what }) => what)).toEqual(
        approval.ok ? ['started', 'approved', 'copyAmended'] : ['started', 'copyAmended'],
      )
      if (!approval.ok) expect(approval.error.code).toBe('CHANGED_MEANWHILE')
    }
  })

  it('amending and starting at once leave account and transfer with the same copy', async () => {
    for (let i = 0; i < 8; i++) {
      const member = await aStudent(cloud)
      const [amended] = await Promise.all([member.member('account.amend', { name: '同时改名' }), member.start()])
      expect(['ok', 'TRY_AGAIN', 'CHANGED_MEANWHILE']).toContain(codeOf(amended))
      const { account, transfers } = await member.me()
      const [transfer] = transfers
      if (transfer === undefined) continue
      const { name } = valueOf(await secretary().desk('desk.open', { id: transfer.id }))
      expect(name).toBe(account?.name)
    }
  })
})
