import { describe, expect, it } from 'vitest'
import { decide, type Command } from '../../cloudfunctions/domain/decide'
import type { ActingRole } from '../../cloudfunctions/domain/procedure'
import { evolve, fold, isOpen, type TransferEvent } from '../../cloudfunctions/domain/transfer'
import { A_LETTER, aTransfer, aTransferIn, commands, DAY, START } from '../support/builders'
import { anna, claimOf, zhangMei } from '../support/people'

const NOW = START + 10 * DAY
const told = (transfer: ReturnType<typeof aTransfer>, command: Command, role: ActingRole) => {
  const answer = decide(transfer.state, command, { role, now: NOW })
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value
}

describe('a transfer', () => {
  it('begins with its start, whose branch and reason it keeps', () => {
    const started: TransferEvent = {
      at: START,
      by: 'member',
      who: 'account-1',
      type: 'started',
      kind: 'league',
      origin: 'beijing',
      branchId: 'branch-7',
      reason: '升学',
    }
    expect(fold([started])).toEqual({
      kind: 'league',
      origin: 'beijing',
      stage: 'registered',
      branchId: 'branch-7',
      version: 1,
      since: START,
      reason: '升学',
      attempts: 0,
      verifications: {},
      facts: {},
      idReleased: false,
      contradicted: false,
      erased: false,
    })
  })

  it('can begin with nothing else', () => {
    const [approved] = aTransferIn('province', 'approved').events.slice(1)
    expect(() => fold([])).toThrow()
    expect(() => evolve(undefined, approved as TransferEvent)).toThrow()
  })

  it.each([
    ['registered', true],
    ['approved', true],
    ['returned', true],
    ['failed', true],
    ['preparing', true],
    ['announced', true],
    ['transferred', false],
    ['received', false],
    ['withdrawn', false],
  ] as const)('that is %s holds its place: %s', (stage, open) => {
    expect(isOpen(stage)).toBe(open)
  })
})

describe('an amendment', () => {
  const asked = aTransfer().registered('branch-1')

  it('asks the branch that it names, for the reason that it gives', () => {
    expect(told(asked, commands.amend({ branchId: 'branch-2', reason: '就业' }), 'member')).toEqual([
      { type: 'amended', branchId: 'branch-2', reason: '就业' },
    ])
    const amended = asked.followedBy({ type: 'amended', branchId: 'branch-2', reason: '就业' })
    expect(amended.state).toMatchObject({ branchId: 'branch-2', reason: '就业', stage: 'registered' })
  })

  it('leaves the reason as it was where it gives none', () => {
    const amended = asked.followedBy({ type: 'amended', branchId: 'branch-1', reason: '就业' }).amended('branch-3')
    expect(amended.state).toMatchObject({ branchId: 'branch-3', reason: '就业' })
  })

  it('clears what the branch had said before', () => {
    const amended = asked.returned('请写全名').amended().state
    expect(amended).not.toHaveProperty('returnReason')
    expect(amended.since).toBe(asked.returned().amended().now)
  })
})

describe('a verification', () => {
  const approved = aTransferIn('province', 'approved')

  it('that finds a difference names the fields, and never what the other side claimed', () => {
    const events = told(approved, commands.request(zhangMei, claimOf(anna)), 'province')
    expect(events).toEqual([{ type: 'mismatched', way: 'province', differs: ['name', 'idNumber', 'memberNumber'] }])
    expect(approved.mismatched(['name', 'memberNumber']).state.failure).toEqual({
      code: 'MISMATCH',
      differs: ['name', 'memberNumber'],
    })
  })

  it('that matches says by which way it came, and which writing was only normalised to match', () => {
    const spaced = { ...claimOf(zhangMei), name: '张 梅' }
    expect(told(approved, commands.request(zhangMei, spaced), 'link')).toEqual([
      { type: 'matched', way: 'link', variants: ['name'] },
    ])
    expect(approved.mismatched().matched('link').state).toMatchObject({ stage: 'transferred', confirmedBy: 'link' })
    expect(approved.mismatched().matched('link').state).not.toHaveProperty('failure')
  })

  it('keeps the name of the organisation that asked', () => {
    const asking = { ...commands.request(), organisation: '某大学团委' }
    expect(told(approved, asking, 'link')).toMatchObject([{ type: 'matched', organisation: '某大学团委' }])
    const mistaken = { ...commands.request(zhangMei, claimOf(anna)), organisation: '某大学团委' }
    expect(told(approved, mistaken, 'link')).toMatchObject([{ type: 'mismatched', organisation: '某大学团委' }])
  })

  it('is counted as an attempt, whatever came of it', () => {
    expect(approved.state.attempts).toBe(0)
    expect(approved.mismatched().mismatched().matched().contradicted().state.attempts).toBe(4)
  })

  it('by an outside system of a transfer that is done confirms it', () => {
    const done = aTransferIn('province', 'transferred')
    expect(done.state).toMatchObject({ confirmedBy: 'member' })
    expect(done.state).not.toHaveProperty('confirmedAt')
    expect(told(done, commands.request(), 'province')).toMatchObject([{ type: 'matched', way: 'province' }])
    const confirmed = done.matched('province')
    expect(confirmed.state).toMatchObject({ stage: 'transferred', confirmedBy: 'province', since: done.now })
    expect(confirmed.state.confirmedAt).toBe(confirmed.now)
    expect(confirmed.matched('province').state.confirmedAt).toBe(confirmed.now)
  })

  it('by an outside system that contradicts a result leaves it as it is', () => {
    const done = aTransferIn('province', 'transferred').confirmed()
    expect(told(done, commands.request(zhangMei, claimOf(anna)), 'province')).toMatchObject([
      { type: 'contradicted', way: 'province' },
    ])
    expect(done.contradicted().state).toMatchObject({
      stage: 'transferred',
      confirmedBy: 'secretary',
      contradicted: true,
    })
  })
})

