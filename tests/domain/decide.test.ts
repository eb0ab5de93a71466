import { describe, expect, it } from 'vitest'
import type { Declaration, ReceiveFact } from '../../cloudfunctions/contract'
import { allowedActions, decide, type Command, type GivenFact } from '../../cloudfunctions/domain/decide'
import type { ActingRole } from '../../cloudfunctions/domain/procedure'
import type { Transfer } from '../../cloudfunctions/domain/transfer'
import {
  A_LETTER,
  aTransfer,
  aTransferIn,
  beijing,
  commands,
  DAY,
  HOUR,
  type TransferBuilder,
} from '../support/builders'
import { anna, claimOf, zhangMei } from '../support/people'

const league = () => aTransfer('province').registered()
const inside = () => aTransfer('beijing').registered()
const party = () => aTransfer('party').preparing()
const byLetter = () => party().announced('paper', A_LETTER)

/** The events that follow, or the refusal. */
const answer = (state: Transfer, command: Command, role: ActingRole, now: number) => {
  const reply = decide(state, command, { role, now })
  return reply.ok ? reply.value : reply.error
}
const told = (transfer: TransferBuilder, command: Command, role: ActingRole, later = HOUR) =>
  answer(transfer.state, command, role, transfer.now + later)
const notNow = (stage: string) => ({ code: 'NOT_NOW', detail: { stage } })

describe('what is offered', () => {
  // prettier-ignore
  const ROWS: [where: string, transfer: TransferBuilder, later: number, role: ActingRole, actions: string][] = [
    ['who asks to join',                 league(),                               0,        'member',        'amend withdraw'],
    ['who asks to join',                 league(),                               0,        'secretary',     'approve return'],
    ['who asks to join',                 league(),                               0,        'administrator', 'approve return'],
    ['who asks to join',                 league(),                               0,        'counsellor',    ''],
    ['who asks to join',                 league(),                               0,        'link',          ''],
    ['whose wait is running',            league().approved(),                    DAY - 1,  'member',        'withdraw'],
    ['whose wait is over',               league().approved(),                    DAY,      'member',        'request withdraw'],
    ['whose wait is over',               league().approved(),                    DAY,      'link',          'request'],
    ['whose wait is over',               league().approved(),                    DAY,      'province',      'request'],
    ['who was approved a day ago',       league().approved(),                    DAY,      'secretary',     'return confirm undo'],
    ['who was approved longer ago',      league().approved(),                    DAY + 1,  'secretary',     'return confirm'],
    ['who was returned',                 league().returned(),                    HOUR,     'member',        'amend withdraw'],
    ['who was returned',                 league().returned(),                    HOUR,     'secretary',     'undo'],
    ['whose number was released',        league().released(),                    HOUR,     'member',        'withdraw'],
    ['whose number was released',        league().released(),                    HOUR,     'secretary',     ''],
    ['whose request failed',             aTransferIn('province', 'failed'),      HOUR,     'member',        'request withdraw'],
    ['whose request failed',             aTransferIn('province', 'failed'),      HOUR,     'secretary',     'confirm'],
    ['who matched',                      aTransferIn('province', 'transferred'), HOUR,     'member',        ''],
    ['who matched',                      aTransferIn('province', 'transferred'), HOUR,     'secretary',     'confirm'],
    ['who matched',                      aTransferIn('province', 'transferred'), HOUR,     'province',      'request'],
    ['who withdrew',                     league().withdrawn(),                   HOUR,     'member',        ''],
    ['who is erased',                    league().erased(),                      HOUR,     'member',        ''],
    ['who asks inside Beijing',          inside(),                               0,        'secretary',     'approve return'],
    ['who was accepted inside Beijing',  inside().approved(),                    HOUR,     'secretary',     'confirm undo'],
    ['who was accepted inside Beijing',  inside().approved(),                    HOUR,     'member',        ''],
    ['who was returned inside Beijing',  inside().returned(),                    HOUR,     'member',        'amend withdraw'],
    ['who prepares',                     party(),                                0,        'member',        'announce withdraw'],
    ['who prepares',                     party(),                                0,        'secretary',     ''],
    ['who has announced',                byLetter(),                             0,        'member',        'announce withdraw'],
    ['who has announced',                byLetter(),                             0,        'secretary',     'return receive'],
    ['who has announced',                byLetter(),                             0,        'counsellor',    'receive'],
    ['whose file has come',              byLetter().facts('materials'),          HOUR,     'member',        'announce withdraw'],
    ['whose file has come',              byLetter().facts('materials'),          HOUR,     'counsellor',    'receive undo'],
    ['whose letter has come',            byLetter().facts('letter'),             HOUR,     'member',        'withdraw'],
    ['who was accepted online',          party().announced().facts('online'),    HOUR,     'member',        'withdraw'],
    ['who was accepted online',          party().announced().facts('online'),    HOUR,     'counsellor',    'receive'],
    ['who was accepted online',          party().announced().facts('online'),    HOUR,     'administrator', 'return receive undo'],
    ['who was received',                 aTransferIn('party', 'received'),       HOUR,     'counsellor',    'receive undo'],
    ['who was received',                 aTransferIn('party', 'received'),       HOUR,     'secretary',     'receive undo'],
    ['who was returned by a Party branch', aTransferIn('party', 'returned'),     HOUR,     'member',        'announce withdraw'],
    ['who was returned by a Party branch', aTransferIn('party', 'returned'),     HOUR,     'secretary',     'undo'],
  ]
  it.each(ROWS)('of one %s', (_where, { state, now }, later, role, actions) => {
    expect(allowedActions(state, { role, now: now + later }).join(' ')).toBe(actions)
  })

  it('is no request where none of the day is left, unless one without its fields can be recorded', () => {
    const late = { ...league().approved().state, verifications: { member: { day: '2024-07-03', count: 10 } } }
    const now = beijing('2024-07-03 12:00')
    const allowed = (state: Transfer, at = now) => allowedActions(state, { role: 'member', now: at })
    expect(allowed(late)).toContain('request')
    const early = { ...late, declared: { submittedEarly: now - DAY } }
    expect(allowed(early)).not.toContain('request')
    expect(allowed(early, beijing('2024-07-04 00:00'))).toContain('request')
    const nine = { ...early, verifications: { member: { day: '2024-07-03', count: 9 } } }
    expect(allowed(nine)).toContain('request')
    expect(allowed({ ...early, declared: { officialRegistration: now } })).toContain('request')
  })
})

