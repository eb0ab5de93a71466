import { describe, expect, it } from 'vitest'
import { decide, readyAfter, type Asking } from '../../cloudfunctions/domain/decide'
import type { Transfer } from '../../cloudfunctions/domain/transfer'
import { aTransfer, beijing, commands, DAY, HOUR, START } from '../support/builders'

const approvedAt = (instant: number, waitHours = 24): Transfer =>
  aTransfer().registered().approved(waitHours).at(instant).state

const request = (transfer: Transfer, now: number, role: Asking['role'] = 'member') =>
  decide(transfer, commands.request(), { role, now })

const waitNotOver = (readyAt: string) => ({ ok: false, error: { code: 'WAIT_NOT_OVER', detail: { readyAt } } })

describe('the wait of one day', () => {
  const approval = beijing('2024-07-03 10:15:30.250')
  const transfer = approvedAt(approval)

  it('refuses a request one millisecond before it ends, and says exactly when it ends', () => {
    expect(request(transfer, approval + 24 * HOUR - 1)).toEqual(waitNotOver('2024-07-04T02:15:30.250Z'))
  })

  it('accepts a request at the very millisecond it ends', () => {
    expect(request(transfer, approval + 24 * HOUR)).toMatchObject({ ok: true, value: [{ type: 'matched' }] })
  })

  it('refuses a request in the instant of the approval', () => {
    expect(request(transfer, approval)).toEqual(waitNotOver('2024-07-04T02:15:30.250Z'))
  })

  it.each(['member', 'link', 'province'] as const)('is the same when the request comes by the %s', (role) => {
    expect(request(transfer, approval + 24 * HOUR - 1, role)).toEqual(waitNotOver('2024-07-04T02:15:30.250Z'))
    expect(request(transfer, approval + 24 * HOUR, role).ok).toBe(true)
  })

  it('is not over because the calendar day has changed', () => {
    const lateEvening = approvedAt(beijing('2024-07-03 23:59'))
    expect(request(lateEvening, beijing('2024-07-04 00:00'))).toEqual(waitNotOver('2024-07-04T15:59:00.000Z'))
    expect(request(lateEvening, beijing('2024-07-04 23:58:59.999')).ok).toBe(false)
    expect(request(lateEvening, beijing('2024-07-04 23:59')).ok).toBe(true)
  })

  it.each([
    ['midnight', '2024-07-03 00:00', '2024-07-04 00:00', '2024-07-03T16:00:00.000Z'],
    ['the end of a month', '2024-07-31 18:00', '2024-08-01 18:00', '2024-08-01T10:00:00.000Z'],
    ['the end of the year', '2024-12-31 20:30', '2025-01-01 20:30', '2025-01-01T12:30:00.000Z'],
    ['28 February of a leap year', '2024-02-28 12:00', '2024-02-29 12:00', '2024-02-29T04:00:00.000Z'],
    ['29 February', '2024-02-29 12:00', '2024-03-01 12:00', '2024-03-01T04:00:00.000Z'],
    ['28 February of another year', '2025-02-28 12:00', '2025-03-01 12:00', '2025-03-01T04:00:00.000Z'],
    ['the day clocks change elsewhere', '2024-03-30 12:00', '2024-03-31 12:00', '2024-03-31T04:00:00.000Z'],
  ])('lasts 24 hours over %s', (_name, from, to, readyAt) => {
    const across = approvedAt(beijing(from))
    expect(request(across, beijing(to) - 1)).toEqual(waitNotOver(readyAt))
    expect(request(across, beijing(to)).ok).toBe(true)
  })
})

