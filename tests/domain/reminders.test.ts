import { describe, expect, it } from 'vitest'
import type { ReminderKind, Stage } from '../../cloudfunctions/contract'
import { messageOf, type Message } from '../../cloudfunctions/domain/messages'
import {
  askedFor,
  isAwaited,
  isMembersTurn,
  lookAt,
  messageDueAt,
  nudged,
  putBack,
  REMINDERS_AT_MOST,
  remindersAfter,
  remindersPutBack,
  takenInHand,
  withAllowed,
  without,
  type Reminder,
} from '../../cloudfunctions/domain/reminders'
import type { EventBody, Transfer } from '../../cloudfunctions/domain/transfer'
import { faultIn } from '../../preview/cloud/wechat-account'
import { localWechat, reminderTemplates } from '../../preview/seed/wechat'
import { aTransfer, aTransferIn, beijing, HOUR, JOURNEYS, MINUTE, type TransferBuilder } from '../support/builders'

const KINDS: readonly ReminderKind[] = ['waitOver', 'answered', 'result', 'nudge']
const league = () => aTransfer('province').registered()
const inside = () => aTransfer('beijing').registered()
const party = () => aTransfer('party').preparing()

const A_PART: EventBody = { type: 'factsAdded', facts: ['online'], complete: false }

const allowedAt = (start: TransferBuilder): Reminder[] => withAllowed([], 'openid', KINDS, start.state)
/** What is left of all four, allowed at `start`, after what came later: `kind` waits, `kind!` is due when the last event happened, `kind+24h` later. */
const left = (start: TransferBuilder, end: TransferBuilder): string => {
  const later = end.events.slice(start.events.length)
  return remindersAfter(allowedAt(start), start.state, later)
    .map(({ kind, dueAt }) => {
      if (dueAt === null) return kind
      return dueAt === end.now ? `${kind}!` : `${kind}${dueAt < end.now ? '' : '+'}${String((dueAt - end.now) / HOUR)}h`
    })
    .join(' ')
}

