import { describe, expect, test } from 'vitest'
import {
  answersOf,
  knownAnswers,
  NO_ANSWERS,
  questionAfter,
  questionsOf,
  wayOf,
} from '../../miniprogram/pages/route/view'
import type { Answers } from '../../miniprogram/texts'
import { accountView, at } from './views'

const now = at('2024-11-30 23:50')
const answers = (given: Partial<Answers>): Answers => ({ ...NO_ANSWERS, ...given })
const startsOf = (given: Partial<Answers>) => wayOf(answers(given), null, now).plan?.starts ?? null

describe('the questions', () => {
  test.each<[string, Partial<Answers>, string[]]>([
    ['nothing is known yet', {}, ['who', 'party']],
    ['a member', { who: 'member', party: 'none', where: 'province' }, ['who', 'party', 'where']],
    ['a member inside Beijing', { who: 'member', where: 'beijing' }, ['who', 'party', 'where']],
    [
      'a cadre inside Beijing is asked for the post',
      { who: 'cadre', party: 'none', where: 'beijing' },
      ['who', 'party', 'where', 'relieved'],
    ],
    ['who leaves the League is not asked where it is', { who: 'leaves', party: 'none' }, ['who', 'party']],
    ['a Party member outside of the League', { who: 'nonmember', party: 'full' }, ['who', 'party', 'partyWhere']],
    ['both', { who: 'member', party: 'probationary', where: 'province' }, ['who', 'party', 'where', 'partyWhere']],
  ])('%s', (_, given, questions) => {
    expect(questionsOf(answers(given), null)).toEqual(questions)
  })

  test('go forward over what is not known', () => {
    const given = answers({ who: 'member', party: 'full' })
    expect(questionAfter(given, null, [], 'party')).toBe('where')
    expect(questionAfter(given, 'league', ['who', 'party'], '')).toBe('where')
    expect(questionAfter(answers({ who: 'nonmember', party: 'none' }), null, [], 'party')).toBeNull()
  })

  test('somebody who is registered is asked only for the missing half', () => {
    const known = knownAnswers({ ...accountView, party: 'full' }, 'party')
    expect(questionAfter(known, 'party', ['who', 'party'], '')).toBe('partyWhere')
    const outside = knownAnswers({ ...accountView, identity: 'nonmember', party: 'full' }, 'league')
    expect(outside.who).toBe('')
  })
})

