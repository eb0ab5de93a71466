import { describe, expect, it, vi } from 'vitest'
import type { PreparedKey, TransferView } from '../../../cloudfunctions/contract'
import { aStudent, codeOf, leagueSecretary, PARTY, partySecretary, valueOf, type Student } from '../../support/client'
import { localCloud } from '../../support/file-cloud'
import { amended, tomorrow } from '../../support/long-logs'

const cloud = localCloud()

describe('what an account may ask for in a day', () => {
  it('is twenty starts and amendments together, of either kind, until the next Beijing midnight', async () => {
    const student = await aStudent(cloud)
    let transfer = await student.started()
    for (let i = 0; i < 5; i += 1) {
      valueOf(await student.act(transfer, { action: 'withdraw' }))
      transfer = await student.started()
    }
    // At one instant too each counts for itself.
    vi.useFakeTimers({ toFake: ['Date'] })
    transfer = await amended(student, transfer, 10).finally(() => vi.useRealTimers())
    for (let i = 0; i < 4; i += 1)
      valueOf(await student.member('account.amend', { name: `改名${'一二三四'.charAt(i)}` }))
    const { version } = await student.transfer()
    const refusal = { ok: false, error: { code: 'TOO_MANY', detail: { retryAt: tomorrow(cloud) } } }
    expect(await student.act({ ...transfer, version }, { action: 'amend' })).toEqual(refusal)
    expect(await student.member('account.amend', { name: '改名五' })).toEqual(refusal)
    // What needs no new approval, and the way out, are not counted.
    expect(codeOf(await student.member('account.amend', { phone: '19911112222' }))).toBe('ok')
    valueOf(await student.act({ ...transfer, version }, { action: 'withdraw' }))
    expect(await student.start()).toEqual(refusal)
    await cloud.clock.set(tomorrow(cloud))
    expect(codeOf(await student.start())).toBe('ok')
  })
})

describe('a log that has grown long', () => {
  it('is shown by its newest fifty, with how many are older', async () => {
    const student = await aStudent(cloud)
    let transfer = await student.started()
    for (let day = 0; day < 3; day += 1) {
      transfer = await amended(student, transfer, day === 0 ? 19 : 20)
      await cloud.clock.set(tomorrow(cloud))
    }
    expect(transfer).toMatchObject({ version: 60, logMore: 10 })
    expect(transfer.log).toHaveLength(50)
    expect((await student.transfer()).logMore).toBe(10)
    const open = valueOf(await leagueSecretary(cloud).desk('desk.open', { id: transfer.id }))
    expect([open.log.length, open.logMore]).toEqual([50, 10])
    expect(open.log.at(-1)?.what).toBe('amended')
  })
})

describe('an announcement and its facts', () => {
  const prepared: PreparedKey[] = ['file', 'letterToCounsellor']
  const day = (days: number): string =>
    new Date(cloud.clock.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
  const started = async (): Promise<{ student: Student; transfer: TransferView }> => {
    const student = await aStudent(cloud, { party: 'full' })
    return { student, transfer: await student.started({ kind: 'party', branchId: PARTY }) }
  }

  it('online takes no letter, expired or not, and says so before anything else', async () => {
    const { student, transfer } = await started()
    for (const issuedOn of [day(-400), day(-1), day(1)]) {
      const letter = { issuedOn, validDays: 30 }
      const reply = await student.act(
        { ...transfer, version: 99 },
        { action: 'announce', channel: 'online', letter, prepared },
      )
      expect(reply).toEqual({
        ok: false,
        error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'letter', rule: 'unknown' }] } },
      })
    }
    expect(await student.transfer()).toMatchObject({ stage: 'preparing', version: 1 })
  })

  it('go back to sixty days before the first announcement, and no day further', async () => {
    const { student, transfer } = await started()
    const announced = await student.announced(transfer)
    const record = (on: string) =>
      partySecretary(cloud).decide(announced, { verdict: 'receive', checked: [{ fact: 'materials', on }] })
    expect(await record(day(-61))).toMatchObject({
      error: { code: 'BAD_INPUT', detail: { fields: [{ path: 'checked.0.on', rule: 'range' }] } },
    })
    expect(await record(day(-60))).toMatchObject({ ok: true, transfer: { facts: { materials: day(-60) } } })
  })

  it('count the sixty days from the first announcement, however late the next one is', async () => {
    const { student, transfer } = await started()
    const first = day(0)
    const announced = await student.announced(transfer)
    const returned = await partySecretary(cloud).returned(announced)
    await cloud.clock.advance('P30D')
    const again = await student.announced(returned)
    const earliest = new Date(Date.parse(first) - 60 * 86_400_000).toISOString().slice(0, 10)
    const record = { verdict: 'receive', checked: [{ fact: 'online', on: earliest }] }
    expect(await partySecretary(cloud).decided(again, record)).toMatchObject({ facts: { online: earliest } })
  })
})
