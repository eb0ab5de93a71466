import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Entry } from '../../cloudfunctions/adapters/logging'
import { APPROVE, aStudent, Caller, LEAGUE, leagueSecretary, type Student } from '../support/client'
import { localCloud } from '../support/file-cloud'
import { startLocalCloud } from '../support/local-cloud'

describe('the line that each call leaves in the log', () => {
  const cloud = localCloud()
  let student: Student
  let secretary: Caller
  beforeAll(async () => {
    student = await aStudent(cloud)
    secretary = leagueSecretary(cloud)
  })
  beforeEach(() => {
    cloud.said.clear()
  })
  const lines = (): Entry[] => cloud.said.entries.map((line) => JSON.parse(line) as Entry)

  it('says which operation it was, what became of it, how long it took and how it is found again', async () => {
    const began = performance.now()
    await student.me()
    const took = performance.now() - began
    const [line, ...more] = lines()
    expect(more).toEqual([])
    expect(line?.ms).toBeLessThanOrEqual(Math.ceil(took))
    expect(Object.keys(line ?? {}).sort()).toEqual(['call', 'code', 'ms', 'op', 'requests', 'rounds', 'traceId'])
    expect(line).toMatchObject({ call: 'member', op: 'account.me', code: 'ok' })
    expect(line?.traceId).toMatch(/^[\da-f-]{36}$/u)
    expect(Number.isInteger(line?.ms)).toBe(true)
  })

  it('marks the first call of an instance alone', async () => {
    const fresh = await startLocalCloud()
    await new Caller(fresh, 'somebody').member('account.me', {})
    await new Caller(fresh, 'somebody').member('account.me', {})
    await leagueSecretary(fresh).desk('desk.summary', { branchId: LEAGUE })
    const cold = fresh.said.entries.map((line) => (JSON.parse(line) as Entry).cold)
    await fresh.close()
    expect(cold).toEqual([true, undefined, true])
  })

  it('names the code of a refusal, and those of the items of a bulk call', async () => {
    const transfer = await student.started()
    await student.start()
    await secretary.decideAll([
      { id: 'nothing', version: 1, ...APPROVE },
      { id: 'nothing-else', version: 1, ...APPROVE },
      { id: transfer.id, version: 99, ...APPROVE },
    ])
    await secretary.decideAll([{ id: transfer.id, version: transfer.version, verdict: 'return', reason: '请写全名' }])
    const said = lines().map(({ op, code, items }) => [op, code, items])
    expect(said).toEqual([
      ['transfer.start', 'ok', undefined],
      ['transfer.start', 'ALREADY_OPEN', undefined],
      ['desk.decide', 'ok', { NOT_FOUND: 2, CHANGED_MEANWHILE: 1 }],
      ['desk.decide', 'ok', undefined],
    ])
  })

  it('counts the requests and the rounds that the database saw', async () => {
    // What the switch of the deployment was is asked every ten seconds, for all calls together.
    await Promise.all([student.me(), secretary.desk('desk.summary', { branchId: LEAGUE })])
    const transfer = await student.transfer()
    const works: [string, () => Promise<unknown>][] = [
      ['account.me', () => student.me()],
      ['desk.list', () => secretary.desk('desk.list', { branchId: LEAGUE })],
      ['transfer.act', () => student.act(transfer, { action: 'amend' })],
      ['account.amend', () => student.member('account.amend', { phone: '19900019999' })],
    ]
    for (const [op, work] of works) {
      cloud.fault({ kind: 'delay', times: 100, ms: 40 })
      cloud.metrics.reset()
      cloud.said.clear()
      await work()
      cloud.clearFaults()
      const [line] = lines()
      const { requests, rounds } = cloud.metrics
      expect([line?.op, line?.requests, line?.rounds], op).toEqual([op, requests.length, rounds])
      expect(line?.ms, op).toBeGreaterThanOrEqual(40 * rounds)
    }
  })

  it('counts for each of many calls at once what it asked itself', async () => {
    await student.me()
    const [alone] = lines()
    cloud.said.clear()
    await Promise.all(Array.from({ length: 30 }, () => student.me()))
    expect(lines()).toHaveLength(30)
    expect(new Set(lines().map(({ traceId }) => traceId)).size).toBe(30)
    for (const { requests, rounds } of lines()) expect([requests, rounds]).toEqual([alone?.requests, alone?.rounds])
  })

  it('is under the trace id that an unknown fault is answered with', async () => {
    const fault = vi.spyOn(console, 'error').mockReturnValue()
    cloud.fault({ kind: 'errorBefore', code: 'DATABASE_PERMISSION_DENIED', times: 10 })
    const reply = await student.member('account.me', {})
    cloud.clearFaults()
    expect(fault.mock.calls.flat().join('')).toContain(lines()[0]?.traceId)
    fault.mockRestore()
    expect(lines()).toMatchObject([{ op: 'account.me', code: 'INTERNAL' }])
    expect(reply).toMatchObject({ error: { detail: { traceId: lines()[0]?.traceId } } })
  })

  it('says of the timer what it did, and of one that nobody may call nothing', async () => {
    await cloud.clock.tick()
    await cloud.call('clock', 'anything', {}, 'somebody')
    expect(lines()).toMatchObject([{ call: 'clock', op: 'timer', code: 'ok', did: { sent: 0, erased: 0 } }])
  })

  it('says of an outside system which route it asked for and what became of it', async () => {
    const at = `${cloud.url}/http/province`
    await fetch(`${at}/keys`)
    await fetch(`${at}/requests`, { method: 'POST', body: 'no signature' })
    await fetch(`${at}/elsewhere`)
    expect(lines().map(({ call, op, code }) => [call, op, code])).toEqual([
      ['province', 'keys', 'ok'],
      ['province', 'requests', 'UNAUTHORISED'],
      ['province', null, 'NOT_FOUND'],
    ])
  })

  it('never repeats what a caller sent, nor who it is', async () => {
    const { person, openid = '' } = student
    const personal = [
      person.name,
      person.idNumber,
      person.phone,
      person.memberNumber ?? '',
      openid,
      '一个理由',
      'password-1',
    ]
    const transfer = await student.transfer()
    await student.member('account.password', { username: 'someone', password: 'password-1' })
    await student.member('account.login', { login: person.phone, password: 'password-2' })
    await student.act(transfer, { action: 'amend', reason: '一个理由' })
    await student.member('transfer.precheck', { id: transfer.id, claimed: student.claim })
    await secretary.desk('desk.list', { branchId: LEAGUE, text: person.name })
    await secretary.desk('desk.reveal', { id: transfer.id, field: 'idNumber', why: '一个理由' })
    for (const op of personal) await student.call('member', op, { [person.idNumber]: person.name })
    for (const odd of [
      { op: { name: person.name } },
      { op: person.idNumber, input: 5, contract: 'x' },
      { op: '__proto__' },
    ])
      await fetch(`${cloud.url}/functions/member`, {
        method: 'POST',
        headers: { 'x-local-openid': openid },
        body: JSON.stringify(odd),
      })
    const said = cloud.said.entries.join('\n')
    expect(lines().length).toBe(7 + personal.length + 3)
    for (const value of [...personal, transfer.id]) expect(said).not.toContain(value)
    expect(lines().filter(({ op }) => op === null)).toHaveLength(personal.length + 3)
  })

  it('is read on the local cloud as the platform shows it', async () => {
    await student.me()
    const log = (await (await fetch(`${cloud.url}/local/log`)).json()) as string[]
    expect(log).toEqual(cloud.said.entries)
    expect(log).toHaveLength(1)
  })
})
