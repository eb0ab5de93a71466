import { describe, expect, it } from 'vitest'
import {
  countInto,
  DAYS_SHOWN,
  doneOf,
  lastDays,
  NO_FIGURES,
  shareDone,
  type DayFigures,
  type Standing,
} from '../../cloudfunctions/domain/figures'
import { aTransfer, aTransferIn, beijing, DAY, START, type TransferBuilder } from '../support/builders'

/** `2024-07-01 registered 1 approved 1`, each day with what is not nought. */
const counted = (transfer: TransferBuilder, { branchId = 'branch-1', from = '2024-01-01' } = {}): string[] => {
  const days = new Map<string, DayFigures>()
  countInto(days, branchId, transfer.events, from)
  return [...days].map(([day, figures]) =>
    [day, ...Object.entries(figures).flatMap(([name, n]) => (n === 0 ? [] : [`${name} ${String(n)}`]))].join(' '),
  )
}
const league = () => aTransfer('province').registered()
const party = () => aTransfer('party').preparing()

describe('the figures of a day', () => {
  // prettier-ignore
  const ROWS: [what: string, transfer: TransferBuilder, days: string[]][] = [
    ['asking to join',                          league(),                                             ['2024-07-01 registered 1']],
    ['asking again after an amendment',         league().amended('branch-1'),                         ['2024-07-01 registered 1']],
    ['a return',                                league().returned(),                                  ['2024-07-01 registered 1']],
    ['an approval',                             league().approved(),                                  ['2024-07-01 registered 1 approved 1']],
    ['an approval the day after',               league().approved().at(START + DAY),                  ['2024-07-01 registered 1', '2024-07-02 approved 1']],
    ['a match that nobody confirms',            aTransferIn('province', 'transferred'),               ['2024-07-01 registered 1 approved 1']],
    ['a match by an outside system',            league().approved().matched('province'),              ['2024-07-01 registered 1 approved 1 confirmed 1']],
    ['the same match once more',                league().approved().matched('province').matched('province'), ['2024-07-01 registered 1 approved 1 confirmed 1']],
    ['a mismatch',                              league().approved().mismatched(),                     ['2024-07-01 registered 1 approved 1 failed 1']],
    ['two mismatches',                          league().approved().mismatched().mismatched(),        ['2024-07-01 registered 1 approved 1 failed 2']],
    ['a confirmation',                          league().approved().confirmed(),                      ['2024-07-01 registered 1 approved 1 confirmed 1']],
    ['a failure in the official system',        league().approved().officiallyFailed(),               ['2024-07-01 registered 1 approved 1 failed 1']],
    ['an approval inside Beijing',              aTransferIn('beijing', 'transferred'),                ['2024-07-01 registered 1 approved 1 confirmed 1']],
    ['preparing',                               party(),                                              ['2024-07-01 registered 1']],
    ['an announcement',                         party().announced(),                                  ['2024-07-01 registered 1']],
    ['the file of a Party member',              party().announced().facts('materials'),               ['2024-07-01 registered 1']],
    ['the online acceptance',                   party().announced().facts('online'),                  ['2024-07-01 registered 1 approved 1']],
    ['the letter',                              party().announced().facts('letter'),                  ['2024-07-01 registered 1 approved 1']],
    ['the letter and then the file',            party().announced().facts('letter').received('materials'), ['2024-07-01 registered 1 approved 1 confirmed 1']],
    ['a reception at once',                     party().announced().received('online', 'materials'),  ['2024-07-01 registered 1 approved 1 confirmed 1']],
    ['an approval that was taken back',         league().approved().undone(),                         ['2024-07-01 registered 1']],
  ]
  it.each(ROWS)('count %s', (_what, transfer, days) => {
    expect(counted(transfer)).toEqual(days)
  })

  it('are those of the branch where the transfer then was', () => {
    const moved = league().amended('branch-2').approved()
    expect(counted(moved)).toEqual(['2024-07-01 registered 1'])
    expect(counted(moved, { branchId: 'branch-2' })).toEqual(['2024-07-01 registered 1 approved 1'])
  })

  it('begin with a day, and add to what was there', () => {
    const later = league()
      .approved()
      .at(START + DAY)
    expect(counted(later, { from: '2024-07-02' })).toEqual(['2024-07-02 approved 1'])
    expect(counted(later, { from: '2024-07-03' })).toEqual([])
    const days = new Map<string, DayFigures>([['2024-07-01', { registered: 4, approved: 3, confirmed: 2, failed: 1 }]])
    countInto(days, 'branch-1', league().events, '2024-07-01')
    expect(days.get('2024-07-01')).toEqual({ registered: 5, approved: 3, confirmed: 2, failed: 1 })
    expect(NO_FIGURES).toEqual({ registered: 0, approved: 0, confirmed: 0, failed: 0 })
  })

  it('are shown of sixty days, the oldest first and today last', () => {
    const days = lastDays(beijing('2024-03-01 00:00'))
    expect([days.length, days[0], days[58], days[59]]).toEqual([60, '2024-01-02', '2024-02-29', '2024-03-01'])
    expect(lastDays(beijing('2024-03-01 00:00') - 1, 2)).toEqual(['2024-02-28', '2024-02-29'])
    expect(DAYS_SHOWN).toBe(60)
  })
})

describe('the share that is through', () => {
  const standing = (given: Partial<Standing>): Standing => ({
    stages: {},
    people: 0,
    confirmed: 0,
    overdue: 0,
    rosterSize: 0,
    notRegistered: 0,
    ...given,
  })

  it('counts the confirmed and the received', () => {
    expect(doneOf({ stages: {}, confirmed: 3 })).toBe(3)
    expect(doneOf({ stages: { received: 2, announced: 5 }, confirmed: 3 })).toBe(5)
  })

  it('is of all who are expected or have come, and nought where nobody is', () => {
    expect(shareDone(standing({ people: 6, notRegistered: 2, confirmed: 2 }))).toBe(0.25)
    expect(shareDone(standing({ people: 4, stages: { received: 1 } }))).toBe(0.25)
    expect(shareDone(standing({ notRegistered: 2 }))).toBe(0)
    expect(shareDone(standing({}))).toBe(0)
  })
})
