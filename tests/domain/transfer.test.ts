import { describe, expect, it } from 'vitest'
import { decide, type Command } from '../../cloudfunctions/domain/decide'
import type { ActingRole } from '../../cloudfunctions/domain/procedure'
import { evolve, fold, isOpen, type TransferEvent } from '../../cloudfunctions/domain/transfer'
import {
  A_LETTER,
  aTransfer,
  aTransferIn,
  beijing,
  commands,
  DAY,
  HOUR,
  START,
  TransferBuilder,
} from '../support/builders'
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

describe('what was said of the official system', () => {
  const asked = aTransfer('province').registered()
  const both = asked.declared({ officialRegistration: true, submittedEarly: true })

  it('is kept since when it was first said, each by itself', () => {
    const first = asked.declared({ officialRegistration: true })
    expect(first.state.declared).toStrictEqual({ officialRegistration: first.now })
    const again = first.declared({ officialRegistration: true, submittedEarly: true })
    expect(again.state.declared).toStrictEqual({ officialRegistration: first.now, submittedEarly: again.now })
    expect(again.declared({ submittedEarly: false }).state.declared).toStrictEqual({ officialRegistration: first.now })
    expect(again.declared({ officialRegistration: false }).state.declared).toStrictEqual({ submittedEarly: again.now })
  })

  it('ends with a return as far as asking to join there goes, and nothing else does', () => {
    const returned = both.returned()
    expect(returned.state).toMatchObject({ stage: 'returned', kind: 'league', returnReason: '请写全名' })
    expect(returned.state.declared).toStrictEqual({ submittedEarly: both.now })
    expect(asked.returned().state).not.toHaveProperty('declared')
  })

  it('ends so too where another branch is asked, and stands where the same one is', () => {
    expect(both.amended('branch-2').state.declared).toStrictEqual({ submittedEarly: both.now })
    expect(both.amended('branch-1').state.declared).toStrictEqual({
      officialRegistration: both.now,
      submittedEarly: both.now,
    })
  })
})

describe('a fact that was taken back', () => {
  const wrong = aTransferIn('party', 'announced').received('letter', 'materials', 'receipt')

  it('is gone, and the others are as they were', () => {
    const { state } = wrong.corrected(['letter', 'receipt'])
    expect(state).toMatchObject({ stage: 'announced', since: wrong.now + HOUR })
    expect(state.facts).toStrictEqual({ materials: wrong.now })
  })

  it('may come again with the day on which it happened', () => {
    const corrected = wrong.followedBy({
      type: 'factsCorrected',
      facts: ['letter'],
      on: { letter: '2024-06-30' },
      unchecked: ['letter'],
      complete: true,
      reason: '日期有误',
    })
    expect(corrected.state).toMatchObject({ stage: 'received', since: wrong.now })
    expect(corrected.state.facts.letter).toBe(beijing('2024-06-30 00:00'))
  })
})

describe('what the desk may take back', () => {
  const asked = aTransfer('province').registered()
  const announced = aTransferIn('party', 'announced')
  it.each<[string, TransferBuilder, { step: string; facts: string[] }]>([
    ['an approval', asked.approved(), { step: 'approve', facts: [] }],
    ['a return', asked.returned(), { step: 'return', facts: [] }],
    ['a confirmation', asked.approved().confirmed(), { step: 'confirm', facts: [] }],
    ['an official failure', asked.approved().officiallyFailed(), { step: 'confirm', facts: [] }],
    ['received facts', announced.facts('letter', 'receipt'), { step: 'receive', facts: ['letter', 'receipt'] }],
    [
      'corrected facts',
      announced.facts('letter').followedBy({
        type: 'factsCorrected',
        facts: ['materials'],
        unchecked: ['letter'],
        complete: false,
        reason: '登记错人',
      }),
      { step: 'receive', facts: ['materials', 'letter'] },
    ],
  ])('is %s, with what stood before it', (_what, transfer, step) => {
    const { undoable, ...after } = transfer.state
    const { undoable: _earlier, ...before } = new TransferBuilder(transfer.journey, transfer.events.slice(0, -1)).state
    expect(undoable).toStrictEqual({ ...step, at: transfer.now, before })
    const { undone, ...back } = transfer.undone().state
    expect(undone).toEqual({ at: transfer.now + HOUR, step: step.step })
    expect(back).toStrictEqual({ ...before, version: after.version + 1 })
  })

  it('is nothing that others did', () => {
    for (const { state } of [asked, asked.amended(), asked.withdrawn(), asked.released(), asked.approved().matched()])
      expect(state).not.toHaveProperty('undoable')
    const forced = () => evolve(asked.state, { at: 0, by: 'secretary', who: 'a', type: 'undone', step: 'approve' })
    expect(forced).toThrow('nothing is taken back but a step of the desk')
  })

  it('leaves what was said meanwhile, but a check under the approval only as one of its day', () => {
    const said = asked.approved().declared().checked()
    const { state } = said.undone()
    expect(state.declared).toEqual({ officialRegistration: said.now - HOUR })
    expect(state).not.toHaveProperty('checked')
    expect(state.verifications).toEqual({ link: { day: '2024-07-01', count: 1 } })
  })

  it('leaves a check after a return', () => {
    const checked = asked.approved().returned().checked(['name'])
    const { state } = checked.undone()
    expect(state.checked).toEqual({ at: checked.now, organisation: '某大学团委', matches: false })
    expect(state.verifications).toEqual({ link: { day: '2024-07-01', count: 1 } })
    expect(state.stage).toBe('approved')
  })

  it('is not there because something was said', () => {
    expect(asked.declared().state).not.toHaveProperty('undoable')
    expect(asked.approved().declared().state.undoable).toMatchObject({ step: 'approve' })
  })
})

describe('a log', () => {
  it('begins with the start, and with nothing else', () => {
    const [started, ...rest] = aTransfer('province').registered().returned().events
    expect(() => fold(rest)).toThrow('a transfer begins with started')
    expect(() => fold([])).toThrow('a transfer begins with started')
    expect(started === undefined ? undefined : fold([started]).stage).toBe('registered')
  })

  it('keeps a reason where one was given, and no empty place for what was not', () => {
    const [started] = aTransfer('beijing').registered().events
    if (started?.type !== 'started') throw new Error('no start')
    expect(fold([{ ...started, reason: '升学' }]).reason).toBe('升学')
    expect(fold([started])).not.toHaveProperty('reason')
    const announced = aTransfer('party').preparing().announced().state
    for (const absent of ['letter', 'probationEndsOn', 'returnReason']) expect(announced).not.toHaveProperty(absent)
  })

  it('keeps the first announcement apart from the newest', () => {
    const first = aTransfer('party').preparing().announced()
    const third = first.announced().announced()
    expect(third.state).toMatchObject({ firstAnnouncedAt: first.now, announcedAt: third.now })
    const { firstAnnouncedAt, ...old } = first.state
    expect(firstAnnouncedAt).toBe(first.now)
    const [, , newest] = first.announced().events
    expect(newest === undefined ? undefined : evolve(old, newest).firstAnnouncedAt).toBe(first.now)
  })
})