describe('what the official system said', () => {
  it('makes a success of a failure', () => {
    const { state } = aTransferIn('province', 'failed').confirmed()
    expect(state).toMatchObject({ stage: 'transferred', confirmedBy: 'secretary' })
    expect(state).not.toHaveProperty('failure')
  })

  it('makes a failure of a success, which nobody confirms any longer, while the approval stands', () => {
    const done = aTransferIn('province', 'transferred').confirmed()
    const { state } = done.officiallyFailed('系统退回')
    expect(state).toMatchObject({ stage: 'failed', failure: { code: 'OFFICIAL_FAILURE' } })
    expect(state.readyAt).toBe(done.state.readyAt)
    expect(state).not.toHaveProperty('confirmedBy')
    expect(state).not.toHaveProperty('confirmedAt')
  })

  it('returns a transfer inside Beijing, with the reason where one is given', () => {
    const done = aTransferIn('beijing', 'transferred')
    expect(done.state).toMatchObject({ confirmedBy: 'secretary' })
    expect(done.officiallyFailed('系统退回').state).toMatchObject({
      stage: 'returned',
      failure: { code: 'OFFICIAL_FAILURE' },
      returnReason: '系统退回',
    })
    expect(done.officiallyFailed().state).not.toHaveProperty('returnReason')
    expect(done.officiallyFailed().state).not.toHaveProperty('confirmedBy')
    expect(done.officiallyFailed().amended().state).not.toHaveProperty('failure')
  })
})

describe('an announcement', () => {
  it('keeps its letter and the end of probation, and clears an earlier return', () => {
    const announce = commands.announce({
      channel: 'paper',
      letter: A_LETTER,
      probationEndsOn: '2024-11-20',
      party: 'probationary',
    })
    const returned = aTransferIn('party', 'returned')
    const [body] = told(returned, announce, 'member')
    expect(body).toEqual({
      type: 'announced',
      channel: 'paper',
      letter: A_LETTER,
      probationEndsOn: '2024-11-20',
      prepared: ['file', 'letterToCounsellor', 'probationPapers'],
    })
    const { state } = returned.followedBy(body ?? { type: 'withdrawn' })
    expect(state).toMatchObject({ stage: 'announced', letter: A_LETTER, probationEndsOn: '2024-11-20' })
    expect(state).not.toHaveProperty('returnReason')
  })
})

describe('an amended copy', () => {
  it.each([
    ['registered', 'registered'],
    ['approved', 'registered'],
    ['failed', 'registered'],
    ['returned', 'returned'],
  ] as const)('of a transfer that is %s leaves it %s, with a new version', (stage, next) => {
    const before = aTransferIn('province', stage)
    const { state } = before.copyAmended()
    expect(state).toMatchObject({ stage: next, version: before.state.version + 1 })
    expect(state).not.toHaveProperty('approvedAt')
    expect(state).not.toHaveProperty('failure')
  })

  it('of a Party transfer leaves it where it is', () => {
    for (const stage of ['preparing', 'announced', 'returned'] as const)
      expect(aTransferIn('party', stage).copyAmended().state.stage).toBe(stage)
  })
})
