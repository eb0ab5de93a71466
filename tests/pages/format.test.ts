import { describe, expect, test } from 'vitest'
import {
  ago,
  beijingMonth,
  dayAfter,
  dayText,
  deadline,
  idText,
  inFours,
  moment,
  monthText,
  phoneText,
  reference,
  remaining,
} from '../../miniprogram/format'
import { at, iso } from './views'

describe('instants are told by the Beijing clock', () => {
  test('an instant late in the UTC day is on the next day in Beijing', () => {
    expect(moment('2024-11-22T16:30:00.000Z')).toBe('11月23日 00:30')
  })
  test('the year is told only when it is not this one', () => {
    expect(moment(iso('2025-01-02 08:00'), at('2024-12-31 23:00'))).toBe('2025年1月2日 08:00')
    expect(moment(iso('2024-12-31 08:00'), at('2024-12-31 23:00'))).toBe('12月31日 08:00')
  })
  test('the month of an instant is the Beijing month', () => {
    expect(beijingMonth('2024-12-31T16:00:00.000Z')).toBe('2025-01')
  })
})

describe('a deadline is never shown too early', () => {
  test.each([
    ['2024-11-23 14:05:00.000', '11月23日 14:05'],
    ['2024-11-23 14:05:00.001', '11月23日 14:06'],
    ['2024-11-23 14:05:59.999', '11月23日 14:06'],
    ['2024-11-23 23:59:30.000', '11月24日 00:00'],
    ['2024-12-31 23:59:00.001', '1月1日 00:00'],
  ])('%s is shown as %s', (instant, shown) => {
    expect(deadline(at(instant))).toBe(shown)
  })
  test('the day after crosses months and years', () => {
    expect(dayAfter(iso('2024-11-30 14:05'))).toBe('12月1日')
    expect(dayAfter(iso('2024-12-31 14:05'), at('2024-12-30 12:00'))).toBe('2025年1月1日')
  })
})

describe('what is left is rounded up and gone at the very instant', () => {
  const end = at('2024-11-23 14:05:30')
  test.each([
    [-1, ''],
    [0, ''],
    [1, '1 分'],
    [60_000, '1 分'],
    [60_001, '2 分'],
    [59 * 60_000, '59 分'],
    [60 * 60_000, '1 小时'],
    [(17 * 60 + 42) * 60_000, '17 小时 42 分'],
    [24 * 3_600_000, '24 小时'],
    [48 * 3_600_000 + 1, '2 天 1 小时'],
    [720 * 3_600_000, '30 天'],
  ])('%i ms before the end: %s', (left, shown) => {
    expect(remaining(end, end - left)).toBe(shown)
  })
})

describe('how long ago', () => {
  const now = at('2024-11-22 21:30')
  test.each([
    ['2024-11-22 21:29:30', '刚刚'],
    ['2024-11-22 21:18', '12 分钟前'],
    ['2024-11-22 18:30', '3 小时前'],
    ['2024-11-21 21:10', '昨天 21:10'],
    ['2024-11-19 08:00', '11月19日'],
    ['2023-11-19 08:00', '2023年11月19日'],
  ])('%s is %s', (instant, shown) => {
    expect(ago(at(instant), now)).toBe(shown)
  })
})

test('numbers are grouped as they are read aloud', () => {
  expect(reference('241103827')).toBe('2411 0382 7')
  expect(inFours('201837001234')).toBe('2018 3700 1234')
  expect(inFours('********1234')).toBe('**** **** 1234')
  expect(idText('110105 2001 0229 002X')).toBe('110105 20010229 002X')
  expect(phoneText('13800138000')).toBe('138 0013 8000')
  expect(phoneText('01062334997')).toBe('010-62334997')
})

test('months and days that are not well formed are shown as they are', () => {
  expect(monthText('2018-09')).toBe('2018年9月')
  expect(dayText('2024-09-01')).toBe('2024年9月1日')
  expect(monthText('')).toBe('')
  expect(dayText('soon')).toBe('soon')
})
