import { describe, expect, it } from 'vitest'
import { personAmong, relationOf, type Known } from '../../cloudfunctions/domain/roster-people'

const known = (given: Partial<Known> = {}): Known => ({
  name: '张梅',
  idTokens: [],
  last6Tokens: [],
  last4: null,
  studentNumber: null,
  ...given,
})
const WHOLE = known({ idTokens: ['id'], last6Tokens: ['110246'], last4: '0246' })

describe('two rows', () => {
  it.each<[string, Known, Known, string]>([
    ['the ID number', WHOLE, { ...WHOLE, last4: '0246' }, 'same'],
    ['the ID number under another name', WHOLE, { ...WHOLE, name: '张玫' }, 'same'],
    [
      'the ID number with another student number',
      { ...WHOLE, studentNumber: '1' },
      { ...WHOLE, studentNumber: '2' },
      'same',
    ],
    ['nothing: two namesakes with the same last four', WHOLE, { ...WHOLE, idTokens: ['another'] }, 'other'],
    [
      'nothing: where both have an ID number the student number is not compared',
      { ...WHOLE, studentNumber: '1' },
      { ...WHOLE, idTokens: ['another'], studentNumber: '1' },
      'other',
    ],
    ['name and last four', WHOLE, known({ last4: '0246' }), 'same'],
    ['name and last six', WHOLE, known({ last6Tokens: ['110246'], last4: '0246' }), 'same'],
    ['nothing: the last six are others', WHOLE, known({ last6Tokens: ['990246'], last4: '0246' }), 'other'],
    ['nothing: the last four are others', WHOLE, known({ last4: '9999' }), 'other'],
    ['nothing: the last four of another name', WHOLE, known({ name: '李想', last4: '0246' }), 'other'],
    ['nothing: the name alone', WHOLE, known(), 'other'],
    [
      'nothing: the name with another student number',
      known({ studentNumber: '1' }),
      known({ studentNumber: '2' }),
      'other',
    ],
    ['the student number, in any case', known({ studentNumber: 'u1' }), known({ studentNumber: 'U1' }), 'same'],
    [
      'the student number, of another name',
      known({ studentNumber: '1' }),
      known({ name: '李想', studentNumber: '1' }),
      'name',
    ],
    [
      'the student number, with other last four',
      known({ studentNumber: '1', last4: '0246' }),
      known({ studentNumber: '1', last4: '9999' }),
      'last4',
    ],
    [
      'name and last four, with another student number',
      known({ studentNumber: '1', last4: '0246' }),
      known({ studentNumber: '2', last4: '0246' }),
      'studentNumber',
    ],
  ])('have in common %s', (_, a, b, relation) => {
    expect(relationOf(a, b)).toBe(relation)
    expect(relationOf(b, a)).toBe(relation)
  })
})

describe('a person among rows', () => {
  const byNumber = known({ studentNumber: '1' })
  it('is new where nobody shares a key', () => {
    expect(personAmong(WHOLE, [byNumber])).toEqual({ is: 'new' })
  })
  it('is the one that shares one and contradicts none', () => {
    expect(personAmong({ ...WHOLE, studentNumber: '1' }, [byNumber, known({ name: '李想' })])).toEqual({ is: byNumber })
  })
  it('is perhaps the one that shares one and contradicts another', () => {
    expect(personAmong(known({ name: '李想', studentNumber: '1' }), [byNumber])).toEqual({
      similar: byNumber,
      why: 'name',
    })
  })
  it('is perhaps one of two that share different ones', () => {
    expect(personAmong({ ...WHOLE, studentNumber: '1' }, [WHOLE, byNumber])).toEqual({ similar: WHOLE, why: 'several' })
  })
})

describe('a person whose number has two tokens', () => {
  const known = (idTokens: string[]): Known => ({
    name: '张梅',
    idTokens,
    last6Tokens: [],
    last4: null,
    studentNumber: null,
  })
  it('is the same by either', () => {
    expect(relationOf(known(['new', 'old']), known(['old']))).toBe('same')
    expect(relationOf(known(['new', 'old']), known(['other']))).toBe('other')
  })
})