describe('a step of the desk', () => {
  it.each<[string, TransferBuilder, string]>([
    ['an approval', league().approved(), 'approve'],
    ['a return', league().returned(), 'return'],
    ['a confirmation', aTransferIn('province', 'transferred').confirmed(), 'confirm'],
    ['a failure in the official system', league().approved().officiallyFailed(), 'confirm'],
    ['a received fact', byLetter().facts('letter'), 'receive'],
  ])('%s can be taken back within a day', (_what, transfer, step) => {
    expect(told(transfer, commands.undo(), 'secretary', DAY)).toEqual([{ type: 'undone', step }])
    expect(told(transfer, commands.undo(), 'secretary', DAY + 1)).toEqual(notNow(transfer.state.stage))
  })

  it('is not there where somebody else did the newest one', () => {
    expect(told(aTransferIn('province', 'failed'), commands.undo(), 'secretary')).toEqual(notNow('failed'))
    expect(told(byLetter(), commands.undo(), 'secretary')).toEqual(notNow('announced'))
  })

  it('is taken back by a counsellor where it is of what he may tick', () => {
    const undo = (...facts: ReceiveFact[]) => told(byLetter().facts(...facts), commands.undo(), 'counsellor')
    expect(undo('letter', 'materials', 'probationPapers')).toEqual([{ type: 'undone', step: 'receive' }])
    expect(undo('letter', 'online')).toEqual({ code: 'READ_ONLY' })
    expect(undo('receipt')).toEqual({ code: 'READ_ONLY' })
    expect(told(byLetter().facts('online').corrected(['online']), commands.undo(), 'counsellor')).toEqual({
      code: 'READ_ONLY',
    })
    expect(told(byLetter().facts('online'), commands.undo(), 'secretary')).toEqual([
      { type: 'undone', step: 'receive' },
    ])
  })

  it('that gives an approval back asks for the official one, where the branch works beside that system', () => {
    const approved = league().approved().returned()
    const undo = (transfer: TransferBuilder, official: boolean, besideOfficial: boolean) =>
      told(transfer, commands.undo(official, { besideOfficial }), 'secretary')
    const undone = [{ type: 'undone', step: 'return' }]
    expect(undo(approved, false, true)).toEqual({ code: 'OFFICIAL_FIRST' })
    expect(undo(approved, true, true)).toEqual(undone)
    expect(undo(approved, false, false)).toEqual(undone)
    expect(undo(league().returned(), false, true)).toEqual(undone)
  })

  it('approves only what is approved there too, where the branch works beside that system', () => {
    const approve = (officiallyApproved: boolean, besideOfficial: boolean) =>
      told(league(), commands.approve({ officiallyApproved, branch: { waitHours: 24, besideOfficial } }), 'secretary')
    expect(approve(false, true)).toEqual({ code: 'OFFICIAL_FIRST' })
    expect(approve(true, true)).toMatchObject([{ type: 'approved' }])
    expect(approve(false, false)).toMatchObject([{ type: 'approved' }])
  })

  it('keeps reasons without the blanks around them', () => {
    expect(told(league(), commands.return(' 请写全名 '), 'secretary')).toEqual([
      { type: 'returned', reason: '请写全名' },
    ])
    expect(told(league(), commands.return(' \n'), 'secretary')).toEqual({ code: 'REASON_REQUIRED' })
    expect(told(league(), commands.release(' 号码有误 '), 'secretary')).toEqual([
      { type: 'released', reason: '号码有误' },
    ])
  })

  it('records what the official system said, with the reason where there is one', () => {
    const confirm = (result: 'success' | 'failure', reason?: string) =>
      told(
        aTransferIn('province', 'transferred'),
        { action: 'confirm', result, ...(reason === undefined ? {} : { reason }) },
        'secretary',
      )
    expect(confirm('success')).toEqual([{ type: 'confirmed' }])
    expect(confirm('failure')).toEqual([{ type: 'officiallyFailed' }])
    expect(confirm('failure', '系统退回')).toEqual([{ type: 'officiallyFailed', reason: '系统退回' }])
  })

  it('is for the desk: who only looks there is told so, everybody else that it is not now', () => {
    expect(told(league(), commands.approve(), 'counsellor')).toEqual({ code: 'READ_ONLY' })
    for (const role of ['member', 'link', 'province'] as const)
      expect(told(league(), commands.approve(), role)).toEqual(notNow('registered'))
    for (const role of ['secretary', 'administrator', 'counsellor'] as const)
      expect(told(league(), commands.withdraw(), role)).toEqual({ code: 'READ_ONLY' })
  })
})

