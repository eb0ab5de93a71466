import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsIdNumber, holdsPersonalNumber, mask, maskName } from '../../cloudfunctions/domain/personal'
import { everybody, zhangMei } from '../support/people'

describe('a masked number', () => {
  it('shows the last four characters alone', () => {
    expect(mask('11010519491231002X')).toBe('**************002X')
    expect(mask('19900000001')).toBe('*******0001')
    expect(mask('201800000017')).toBe('********0017')
  })

  it('never shows region or year of anybody', () => {
    for (const { idNumber } of everybody) expect(mask(idNumber).slice(0, -4)).toMatch(/^\*{14}$/u)
  })

  it('of four characters or fewer, or of none, does not break', () => {
    expect(mask('')).toBe('')
    expect(mask('1234')).toBe('1234')
  })
})

describe('a masked name', () => {
  it.each([
    ['张梅', '张*'],
    ['王', '王*'],
    ['阿依古丽·买买提', '阿*******'],
    ['\u{20BB7}陈', '\u{20BB7}*'],
    ['Anna', 'A***'],
  ])('of %s is %s', (name, masked) => {
    expect(maskName(name)).toBe(masked)
  })
})

describe('free text', () => {
  const { idNumber } = zhangMei

  it.each([
    ['alone', idNumber],
    ['in a sentence', `我的身份证号是${idNumber}，请核对`],
    ['grouped by spaces', `${idNumber.slice(0, 6)} ${idNumber.slice(6, 14)} ${idNumber.slice(14)}`],
    ['grouped by hyphens', `${idNumber.slice(0, 6)}-${idNumber.slice(6, 14)}-${idNumber.slice(14)}`],
    ['in full width', Array.from(idNumber, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('')],
    ['with a small x in the middle of a text', '号码11010519491231002x有误'],
    ['over two lines', `${idNumber.slice(0, 9)}\n${idNumber.slice(9)}`],
  ])('that holds an ID number %s is noticed', (_name, text) => {
    expect(holdsIdNumber(text)).toBe(true)
  })

  it.each([
    ['a reason', '升学'],
    ['a phone number', '请联系 010-62334997'],
    ['a member number', '编号 201800000017'],
    ['an organisation with its ID', '计通学院 2024 级研究生临时党支部 011100238152'],
    ['nothing', ''],
  ])('that holds %s is not taken for one', (_name, text) => {
    expect(holdsIdNumber(text)).toBe(false)
  })

  it('is noticed wherever an ID number stands in it', () => {
    const words = fc.string({ unit: fc.constantFrom('团', '支', '部', 'a', '，') })
    fc.assert(
      fc.property(words, fc.constantFrom(...everybody), words, (before, person, after) => {
        expect(holdsIdNumber(before + person.idNumber + after)).toBe(true)
      }),
    )
  })

  const wide = (text: string) => Array.from(text, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('')
  const inDigitsFrom = (zero: number) => (text: string) =>
    text.replace(/\d/gu, (digit) => String.fromCodePoint(zero + Number(digit)))
  const clothes: [string, (number: string) => string][] = [
    ['dots', (n) => `${n.slice(0, 6)}.${n.slice(6, 14)}.${n.slice(14)}`],
    ['hyphens after each digit', (n) => Array.from(n).join('-')],
    ['dashes', (n) => Array.from(n).join('—')],
    ['underlines and stars', (n) => Array.from(n).join('_*')],
    ['full width', wide],
    ['Arabic digits', inDigitsFrom(0x660)],
    ['Persian digits', inDigitsFrom(0x6f0)],
    ['Devanagari digits', inDigitsFrom(0x966)],
    ['bold digits', inDigitsFrom(0x1d7ce)],
    ['double-struck digits', inDigitsFrom(0x1d7d8)],
    ['circled digits', (n) => n.replace(/\d/gu, (d) => (d === '0' ? '⓪' : String.fromCodePoint(0x245f + Number(d))))],
    [
      'black circled digits',
      (n) => n.replace(/\d/gu, (d) => (d === '0' ? '⓿' : String.fromCodePoint(0x2775 + Number(d)))),
    ],
    ['Han digits', (n) => n.replace(/\d/gu, (d) => '〇一二三四五六七八九'.charAt(Number(d)))],
    ['invisible marks', (n) => Array.from(n).join('\u200B')],
  ]
  it.each(clothes)('is noticed to hold an ID number or phone in %s', (_name, dress) => {
    for (const number of [idNumber, '11010519491231002X', '13912345678'])
      expect(holdsPersonalNumber(`请联系${dress(number)}，谢谢`)).toBe(true)
  })

  it.each([
    '2024 级 13912345678',
    '+86 139 1234 5678',
    '(0086)13912345678',
    '1 3 9 1 2 3 4 5 6 7 8',
    '编号 201800000017，139-1234-5678',
  ])('is noticed to hold a phone: %s', (text) => {
    expect(holdsPersonalNumber(text)).toBe(true)
  })

  it.each([
    '升学',
    '请联系 010-62334997',
    '编号 201800000017',
    '2024-09-01 至 2025-06-30',
    '2024.09.01-2025.06.30 08:00',
    '5324992 011100238152',
    '请在 2024 年 9 月 1 日 08:30 前到 1305 室',
  ])('is not suspected for %s', (text) => {
    expect(holdsPersonalNumber(text)).toBe(false)
  })
})
