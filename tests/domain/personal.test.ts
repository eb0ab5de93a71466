import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsIdNumber, mask, maskName } from '../../cloudfunctions/domain/personal'
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
})