describe('the limit of a day', () => {
  const used = (way: 'member' | 'link' | 'province', count: number): Transfer => ({
    ...league().approved().state,
    verifications: { [way]: { day: '2024-07-03', count } },
  })
  const at = beijing('2024-07-03 23:59:59.999')
  const tooMany = { code: 'TOO_MANY', detail: { retryAt: '2024-07-03T16:00:00.000Z' } }

  it('is ten comparisons for each way, until midnight in Beijing', () => {
    for (const role of ['member', 'link', 'province'] as const) {
      expect(answer(used(role, 10), commands.request(), role, at)).toEqual(tooMany)
      expect(answer(used(role, 9), commands.request(), role, at)).toMatchObject([{ type: 'matched', way: role }])
      expect(answer(used(role, 10), commands.request(), role, at + 1)).toMatchObject([{ type: 'matched' }])
    }
    expect(answer(used('member', 10), commands.request(), 'link', at)).toMatchObject([{ type: 'matched' }])
    expect(answer(used('link', 10), commands.request(), 'member', at)).toMatchObject([{ type: 'matched' }])
  })

  it('counts a check as it does a request, and nothing that compares nothing', () => {
    expect(answer(used('link', 10), commands.check(), 'link', at)).toEqual(tooMany)
    expect(answer(used('link', 9), commands.check(), 'link', at)).toMatchObject([{ type: 'checked' }])
    expect(answer(used('link', 10), commands.submitted(), 'link', at)).toMatchObject([{ type: 'submitted' }])
    expect(answer(used('member', 10), commands.withdraw(), 'member', at)).toEqual([{ type: 'withdrawn' }])
  })
})