describe('what is still to be said', () => {
  // prettier-ignore
  const ROWS: [what: string, start: TransferBuilder, end: TransferBuilder, left: string][] = [
    ['an approval answers, and its wait has an end',        league(), league().approved(),                          'waitOver+24h answered! result nudge'],
    ['a longer wait ends later',                            league(), league().approved(48),                        'waitOver+48h answered! result nudge'],
    ['a return answers, and no wait is running',            league(), league().returned(),                          'waitOver answered! result nudge'],
    ['asking again takes the answer back',                  league(), league().returned().amended(),                'waitOver answered result nudge'],
    ['an amended copy of one returned takes nothing back',  league(), league().returned().copyAmended(),            'waitOver answered-1h result nudge'],
    ['an approval that falls takes its wait with it',       league(), league().approved().copyAmended(),            'waitOver answered result nudge'],
    ['a return after the approval does too',                league(), league().approved().returned(),               'waitOver answered! result nudge'],
    ['a released number is an answer',                      league(), league().followedBy({ type: 'released', reason: '' }), 'waitOver answered! result nudge'],
    ['a new approval starts a new wait',                    league(), league().approved().copyAmended().approved(), 'waitOver+24h answered! result nudge'],
    ['a match by the member himself tells him nothing new', league().approved(), league().approved().matched(),                'result'],
    ['a match by the link is a result',                     league().approved(), league().approved().matched('link'),          'result!'],
    ['a match by an outside system is the last result',     league().approved(), league().approved().matched('province'),      'result!'],
    ['a mismatch by the link is a result, and more may come', league().approved(), league().approved().mismatched(['name'], 'link'), 'waitOver+23h answered result! nudge'],
    ['a mismatch by the member is none',                    league().approved(), league().approved().mismatched(),             'waitOver+23h answered result nudge'],
    ['what the official system said is a result',           league().approved(), league().approved().officiallyFailed(),       'waitOver+23h answered result! nudge'],
    ['a confirmation ends all but itself',                  league().approved(), league().approved().confirmed(),              'result!'],
    ['a match waits for its confirmation',                  league().approved(), league().approved().matched().confirmed(),    'result!'],
    ['a withdrawal ends everything',                        league(), league().approved().withdrawn(),              ''],
    ['an erasure ends everything',                          league(), league().approved().followedBy({ type: 'erased' }), ''],
    ['inside Beijing the approval is the result',           inside(), inside().approved(),                          'answered!'],
    ['inside Beijing a return is an answer',                inside(), inside().returned(),                          'answered! nudge'],
    ['a Party branch that receives a part says nothing',    party().announced(), party().announced().followedBy(A_PART),                'answered result nudge'],
    ['a Party branch that has received all says so',        party().announced(), party().announced().received('online', 'materials'), 'result!'],
    ['a Party branch that returns answers',                 party().announced(), party().announced().returned(),                      'answered! result nudge'],
    ['announcing again takes that back',                    party().announced(), party().announced().returned().announced(),          'answered result nudge'],
  ]
  it.each(ROWS)('%s', (_, start, end, expected) => {
    // Inside Beijing and in the Party there is no wait, and inside Beijing no result: those are never kept.
    expect(left(start, end)).toBe(expected)
  })

  it('of a wait that is running is due at its end at once', () => {
    const { state } = league().approved()
    expect(allowedAt(league().approved()).map(({ dueAt }) => dueAt)).toEqual([state.readyAt, null, null, null])
    expect(messageDueAt(allowedAt(league().approved()))).toBe(state.readyAt)
    expect(messageDueAt(allowedAt(league()))).toBeNull()
  })

  it('by the branch is due at once, and not once the member has acted', () => {
    const start = league().returned()
    const [due] = nudged(withAllowed([], 'openid', ['nudge'], start.state), start.now)
    expect(due?.dueAt).toBe(start.now)
    const acted = remindersAfter(due === undefined ? [] : [due], start.state, start.amended().events.slice(-1))
    expect(acted.map(({ dueAt }) => dueAt)).toEqual([null])
  })

  it('is kept once for each kind and WeChat, and bounded', () => {
    const { state } = league()
    const once = withAllowed([], 'a', ['nudge'], state)
    expect(withAllowed(once, 'a', ['nudge'], state)).toEqual(once)
    let many: Reminder[] = []
    for (let n = 0; n < 10; n += 1) many = withAllowed(many, `wechat-${String(n)}`, KINDS, state)
    expect(many).toHaveLength(REMINDERS_AT_MOST)
    expect(many.at(-1)?.openid).toBe('wechat-9')
  })
})

describe('what is asked for', () => {
  const asked = (transfer: TransferBuilder, later = 0) => askedFor(transfer.state, transfer.now + later).join(' ')
  it('follows from where one waits', () => {
    expect(asked(league())).toBe('answered waitOver nudge')
    expect(asked(league().approved())).toBe('waitOver result nudge')
    expect(asked(league().approved(), 24 * HOUR - 1)).toBe('waitOver result nudge')
    expect(asked(league().approved(), 24 * HOUR)).toBe('result nudge')
    expect(asked(league().returned())).toBe('')
    expect(asked(inside())).toBe('answered nudge')
    expect(asked(party())).toBe('nudge')
    expect(asked(party().announced())).toBe('answered result nudge')
  })
  it('is at most three, as WeChat takes in one question, and only what may come', () => {
    for (const journey of JOURNEYS)
      for (const stage of ['registered', 'approved', 'failed', 'transferred', 'preparing', 'announced'] as Stage[]) {
        if ((journey === 'party') !== ['preparing', 'announced'].includes(stage)) continue
        if (journey === 'beijing' && !['registered', 'transferred'].includes(stage)) continue
        const { state, now } = aTransferIn(journey, stage)
        expect(askedFor(state, now).length).toBeLessThanOrEqual(3)
        for (const kind of askedFor(state, now)) expect(isAwaited(kind, state, now)).toBe(true)
      }
  })
})

