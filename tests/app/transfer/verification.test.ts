import { describe, expect, it } from 'vitest'
import type { Claimed, RegistrationFields, TransferView } from '../../../cloudfunctions/contract'
import { aCommandId, aStudent, Caller, codeOf, leagueSecretary, valueOf, type Student } from '../../support/client'
import { localCloud } from '../../support/file-cloud'
import { askedAt } from '../../support/instants'
import { anIdNumber } from '../../support/people'

describe('the province request', () => {
  const cloud = localCloud()
  const secretary = () => leagueSecretary(cloud)
  /** Somebody who may ask, for the wait is over. */
  const ready = async (given: Partial<RegistrationFields> = {}): Promise<[Student, TransferView]> => {
    const student = await aStudent(cloud, given)
    const approved = await secretary().approved(await student.started())
    await cloud.clock.advance('PT24H')
    return [student, approved]
  }
  const without = ({ name, idNumber }: Claimed): Claimed => ({ name, idNumber })
  const atNoon = () => cloud.clock.set(`20${String(40 + noons++)}-06-01T12:00:00+08:00`)
  let noons = 0

  it('names which fields differ, and never a value of either side', async () => {
    const [student, transfer] = await ready()
    const claimed = { name: '完全不同', idNumber: anIdNumber({ sequence: '777' }), memberNumber: '201812345678' }
    const reply = await student.request(transfer, claimed)
    expect(valueOf(reply)).toMatchObject({
      stage: 'failed',
      failure: { code: 'MISMATCH', differs: ['name', 'idNumber', 'memberNumber'] },
    })
    const text = JSON.stringify([reply, await student.transfer()])
    const { person } = student
    for (const value of [...Object.values(claimed), person.idNumber, person.memberNumber ?? '', person.phone])
      expect(text).not.toContain(value)
  })

  it('treats what is malformed or absent as different, and never refuses it', async () => {
    const [student, transfer] = await ready()
    const claims: [Claimed, string[]][] = [
      [{ name: '', idNumber: '' }, ['name', 'idNumber', 'memberNumber']],
      [{ ...student.claim, idNumber: '不是号码' }, ['idNumber']],
      [{ ...student.claim, memberNumber: '20180001' }, ['memberNumber']],
      [without(student.claim), ['memberNumber']],
      [{ ...student.claim, name: '字'.repeat(100) }, ['name']],
      [{ ...student.claim, name: '\u{20BB7}'.repeat(100) }, ['name']],
    ]
    let current = transfer
    for (const [claimed, differs] of claims) {
      current = valueOf(await student.request(current, claimed))
      expect(current.failure).toEqual({ code: 'MISMATCH', differs })
    }
    expect(codeOf(await student.request(current, { ...student.claim, name: '字'.repeat(101) }))).toBe('BAD_INPUT')
  })

  it('matches whatever is equal after width, spaces, x and middle dots are set right', async () => {
    const [student, transfer] = await ready({ name: '古丽·买买提' })
    const { idNumber, memberNumber = '' } = student.claim
    const wide = (text: string) => text.replace(/\d/gu, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))
    const claimed = {
      name: ' 古丽•买买提 ',
      idNumber: `${idNumber.slice(0, 6)} ${idNumber.slice(6).toLowerCase()}`,
      memberNumber: wide(memberNumber),
    }
    expect(valueOf(await student.member('transfer.precheck', { id: transfer.id, claimed }))).toEqual({
      matches: true,
      differs: [],
      variants: ['name', 'idNumber', 'memberNumber'],
      unsure: [],
    })
    expect(valueOf(await student.request(transfer, claimed)).stage).toBe('transferred')
  })

  it('compares the member number from 2017 on, in 2016 when both sides have one, before never', async () => {
    const wrong = '201899999999'
    const cases: [string, string | undefined, string | undefined, 'transferred' | 'failed'][] = [
      ['2015-12', '201500000001', wrong, 'transferred'],
      ['2015-12', undefined, wrong, 'transferred'],
      ['2016-01', '201600000001', wrong, 'failed'],
      ['2016-01', '201600000001', undefined, 'transferred'],
      ['2016-12', undefined, wrong, 'transferred'],
      ['2017-01', '201700000001', undefined, 'failed'],
      ['2018-01', '201800000001', '201800000001', 'transferred'],
      ['2019-01', '201900000001', wrong, 'failed'],
      ['2016-09', '2015160000000001', '2015160000000001', 'transferred'],
    ]
    for (const [joinedOn, registered, claimedNumber, stage] of cases) {
      const [student, transfer] = await ready({ joinedOn, memberNumber: registered ?? '' })
      const claimed = {
        ...without(student.claim),
        ...(claimedNumber === undefined ? {} : { memberNumber: claimedNumber }),
      }
      const reply = valueOf(await student.request(transfer, claimed))
      expect(reply.stage, `${joinedOn} ${String(registered)} ${String(claimedNumber)}`).toBe(stage)
    }
  })

  it('says in a pre-check that it is unsure of 2016 when one side has no number, and moves nothing', async () => {
    const [student, transfer] = await ready({ joinedOn: '2016-05', memberNumber: '201600000001' })
    const check = (claimed: Claimed) => student.member('transfer.precheck', { id: transfer.id, claimed })
    expect(valueOf(await check(without(student.claim)))).toEqual({
      matches: true,
      differs: [],
      variants: [],
      unsure: ['memberNumber'],
    })
    expect(valueOf(await check({ ...student.claim, name: '别人' }))).toMatchObject({
      matches: false,
      differs: ['name'],
    })
    expect(await student.transfer()).toMatchObject({ stage: 'approved', version: transfer.version, attempts: 0 })
  })

  it('may be checked beforehand at any open stage, and no longer once it is closed', async () => {
    const student = await aStudent(cloud)
    const started = await student.started()
    const check = () => student.member('transfer.precheck', { id: started.id, claimed: student.claim })
    expect(codeOf(await check())).toBe('ok')
    valueOf(await student.act(started, { action: 'withdraw' }))
    expect(await check()).toEqual({ ok: false, error: { code: 'NOT_NOW', detail: { stage: 'withdrawn' } } })
  })

  it('is verified ten times a Beijing day, and again from the next midnight on', async () => {
    await atNoon()
    const [student, transfer] = await ready()
    await atNoon()
    const wrong = { ...student.claim, name: '别人' }
    let current = transfer
    for (let i = 0; i < 10; i++) current = valueOf(await student.request(current, wrong))
    expect(current.attempts).toBe(10)
    expect((await student.transfer()).allowedActions).toEqual(['request', 'withdraw'])
    const today = new Date(cloud.clock.now()).toISOString().slice(0, 10)
    const tooMany = { ok: false, error: { code: 'TOO_MANY', detail: { retryAt: `${today}T16:00:00.000Z` } } }
    expect(await student.request(current, student.claim)).toEqual(tooMany)
    expect((await student.transfer()).version).toBe(current.version)
    expect((await student.transfer()).log.map(({ what }) => what)).not.toContain('refused')
    // A pre-check is a way of its own.
    expect(codeOf(await student.member('transfer.precheck', { id: transfer.id, claimed: wrong }))).toBe('ok')
    await cloud.clock.set(`${today}T23:59:58+08:00`)
    expect(codeOf(await student.request(current, student.claim))).toBe('TOO_MANY')
    await cloud.clock.set(`${today}T16:00:00Z`)
    expect(valueOf(await student.request(current, student.claim)).stage).toBe('transferred')
  })

  it('may be pre-checked ten times a Beijing day', async () => {
    const [student, transfer] = await ready()
    await atNoon()
    const check = () => student.member('transfer.precheck', { id: transfer.id, claimed: student.claim })
    const codes = (await Promise.all(Array.from({ length: 12 }, check))).map(codeOf).sort()
    expect(codes).toEqual(['TOO_MANY', 'TOO_MANY', ...Array.from({ length: 10 }, () => 'ok')])
    const today = new Date(cloud.clock.now()).toISOString().slice(0, 10)
    expect(await check()).toMatchObject({ error: { detail: { retryAt: `${today}T16:00:00.000Z` } } })
    expect(codeOf(await student.request(transfer, student.claim))).toBe('ok')
  })

  describe('out of order', () => {
    it('stands in the log with its code, repeats within a minute as one entry, and moves no version', async () => {
      const student = await aStudent(cloud)
      await cloud.clock.set('2061-01-01T09:00:00Z')
      const started = await student.started()
      // Over the turn of a minute: what counts is the time since the first.
      await cloud.clock.set('2061-01-01T10:00:58Z')
      for (let i = 0; i < 2; i++) expect(codeOf(await student.request(started, student.claim))).toBe('NOT_APPROVED')
      await cloud.clock.advance('PT10S')
      expect(codeOf(await student.request(started, student.claim))).toBe('NOT_APPROVED')
      const once = await student.transfer()
      expect(once.version).toBe(started.version)
      expect(once.attempts).toBe(0)
      expect(once.log.filter(({ what }) => what === 'refused')).toMatchObject([
        { by: 'member', code: 'NOT_APPROVED', count: 3 },
      ])
      await cloud.clock.advance('PT2M')
      await student.request(started, student.claim)
      const refusals = (await student.transfer()).log.filter(({ what }) => what === 'refused')
      expect(refusals.map(({ count }) => count ?? 1)).toEqual([3, 1])
    })

    it('is one entry where the same comes twice at once', async () => {
      const student = await aStudent(cloud)
      const started = await student.started()
      // Not at the turn of a minute.
      await cloud.clock.set(new Date(Math.ceil(cloud.clock.now() / 60_000) * 60_000 + 20_000).toISOString())
      // The second comes while the first is about to be written down.
      const meanwhile = async () => {
        await student.request(started, student.claim)
      }
      cloud.fault({ kind: 'delay', action: 'database.insertDocument', collection: 'attempts', meanwhile })
      await student.request(started, student.claim)
      const refusals = (await student.transfer()).log.filter(({ what }) => what === 'refused')
      expect(refusals).toMatchObject([{ code: 'NOT_APPROVED', count: 2 }])
    })

    it('is one entry for each code and hand, from the first on until a minute is over', async () => {
      const student = await aStudent(cloud)
      const { id, version } = await secretary().approved(await student.started())
      const { token } = valueOf(await student.member('transfer.invite', { id }))
      const use = () => ({ token, claimed: student.claim, organisation: '某大学团委', commandId: aCommandId() })
      const all = async (): Promise<string> => {
        const replies = [
          await student.request({ id, version }, student.claim),
          await student.act({ id, version }, { action: 'amend' }),
          await new Caller(cloud).member('invite.request', use()),
        ]
        return replies.map(codeOf).join()
      }
      const codes = 'WAIT_NOT_OVER,NOT_NOW,WAIT_NOT_OVER'
      // Not at the turn of a minute, so that the clock’s minutes are not those of the first.
      const first = Math.ceil(cloud.clock.now() / 60_000) * 60_000 + 30_000
      expect(await askedAt(cloud, first, [0, 59_999, 60_000, 60_001], all)).toEqual([codes, codes, codes, codes])
      const refusals = (await student.transfer()).log.filter(({ what }) => what === 'refused')
      const entries = refusals.map(({ by, code, count }) => `${by} ${String(code)} ${String(count)}`)
      const each = ['link WAIT_NOT_OVER 2', 'member NOT_NOW 2', 'member WAIT_NOT_OVER 2']
      expect(entries.sort()).toEqual([...each, ...each].sort())
    })

    it('never makes an approval fail, and the branch sees it', async () => {
      const student = await aStudent(cloud)
      const started = await student.started()
      await student.request(started, student.claim)
      const approved = await secretary().approved(started)
      expect(approved.log.map(({ what, code }) => code ?? what)).toEqual(['started', 'NOT_APPROVED', 'approved'])
      expect(codeOf(await student.request(approved, student.claim))).toBe('WAIT_NOT_OVER')
      const shown = valueOf(await secretary().desk('desk.open', { id: started.id }))
      expect(shown.version).toBe(approved.version)
      expect(shown.log.map(({ what, code }) => code ?? what).sort()).toEqual(
        ['started', 'NOT_APPROVED', 'approved', 'WAIT_NOT_OVER'].sort(),
      )
    })

    it('is logged too where the stage knows no such action', async () => {
      const student = await aStudent(cloud)
      const approved = await secretary().approved(await student.started())
      expect(codeOf(await student.act(approved, { action: 'amend' }))).toBe('NOT_NOW')
      const { log, version } = await student.transfer()
      expect(version).toBe(approved.version)
      expect(log.at(-1)).toMatchObject({ what: 'refused', code: 'NOT_NOW', by: 'member' })
    })

    it('fills the log only up to a bound', async () => {
      const student = await aStudent(cloud)
      const started = await student.started()
      await cloud.clock.set('2062-01-01T10:00:00Z')
      for (let i = 0; i < 60; i++) {
        await student.request(started, student.claim)
        await cloud.clock.advance('PT61S')
      }
      const refusals = (await student.transfer()).log.filter(({ what }) => what === 'refused')
      expect(refusals.length).toBeLessThanOrEqual(50)
      expect(refusals.reduce((sum, { count }) => sum + (count ?? 1), 0)).toBe(60)
    })
  })

  it('is no longer possible before the approval and after a return, with a code of its own', async () => {
    const student = await aStudent(cloud)
    const returned = await secretary().returned(await student.started())
    expect(await student.request(returned, student.claim)).toEqual({ ok: false, error: { code: 'NOT_APPROVED' } })
  })

  it('may be repeated from failed without a new wait', async () => {
    const [student, transfer] = await ready()
    const failed = valueOf(await student.request(transfer, { ...student.claim, name: '别人' }))
    expect(failed.readyAt).toBe(transfer.readyAt)
    expect(valueOf(await student.request(failed, student.claim))).toMatchObject({ stage: 'transferred' })
  })
})
