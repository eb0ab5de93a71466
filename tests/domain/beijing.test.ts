import dayjs from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat'
import utc from 'dayjs/plugin/utc'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beijingDay, beijingMinute, isDay, toIso } from '../../cloudfunctions/domain/beijing'

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
    expect(['2024-1-01', '2024-01-01 ', '20240101', '', '2024-01-01\n'].map(isDay)).toEqual(Array(5).fill(false))
  })
})
