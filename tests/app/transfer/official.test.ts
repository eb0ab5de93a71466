import { afterEach, describe, expect, it } from 'vitest'
import { aStudent, codeOf, leagueSecretary, valueOf, type Student } from '../../support/client'
import { documentsOf } from '../../support/documents'
import { localCloud } from '../../support/file-cloud'
import { tomorrow } from '../../support/long-logs'
import { Elsewhere } from '../../support/meanwhile'

const cloud = localCloud()
afterEach(() => {
  cloud.clearFaults()
})

const recordOf = (id: string) => documentsOf(cloud, 'transfers').find(({ _id }) => _id === id)
/** Somebody else moves both versions, right before each of the next writes. */
const overtake = (id: string, times: number): void => {
  const meanwhile = () => {
    const { version, remindersVersion } = recordOf(id) ?? {}
    const moved = { version: Number(version) + 1, remindersVersion: Number(remindersVersion) + 1 }
    new Elsewhere(cloud).set('transfers', id, moved)
  }
  cloud.fault({ kind: 'delay', action: 'database.modifyDocument', collection: 'transfers', times, meanwhile })
}

type Said = { officialRegistration?: boolean; submittedEarly?: boolean }
const declare = (student: Student, id: string, said: Said) => student.member('transfer.declare', { id, ...said })
const begun = async (): Promise<{ student: Student; id: string }> => {
  const student = await aStudent(cloud)
  return { student, id: (await student.started()).id }
}

describe('what a member says of the official system', () => {
  it('stands since it was first said; said again nothing is written, and taken back it is gone', async () => {
    const { student, id } = await begun()
    const first = valueOf(await declare(student, id, { officialRegistration: true }))
    expect(first).toEqual(await student.transfer())
    expect(Object.keys(first.declared)).toEqual(['officialRegistration'])
    const record = recordOf(id)
    expect(valueOf(await declare(student, id, { officialRegistration: true }))).toMatchObject({
      version: 1,
      declared: first.declared,
    })
    expect(valueOf(await declare(student, id, {})).declared).toEqual(first.declared)
    expect(recordOf(id)).toEqual(record)
    const both = valueOf(await declare(student, id, { submittedEarly: true }))
    expect(both.declared).toEqual({ ...first.declared, submittedEarly: expect.any(String) as string })
    const left = valueOf(await declare(student, id, { officialRegistration: false }))
    expect(Object.keys(left.declared)).toEqual(['submittedEarly'])
    expect(left).toMatchObject({ version: 1, log: [{}, { declared: {} }, {}, { by: 'member', what: 'declared' }] })
  })

  it('is of an open League transfer', async () => {
    const student = await aStudent(cloud, { party: 'full' })
    const party = await student.started({ kind: 'party' })
    const notNow = (stage: string) => ({ ok: false, error: { code: 'NOT_NOW', detail: { stage } } })
    expect(await declare(student, party.id, { officialRegistration: true })).toEqual(notNow('preparing'))
    const precheck = { id: party.id, claimed: student.claim }
    expect(await student.member('transfer.precheck', precheck)).toEqual(notNow('preparing'))
    const league = await student.started()
    valueOf(await student.act(league, { action: 'withdraw' }))
    expect(await declare(student, league.id, { officialRegistration: true })).toEqual(notNow('withdrawn'))
  })

  it('is written down twenty times a Beijing day; what is no news is answered all the same', async () => {
    await cloud.clock.set('2071-03-01T12:00:00+08:00')
    const { student, id } = await begun()
    const say = (officialRegistration: boolean) => declare(student, id, { officialRegistration })
    // Of another day, and of another kind: neither counts.
    valueOf(await say(true))
    await cloud.clock.set('2071-03-02T12:00:00+08:00')
    await leagueSecretary(cloud).approved(await student.transfer())
    for (let i = 0; i < 20; i += 1) valueOf(await say(i % 2 === 1))
    expect(recordOf(id)?.['lastEventAt']).toBeGreaterThanOrEqual(Date.parse('2071-03-02T12:00:00+08:00'))
    expect(await say(false)).toEqual({
      ok: false,
      error: { code: 'TOO_MANY', detail: { retryAt: tomorrow(cloud) } },
    })
    expect(codeOf(await say(true))).toBe('ok')
    await cloud.clock.set(tomorrow(cloud))
    expect(codeOf(await say(false))).toBe('ok')
  })

  it('looks again where others write at the same moment, and gives up after five times', async () => {
    const { student, id } = await begun()
    overtake(id, 4)
    expect(codeOf(await declare(student, id, { submittedEarly: true }))).toBe('ok')
    overtake(id, 5)
    expect(await declare(student, id, { submittedEarly: false })).toEqual({ ok: false, error: { code: 'TRY_AGAIN' } })
  })
})

describe('a pre-check', () => {
  it('has a limit of its own for each transfer and Beijing day', async () => {
    await cloud.clock.set('2071-04-01T12:00:00+08:00')
    const [one, other] = [await begun(), await begun()]
    const check = async ({ student, id }: typeof one) =>
      codeOf(await student.member('transfer.precheck', { id, claimed: student.claim }))
    for (let i = 0; i < 10; i += 1) expect(await check(one)).toBe('ok')
    expect([await check(one), await check(other)]).toEqual(['TOO_MANY', 'ok'])
    await cloud.clock.set(tomorrow(cloud))
    expect(await check(one)).toBe('ok')
  })
})
