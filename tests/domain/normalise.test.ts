import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  normaliseDigits,
  normaliseIdNumber,
  normaliseName,
  searchForm,
  tidyName,
} from '../../cloudfunctions/domain/normalise'

/** Text with much of what normalising touches: widths, dots, spaces, marks that combine. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Array.from(' \u3000\u00A0\u200B\u200D\uFEFF\u2022\u30FB\u2027\uFF0E\u00B7\uFF65\u0387xX－-')),
      fc.constantFrom('é', 'e', '\u0301', '\u0307', 'か', '\u3099', '王', '\u{20BB7}', '\uF900', 'Ａ', '７', '\uFF3E'),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('normalising', () => {
  it.each([
    ['a name', normaliseName],
    ['a name that is kept', tidyName],
    ['an ID number', normaliseIdNumber],
    ['digits', normaliseDigits],
    ['a searched name', searchForm],
  ])('%s twice changes nothing more', (_name, normalise) => {
    fc.assert(
      fc.property(text, (raw) => {
        expect(normalise(normalise(raw))).toBe(normalise(raw))
      }),
      { numRuns: 2000 },
    )
  })

  it('a name that is kept and the same name as typed compare as equal', () => {
    fc.assert(
      fc.property(text, (raw) => {
        expect(normaliseName(tidyName(raw))).toBe(normaliseName(raw))
      }),
      { numRuns: 2000 },
    )
  })

  it('a name composes marks, so that two ways to write one letter are one', () => {
    expect(normaliseName('Rene\u0301')).toBe('Ren\u00E9')
  })

  it('keeps single spaces between the words of a letter name, and none in a Han name', () => {
    expect(tidyName('  Anna \u00A0 Petrova ')).toBe('Anna Petrova')
    expect(tidyName(' 阿依古丽 ・ 买买提 ')).toBe('阿依古丽·买买提')
  })

  it('drops a space that is not seen instead of making it one that is', () => {
    expect(tidyName('An\u200Bna\uFEFF Petrova')).toBe('Anna Petrova')
  })

  it('reads an ID number in any width and grouping, with a capital X', () => {
    expect(normaliseIdNumber(' １１０１０５ 19491231 002ｘ ')).toBe('11010519491231002X')
  })

  it('reads digits without the signs that group them', () => {
    expect(normaliseDigits('１99-0000 0001')).toBe('19900000001')
  })

  it('finds an organisation however its printed name is spaced', () => {
    expect(searchForm('计通学院 2024 级研究生临时党支部')).toBe(searchForm('计通学院2024级研究生临时党支部'))
    expect(searchForm('计通２４级')).toBe('计通24级')
  })
})