describe('what is known to be submitted without its fields', () => {
  const ready = () => league().approved()
  const submitted = (transfer: TransferBuilder, role: ActingRole = 'member') =>
    told(transfer, commands.submitted(), role, 2 * DAY)

  it('is recorded once while it stands, and again after a failure', () => {
    expect(submitted(ready())).toEqual([{ type: 'submitted', way: 'member' }])
    expect(submitted(ready(), 'link')).toEqual([{ type: 'submitted', way: 'link' }])
    expect(submitted(ready().submitted())).toEqual([])
    expect(submitted(aTransferIn('province', 'failed'))).toEqual([{ type: 'submitted', way: 'member' }])
    expect(submitted(aTransferIn('province', 'transferred'), 'province')).toEqual([])
  })

  it('says by which organisation, where that is known', () => {
    const command: Command = { action: 'request', registered: zhangMei, organisation: '某大学团委' }
    expect(told(ready(), command, 'link', DAY)).toEqual([
      { type: 'submitted', way: 'link', organisation: '某大学团委' },
    ])
  })

  it('does not count while it was submitted too early', () => {
    const early = ready().declared({ submittedEarly: true })
    expect(submitted(early)).toEqual(notNow('approved'))
    expect(submitted(early.declared({ submittedEarly: false }))).toMatchObject([{ type: 'submitted' }])
    expect(submitted(ready().declared({ officialRegistration: true }))).toMatchObject([{ type: 'submitted' }])
    expect(told(early, commands.request(), 'member', 2 * DAY)).toMatchObject([{ type: 'matched' }])
  })

  it('waits for the end of the wait', () => {
    expect(told(ready(), commands.submitted(), 'member', DAY - 1)).toEqual({
      code: 'WAIT_NOT_OVER',
      detail: { readyAt: '2024-07-02T02:00:00.000Z' },
    })
    expect(told(ready(), commands.submitted(), 'member', DAY)).toMatchObject([{ type: 'submitted' }])
  })
})

describe('a check by link', () => {
  it('says what came of it, and of which organisation', () => {
    const checked = { type: 'checked', organisation: '某大学团委', variants: [] }
    expect(told(league(), commands.check(), 'link')).toEqual([{ ...checked, matches: true, differs: [] }])
    expect(told(league(), commands.check(zhangMei, claimOf(anna)), 'link')).toEqual([
      { ...checked, matches: false, differs: ['name', 'idNumber', 'memberNumber'] },
    ])
  })
})

describe('what the member says of the official system', () => {
  const declared = (transfer: TransferBuilder, said: Declaration) => told(transfer, commands.declare(said), 'member')
  it.each<[string, TransferBuilder, Declaration, boolean]>([
    ['that it is done', league(), { officialRegistration: true }, true],
    ['that it is not, which nobody has claimed', league(), { officialRegistration: false }, false],
    ['nothing', league(), {}, false],
    ['the same again', league().declared({ officialRegistration: true }), { officialRegistration: true }, false],
    [
      'that it is not done after all',
      league().declared({ officialRegistration: true }),
      { officialRegistration: false },
      true,
    ],
    ['one old thing and one new', league().declared(), { officialRegistration: true, submittedEarly: true }, true],
    ['that it was submitted too early', league(), { submittedEarly: true }, true],
    ['that this is settled', league().declared({ submittedEarly: true }), { submittedEarly: false }, true],
    ['that something is settled that never was', league().declared(), { submittedEarly: false }, false],
  ])('(%s) is kept where it is new', (_what, transfer, said, isNew) => {
    expect(declared(transfer, said)).toEqual(isNew ? [{ type: 'declared', said }] : [])
  })
})

describe('an announcement', () => {
  const announce = (transfer: TransferBuilder, given = {}) => told(transfer, commands.announce(given), 'member')

  it('may be made again until the branch has accepted', () => {
    expect(announce(byLetter())).toMatchObject([{ type: 'announced' }])
    expect(announce(byLetter().facts('materials', 'receipt'))).toMatchObject([{ type: 'announced' }])
    expect(announce(byLetter().facts('letter'))).toEqual(notNow('announced'))
    expect(announce(byLetter().facts('online'))).toEqual(notNow('announced'))
  })

  it('needs what must be prepared', () => {
    expect(announce(party(), { prepared: ['file'] })).toEqual({
      code: 'NOT_PREPARED',
      detail: { missing: ['letterToCounsellor'] },
    })
    expect(announce(party(), { party: 'probationary', prepared: ['letterToCounsellor'] })).toEqual({
      code: 'NOT_PREPARED',
      detail: { missing: ['file', 'probationPapers'] },
    })
  })
})

