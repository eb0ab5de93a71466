import { describe, expect, it } from 'vitest'
import type { ReceiveFact, Stage, Warning } from '../../cloudfunctions/contract'
import {
  isOverdue,
  isUnanswered,
  medianHours,
  overdueBefore,
  letterEndsSoon,
  probationEndsSoon,
  stagesOf,
  stageWaitingForDesk,
  usualHours,
  warningsOf,
  type WarningFacts,
} from '../../cloudfunctions/domain/desk'
import { aTransferIn, DAY, HOUR, MINUTE, START, type JourneyName } from '../support/builders'

describe('an overdue request', () => {
  it.each<[JourneyName, Stage]>([
    ['province', 'registered'],
    ['beijing', 'registered'],
    ['party', 'announced'],
  ])('(%s, %s) has waited for the branch longer than three days', (journey, stage) => {
    const { state } = aTransferIn(journey, stage)
    expect(isOverdue(state, state.since + 3 * DAY, 3)).toBe(false)
    expect(isOverdue(state, state.since + 3 * DAY + 1, 3)).toBe(true)
    expect(isUnanswered(state)).toBe(true)
    expect(stageWaitingForDesk(state.kind)).toBe(stage)
  })

  it.each<[JourneyName, Stage]>([
    ['province', 'approved'],
    ['province', 'returned'],
    ['province', 'failed'],
    ['province', 'transferred'],
    ['province', 'withdrawn'],
    ['party', 'preparing'],
    ['party', 'returned'],
    ['party', 'received'],
  ])('(%s, %s) is never one in which the branch has nothing to answer', (journey, stage) => {
    expect(isOverdue(aTransferIn(journey, stage).state, START + 365 * DAY, 3)).toBe(false)
  })

  it('begins to wait anew when the member amends and asks again', () => {
    const amended = aTransferIn('province', 'registered')
      .amended()
      .at(START + 10 * DAY).state
    expect(isOverdue(amended, START + 12 * DAY, 3)).toBe(false)
    expect(isOverdue(amended, START + 14 * DAY, 3)).toBe(true)
  })

  it('is measured in the days that the branch sets', () => {
    expect(overdueBefore(START, 1)).toBe(START - DAY)
    const { state } = aTransferIn('province', 'registered')
    expect(isOverdue(state, state.since + 2 * DAY, 1)).toBe(true)
    expect(isOverdue(state, state.since + 2 * DAY, 30)).toBe(false)
  })

  it.each<[ReceiveFact[], boolean]>([
    [['materials'], true],
    [['materials', 'probationPapers', 'receipt'], true],
    [['online'], false],
    [['letter'], false],
    [['letter', 'receipt'], false],
  ])(
    'of the Party with %j is still unanswered: %s, for what follows the reception comes months apart',
    (facts, still) => {
      const { state } = aTransferIn('party', 'announced').facts(...facts)
      expect(state.stage).toBe('announced')
      expect(isUnanswered(state)).toBe(still)
      expect(isOverdue(state, state.since + 100 * DAY, 3)).toBe(still)
    },
  )
})