describe('a message in hand', () => {
  const now = beijing('2024-07-02 10:00')
  const due: Reminder = { kind: 'answered', openid: 'a', dueAt: now, notBefore: null, tries: 0, taken: false }
  const other: Reminder = { ...due, openid: 'b' }

  it('is left alone by everybody else for ten minutes, and by events for good', () => {
    const [taken, untouched] = takenInHand([due, other], due, now)
    expect(taken).toEqual({ ...due, taken: true, tries: 1, notBefore: now + 10 * MINUTE })
    expect(untouched).toEqual(other)
    const start = league().returned()
    expect(remindersAfter(taken === undefined ? [] : [taken], start.state, start.amended().events.slice(-1))).toEqual([
      taken,
    ])
  })

  it('that failed is tried again after 5 minutes, 30 minutes and 3 hours, then given up', () => {
    const waits: number[] = []
    let present = [due]
    for (let at = now; ; at = messageDueAt(present) ?? at) {
      const [one] = present
      if (one === undefined) break
      present = putBack(takenInHand(present, one, at), one, at)
      const next = messageDueAt(present)
      if (next !== null) waits.push((next - at) / MINUTE)
    }
    expect(waits).toEqual([5, 30, 180])
    expect(without([due, other], due)).toEqual([other])
  })
})

describe('after the desk took a step back', () => {
  /** `kind` waits, `kind@` is due as the oversight is told, `kind+24h` a day after the approval that stands. */
  const again = (
    stood: TransferBuilder,
    step: (from: TransferBuilder) => TransferBuilder,
    { sent = [], later = [] }: { sent?: ReminderKind[]; later?: ReminderKind[] } = {},
  ): string => {
    const earlier = allowedAt(stood)
    const taken = step(stood)
    const back = taken.undone()
    const [first, second] = back.events.slice(-2)
    if (first === undefined || second === undefined) throw new Error('two events')
    const still = remindersAfter(earlier, stood.state, [first]).filter(({ kind }) => !sent.includes(kind))
    const present = withAllowed(still, 'another', later, taken.state)
    return remindersPutBack(present, earlier, stood.state, { step: first, back: second })
      .map(({ kind, openid, dueAt }) => {
        const when = dueAt === null ? '' : dueAt === second.at ? '@' : dueAt === stood.state.readyAt ? '+24h' : '?'
        return `${openid === 'another' ? 'their ' : ''}${kind}${when}`
      })
      .join(', ')
  }

  // prettier-ignore
  const ROWS: [what: string, left: () => string, expected: string][] = [
    ['all that was allowed waits again, and the oversight is told',  () => again(league(), (from) => from.approved()), 'waitOver, answered, result, nudge@'],
    ['what was sent meanwhile is not said again',                    () => again(league(), (from) => from.approved(), { sent: ['answered'] }), 'waitOver, result, nudge@'],
    ['nor is an oversight for which nobody asked',                   () => again(league(), (from) => from.approved(), { sent: ['nudge'] }), 'waitOver, answered, result'],
    ['the wait that stood before is due at its end again',           () => again(league().approved(), (from) => from.returned()), 'waitOver+24h, answered, result, nudge@'],
    ['what the step had ended comes again',                          () => again(inside(), (from) => from.approved()), 'answered, nudge@'],
    ['of a confirmed result too',                                    () => again(league().approved(), (from) => from.confirmed()), 'waitOver+24h, answered, result, nudge@'],
    ['what was allowed meanwhile waits for what stood before',       () => again(league(), (from) => from.approved(), { later: ['waitOver', 'result', 'nudge'] }), 'waitOver, answered, result, nudge@, their waitOver, their result, their nudge@'],
    ['what was allowed meanwhile waits for the wait that stood',     () => again(league().approved(), (from) => from.returned(), { later: ['waitOver', 'answered'] }), 'waitOver+24h, answered, result, nudge@, their waitOver+24h, their answered'],
    ['what cannot come any longer is not kept',                      () => again(aTransferIn('province', 'transferred'), (from) => from.officiallyFailed(), { later: ['answered', 'nudge'] }), 'result'],
  ]
  it.each(ROWS)('%s', (_what, left, expected) => {
    expect(left()).toBe(expected)
  })

  it('one that is just being sent stays in hand', () => {
    const stood = league()
    const earlier = allowedAt(stood)
    const back = stood.approved().undone()
    const [step, undone] = back.events.slice(-2)
    if (step === undefined || undone === undefined) throw new Error('two events')
    const answer = (all: readonly Reminder[]) => all.filter(({ kind }) => kind === 'answered')
    const due = remindersAfter(earlier, stood.state, [step])
    const [one] = answer(due)
    if (one === undefined) throw new Error('no answer')
    const inHand = takenInHand(due, one, step.at)
    expect(answer(remindersPutBack(inHand, earlier, stood.state, { step, back: undone }))).toEqual(answer(inHand))
  })

  it('one that was in hand before the step, and was put back since, is free', () => {
    const stood = league()
    const [one] = withAllowed([], 'openid', ['answered'], stood.state)
    const [step, undone] = stood.approved().undone().events.slice(-2)
    if (one === undefined || step === undefined || undone === undefined) throw new Error('one and two events')
    expect(remindersPutBack([one], [{ ...one, taken: true }], stood.state, { step, back: undone })).toEqual([one])
  })
})

