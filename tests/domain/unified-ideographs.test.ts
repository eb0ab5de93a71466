import { describe, expect, it } from 'vitest'
import { asUnified } from '../../cloudfunctions/domain/unified-ideographs'

describe('a character that stands for another one', () => {
  it.each([
    ['a radical of the supplement', '\u2E81', '厂'],
    ['the one after a place that is not given out', '\u2E9B', '旡'],
    ['a radical of the second row', '\u2EA8', '犭'],
    ['the last radical', '\u2EF3', '龟'],
    ['a Kangxi radical', '\u2F06', '二'],
    ['the last Kangxi radical', '\u2FD5', '龠'],
    ['the first private code', '\uE815', '\u2E81'],
    ['a private code of the second row', '\uE83D', '䎬'],
    ['the private code of 䶮', '\uE863', '䶮'],
    ['a private letter', '\uE7C7', '\u1E3F'],
    ['another private letter', '\uE7C8', '\u01F9'],
  ])('%s is written as it', (_what, code, character) => {
    expect(asUnified(`张${code}`)).toBe(`张${character === '\u2E81' ? '厂' : character}`)
  })

  it.each([
    ['a place among the radicals that is not given out', '\u2E9A'],
    ['what has no other form', '\u2E80'],
    ['a private code of nobody', '\uE000'],
    ['the last private code', '\uF8FF'],
    ['a Han character', '张'],
    ['a letter', 'a'],
  ])('%s stays', (_what, character) => {
    expect(asUnified(character)).toBe(character)
  })
})
