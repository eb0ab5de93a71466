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

describe('digits that are written otherwise', () => {
  const NUMBER = '110105194912310021'
  const inDigits = (ten: string, text = NUMBER) => Array.from(text, (digit) => Array.from(ten)[Number(digit)]).join('')

  it.each([
    ['in black circles', '\u24FF❶❷❸❹❺❻❼❽❾'],
    ['in circles of sans-serif', '🄋➀➁➂➃➄➅➆➇➈'],
    ['in black circles of sans-serif', '🄌➊➋➌➍➎➏➐➑➒'],
    ['as Han characters', '〇一二三四五六七八九'],
    ['as Han characters of accounts', '零壹贰叁肆伍陆柒捌玖'],
    ['as Arabs write them', '٠١٢٣٤٥٦٧٨٩'],
    ['as Persians write them', '۰۱۲۳۴۵۶۷۸۹'],
    ['as Tibetans write them', '༠༡༢༣༤༥༦༧༨༩'],
    ['in bold', '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗'],
    [
      'in the first of two sets that lie side by side',
      '\u{116D0}\u{116D1}\u{116D2}\u{116D3}\u{116D4}\u{116D5}\u{116D6}\u{116D7}\u{116D8}\u{116D9}',
    ],
    [
      'in the second of them',
      '\u{116DA}\u{116DB}\u{116DC}\u{116DD}\u{116DE}\u{116DF}\u{116E0}\u{116E1}\u{116E2}\u{116E3}',
    ],
  ])('are read %s', (_how, ten) => {
    expect(holdsIdNumber(inDigits(ten))).toBe(true)
    // Each by its value: this is a number only where the month and the day are.
    expect(holdsIdNumber(Array.from(inDigits(ten)).join('.'))).toBe(true)
    expect(holdsIdNumber(Array.from(inDigits(ten, '110105194913310021')).join('.'))).toBe(false)
    expect(holdsPersonalNumber(inDigits(ten, '13800138000'))).toBe(true)
    expect(holdsPersonalNumber(inDigits(ten, '12800138000'))).toBe(false)
  })
})

describe('an ID number without a real day in it', () => {
  it.each([
    ['in one piece', '11010120011315001X', true],
    ['in a longer row', '编号911010120011315001X99', true],
    ['with a small x', '11010120011315001x', true],
    ['in groups', '110101 2001-1315 001X', true],
    ['in groups of Chinese dashes', '110101—20011315—001X', true],
    ['with what is not seen', '110101\u200B20011315\u200D001X', true],
    ['after other words', '请核对 110101 20011315 001X 有误', true],
    ['in groups that are another number together', '9 110101 20011315 0010 9', false],
    ['with dots', '110101.20011315.001X', false],
    ['with letters between', '110101号20011315号001X', false],
    ['one digit short', '110101 20011315 01X', false],
    ['ending in another letter', '110101 20011315 001Y', false],
    ['with letters in it', '1101O1 20011315 001X', false],
  ])('%s: %s', (_how, text, holds) => {
    expect(holdsIdNumber(text)).toBe(holds)
  })
})

describe('an ID number in pieces', () => {
  it.each([
    ['2001.01.05', true],
    ['2001.09.10', true],
    ['2001.10.15', true],
    ['2001.12.29', true],
    ['1999.11.30', true],
    ['2001.11.31', true],
    ['2001.00.05', false],
    ['2001.13.05', false],
    ['2001.01.00', false],
    ['2001.01.32', false],
    ['1801.01.05', false],
    ['2101.01.05', false],
  ])('born on %s: %s', (born, holds) => {
    expect(holdsIdNumber(`110101.${born}.001X`)).toBe(holds)
    expect(holdsIdNumber(`110101/${born}/0012`)).toBe(holds)
  })

  it('stands beside other figures, and is none where they touch it', () => {
    expect(holdsIdNumber('第 3 组 110101.2001.01.05.001X')).toBe(true)
    expect(holdsIdNumber('3;110101.2001.01.05.001X')).toBe(true)
    expect(holdsIdNumber('3.110101.2001.01.05.0012')).toBe(false)
    expect(holdsIdNumber('110101.2001.01.05.0012.3')).toBe(false)
  })
})

describe('a mobile number', () => {
  it.each([
    ['13800138000', true],
    ['13800138000元', true],
    ['电话13800138000', true],
    ['138-0013-8000', true],
    ['+86 138 0013 8000', true],
    ['008613800138000', true],
    ['3,138.0013.8000', true],
    ['19900138000', true],
    ['12900138000', false],
    ['1380013800', false],
    ['138001380001', false],
    ['213800138000', false],
    ['013800138000', false],
  ])('%s: %s', (text, holds) => {
    expect(holdsPersonalNumber(text)).toBe(holds)
  })
})

describe('a name of nothing', () => {
  it('is a star', () => {
    expect(maskName('')).toBe('*')
  })
})
