import { beforeEach, describe, expect, it } from 'vitest'
import type { TallyQuery } from '../../cloudfunctions/app/store/ports'
import { addDays } from '../../cloudfunctions/domain/beijing'
import { documentsOf } from '../support/documents'
import { localStore } from '../support/file-cloud'

const NOW = 1_720_000_000_000
const HOUR = 3_600_000

const { cloud, documents, store } = localStore()
beforeEach(() => cloud.empty())

describe('what a branch’s transfers add up to', () => {
  const query: TallyQuery = {
    branchId: 'a',
    stages: ['registered', 'approved', 'transferred'],
    confirmers: ['member', 'secretary'],
    lists: ['x', 'y'],
    now: NOW,
    overduePosition: '5',
    erasing: { ended: NOW - HOUR, open: NOW - 2 * HOUR },
  }
  const nothing = {
    people: 0,
    stages: { registered: 0, approved: 0, transferred: 0 },
    confirmedBy: { member: 0, secretary: 0 },
    inLists: [0, 0],
    ...{ ready: 0, overdue: 0, erasing: 0, firstEnded: null, firstOpen: null, answers: [] },
  }
  let n = 0
  const add = async (given: object) => {
    const id = String(++n)
    const plain = { stage: 'registered', state: {}, lists: [], position: '9', keptAs: null, keptSince: null }
    const document = { _id: id, slot: id, reference: id, branchId: 'a', accountId: id, answeredAfter: null, ...plain }
    expect(await documents.add('transfers', { ...document, ...given })).toBe(true)
  }

  it('is nothing where there is none', async () => {
    await add({ branchId: 'b' })
    expect(await store.tally(query)).toEqual(nothing)
  })

  it('counts people once, and stages, confirmations and lists transfer by transfer', async () => {
    await add({ accountId: 'one', lists: ['x'] })
    await add({ accountId: 'one', lists: ['x', 'y'], stage: 'transferred', state: { confirmedBy: 'member' } })
    await add({ accountId: 'two', stage: 'transferred', state: { confirmedBy: 'secretary' }, answeredAfter: HOUR })
    await add({ accountId: 'two', stage: 'withdrawn', state: { confirmedBy: 'province' }, answeredAfter: 2 * HOUR })
    await add({ accountId: 'three', answeredAfter: 0 })
    const { answers, ...found } = await store.tally(query)
    expect(found).toEqual({
      ...nothing,
      people: 3,
      stages: { registered: 2, approved: 0, transferred: 2 },
      confirmedBy: { member: 1, secretary: 1 },
      inLists: [2, 1],
      answers: undefined,
    })
    expect(answers.sort((a, b) => a - b)).toEqual([0, HOUR, 2 * HOUR])
  })

  it('counts as ready whose wait is over, and as overdue what has been unanswered for longer', async () => {
    for (const readyAt of [NOW - 1, NOW, NOW + 1]) await add({ stage: 'approved', state: { readyAt } })
    await add({ stage: 'failed', state: { readyAt: NOW } })
    for (const position of ['4', '49', '5', '6']) await add({ lists: ['* * unanswered *'], position })
    await add({ lists: ['x'], position: '4' })
    expect(await store.tally(query)).toMatchObject({ ready: 2, overdue: 2 })
  })

  it('says how many will be erased and which is the first, of what ended and of what is open', async () => {
    const kept = (keptAs: string, keptSince: number, accountId: string) => add({ keptAs, keptSince, accountId })
    await kept('ended', NOW - HOUR, 'one')
    await kept('open', NOW - 2 * HOUR, 'one')
    expect(await store.tally(query)).toMatchObject({ erasing: 0, firstEnded: null, firstOpen: null })
    await kept('ended', NOW - HOUR - 1, 'one')
    await kept('ended', NOW - HOUR - 3, 'two')
    await kept('ended', NOW - HOUR - 2, 'two')
    expect(await store.tally(query)).toMatchObject({ erasing: 3, firstEnded: NOW - HOUR - 3, firstOpen: null })
    await kept('open', NOW - 3 * HOUR, 'two')
    await kept('open', NOW - 4 * HOUR, 'three')
    expect(await store.tally(query)).toMatchObject({
      ...{ erasing: 5, firstEnded: NOW - HOUR - 3, firstOpen: NOW - 4 * HOUR, people: 3 },
    })
  })
})

