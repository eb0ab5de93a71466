import { describe, expect, it } from 'vitest'
import type { PartyIdentity, StepView } from '../../cloudfunctions/contract'
import { stepsOf } from '../../cloudfunctions/domain/steps'
import { aTransfer, aTransferIn, beijing, DAY, HOUR, type TransferBuilder } from '../support/builders'

const steps = (transfer: TransferBuilder, now = transfer.now, identity?: PartyIdentity): StepView[] =>
  stepsOf(transfer.state, transfer.startedAt, identity, now)
const states = (transfer: TransferBuilder, now?: number, identity?: PartyIdentity): string =>
  steps(transfer, now, identity)
    .map(({ key, state }) => `${key} ${state}`)
    .join(', ')
const at = (transfer: TransferBuilder, key: string, now?: number) =>
  steps(transfer, now).find((step) => step.key === key)?.at

describe('the way from outside Beijing', () => {
  const asked = aTransfer().registered().at(beijing('2024-07-01 09:00'))
  const approved = asked.approved().at(beijing('2024-07-02 10:00'))
  const ready = beijing('2024-07-03 10:00')
  const matched = approved.matched('member').at(beijing('2024-07-04 11:00'))

  it('waits for the approval first', () => {
    expect(states(asked)).toBe(
      'join done, approval current, wait blocked, request blocked, verification todo, confirmation todo',
    )
  })

  it('then waits for a day, with the request blocked until it is over', () => {
    expect(states(approved, ready - 1)).toBe(
      'join done, approval done, wait current, request blocked, verification todo, confirmation todo',
    )
  })

  it('asks for the request from the millisecond on that the wait is over', () => {
    expect(states(approved, ready)).toBe(
      'join done, approval done, wait done, request current, verification todo, confirmation todo',
    )
    expect(at(approved, 'wait', ready)).toBe('2024-07-03T02:00:00.000Z')
  })

  it.each(['member', 'link'] as const)('after a match by the %s still waits for the official confirmation', (way) => {
    expect(states(approved.matched(way).at(beijing('2024-07-04 11:00')))).toBe(
      'join done, approval done, wait done, request done, verification done, confirmation current',
    )
  })

  it('is done when the outside system matched', () => {
    expect(states(approved.matched('province').at(beijing('2024-07-04 11:00')))).toBe(
      'join done, approval done, wait done, request done, verification done, confirmation done',
    )
  })

  it('is done when the secretary confirmed, and dates the confirmation by itself', () => {
    const confirmed = matched.confirmed().at(beijing('2024-07-09 15:00'))
    expect(states(confirmed)).toMatch(/confirmation done$/u)
    expect(at(confirmed, 'verification')).toBe('2024-07-04T03:00:00.000Z')
    expect(at(confirmed, 'confirmation')).toBe('2024-07-09T07:00:00.000Z')
  })

  it('dates a confirmation by the outside system by itself too', () => {
    const confirmed = matched.matched('province').at(beijing('2024-07-10 08:00'))
    expect(at(confirmed, 'request')).toBe('2024-07-04T03:00:00.000Z')
    expect(at(confirmed, 'verification')).toBe('2024-07-04T03:00:00.000Z')
    expect(at(confirmed, 'confirmation')).toBe('2024-07-10T00:00:00.000Z')
  })

  it('is done throughout when the secretary confirmed before the wait was over', () => {
    const early = approved.confirmed().at(beijing('2024-07-02 12:00'))
    expect(states(early)).toBe(
      'join done, approval done, wait done, request done, verification done, confirmation done',
    )
    for (const step of steps(early)) expect(Date.parse(step.at ?? '')).toBeLessThanOrEqual(early.now)
  })

  it('goes back to the request after a failure', () => {
    expect(states(approved.mismatched().at(beijing('2024-07-04 11:00')))).toBe(
      'join done, approval done, wait done, request current, verification todo, confirmation todo',
    )
    expect(states(matched.officiallyFailed())).toBe(
      'join done, approval done, wait done, request current, verification todo, confirmation todo',
    )
  })

  it('dates a request that matched after a failure by the one that matched', () => {
    const again = approved.mismatched().at(beijing('2024-07-04 11:00')).matched().at(beijing('2024-07-05 09:30'))
    expect(at(again, 'request')).toBe('2024-07-05T01:30:00.000Z')
  })

  it('goes back to the asking after a return', () => {
    expect(states(approved.returned())).toBe(
      'join current, approval todo, wait blocked, request blocked, verification todo, confirmation todo',
    )
  })
})

describe('the way inside Beijing', () => {
  const asked = aTransfer('beijing').registered()

  it('ends with the approval, without a wait or a confirmation', () => {
    expect(states(asked)).toBe('join done, approval current')
    expect(states(asked.approved())).toBe('join done, approval done')
    expect(states(asked.returned())).toBe('join current, approval todo')
    expect(states(asked.approved().officiallyFailed())).toBe('join current, approval todo')
  })
})