describe('the way', () => {
  test.each<[string, Partial<Answers>, { kind: string; origin: string }[] | null]>([
    [
      'A',
      { who: 'member', party: 'none', where: 'province', submitted: 'no' },
      [{ kind: 'league', origin: 'province' }],
    ],
    ['B', { who: 'cadre', party: 'none', where: 'beijing', relieved: 'yes' }, [{ kind: 'league', origin: 'beijing' }]],
    ['C', { who: 'nonmember', party: 'full', partyWhere: 'beijing' }, [{ kind: 'party', origin: 'beijing' }]],
    [
      'D',
      { who: 'member', party: 'probationary', where: 'beijing', partyWhere: 'province' },
      [
        { kind: 'league', origin: 'beijing' },
        { kind: 'party', origin: 'province' },
      ],
    ],
    ['nothing at all', { who: 'nonmember', party: 'none' }, null],
    ['leaving the League', { who: 'leaves', party: 'none' }, null],
    ['a cadre who is not relieved', { who: 'cadre', party: 'none', where: 'beijing', relieved: 'no' }, null],
    [
      'a Party member who leaves the League moves the Party half',
      { who: 'leaves', party: 'full', partyWhere: 'province' },
      [{ kind: 'party', origin: 'province' }],
    ],
  ])('%s', (_, given, starts) => {
    expect(startsOf(given)).toEqual(starts)
  })

  test('from a province shows who acts and the earliest days, the last of November included', () => {
    const { parts } = wayOf(answers({ who: 'member', party: 'none', where: 'province', submitted: 'no' }), null, now)
    expect(parts[0]?.steps.map(({ sub }) => sub)).toEqual([
      '你 · 11月30日就可以',
      '团支部书记 · 最早 11月30日',
      '同意满一天，最早 12月1日',
      '建议 12月2日起',
      '',
      '',
    ])
  })

  test('inside Beijing ends with the approval', () => {
    const { parts } = wayOf(answers({ who: 'member', party: 'none', where: 'beijing' }), null, now)
    expect(parts[0]?.steps.map(({ title }) => title)).toEqual(['注册并申请加入', '团支部同意，即为转移成功'])
  })

  test('who has let submit too early is told that it will probably fail', () => {
    const given = { who: 'member', party: 'none', where: 'province' } as const
    expect(wayOf(answers({ ...given, submitted: 'yes' }), null, now).notes[0]?.text).toContain('很可能转移失败')
    expect(wayOf(answers({ ...given, submitted: 'yes' }), null, now).plan?.submittedEarly).toBe(true)
    expect(wayOf(answers({ ...given, submitted: 'no' }), null, now)).toMatchObject({
      notes: [],
      plan: { submittedEarly: false },
    })
  })

  test('from a province asks at its end whether it was submitted, once', () => {
    const given = { who: 'member', party: 'none', where: 'province' } as const
    expect(wayOf(answers(given), null, now).asksSubmitted).toBe(true)
    expect(wayOf(answers({ ...given, submitted: 'unsure' }), null, now).asksSubmitted).toBe(false)
    expect(wayOf(answers({ ...given, where: 'beijing' }), null, now).asksSubmitted).toBe(false)
    expect(wayOf(answers({ who: 'nonmember', party: 'full', partyWhere: 'province' }), null, now).asksSubmitted).toBe(
      false,
    )
  })

  test('a probationary member is told of the papers, and has a step for them', () => {
    const { parts } = wayOf(answers({ who: 'nonmember', party: 'probationary', partyWhere: 'province' }), null, now)
    expect(parts[0]?.facts.join('')).toContain('《预备党员考察表》')
    expect(parts[0]?.steps.map(({ key }) => key)).toContain('probation')
  })

  test('who has no League membership to move registers without one', () => {
    const leaves = wayOf(answers({ who: 'leaves', party: 'full', partyWhere: 'province' }), null, now)
    expect(leaves.plan).toMatchObject({ identity: 'nonmember', party: 'full' })
    expect(leaves.notes[0]?.text).toContain('离团')
    expect(leaves.calls).toBe(true)
  })

  test('a cadre who is not relieved is told whom to call', () => {
    const way = wayOf(answers({ who: 'cadre', party: 'none', where: 'beijing', relieved: 'no' }), null, now)
    expect([way.notes[0]?.text.includes('卸任'), way.calls]).toEqual([true, true])
  })
})

test('an answer that is not asked any more, because another was changed, leads nowhere', () => {
  const leaves = answers({ who: 'nonmember', party: 'none', where: 'beijing', relieved: 'no' })
  expect(wayOf(leaves, null, now)).toMatchObject({ title: '没有需要转接的组织关系', notes: [], plan: null })
  const party = answers({
    who: 'nonmember',
    party: 'full',
    where: 'province',
    submitted: 'yes',
    partyWhere: 'province',
  })
  expect(wayOf(party, null, now).notes).toEqual([])
})

test('whoever has no other half is told so of that half alone', () => {
  const league = wayOf(answers({ who: 'nonmember', party: 'full' }), 'league', now)
  expect([league.title, league.plan]).toEqual(['没有需要转接的团组织关系', null])
  expect(league.intro).not.toContain('也不是党员')
  const party = wayOf(answers({ who: 'member', party: 'none' }), 'party', now)
  expect([party.title, party.intro]).toEqual([
    '没有需要转接的党组织关系',
    '你不是党员，没有党组织关系需要转接。已申请的团组织关系照常办理。',
  ])
})

describe('a way that is looked for anew from 核对信息', () => {
  test.each<[string, Partial<Answers>]>([
    ['A', { who: 'member', party: 'none', where: 'province' }],
    ['D', { who: 'cadre', party: 'full', where: 'province', partyWhere: 'beijing' }],
    ['C', { who: 'nonmember', party: 'full', partyWhere: 'beijing' }],
  ])('(%s) begins with what was answered', (_, given) => {
    const plan = wayOf(answers(given), null, now).plan
    expect(plan && answersOf(plan)).toEqual(answers(given))
  })
})