describe("the member's own turn", () => {
  it.each<[string, TransferBuilder, number, boolean]>([
    ['who waits for the branch', league(), 0, false],
    ['who has to ask again', league().returned(), 0, true],
    ['who has to look after a failure', aTransferIn('province', 'failed'), 0, true],
    ['who prepares', party(), 0, true],
    ['whose wait is running', league().approved(), 24 * HOUR - 1, false],
    ['whose wait is over', league().approved(), 24 * HOUR, true],
    ['who has announced', party().announced(), 0, false],
    ['who is through', aTransferIn('province', 'transferred'), 100 * HOUR, false],
    ['who withdrew', league().withdrawn(), 0, false],
  ])('of %s', (_who, { state, now }, later, expected) => {
    expect(isMembersTurn(state, now + later)).toBe(expected)
  })

  it('is none of one who is approved without a wait', () => {
    expect(isMembersTurn({ stage: 'approved' }, 0)).toBe(false)
  })
})

describe('when the clock looks at a message', () => {
  const one: Reminder = { kind: 'answered', openid: 'a', dueAt: 5, notBefore: null, tries: 0, taken: false }

  it('is when it is due, or later where it has to wait', () => {
    expect(lookAt(one)).toBe(5)
    expect(lookAt({ ...one, notBefore: 9 })).toBe(9)
    expect(lookAt({ ...one, notBefore: 3 })).toBe(5)
    expect(lookAt({ ...one, dueAt: null, notBefore: 9 })).toBeNull()
    expect(messageDueAt([{ ...one, dueAt: null }, { ...one, dueAt: 7 }, one])).toBe(5)
    expect(messageDueAt([])).toBeNull()
  })

  it('starts anew where it is due at another time', () => {
    const start = league().returned()
    const failed: Reminder = { kind: 'nudge', openid: 'a', dueAt: 1, notBefore: 9, tries: 2, taken: false }
    const [acted] = remindersAfter([failed], start.state, start.amended().events.slice(-1))
    expect(acted).toEqual({ ...failed, dueAt: null, notBefore: null, tries: 0 })
    expect(nudged([{ ...failed, kind: 'result' }, failed], 20)).toEqual([{ ...failed, kind: 'result' }, failed])
    expect(nudged([{ ...failed, dueAt: null }], 20)).toEqual([{ ...failed, dueAt: 20, notBefore: null, tries: 0 }])
  })
})