describe('what the clock has counted', () => {
  const figures = (branchId: string, day: string, given: object = {}) => ({
    ...{ _id: `${branchId}-${day}`, branchId, day, at: NOW, recentOf: branchId, newestOf: null, registered: 1 },
    ...{ approved: 0, confirmed: 0, failed: 0 },
    standing: { stages: {}, people: 0, confirmed: 0, overdue: 0, rosterSize: 0, notRegistered: 0 },
    ...given,
  })

  it('comes with its branch: the last days, or the newest', async () => {
    await documents.addAll('branches', [
      { _id: 'a', kind: 'league' },
      { _id: 'b', kind: 'party' },
      { _id: 'c', kind: 'other' },
    ])
    const [old, one, two] = [
      figures('a', '2024-09-01', { recentOf: null }),
      figures('a', '2024-09-02', { newestOf: 'a', at: NOW + 1 }),
      // Of two runs at once, each of which took its own for the newest.
      figures('a', '2024-09-03', { newestOf: 'a', at: NOW + 2 }),
    ]
    await documents.addAll('figures', [old, one, two])
    const found = await store.branchWithFigures('a')
    expect(found?.branch).toEqual({ _id: 'a', kind: 'league' })
    expect(found?.figures.toSorted((x, y) => x.at - y.at)).toEqual([one, two])
    expect(await store.branchWithFigures('b')).toEqual({ branch: { _id: 'b', kind: 'party' }, figures: [] })
    expect(await store.branchWithFigures('unknown')).toBeNull()
    const all = await store.branchesWithNewest()
    expect(all.toSorted((x, y) => (x.branch._id < y.branch._id ? -1 : 1))).toEqual([
      { branch: { _id: 'a', kind: 'league' }, newest: two },
      { branch: { _id: 'b', kind: 'party' } },
    ])
  })

  it('is kept of every day, and once of each', async () => {
    const MORE_THAN_THE_DATABASE_GIVES = 105
    const days = Array.from({ length: MORE_THAN_THE_DATABASE_GIVES }, (_, n) => figures('a', addDays('2024-08-01', n)))
    cloud.metrics.reset()
    await store.putFigures(days.toReversed())
    expect(cloud.metrics.requests).toHaveLength(MORE_THAN_THE_DATABASE_GIVES)
    await store.putFigures([figures('a', '2024-08-04', { registered: 7 }), figures('b', '2024-10-01')])
    const found = await store.figuresOf('a')
    expect(found.map(({ day }) => day)).toEqual(days.map(({ day }) => day))
    expect(found[3]?.registered).toBe(7)
  })

  it('ages: what is before a day is the newest no longer, and later not among the last', async () => {
    const of = (branchId: string, day: number) =>
      figures(branchId, `2024-09-0${String(day)}`, { newestOf: branchId, recentOf: branchId })
    await documents.addAll('figures', [of('a', 1), of('a', 2), of('a', 3), of('b', 1)])
    await store.ageFigures('a', { newest: '2024-09-03', oldest: '2024-09-02' })
    expect(documentsOf(cloud, 'figures').map((one) => [one['_id'], one['recentOf'], one['newestOf']])).toEqual([
      ['a-2024-09-01', null, null],
      ['a-2024-09-02', 'a', null],
      ['a-2024-09-03', 'a', 'a'],
      ['b-2024-09-01', 'b', 'b'],
    ])
  })

  it('says of a branch how long its answers take', async () => {
    await documents.addAll('branches', [
      { _id: 'a', version: 3 },
      { _id: 'b', version: 3 },
    ])
    await store.noteUsualHours('a', 5)
    expect(documentsOf(cloud, 'branches')).toEqual([
      { _id: 'a', version: 3, usualHours: 5 },
      { _id: 'b', version: 3 },
    ])
  })
})