describe('the way of a Party member', () => {
  const preparing = aTransfer('party').preparing()

  it('begins with the preparation', () => {
    expect(states(preparing)).toBe('prepare current, announce todo, accept todo, materials todo, receive todo')
  })

  it('shows a probationary member the papers of probation', () => {
    expect(states(preparing.announced(), undefined, 'probationary')).toBe(
      'prepare done, announce done, accept current, materials todo, probation todo, receive todo',
    )
  })

  it('takes the facts in whatever order they come', () => {
    expect(states(preparing.announced().facts('materials'))).toBe(
      'prepare done, announce done, accept current, materials done, receive todo',
    )
    expect(states(preparing.announced('paper').facts('letter'))).toBe(
      'prepare done, announce done, accept done, materials current, receive todo',
    )
    expect(states(preparing.announced('paper').facts('online'))).toMatch(/accept current/u)
  })

  it('is done when received', () => {
    expect(states(preparing.announced().received('online', 'materials'))).toBe(
      'prepare done, announce done, accept done, materials done, receive done',
    )
  })

  it('begins again after a return', () => {
    expect(states(preparing.announced().returned())).toMatch(/^prepare current, announce todo/u)
  })
})

describe('at any point', () => {
  const everywhere: [string, TransferBuilder, number][] = [
    ...(['registered', 'approved', 'returned', 'failed', 'transferred'] as const).map(
      (stage): [string, TransferBuilder, number] => [`province ${stage}`, aTransferIn('province', stage), 1],
    ),
    ['province failed early', aTransfer().registered().approved().officiallyFailed(), 1],
    ['province confirmed', aTransferIn('province', 'transferred').confirmed(), 0],
    ['province confirmed early', aTransfer().registered().approved().confirmed(), 0],
    ['province withdrawn', aTransferIn('province', 'approved').withdrawn(), 0],
    ['beijing registered', aTransferIn('beijing', 'registered'), 1],
    ['beijing returned', aTransferIn('beijing', 'returned'), 1],
    ['beijing transferred', aTransferIn('beijing', 'transferred'), 0],
    ['beijing withdrawn', aTransferIn('beijing', 'withdrawn'), 0],
    ...(['preparing', 'announced', 'returned'] as const).map((stage): [string, TransferBuilder, number] => [
      `party ${stage}`,
      aTransferIn('party', stage),
      1,
    ]),
    ['party received', aTransferIn('party', 'received'), 0],
    ['party withdrawn', aTransferIn('party', 'withdrawn'), 0],
  ]

  it.each(everywhere)('(%s) the right number of steps is current', (_name, transfer, count) => {
    for (const now of [transfer.now, transfer.now + HOUR, transfer.now + 3 * DAY])
      expect(steps(transfer, now).filter(({ state }) => state === 'current')).toHaveLength(count)
  })

  it.each(everywhere)('(%s) exactly the done steps have an instant', (_name, transfer) => {
    for (const step of steps(transfer)) expect('at' in step).toBe(step.state === 'done')
  })

  it('a received transfer has no current step, even if the person has become probationary on record', () => {
    const received = aTransferIn('party', 'received')
    const current = steps(received, received.now, 'probationary').filter(({ state }) => state === 'current')
    expect(current).toEqual([])
  })
})

describe('the days of the way', () => {
  const approved = aTransfer().registered().approved().at(beijing('2024-07-02 10:00'))
  const at = (transfer: TransferBuilder, now = transfer.now) =>
    Object.fromEntries(steps(transfer, now).map((step) => [step.key, step.at]))

  it('what is known to be submitted is done, and the verification is next', () => {
    const submitted = approved.submitted().at(beijing('2024-07-04 11:00'))
    expect(states(submitted)).toBe(
      'join done, approval done, wait done, request done, verification current, confirmation todo',
    )
    expect(at(submitted)).toMatchObject({ request: '2024-07-04T03:00:00.000Z' })
  })

  it('what failed has to be submitted again', () => {
    const failed = approved.mismatched().at(beijing('2024-07-04 11:00'))
    expect(states(failed)).toBe(
      'join done, approval done, wait done, request current, verification todo, confirmation todo',
    )
  })

  it('a wait ends at its end, or with a result that came before it', () => {
    const matched = approved.matched().at(beijing('2024-07-04 11:00'))
    expect(at(matched)).toMatchObject({
      approval: '2024-07-02T02:00:00.000Z',
      wait: '2024-07-03T02:00:00.000Z',
      request: '2024-07-04T03:00:00.000Z',
      verification: '2024-07-04T03:00:00.000Z',
    })
    const early = approved.confirmed().at(beijing('2024-07-02 12:00'))
    expect(at(early)).toMatchObject({ wait: '2024-07-02T04:00:00.000Z', request: '2024-07-02T04:00:00.000Z' })
  })

  it('inside Beijing the approval is dated by itself', () => {
    const accepted = aTransfer('beijing').registered().approved().at(beijing('2024-07-02 10:00'))
    expect(at(accepted)).toEqual({ join: '2024-07-01T01:00:00.000Z', approval: '2024-07-02T02:00:00.000Z' })
    expect(states(aTransferIn('beijing', 'returned'))).toBe('join current, approval todo')
  })
})