describe('a message', () => {
  const dataOf = (kind: ReminderKind, says: Message) =>
    Object.fromEntries(
      Object.entries(reminderTemplates[kind].fields).map(([part, name]) => [
        name,
        { value: says[part as keyof Message] },
      ]),
    )
  const states = (): Transfer[] =>
    JOURNEYS.flatMap((journey) => {
      const start = journey === 'party' ? party() : aTransfer(journey).registered()
      const all = journey === 'party' ? ['announced', 'returned', 'received'] : ['transferred', 'returned']
      const more = journey === 'province' ? ['approved', 'failed'] : []
      return [start.state, ...[...all, ...more].map((stage) => aTransferIn(journey, stage as Stage).state)]
    })

  it('keeps to the forms that WeChat prescribes, of whatever kind and stage', () => {
    for (const state of states())
      for (const kind of KINDS) {
        const says = messageOf(kind, state, '1234567890', state.since)
        const template = localWechat.templates.find(({ id }) => id === reminderTemplates[kind].id)
        if (template === undefined) throw new Error('no template')
        expect(faultIn(template, dataOf(kind, says)), `${kind} at ${state.stage}`).toBeUndefined()
        for (const text of [says.what, says.note]) expect(Array.from(text).length).toBeLessThanOrEqual(20)
        expect(says.result).toMatch(/^\p{Script=Han}{1,5}$/u)
      }
  })

  it('of a wait never names a minute before its end', () => {
    const { state } = league().approved()
    const at = (instant: string) => messageOf('waitOver', state, '1', beijing(instant)).at
    expect(at('2024-09-03 14:05:00.001')).toBe('2024年9月3日 14:06')
    expect(at('2024-09-03 14:05:00.000')).toBe('2024年9月3日 14:05')
  })

  it('says what came of it, and holds no reason that somebody wrote', () => {
    const said = (kind: ReminderKind, transfer: TransferBuilder) => messageOf(kind, transfer.state, '1', 0).note
    expect(said('answered', league().returned('姓名写错了'))).toBe('打开小程序查看原因，修改后重新申请')
    expect(said('result', league().approved().matched('link'))).toBe('原团组织已核对，等待北京系统确认')
    expect(said('result', league().approved().matched('province'))).toBe('你的团组织关系已转入团支部')
    expect(said('result', league().approved().officiallyFailed('编号有误'))).toBe('打开小程序查看原因和下一步')
    expect(said('nudge', league().returned())).toBe('申请已退回，请修改后重新提交')
  })
})

describe('what may still come', () => {
  const awaited = ({ state, now }: TransferBuilder) => KINDS.filter((kind) => isAwaited(kind, state, now)).join(' ')
  it.each<[string, TransferBuilder, string]>([
    ['of one who asks to join', league(), 'waitOver answered result nudge'],
    ['of a failure', aTransferIn('province', 'failed'), 'answered result nudge'],
    ['of a match that nobody has confirmed', aTransferIn('province', 'transferred'), 'result'],
    ['of one that is confirmed', aTransferIn('province', 'transferred').confirmed(), ''],
    ['of one that is erased', aTransferIn('province', 'transferred').erased(), ''],
    ['of one that is withdrawn', league().withdrawn(), ''],
    ['inside Beijing', inside(), 'answered nudge'],
    ['in the Party', party(), 'answered result nudge'],
    ['of a Party transfer that is received', aTransferIn('party', 'received'), ''],
  ])('%s', (_what, transfer, expected) => {
    expect(awaited(transfer)).toBe(expected)
  })

  it('is asked for after a failure and a match too', () => {
    const asked = ({ state, now }: TransferBuilder) => askedFor(state, now).join(' ')
    expect(asked(aTransferIn('province', 'failed'))).toBe('result nudge')
    expect(asked(aTransferIn('province', 'transferred'))).toBe('result')
    expect(asked(aTransferIn('province', 'transferred').confirmed())).toBe('')
  })
})

describe('of several messages', () => {
  const one: Reminder = { kind: 'nudge', openid: 'a', dueAt: 5, notBefore: null, tries: 0, taken: false }
  const another: Reminder = { ...one, openid: 'b' }
  const answer: Reminder = { ...one, kind: 'answered', dueAt: null }

  it('each is its own, by its kind and its WeChat', () => {
    const { state } = league()
    expect(withAllowed([one], 'a', ['answered', 'nudge'], state)).toEqual([one, answer])
    expect(withAllowed([one], 'b', ['nudge'], state)).toHaveLength(2)
    expect(putBack([one, another, answer], one, 0)).toEqual([{ ...one, notBefore: 5 * MINUTE }, another, answer])
    expect(without([one, another, answer], one)).toEqual([another, answer])
    expect(takenInHand([one, another, answer], another, 0).map(({ taken }) => taken)).toEqual([false, true, false])
    expect(nudged([answer, { ...one, dueAt: null }], 7).map(({ dueAt }) => dueAt)).toEqual([null, 7])
  })

  it('a reminder by the branch stays due until the member acts', () => {
    const start = league()
    const due = remindersAfter([one], start.state, start.returned().events.slice(-1))
    expect(due).toEqual([one])
  })
})
