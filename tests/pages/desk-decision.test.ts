import { describe, expect, it } from 'vitest'
import type { DecideItem, DecideOutcome } from '../../cloudfunctions/contract'
import { carryOut, type Decide, type Watch } from '../../miniprogram/desk/act'
import {
  faultOf,
  itemsOf,
  nothingFilled,
  sheetOf as sheetAt,
  type Question,
} from '../../miniprogram/desk/components/decision/view'
import { People } from '../../miniprogram/desk/queue/people'
import {
  deskFailureText,
  lostText,
  progressText,
  stoppedText,
  resultOf,
  resultOfOne,
} from '../../miniprogram/desk/texts/desk'
import { anItem, aTransfer, NOW } from './desk-views'

const question = (given: Partial<Question> = {}): Question => ({
  verdict: 'approve',
  kind: 'league',
  besideOfficial: true,
  right: 'secretary',
  subjects: [anItem(), anItem({ id: 'two', name: '李想', warnings: ['NOT_ON_ROSTER'] })],
  ...given,
})
const sheetOf = (asked: Question) => sheetAt(asked, NOW)
const filled = (given: Partial<ReturnType<typeof nothingFilled>> = {}) => ({ ...nothingFilled(), ...given })

describe('the sheet before an approval', () => {
  it('names everybody who is not on the roster', () => {
    const sheet = sheetOf(question())
    expect(sheet.title).toBe('同意 2 人加入')
    expect(sheet.names).toBe('王小明、李想')
    expect(sheet.cautions).toEqual([
      { key: 'NOT_ON_ROSTER', tone: 'wait', text: '不在新生名单（1 人）：李想。请确认是否为这里的新生。' },
    ])
  })

  it('stands off a name of letters', () => {
    const subjects = [anItem({ name: 'Anna Petrova' })]
    expect(sheetOf(question({ subjects })).title).toBe('同意 Anna Petrova 加入')
  })

  it('hides nobody of a hundred behind a count in a caution', () => {
    const subjects = Array.from({ length: 100 }, (_, i) =>
      anItem({ id: String(i), name: `某${String(i)}`, warnings: ['NOT_ON_ROSTER'] }),
    )
    const sheet = sheetOf(question({ subjects }))
    expect(sheet.names).toContain('等 100 人')
    for (const { name } of subjects) expect(sheet.cautions[0]?.text).toContain(name)
  })

  it('asks for the tick only where the branch works beside the official system', () => {
    expect(sheetOf(question()).tick).toBe('我已在北京共青团系统同意以上人员')
    expect(sheetOf(question({ besideOfficial: false })).tick).toBe('')
  })

  it('does not go on without the tick and says why', () => {
    const sheet = sheetOf(question())
    expect(faultOf(sheet, filled())).toMatchObject({ field: 'tick' })
    expect(faultOf(sheet, filled({ ticked: true }))).toBeNull()
  })

  it('sends the tick as evidence for each person, and nothing where none is asked for', () => {
    expect(itemsOf(question(), filled({ ticked: true }))).toEqual([
      { id: 'one', version: 1, verdict: 'approve', officiallyApproved: true },
      { id: 'two', version: 1, verdict: 'approve', officiallyApproved: true },
    ])
    expect(itemsOf(question({ besideOfficial: false, subjects: [anItem()] }), filled())).toEqual([
      { id: 'one', version: 1, verdict: 'approve' },
    ])
  })

  it('says that inside Beijing there is no wait', () => {
    expect(sheetOf(question({ subjects: [anItem({ origin: 'beijing' })] })).hint).not.toContain('等待')
  })
})

describe('the sheet before a return', () => {
  it('has reasons ready and does not go on without one', () => {
    const sheet = sheetOf(question({ verdict: 'return' }))
    expect(sheet.reasons.length).toBeGreaterThan(3)
    expect(faultOf(sheet, filled({ reason: '  ' }))).toMatchObject({ field: 'reason' })
    expect(itemsOf(question({ verdict: 'return', subjects: [anItem()] }), filled({ reason: ' 请更正 ' }))).toEqual([
      { id: 'one', version: 1, verdict: 'return', reason: '请更正' },
    ])
  })

  it('has reasons that fit what the server takes', () => {
    for (const kind of ['league', 'party'] as const) {
      const { reasons } = sheetOf(question({ verdict: 'return', kind }))
      expect(reasons.length, kind).toBeGreaterThan(3)
      for (const { text } of reasons) expect(text.length).toBeLessThanOrEqual(200)
    }
  })
})

describe('the sheet before an official result', () => {
  it('does not go on without a result', () => {
    expect(faultOf(sheetOf(question({ verdict: 'confirm' })), filled())).toMatchObject({ field: 'result' })
  })

  it('sends a reason with a failure alone', () => {
    const one = question({ verdict: 'confirm', subjects: [anItem()] })
    expect(itemsOf(one, filled({ result: 'failure', reason: '姓名不符' }))).toEqual([
      { id: 'one', version: 1, verdict: 'confirm', result: 'failure', reason: '姓名不符' },
    ])
    expect(itemsOf(one, filled({ result: 'success', reason: '姓名不符' }))).toEqual([
      { id: 'one', version: 1, verdict: 'confirm', result: 'success' },
    ])
  })
})