describe('the wait of a branch', () => {
  const approval = beijing('2024-07-03 10:00')
  const approvedBy = (waitHours: number) => {
    const answer = decide(
      aTransfer().registered().state,
      commands.approve({ branch: { waitHours, besideOfficial: false } }),
      { role: 'secretary', now: approval },
    )
    return answer.ok ? answer.value : answer.error
  }

  it.each([
    [24, '2024-07-04 10:00'],
    [25, '2024-07-04 11:00'],
    [48, '2024-07-05 10:00'],
    [720, '2024-08-02 10:00'],
  ])('of %i hours runs from the approval', (hours, until) => {
    expect(approvedBy(hours)).toEqual([{ type: 'approved', readyAt: beijing(until) }])
  })

  it.each([1, 0, -5, 23.99])('of %d hours is still a wait of 24', (hours) => {
    expect(approvedBy(hours)).toEqual([{ type: 'approved', readyAt: beijing('2024-07-04 10:00') }])
    expect(readyAfter(approval, hours)).toBe(approval + DAY)
  })

  it('of 48 hours refuses the request that 24 hours would have allowed', () => {
    const transfer = approvedAt(approval, 48)
    expect(request(transfer, approval + 47 * HOUR)).toEqual(waitNotOver('2024-07-05T02:00:00.000Z'))
    expect(request(transfer, approval + 48 * HOUR).ok).toBe(true)
  })

  it('is fixed at the approval: the readiness is part of what happened', () => {
    expect(approvedAt(approval, 48).readyAt).toBe(approval + 48 * HOUR)
  })

  it('is no matter inside Beijing, where the approval is the transfer', () => {
    const answer = decide(aTransfer('beijing').registered().state, commands.approve(), {
      role: 'secretary',
      now: approval,
    })
    expect(answer).toEqual({ ok: true, value: [{ type: 'approved' }] })
  })
})

describe('a new approval', () => {
  const first = beijing('2024-07-03 10:00')
  const second = beijing('2024-07-10 16:00')

  it.each([
    ['an amended copy', aTransfer().registered().approved().at(first).copyAmended()],
    ['a return and a new asking', aTransfer().registered().approved().at(first).returned().amended()],
    ['a mismatch and an amended copy', aTransfer().registered().approved().at(first).mismatched().copyAmended()],
  ])('after %s starts a new wait', (_name, asked) => {
    expect(asked.state.stage).toBe('registered')
    const transfer = asked.approved().at(second).state
    expect(transfer.readyAt).toBe(second + DAY)
    expect(request(transfer, second + DAY - 1)).toEqual(waitNotOver('2024-07-11T08:00:00.000Z'))
    expect(request(transfer, second + DAY).ok).toBe(true)
  })

  it('is needed before a wait is spoken of at all', () => {
    const asked = aTransfer().registered().approved().at(first).copyAmended().state
    expect(asked).not.toHaveProperty('readyAt')
    expect(asked).not.toHaveProperty('approvedAt')
    expect(request(asked, second)).toEqual({ ok: false, error: { code: 'NOT_APPROVED' } })
  })

  it.each([
    ['withdrawn', aTransfer().registered().approved().withdrawn().state],
    ['erased', aTransfer().registered().approved().erased().state],
  ])('no longer stands once the transfer is %s', (_name, transfer) => {
    expect(transfer).not.toHaveProperty('readyAt')
    expect(request(transfer, START + 90 * DAY)).toEqual({
      ok: false,
      error: { code: 'NOT_NOW', detail: { stage: 'withdrawn' } },
    })
  })

  it.each([
    ['returned', aTransfer().registered().approved().returned().state],
    ['released', aTransfer().registered().approved().released().state],
    ['amended', aTransfer().registered().returned().amended().state],
  ])('is missing once the transfer is %s', (_name, transfer) => {
    expect(transfer).not.toHaveProperty('readyAt')
    expect(request(transfer, START + 90 * DAY)).toEqual({ ok: false, error: { code: 'NOT_APPROVED' } })
  })
})

describe('after a failure', () => {
  const approval = beijing('2024-07-03 10:00')

  it('the outside organisation may ask again at once, without a new wait', () => {
    const failed = aTransfer()
      .registered()
      .approved()
      .at(approval)
      .mismatched()
      .at(approval + DAY).state
    expect(request(failed, approval + DAY + 1).ok).toBe(true)
  })

  it('that came before the wait was over, a request still has to wait for its end', () => {
    const failed = aTransfer()
      .registered()
      .approved()
      .at(approval)
      .officiallyFailed()
      .at(approval + HOUR).state
    expect(failed.stage).toBe('failed')
    expect(request(failed, approval + DAY - 1)).toEqual(waitNotOver('2024-07-04T02:00:00.000Z'))
    expect(request(failed, approval + DAY).ok).toBe(true)
  })
})