describe('the dated facts', () => {
  const today = '2024-07-01'
  const receive = (
    transfer: TransferBuilder,
    checked: GivenFact[],
    { unchecked, reason, role = 'secretary' }: { unchecked?: ReceiveFact[]; reason?: string; role?: ActingRole } = {},
  ) =>
    told(
      transfer,
      {
        action: 'receive',
        checked,
        party: 'full',
        ...(unchecked === undefined ? {} : { unchecked }),
        ...(reason === undefined ? {} : { reason }),
      },
      role,
    )
  const bad = (...fields: [path: string, rule: string][]) => ({
    code: 'BAD_INPUT',
    detail: { fields: fields.map(([path, rule]) => ({ path, rule })) },
  })

  it('happened today unless another day is given, and are there once', () => {
    const added = { type: 'factsAdded', complete: false }
    expect(receive(byLetter(), ['letter'])).toEqual([{ ...added, facts: ['letter'] }])
    expect(receive(byLetter(), [{ fact: 'letter', on: today }])).toEqual([{ ...added, facts: ['letter'] }])
    expect(receive(byLetter(), [{ fact: 'letter', on: '2024-06-30' }, 'receipt', 'letter'])).toEqual([
      { ...added, facts: ['letter', 'receipt'], on: { letter: '2024-06-30' } },
    ])
    expect(receive(byLetter(), ['letter'], { reason: '补录' })).toEqual([
      { ...added, facts: ['letter'], reason: '补录' },
    ])
  })

  it('are complete with those that were there before', () => {
    expect(receive(byLetter(), ['letter', 'materials'])).toMatchObject([{ complete: true }])
    expect(receive(byLetter().facts('letter'), ['materials'])).toMatchObject([{ facts: ['materials'], complete: true }])
    expect(receive(byLetter().facts('letter'), ['receipt'])).toMatchObject([{ complete: false }])
    expect(receive(party().announced(), ['letter', 'materials'])).toMatchObject([{ complete: false }])
    expect(receive(party().announced(), ['online', 'materials'])).toMatchObject([{ complete: true }])
  })

  it('lie at most today, and at the earliest sixty days before the first announcement', () => {
    const on = (day: string): GivenFact[] => ['materials', { fact: 'letter', on: day }]
    expect(receive(byLetter(), on('2024-07-02'))).toEqual(bad(['checked.1.on', 'date.future']))
    expect(receive(byLetter(), on('2024-05-01'))).toEqual(bad(['checked.1.on', 'range']))
    expect(receive(byLetter(), on('2024-05-02'))).toMatchObject([{ on: { letter: '2024-05-02' } }])
    const later = byLetter().announced('paper', A_LETTER).at(beijing('2024-08-01 10:00'))
    expect(receive(later, on('2024-05-02'))).toMatchObject([{ on: { letter: '2024-05-02' } }])
    expect(receive(later, on('2024-05-01'))).toEqual(bad(['checked.1.on', 'range']))
  })

  it('of a transfer from before first announcements were kept lie sixty days before the newest one', () => {
    const { firstAnnouncedAt, ...old } = byLetter().state
    expect(firstAnnouncedAt).toBe(old.announcedAt)
    const command = (day: string) => commands.receive([{ fact: 'letter', on: day }])
    const now = beijing('2024-09-01 10:00')
    expect(answer(old, command('2024-05-02'), 'secretary', now)).toMatchObject([{ type: 'factsAdded' }])
    expect(answer(old, command('2024-05-01'), 'secretary', now)).toEqual(bad(['checked.0.on', 'range']))
  })

  it('are taken back with a reason, where they are there', () => {
    const wrong = byLetter().facts('letter', 'materials')
    const corrected = { type: 'factsCorrected', facts: [], unchecked: ['letter'], complete: false, reason: '登记错人' }
    expect(receive(wrong, [], { unchecked: ['letter'], reason: ' 登记错人 ' })).toEqual([corrected])
    expect(receive(wrong, [], { unchecked: ['letter'] })).toEqual({ code: 'REASON_REQUIRED' })
    expect(receive(wrong, [], { unchecked: ['letter'], reason: ' ' })).toEqual({ code: 'REASON_REQUIRED' })
    expect(receive(wrong, [], { unchecked: ['letter', 'online'], reason: '登记错人' })).toEqual(
      bad(['unchecked.1', 'unknown']),
    )
    expect(
      receive(wrong, [{ fact: 'receipt', on: '2024-07-02' }], { unchecked: ['online'], reason: '登记错人' }),
    ).toEqual(bad(['checked.0.on', 'date.future'], ['unchecked.0', 'unknown']))
    expect(receive(wrong, [], { unchecked: [], reason: '补录' })).toMatchObject([{ type: 'factsAdded', facts: [] }])
  })

  it('may come in the place of wrong ones', () => {
    const wrong = byLetter().received('letter', 'materials')
    const command = { unchecked: ['letter'] as ReceiveFact[], reason: '日期有误' }
    expect(receive(wrong, [{ fact: 'letter', on: '2024-06-30' }], command)).toEqual([
      {
        type: 'factsCorrected',
        facts: ['letter'],
        on: { letter: '2024-06-30' },
        unchecked: ['letter'],
        complete: true,
        reason: '日期有误',
      },
    ])
  })

  it('of a letter that came after its last day need a reason, by the day on which it came', () => {
    const late = byLetter().facts('receipt').at(beijing('2024-09-20 10:00'))
    const letter = (on: string): GivenFact => ({ fact: 'letter', on })
    expect(receive(late, ['letter'])).toEqual({ code: 'REASON_REQUIRED' })
    expect(receive(late, ['letter'], { reason: '路上耽搁' })).toMatchObject([{ type: 'factsAdded' }])
    expect(receive(late, [letter('2024-09-18')])).toMatchObject([{ type: 'factsAdded' }])
    expect(receive(late, [letter('2024-09-19')])).toEqual({ code: 'REASON_REQUIRED' })
    expect(receive(late, ['materials'])).toMatchObject([{ type: 'factsAdded' }])
  })

  it('of a letter that was there in time need none, until it is taken back', () => {
    const known = byLetter().facts('letter').facts('receipt').at(beijing('2024-09-20 10:00'))
    expect(receive(known, ['letter'])).toMatchObject([{ type: 'factsAdded' }])
    expect(receive(known, ['letter'], { unchecked: ['receipt'], reason: '登记错人' })).toMatchObject([
      { type: 'factsCorrected' },
    ])
    expect(receive(known, ['letter'], { unchecked: ['letter'] })).toEqual({ code: 'REASON_REQUIRED' })
  })

  it('that a counsellor may tick are those on paper', () => {
    const role = 'counsellor'
    expect(receive(byLetter(), ['letter', 'materials', 'probationPapers'], { role })).toMatchObject([
      { type: 'factsAdded' },
    ])
    expect(receive(byLetter(), ['letter', 'online'], { role })).toEqual({ code: 'READ_ONLY' })
    expect(receive(byLetter(), [{ fact: 'receipt', on: today }], { role })).toEqual({ code: 'READ_ONLY' })
    const wrong = byLetter().facts('online', 'letter')
    expect(receive(wrong, [], { role, unchecked: ['online'], reason: '误' })).toEqual({ code: 'READ_ONLY' })
    expect(receive(wrong, [], { role, unchecked: ['letter'], reason: '误' })).toMatchObject([
      { type: 'factsCorrected' },
    ])
  })
})