/** A watch that never stops anything. */
const watching = (progress: Watch['progress'] = () => undefined): Watch => ({ progress, stopped: () => false })

describe('carrying out a decision', () => {
  const items: DecideItem[] = Array.from({ length: 54 }, (_, i) => ({
    id: String(i),
    version: 1,
    verdict: 'return',
    reason: '请更正',
  }))
  const fine: Decide = (part) =>
    Promise.resolve({
      ok: true,
      value: { outcomes: part.map(({ id }): DecideOutcome => ({ id, ok: true, transfer: aTransfer({ id }) })) },
    })

  it('goes in parts and tells how far it is', async () => {
    const seen: number[] = []
    const run = await carryOut(
      items,
      fine,
      watching((answered) => seen.push(answered)),
    )
    expect(seen).toEqual([20, 40, 54])
    expect(run).toMatchObject({ unknown: [], unsent: [], failure: null })
    expect(run.outcomes.map(({ id }) => id)).toEqual(items.map(({ id }) => id))
    expect(progressText(20, 54)).toBe('正在办理 20 / 54 人')
  })

  it('knows what is done, what is unknown and what was not sent when the connection is lost', async () => {
    let calls = 0
    const run = await carryOut(
      items,
      (part) => (++calls === 2 ? Promise.resolve({ ok: false, error: { code: 'OFFLINE' } }) : fine(part)),
      watching(),
    )
    expect([run.outcomes.length, run.unknown.length, run.unsent.length]).toEqual([20, 20, 14])
    expect(lostText({ answered: 20, unknown: 20, unsent: 14 }, { code: 'OFFLINE' })).toBe(
      '没有收到回复。20 人已有结果，20 人不知道是否办成，14 人还没有提交。重试不会重复办理。',
    )
  })

  it('does not know of those in a call whose time ended in the middle', async () => {
    let calls = 0
    const run = await carryOut(
      items,
      (part) => (++calls === 2 ? Promise.resolve({ ok: false, error: { code: 'TOO_LARGE' } }) : fine(part)),
      watching(),
    )
    expect([run.outcomes.length, run.unknown.length, run.unsent.length]).toEqual([20, 20, 14])
    expect(lostText({ answered: 20, unknown: 20, unsent: 14 }, { code: 'TOO_LARGE' })).toBe(
      '这一批太大，或没有在规定时间内办完。请重试，或分几次办理。20 人已有结果，20 人不知道是否办成，14 人还没有提交。重试不会重复办理。',
    )
  })

  it('counts nobody as unknown when the call itself was refused', async () => {
    const refuse: Decide = () => Promise.resolve({ ok: false, error: { code: 'NOT_STAFF' } })
    const run = await carryOut(items, refuse, watching())
    expect([run.outcomes.length, run.unknown.length, run.unsent.length]).toEqual([0, 0, 54])
  })
})

describe('carrying out a decision about very many', () => {
  const items: DecideItem[] = Array.from({ length: 250 }, (_, i) => ({ id: String(i), version: 1, verdict: 'approve' }))
  const done = (part: DecideItem[]): DecideOutcome[] =>
    part.map(({ id }): DecideOutcome => ({ id, ok: true, transfer: aTransfer({ id }) }))

  it('goes in calls of a hundred, and stops between two of them when told to', async () => {
    const sizes: number[] = []
    let answered = 0
    const decide: Decide = (part) => {
      sizes.push(part.length)
      return Promise.resolve({ ok: true, value: { outcomes: done(part) } })
    }
    const watch: Watch = { progress: (now) => (answered = now), stopped: () => answered >= 200 }
    const run = await carryOut(items, decide, watch)
    expect([sizes, run.outcomes.length, run.unsent.length, run.failure]).toEqual([[100, 100], 200, 50, null])
    expect(stoppedText(run.outcomes, run.unsent.length)).toBe(
      '已停下：200 人已办成，50 人还没有提交。可以继续；到此为止的，以后可在列表中接着办，不会重复。',
    )
    const rest = await carryOut(run.unsent, decide, watching())
    expect([...run.outcomes, ...rest.outcomes].map(({ id }) => id)).toEqual(items.map(({ id }) => id))
  })

  it('asks again for whom a call did not come to, and gives up where it comes to nobody', async () => {
    const missed = ({ id }: DecideItem): DecideOutcome => ({ id, ok: false, error: { code: 'TRY_AGAIN' } })
    const half: Decide = (part) =>
      Promise.resolve({ ok: true, value: { outcomes: [...done(part.slice(0, 60)), ...part.slice(60).map(missed)] } })
    const run = await carryOut(items, half, watching())
    expect(run.failure).toBeNull()
    expect(run.outcomes.map(({ id }) => id).toSorted()).toEqual(items.map(({ id }) => id).toSorted())
    const none: Decide = (part) => Promise.resolve({ ok: true, value: { outcomes: part.map(missed) } })
    const stuck = await carryOut(items, none, watching())
    expect([stuck.outcomes.length, stuck.unknown.length, stuck.unsent.length]).toEqual([0, 100, 150])
    expect(stuck.failure).toEqual({ code: 'TRY_AGAIN' })
  })
})

