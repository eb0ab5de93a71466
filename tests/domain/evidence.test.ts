import { describe, expect, it } from 'vitest'
import type { Letter, PreparedKey, ReceiveFact } from '../../cloudfunctions/contract'
import { allowedActions, decide, type Command } from '../../cloudfunctions/domain/decide'
import type { ActingRole } from '../../cloudfunctions/domain/procedure'
import type { Transfer } from '../../cloudfunctions/domain/transfer'
import { aTransfer, aTransferIn, beijing, commands, DAY, START, type TransferBuilder } from '../support/builders'
import { anna, claimOf } from '../support/people'

const NOW = START + 5 * DAY
const ask = (transfer: TransferBuilder, command: Command, role: ActingRole, now = NOW) => {
  const answer = decide(transfer.state, command, { role, now })
  return answer.ok ? answer.value : answer.error
}

describe('an approval beside the official system', () => {
  const branch = { waitHours: 24, besideOfficial: true }

  it.each(['province', 'beijing'] as const)('needs the tick that the person is approved there (%s)', (journey) => {
    const registered = aTransferIn(journey, 'registered')
    const unticked = commands.approve({ branch, officiallyApproved: false })
    expect(ask(registered, unticked, 'secretary')).toEqual({ code: 'OFFICIAL_FIRST' })
    expect(ask(registered, commands.approve({ branch }), 'secretary')).toMatchObject([{ type: 'approved' }])
  })

  it('needs no tick where the branch does not work beside it', () => {
    const unticked = commands.approve({ officiallyApproved: false })
    expect(ask(aTransferIn('province', 'registered'), unticked, 'secretary')).toMatchObject([{ type: 'approved' }])
  })

  it('is told of the stage before it is asked for the tick', () => {
    const unticked = commands.approve({ branch, officiallyApproved: false })
    expect(ask(aTransferIn('province', 'approved'), unticked, 'secretary')).toEqual({
      code: 'NOT_NOW',
      detail: { stage: 'approved' },
    })
  })
})

describe('a return', () => {
  it.each(['', '   ', '\u3000\n'])('without a reason is refused (%j)', (reason) => {
    for (const transfer of [aTransferIn('province', 'registered'), aTransferIn('party', 'announced')])
      expect(ask(transfer, commands.return(reason), 'secretary')).toEqual({ code: 'REASON_REQUIRED' })
  })

  it('keeps its reason for the member, without the spaces around it', () => {
    const registered = aTransferIn('province', 'registered')
    expect(ask(registered, commands.return(' 请写全名 '), 'secretary')).toEqual([
      { type: 'returned', reason: '请写全名' },
    ])
    expect(registered.returned('请写全名').state.returnReason).toBe('请写全名')
  })
})

describe('an announcement', () => {
  const preparing = aTransferIn('party', 'preparing')
  const lacks = (prepared: PreparedKey[], party: 'full' | 'probationary', letter?: Letter) =>
    ask(preparing, commands.announce({ prepared, party, ...(letter ? { channel: 'paper', letter } : {}) }), 'member')

  it('names all that is not prepared', () => {
    expect(lacks([], 'full')).toEqual({ code: 'NOT_PREPARED', detail: { missing: ['file', 'letterToCounsellor'] } })
    expect(lacks(['file'], 'full')).toEqual({ code: 'NOT_PREPARED', detail: { missing: ['letterToCounsellor'] } })
  })

  it('asks a probationary member for the papers of probation too', () => {
    expect(lacks(['file', 'letterToCounsellor'], 'probationary')).toEqual({
      code: 'NOT_PREPARED',
      detail: { missing: ['probationPapers'] },
    })
    expect(lacks(['file', 'letterToCounsellor'], 'full')).toMatchObject([{ type: 'announced' }])
  })

  it('is told what is not prepared before it is told that the letter has expired', () => {
    const expired = { issuedOn: '2020-01-01', validDays: 90 }
    expect(lacks(['file'], 'full', expired)).toMatchObject({ code: 'NOT_PREPARED' })
    expect(lacks(['file', 'letterToCounsellor'], 'full', expired)).toEqual({
      code: 'LETTER_EXPIRED',
      detail: { validUntil: '2020-03-31' },
    })
  })

  it('is refused while the ID number is released, whatever else is missing', () => {
    expect(ask(preparing.released(), commands.announce({ prepared: [] }), 'member')).toEqual({ code: 'ID_RELEASED' })
  })
})

