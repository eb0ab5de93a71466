import dayjs from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat'
import utc from 'dayjs/plugin/utc'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  beijingDay,
  beijingMinute,
  beijingText,
  isDay,
  isMonth,
  lastDayOfMonth,
  monthsBefore,
  nextBeijingDay,
  nextNine,
  startOfDay,
  toIso,
} from '../../cloudfunctions/domain/beijing'
import { beijing } from '../support/builders'

dayjs.extend(utc)
dayjs.extend(customParseFormat)

const instant = fc.integer({ min: Date.parse('1900-01-01T00:00:00Z'), max: Date.parse('2199-12-31T23:59:59Z') })

describe('days and instants', () => {
  it('are reckoned as the library does, in every year from 1900 to 2199', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const there = dayjs.utc(at).utcOffset(8)
        expect([beijingDay(at), beijingMinute(at), toIso(at)]).toEqual([
          there.format('YYYY-MM-DD'),
          there.format('YYYY-MM-DD HH:mm'),
          new Date(at).toISOString(),
        ])
      }),
      { numRuns: 2_000 },
    )
  })

  it('turn at midnight in Beijing', () => {
    const midnight = Date.parse('2024-02-28T16:00:00.000Z')
    expect([midnight - 1, midnight, midnight + 86_400_000].map(beijingDay)).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
    ])
  })

  it('know the ends of centuries, of four of them, and of years', () => {
    const days = ['1900-02-28', '1900-03-01', '1999-12-31', '2000-02-29', '2000-03-01', '2024-12-31', '2100-03-01']
    for (const day of days) {
      expect(beijingDay(beijing(`${day} 00:00`))).toBe(day)
      expect(beijingMinute(beijing(`${day} 23:59:59.999`))).toBe(`${day} 23:59`)
      expect(toIso(Date.parse(`${day}T07:08:09.010Z`))).toBe(`${day}T07:08:09.010Z`)
    }
  })

  it('know a real day from one that only looks so', () => {
    const part = fc.integer({ min: 0, max: 40 }).map((value) => String(value).padStart(2, '0'))
    const year = fc.constantFrom('0000', '0099', '0100', '1900', '2000', '2023', '2024', '2100', '9999')
    fc.assert(
      fc.property(year, part, part, (y, m, d) => {
        const text = `${y}-${m}-${d}`
        expect([text, isDay(text)]).toEqual([text, dayjs.utc(text, 'YYYY-MM-DD', true).isValid()])
      }),
      { numRuns: 3_000 },
    )
    const others = [
      '2024-1-01',
      '2024-01-01 ',
      '20240101',
      '',
      '2024-01-01\n',
      ' 2024-01-01',
      '12024-01-01',
      '0024-01-01',
    ]
    for (const other of others) expect([other, isDay(other)]).toEqual([other, false])
    const real = ['2024-01-31', '2024-02-29', '2000-02-29', '2023-02-28', '2024-04-30', '2024-06-30', '2024-09-30']
    for (const day of [...real, '2024-11-30', '2024-12-31', '2024-12-01', '0100-01-01'])
      expect([day, isDay(day)]).toEqual([day, true])
    const unreal = ['2023-02-29', '1900-02-29', '2024-02-30', '2024-04-31', '2024-06-31', '2024-09-31', '2024-11-31']
    for (const day of [...unreal, '2024-01-32', '2024-01-00', '2024-00-10', '2024-13-10'])
      expect([day, isDay(day)]).toEqual([day, false])
  })

  it('know a real month from one that only looks so', () => {
    expect(['2024-01', '2024-12'].map(isMonth)).toEqual([true, true])
    expect(['2024-00', '2024-13', '2024-1', '2024', '2024-01-01', ''].map(isMonth)).toEqual(Array(6).fill(false))
  })

  it('lead from one to another', () => {
    expect(nextBeijingDay(beijing('2024-12-31 00:00'))).toBe(beijing('2025-01-01 00:00'))
    expect(nextBeijingDay(beijing('2024-12-31 23:59:59.999'))).toBe(beijing('2025-01-01 00:00'))
    expect(startOfDay('2024-03-01')).toBe(beijing('2024-03-01 00:00'))
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
    expect(addDays('2025-01-01', -1)).toBe('2024-12-31')
    expect(['2024-02-01', '2023-02-15', '2024-12-31'].map(lastDayOfMonth)).toEqual([
      '2024-02-29',
      '2023-02-28',
      '2024-12-31',
    ])
  })

  it('lead to the next nine in the morning, which a minute before it is today', () => {
    expect(nextNine(beijing('2024-07-01 00:00'))).toBe(beijing('2024-07-01 09:00'))
    expect(nextNine(beijing('2024-07-01 08:59:59.999'))).toBe(beijing('2024-07-01 09:00'))
    expect(nextNine(beijing('2024-07-01 09:00'))).toBe(beijing('2024-07-02 09:00'))
    expect(nextNine(beijing('2024-07-01 23:59:59.999'))).toBe(beijing('2024-07-02 09:00'))
  })

  it('lie calendar months back at the same time of day, in a shorter month on its last day', () => {
    expect(monthsBefore(beijing('2026-01-15 10:30'), 18)).toBe(beijing('2024-07-15 10:30'))
    expect(monthsBefore(beijing('2024-08-31 00:30'), 18)).toBe(beijing('2023-02-28 00:30'))
    expect(monthsBefore(beijing('2024-07-15 10:30'), -18)).toBe(beijing('2026-01-15 10:30'))
  })

  it('are written in a message as people write them', () => {
    expect(beijingText(beijing('2024-09-03 04:06'))).toBe('2024年9月3日 04:06')
    expect(beijingText(beijing('2024-12-31 23:59:59.999'))).toBe('2024年12月31日 23:59')
  })
})