describe('the people in the queue', () => {
  const holds = ({ stage }: { stage: string }) => stage === 'registered'
  const three = () => {
    const people = new People()
    people.append([anItem({ id: 'a' }), anItem({ id: 'b' }), anItem({ id: 'c' })])
    people.chooseAll(true)
    return people
  }
  const ids = (people: People) => people.chosen().map(({ id }) => id)
  const row = (people: People, index: number) =>
    people.row(people.items[index] ?? anItem(), { now: NOW, mixed: false, overdueAfterDays: 3 })

  it('keep a refused person chosen with the reason beside the row, while the rest goes through', () => {
    const people = three()
    const { changed, moved } = people.settle(
      {
        verdict: 'approve',
        result: 'success',
        outcomes: [
          { id: 'a', ok: true, transfer: aTransfer({ id: 'a', stage: 'approved', version: 2 }) },
          { id: 'b', ok: false, error: { code: 'TRY_AGAIN' } },
        ],
        unknown: ['c'],
      },
      holds,
    )
    expect(changed).toEqual(['a', 'b', 'c'])
    expect(moved).toEqual([])
    expect(ids(people)).toEqual(['b', 'c'])
    expect(row(people, 0)).toMatchObject({ settled: true, mark: 'none', error: '' })
    expect(row(people, 1).error).toContain('现在办理的人太多')
    expect(row(people, 2).error).toContain('不知道是否办成')
  })

  it('are read anew when their transfer moved meanwhile', () => {
    const people = three()
    const error = { code: 'CHANGED_MEANWHILE', detail: { version: 7 } } as const
    const decision = { verdict: 'approve', result: 'success', unknown: [] } as const
    const { moved } = people.settle({ ...decision, unknown: [], outcomes: [{ id: 'b', ok: false, error }] }, holds)
    expect(moved).toEqual(['b'])
    people.take(anItem({ id: 'b', stage: 'returned', version: 7, allowedActions: [] }), holds)
    expect(ids(people)).toEqual(['a', 'c'])
    expect(row(people, 1)).toMatchObject({ settled: true, mark: 'none' })
  })

  it('lose an old reason with the next decision', () => {
    const people = three()
    const refused = { id: 'b', ok: false, error: { code: 'TRY_AGAIN' } } as const
    people.settle({ verdict: 'approve', result: 'success', outcomes: [refused], unknown: [] }, holds)
    const next = people.settle({ verdict: 'approve', result: 'success', outcomes: [], unknown: ['c'] }, holds)
    expect(next.changed).toContain('b')
    expect(row(people, 1).error).toBe('')
  })

  it('are not added twice when a page repeats one', () => {
    const people = three()
    expect(people.append([anItem({ id: 'c' }), anItem({ id: 'd' })])).toEqual([3])
    expect(people.items.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('can be chosen all, however many there are, and none again', () => {
    const people = new People()
    people.append(Array.from({ length: 3000 }, (_, i) => anItem({ id: String(i) })))
    expect(people.chooseAll(true)).toHaveLength(3000)
    people.toggle(anItem({ id: '5' }))
    expect(people.tally()).toEqual({ total: 3000, open: 3000, chosen: 2999, settled: 0 })
    expect(people.chooseAll(false)).toHaveLength(2999)
    expect(people.chosen()).toEqual([])
  })
})

describe('what is said after a decision', () => {
  const ok = { id: 'a', ok: true, transfer: aTransfer() } as const
  const refused = { id: 'b', ok: false, error: { code: 'READ_ONLY' } } as const

  it('counts who is done and where the reasons of the others stand', () => {
    const decision = { verdict: 'approve', result: 'success', unknown: [] } as const
    expect(resultOf({ ...decision, unknown: [], outcomes: [ok, ok, refused] })).toEqual({
      text: '已同意 2 人。1 人没有办成，原因写在各人名下。',
      tone: 'wait',
    })
    expect(resultOf({ ...decision, unknown: [], outcomes: [ok] })).toEqual({ text: '已同意 1 人。', tone: 'done' })
    expect(resultOf({ ...decision, unknown: [], outcomes: [] }).text).toContain('什么都没有改变')
  })

  it('is the refusal itself for the one person whose file is open', () => {
    const decision = { verdict: 'confirm', result: 'failure', unknown: [] as string[] } as const
    expect(resultOfOne({ ...decision, unknown: [], outcomes: [ok] })).toEqual({
      text: '已登记转移失败。',
      tone: 'done',
    })
    expect(resultOfOne({ ...decision, unknown: [], outcomes: [refused] }).text).toContain('办不了这一步')
    expect(resultOfOne({ ...decision, unknown: ['a'], outcomes: [] }).text).toContain('不知道是否办成')
  })

  it('speaks of the person, not to the person', () => {
    expect(deskFailureText({ code: 'ALREADY_OPEN' })).not.toContain('你已')
    expect(deskFailureText({ code: 'ID_RELEASED' })).not.toContain('你本人')
  })
})