describe('what stands in the way, wherever it stands', () => {
  const released = ({ state, now }: TransferBuilder, command: Command) =>
    answer({ ...state, idReleased: true }, command, 'member', now)

  it('is a number that was released, for whoever asks again or announces', () => {
    for (const journey of ['province', 'beijing'] as const)
      for (const stage of ['registered', 'returned'] as const)
        expect(released(aTransferIn(journey, stage), commands.amend())).toEqual({ code: 'ID_RELEASED' })
    for (const stage of ['preparing', 'announced', 'returned'] as const)
      expect(released(aTransferIn('party', stage), commands.announce())).toEqual({ code: 'ID_RELEASED' })
  })

  it('is a reason that is not there, for every return', () => {
    for (const transfer of [league(), league().approved(), inside(), byLetter()])
      expect(told(transfer, commands.return(' '), 'secretary')).toEqual({ code: 'REASON_REQUIRED' })
  })

  it('is the end of the day, for every step that is taken back', () => {
    const steps = [
      inside().returned(),
      inside().approved(),
      aTransferIn('party', 'returned'),
      aTransferIn('party', 'received'),
    ]
    for (const step of steps) {
      expect(told(step, commands.undo(), 'secretary', DAY)).toMatchObject([{ type: 'undone' }])
      expect(told(step, commands.undo(), 'secretary', DAY + 1)).toEqual(notNow(step.state.stage))
    }
  })

  it('is a day that is to come and a reason that is not there, for facts of one who was received too', () => {
    const received = aTransferIn('party', 'received')
    const early = commands.receive([{ fact: 'receipt', on: '2024-07-02' }])
    expect(told(received, early, 'secretary')).toMatchObject({ code: 'BAD_INPUT' })
    expect(told(received, commands.receive([], 'full', undefined, ['letter']), 'secretary')).toEqual({
      code: 'REASON_REQUIRED',
    })
  })
})