describe('what the receiving Party branch ticks', () => {
  const announced = aTransferIn('party', 'announced')
  const lastDay = beijing('2024-09-18 23:59:59.999')

  it('may include a letter on its last day', () => {
    expect(ask(announced, commands.receive(['letter']), 'secretary', lastDay)).toMatchObject([{ type: 'factsAdded' }])
  })

  it('includes a late letter only with a reason', () => {
    const late = lastDay + 1
    expect(ask(announced, commands.receive(['letter']), 'secretary', late)).toEqual({ code: 'REASON_REQUIRED' })
    expect(ask(announced, commands.receive(['letter'], 'full', ' '), 'secretary', late)).toEqual({
      code: 'REASON_REQUIRED',
    })
    expect(ask(announced, commands.receive(['letter'], 'full', '邮寄延误'), 'secretary', late)).toEqual([
      { type: 'factsAdded', facts: ['letter'], complete: false, reason: '邮寄延误' },
    ])
  })

  it('needs no reason for other facts after the letter has expired, nor for a letter that is already in', () => {
    expect(ask(announced, commands.receive(['materials']), 'secretary', lastDay + 1)).toMatchObject([
      { type: 'factsAdded' },
    ])
    const letterIn = announced.facts('letter')
    expect(ask(letterIn, commands.receive(['letter', 'materials']), 'secretary', lastDay + 1)).toMatchObject([
      { complete: true },
    ])
  })

  it.each<[string, 'online' | 'paper', 'full' | 'probationary', ReceiveFact[], boolean]>([
    ['online: the reception online and the file', 'online', 'full', ['online', 'materials'], true],
    ['online: a letter does not stand for the reception online', 'online', 'full', ['letter', 'materials'], false],
    ['paper: the letter and the file', 'paper', 'full', ['letter', 'materials'], true],
    ['paper: the reception online does not stand for the letter', 'paper', 'full', ['online', 'materials'], false],
    ['the file is needed', 'online', 'full', ['online', 'receipt', 'probationPapers'], false],
    ['the receipt is not needed', 'paper', 'full', ['letter', 'materials', 'receipt'], true],
    ['probationary: the papers of probation too', 'online', 'probationary', ['online', 'materials'], false],
    ['probationary: all three', 'online', 'probationary', ['online', 'materials', 'probationPapers'], true],
  ])('is complete or not: %s', (_name, channel, party, facts, complete) => {
    const transfer = aTransfer('party').preparing().announced(channel)
    expect(ask(transfer, commands.receive(facts, party), 'secretary')).toMatchObject([{ complete }])
  })

  it('adds up over months, and each fact keeps the date on which it first came', () => {
    const online = announced.facts('letter').at(beijing('2024-09-03 10:00'))
    expect(ask(online, commands.receive(['materials']), 'secretary')).toMatchObject([{ complete: true }])
    const received = online.received('letter', 'materials').at(beijing('2024-11-20 15:00'))
    expect(received.state.facts).toEqual({
      letter: beijing('2024-09-03 10:00'),
      materials: beijing('2024-11-20 15:00'),
    })
    const receipt = received.received('receipt').state
    expect(receipt).toMatchObject({ stage: 'received', since: beijing('2024-11-20 15:00') })
    expect(Object.keys(receipt.facts).sort()).toEqual(['letter', 'materials', 'receipt'])
  })

  it.each<ReceiveFact>(['letter', 'materials', 'probationPapers'])('may be ticked by a counsellor: %s', (fact) => {
    expect(ask(announced, commands.receive([fact]), 'counsellor')).toMatchObject([{ type: 'factsAdded' }])
  })

  it.each<ReceiveFact>(['online', 'receipt'])('is not for a counsellor to tick: %s', (fact) => {
    expect(ask(announced, commands.receive([fact]), 'counsellor')).toEqual({ code: 'READ_ONLY' })
    expect(ask(announced, commands.receive(['materials', fact]), 'counsellor')).toEqual({ code: 'READ_ONLY' })
    expect(ask(announced, commands.receive([fact]), 'secretary')).toMatchObject([{ type: 'factsAdded' }])
  })
})

describe('a released ID number', () => {
  const released = aTransferIn('province', 'registered').released()

  it('stops the member from asking again until the account has a new number', () => {
    expect(ask(released, commands.amend(), 'member')).toEqual({ code: 'ID_RELEASED' })
    expect(ask(released.copyAmended(false), commands.amend(), 'member')).toEqual({ code: 'ID_RELEASED' })
    expect(ask(released.copyAmended(true), commands.amend(), 'member')).toMatchObject([{ type: 'amended' }])
  })

  it('leaves the transfer returned when the new number comes, for the member to ask again', () => {
    expect(released.copyAmended(true).state).toMatchObject({ stage: 'returned', idReleased: false })
  })

  it('can still be withdrawn from', () => {
    expect(ask(released, commands.withdraw(), 'member')).toEqual([{ type: 'withdrawn' }])
  })
})