describe('the warnings of a secretary', () => {
  const nothing: WarningFacts = {
    identity: 'member',
    unusualJoiningAge: false,
    numberElsewhere: false,
    idConflict: false,
    rosterMatch: 'full',
    hasRoster: true,
    probationEndsSoon: false,
    letterEndsSoon: false,
  }
  const everything: WarningFacts = {
    identity: 'cadre',
    unusualJoiningAge: true,
    numberElsewhere: true,
    idConflict: true,
    rosterMatch: 'none',
    hasRoster: true,
    probationEndsSoon: true,
    letterEndsSoon: true,
  }
  const league = {
    kind: 'league',
    stage: 'registered',
    contradicted: false,
    declared: { officialRegistration: START },
  } as const

  it('are none for an ordinary case', () => {
    expect(warningsOf(league, nothing)).toEqual([])
  })

  it.each<[string, Partial<WarningFacts>, Warning[]]>([
    ['an unusual age at joining', { unusualJoiningAge: true }, ['AGE_AT_JOINING']],
    ['a member number that another account holds', { numberElsewhere: true }, ['NUMBER_ELSEWHERE']],
    ['an ID number that somebody else tried to register', { idConflict: true }, ['ID_CONFLICT']],
    ['a name that is not on the roster', { rosterMatch: 'none' }, ['NOT_ON_ROSTER']],
    ['a partial match with the roster', { rosterMatch: 'partial' }, []],
    ['no match where there is no roster', { rosterMatch: 'none', hasRoster: false }, []],
    ['a cadre, who has to be relieved first', { identity: 'cadre' }, ['CADRE']],
    ['somebody who is not in the League', { identity: 'nonmember' }, []],
  ])('for %s', (_name, facts, warnings) => {
    expect(warningsOf(league, { ...nothing, ...facts })).toEqual(warnings)
  })

  it('tell of an outside system that contradicted a result', () => {
    const { state } = aTransferIn('province', 'transferred').contradicted()
    expect(state.stage).toBe('transferred')
    expect(warningsOf(state, nothing)).toEqual(['LATE_MISMATCH'])
  })

  it('fall silent about it once it agrees, or the desk has recorded what the official system says', () => {
    const contradicted = aTransferIn('province', 'transferred').contradicted()
    expect(warningsOf(contradicted.matched('province').state, nothing)).toEqual([])
    expect(warningsOf(contradicted.confirmed().state, nothing)).toEqual([])
    expect(warningsOf(contradicted.officiallyFailed().state, nothing)).toEqual([])
    expect(warningsOf(contradicted.confirmed().contradicted().state, nothing)).toEqual(['LATE_MISMATCH'])
  })

  it.each([
    ['2024-12-01', '2024-10-31T15:59:59Z', false],
    ['2024-12-01', '2024-10-31T16:00:00Z', true],
    ['2024-12-01', '2025-03-01T00:00:00Z', true],
  ])('tell of a probation that ends on %s and has no papers, at %s: %s', (probationEndsOn, at, ends) => {
    const announced = { ...aTransferIn('party', 'announced').state, probationEndsOn }
    expect(probationEndsSoon(announced, Date.parse(at))).toBe(ends)
    const papers = { ...announced, facts: { probationPapers: START } }
    expect(probationEndsSoon(papers, Date.parse(at))).toBe(false)
    expect(probationEndsSoon({ ...announced, stage: 'withdrawn' }, Date.parse(at))).toBe(false)
  })

  it('tell of somebody who asks to join here and has not said that he did so in the official system', () => {
    const asked = aTransferIn('province', 'registered')
    expect(warningsOf(asked.state, nothing)).toEqual(['NOT_DECLARED'])
    expect(warningsOf(asked.approved().state, nothing)).toEqual(['NOT_DECLARED'])
    expect(warningsOf(asked.declared({ officialRegistration: true }).state, nothing)).toEqual([])
    expect(warningsOf(asked.declared({ submittedEarly: true }).state, nothing)).toEqual(['NOT_DECLARED'])
    expect(warningsOf(aTransferIn('beijing', 'registered').state, nothing)).toEqual(['NOT_DECLARED'])
    for (const stage of ['returned', 'failed', 'transferred', 'withdrawn'] as const)
      expect(warningsOf(aTransferIn('province', stage).state, nothing)).toEqual([])
  })

  it.each([
    ['2024-09-03T15:59:59Z', false],
    ['2024-09-03T16:00:00Z', true],
    ['2025-01-01T00:00:00Z', true],
  ])('tell of a letter good until 18 September that has not come, at %s: %s', (at, ends) => {
    const announced = aTransferIn('party', 'announced')
    expect(letterEndsSoon(announced.state, Date.parse(at))).toBe(ends)
    expect(letterEndsSoon(announced.facts('letter').state, Date.parse(at))).toBe(false)
    expect(letterEndsSoon(announced.facts('materials').state, Date.parse(at))).toBe(ends)
    expect(letterEndsSoon(aTransferIn('party', 'returned').state, Date.parse(at))).toBe(false)
  })

  it('leave a Party transfer without those of the League', () => {
    expect(warningsOf({ kind: 'party', stage: 'announced', contradicted: false }, everything)).toEqual([
      'NUMBER_ELSEWHERE',
      'ID_CONFLICT',
      'NOT_ON_ROSTER',
      'PROBATION_ENDS',
      'LETTER_ENDS',
    ])
  })
})

describe('the counts of a branch', () => {
  it('go by the stages of its kind', () => {
    expect(stagesOf('league')).toEqual(['registered', 'approved', 'returned', 'failed', 'transferred', 'withdrawn'])
    expect(stagesOf('party')).toEqual(['preparing', 'announced', 'returned', 'received', 'withdrawn'])
  })

  it.each<[string, number[], number | null]>([
    ['nothing', [], null],
    ['one span', [5 * HOUR], 5],
    ['two spans', [2 * HOUR, 5 * HOUR], 3.5],
    ['three spans in any order', [90 * HOUR, HOUR, 2 * HOUR], 2],
    ['spans whose digits sort otherwise than they do', [10 * HOUR, 9 * HOUR, 100 * HOUR], 10],
    ['minutes, to a tenth of an hour', [10 * MINUTE], 0.2],
  ])('have the median hours of %s', (_name, spans, hours) => {
    expect(medianHours(spans)).toBe(hours)
  })

  it('make a custom of three answers, not of two', () => {
    expect(usualHours([HOUR, 2 * HOUR])).toBeNull()
    expect(usualHours([HOUR, 30 * HOUR, 2 * HOUR])).toBe(2)
  })

  it('leave the spans that they are made from in order', () => {
    const spans = [3 * HOUR, HOUR]
    medianHours(spans)
    expect(spans).toEqual([3 * HOUR, HOUR])
  })
})

describe('a letter that ends soon', () => {
  const { state } = aTransferIn('party', 'announced')
  const late = START + 365 * DAY

  it('is one on paper that has been announced, and is still awaited', () => {
    expect(letterEndsSoon(state, late)).toBe(true)
    const { letter, ...without } = state
    expect(letter).toBeDefined()
    expect(letterEndsSoon(without, late)).toBe(false)
    expect(letterEndsSoon({ ...state, channel: 'online' }, late)).toBe(false)
    for (const stage of ['preparing', 'returned', 'received', 'withdrawn'] as const)
      expect(letterEndsSoon({ ...state, stage }, late)).toBe(false)
    expect(letterEndsSoon({ ...state, facts: { letter: START } }, late)).toBe(false)
    expect(letterEndsSoon({ ...state, facts: { online: START } }, late)).toBe(false)
    expect(letterEndsSoon({ ...state, facts: { receipt: START } }, late)).toBe(true)
  })
})