describe('the limit of ten verifications a way and day', () => {
  const day = beijing('2024-07-10 12:00')
  const failedTimes = (times: number, way: 'member' | 'link' | 'province' = 'member') =>
    Array.from({ length: times }).reduce<TransferBuilder>(
      (transfer) => transfer.mismatched(['name'], way).at(day),
      aTransfer().registered().approved(),
    )
  const wrong = commands.request(undefined, claimOf(anna))

  it('lets the tenth through and refuses the eleventh until the next Beijing midnight', () => {
    expect(ask(failedTimes(9), wrong, 'member', day)).toMatchObject([{ type: 'mismatched' }])
    expect(ask(failedTimes(10), wrong, 'member', day)).toEqual({
      code: 'TOO_MANY',
      detail: { retryAt: '2024-07-10T16:00:00.000Z' },
    })
    expect(ask(failedTimes(10), wrong, 'member', beijing('2024-07-10 23:59:59.999'))).toMatchObject({
      code: 'TOO_MANY',
    })
    expect(ask(failedTimes(10), wrong, 'member', beijing('2024-07-11 00:00'))).toMatchObject([{ type: 'mismatched' }])
  })

  it('is counted for each way by itself', () => {
    const spent = failedTimes(10, 'link')
    expect(ask(spent, wrong, 'link', day)).toMatchObject({ code: 'TOO_MANY' })
    expect(ask(spent, wrong, 'member', day)).toMatchObject([{ type: 'mismatched' }])
    expect(ask(spent, wrong, 'province', day)).toMatchObject([{ type: 'mismatched' }])
  })

  it('is not escaped by amending and a new approval', () => {
    const again: Transfer = failedTimes(10).copyAmended().at(day).approved().at(day).state
    expect(again.verifications.member).toEqual({ day: '2024-07-10', count: 10 })
  })

  it('leaves a request without what was submitted, unless it was submitted too early', () => {
    const tired = failedTimes(10)
    const asking = { role: 'member', now: day } as const
    expect(allowedActions(tired.state, asking)).toEqual(['request', 'withdraw'])
    expect(decide(tired.state, commands.submitted(), asking).ok).toBe(true)
    const early = tired.declared({ submittedEarly: true })
    expect(allowedActions(early.state, asking)).toEqual(['withdraw'])
  })

  it('counts what an outside system says of a transfer that is done', () => {
    const done = aTransferIn('province', 'transferred').contradicted().at(day)
    expect(done.state.verifications.province).toEqual({ day: '2024-07-10', count: 1 })
  })
})

describe('a transfer whose sealed copy is deleted', () => {
  it.each([
    ['confirm', commands.confirm('failure'), 'secretary'],
    ['request', commands.request(), 'province'],
  ] as const)('answers NOT_NOW to %s', (_name, command, role) => {
    const erased = aTransferIn('province', 'transferred').erased()
    expect(ask(erased, command, role)).toEqual({ code: 'NOT_NOW', detail: { stage: 'transferred' } })
  })

  it('is withdrawn if it was open, and offers nothing', () => {
    const erased = aTransferIn('province', 'approved').erased().state
    expect(erased).toMatchObject({ stage: 'withdrawn', erased: true })
    expect(allowedActions(erased, { role: 'secretary', now: NOW })).toEqual([])
  })

  it('takes no more facts of a Party member', () => {
    const erased = aTransferIn('party', 'received').erased()
    expect(ask(erased, commands.receive(['receipt']), 'secretary')).toMatchObject({ code: 'NOT_NOW' })
  })
})

describe('the newest step of the desk', () => {
  const approved = aTransferIn('province', 'approved')
  const at = approved.state.since

  it('is taken back through the last millisecond of its day, and not one later', () => {
    expect(ask(approved, commands.undo(), 'secretary', at + DAY)).toEqual([{ type: 'undone', step: 'approve' }])
    const late = { code: 'NOT_NOW', detail: { stage: 'approved' } }
    expect(ask(approved, commands.undo(), 'secretary', at + DAY + 1)).toEqual(late)
    const offered = (now: number) => allowedActions(approved.state, { role: 'secretary', now }).includes('undo')
    expect([offered(at + DAY), offered(at + DAY + 1)]).toEqual([true, false])
  })
})
