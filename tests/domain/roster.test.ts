import { describe, expect, it } from 'vitest'
import type { RosterRow } from '../../cloudfunctions/contract'
import {
  bestFit,
  fitOf,
  judgeRosterRow,
  readRosterKey,
  rosterKeyOf,
  sameEnd,
  studentNumberForm,
  tidyRosterRow,
  type RosterFacts,
} from '../../cloudfunctions/domain/roster'
import { anIdNumber, zhangMei } from '../support/people'

const NOW = Date.parse('2024-09-01T04:00:00Z')
const faultOf = (row: RosterRow) => {
  const judged = judgeRosterRow(row, NOW)
  return 'fault' in judged ? judged.fault : undefined
}
const notesOf = (row: RosterRow) => {
  const judged = judgeRosterRow(row, NOW)
  return 'fault' in judged ? judged.fault : judged.notes.map(({ path, rule }) => [path, rule])
}
const { name, idNumber } = zhangMei

describe('a row of the roster', () => {
  it.each<[string, RosterRow]>([
    ['the whole ID number', { name, idNumber }],
    ['the last four', { name, last4: idNumber.slice(-4) }],
    ['a last character x in lower case', { name, last4: '123x' }],
    ['the last six', { name, last6: '11024x' }],
    ['the student number', { name, studentNumber: 'U202412345' }],
    ['a phone beside them', { name, studentNumber: '42412345', phone: '199 0000 0001' }],
    ['apostrophes left by a spreadsheet', { name: `'${name}`, idNumber: `'${idNumber}`, phone: '’19900000001' }],
    ['empty fields', { name, studentNumber: '42412345', idNumber: ' ', last4: '', phone: '' }],
    ['width and spaces of another keyboard', { name: '张 梅', studentNumber: '４２４１２３４５' }],
  ])('is in order with a name and %s', (_, row) => {
    expect(faultOf(row)).toBeUndefined()
  })

  it.each<[string, RosterRow, string, string]>([
    ['without a name', { name: '', idNumber }, 'name', 'required'],
    ['with digits in the name', { name: '张梅1', idNumber }, 'name', 'name.characters'],
    ['that looks like a formula', { name: '=HYPERLINK("x")', idNumber }, 'name', 'name.characters'],
    ['with a name alone', { name }, 'last4', 'required'],
    ['whose number a spreadsheet has rounded', { name, idNumber: '3.70102E+17' }, 'idNumber', 'rounded'],
    ['whose student number is rounded', { name, studentNumber: '2.02412E+11' }, 'studentNumber', 'rounded'],
    ['with 17 characters', { name, idNumber: idNumber.slice(0, 17) }, 'idNumber', 'id.length'],
    ['with a wrong check digit', { name, idNumber: `${idNumber.slice(0, 17)}0` }, 'idNumber', 'id.checkDigit'],
    ['of 29 February 2001', { name, idNumber: anIdNumber({ birth: '2001-02-29' }) }, 'idNumber', 'id.date'],
    ['with three last digits', { name, last4: '123' }, 'last4', 'last4.format'],
    ['whose last four are others', { name, idNumber, last4: '9999' }, 'last4', 'last4.differs'],
    ['with an ID number for a student number', { name, studentNumber: idNumber }, 'studentNumber', 'personal'],
    [
      'with a sentence for a student number',
      { name, studentNumber: '报到后再编' },
      'studentNumber',
      'studentNumber.format',
    ],
    ['with five last digits', { name, last6: '12345' }, 'last6', 'last6.format'],
    ['whose last six are others', { name, idNumber, last6: '999999' }, 'last6', 'last6.differs'],
    [
      'whose last four are others than its last six',
      { name, last6: '110246', last4: '0247' },
      'last4',
      'last4.differs',
    ],
    ['whose only number says that there is none', { name, studentNumber: '无' }, 'last4', 'required'],
  ])('is refused %s', (_, row, path, rule) => {
    expect(faultOf(row)).toEqual({ path, rule })
  })

  it('names its first fault alone', () => {
    expect(faultOf({ name: '', idNumber: '1', phone: '2' })).toEqual({ path: 'name', rule: 'required' })
  })
})

describe('what a row does not need', () => {
  it.each<[string, RosterRow, string, string]>([
    ['a landline', { name, studentNumber: '1', phone: '010-62334997' }, 'phone', 'phone.format'],
    ['two phones', { name, studentNumber: '1', phone: '19900000001/19900000002' }, 'phone', 'phone.format'],
    ['a phone that a spreadsheet has rounded', { name, studentNumber: '1', phone: '1.99E+10' }, 'phone', 'rounded'],
    ...['无', '—', '/', 'N/A', '#N/A', '-', '暂无', '待定', '待分配', '未知', '不详', '未填'].map(
      (text): [string, RosterRow, string, string] => [
        `a phone that is ${text}`,
        { name, idNumber, phone: text },
        'phone',
        'nothing',
      ],
    ),
    ['a student number that is 无', { name, idNumber, studentNumber: '无' }, 'studentNumber', 'nothing'],
  ])('is left out with a note, and the person is kept: %s', (_, row, path, rule) => {
    expect(notesOf(row)).toEqual([[path, rule]])
    const judged = judgeRosterRow(row, NOW)
    expect('row' in judged && Object.keys(judged.row)).not.toContain(path)
  })
})

describe('the key of a row', () => {
  const keyOf = (row: RosterRow) => rosterKeyOf(tidyRosterRow(row))

  it('is the ID number before the student number before the name with the last digits', () => {
    expect(keyOf({ name, idNumber, studentNumber: '1' })).toBe(idNumber)
    expect(keyOf({ name, studentNumber: '1', last4: '0246' })).toBe('1')
    expect(keyOf({ name, last4: '0246' })).toBe(`${name}0246`)
    expect(keyOf({ name, last4: '0246', last6: '110246' })).toBe(`${name}110246`)
  })

  it('is the same however it is written', () => {
    expect(keyOf({ name, studentNumber: 'u2024' })).toBe(keyOf({ name, studentNumber: ' Ｕ2024' }))
    expect(readRosterKey(` ${name} 024x`).named).toEqual({ name, last: '024X' })
    expect(readRosterKey(`${name}110246`).named).toEqual({ name, last: '110246' })
    expect(readRosterKey(idNumber).idNumber).toBe(idNumber)
  })
})

describe('a person and a row', () => {
  const person: RosterFacts = { name: '阿依古丽·买买提', idTokens: ['new', 'old'], last6Tokens: ['six'], last4: '1281' }
  const row = (given: Partial<RosterFacts>): RosterFacts => ({
    name: person.name,
    idTokens: [],
    last6Tokens: [],
    last4: null,
    ...given,
  })

  it.each<[string, Partial<RosterFacts>, string, boolean]>([
    ['name and number', { idTokens: ['new'], last4: '1281' }, 'full', true],
    ['name and number under the previous key', { idTokens: ['old'], last4: '1281' }, 'full', true],
    ['name and last four', { last4: '1281' }, 'full', true],
    ['name and last six', { last6Tokens: ['six'], last4: '1281' }, 'full', true],
    ['the name alone, for the last six are others', { last6Tokens: ['other'], last4: '1281' }, 'partial', false],
    ['another middle dot', { name: '阿依古丽•买买提', last4: '1281' }, 'full', true],
    ['the name alone, for the row has no number', {}, 'partial', true],
    ['the name alone, for the number is another', { idTokens: ['other'], last4: '1281' }, 'partial', false],
    ['the name alone, for the last four are others', { last4: '0000' }, 'partial', false],
    ['the number alone', { name: '阿依古丽', idTokens: ['new'], last4: '1281' }, 'partial', true],
    ['the last four alone', { name: '李想', last4: '1281' }, 'none', false],
    ['nothing', { name: '李想', idTokens: ['other'], last4: '9999' }, 'none', false],
  ])('fit by %s', (_, given, match, same) => {
    expect(fitOf(person, row(given))).toEqual({ match, same })
  })

  it('go together by the best of several rows', () => {
    const rows = [row({}), row({ last4: '1281' }), row({ last4: '0000' })]
    expect(bestFit(person, rows)).toEqual({ match: 'full', row: rows[1] })
  })

  it('do not go together where two rows of the name have no number', () => {
    expect(bestFit(person, [row({}), row({})])).toEqual({ match: 'partial', row: undefined })
  })

  it('do not go together where a namesake is expected', () => {
    expect(bestFit(person, [row({ last4: '0000' })])).toEqual({ match: 'partial', row: undefined })
    expect(bestFit(person, [])).toEqual({ match: 'none', row: undefined })
  })
})

describe('what stands in a cell', () => {
  it.each<[string, Partial<RosterRow>, string, string]>([
    ['five characters for the last four', { last4: '91234' }, 'last4', 'last4.format'],
    ['a letter after them', { last4: '1234Y' }, 'last4', 'last4.format'],
    ['seven characters for the last six', { last6: '9123456' }, 'last6', 'last6.format'],
    ['a letter after those', { last6: '123456Y' }, 'last6', 'last6.format'],
    ['the beginning of the number as its last four', { idNumber, last4: '3701' }, 'last4', 'last4.differs'],
    ['the beginning of the number as its last six', { idNumber, last6: '370102' }, 'last6', 'last6.differs'],
    ['the beginning of the last six as the last four', { last6: '110246', last4: '1102' }, 'last4', 'last4.differs'],
    ['a Han character before a student number', { studentNumber: '学4241' }, 'studentNumber', 'studentNumber.format'],
    ['one after it', { studentNumber: '4241学' }, 'studentNumber', 'studentNumber.format'],
    ['a student number that is too long', { studentNumber: '1'.repeat(33) }, 'studentNumber', 'personal'],
    ['a rounded number', { studentNumber: '3.70102E+17' }, 'studentNumber', 'rounded'],
    ['one without a fraction', { studentNumber: '4E+17' }, 'studentNumber', 'rounded'],
    ['one without a plus', { idNumber: '3.70102E17' }, 'idNumber', 'rounded'],
    ['one in small letters', { idNumber: '3.70102e+17' }, 'idNumber', 'rounded'],
    ['what begins otherwise', { studentNumber: 'A3.7E+17' }, 'studentNumber', 'studentNumber.format'],
    ['what ends otherwise', { studentNumber: '3.7E+17A' }, 'studentNumber', 'studentNumber.format'],
  ])('%s is a fault', (_what, row, path, rule) => {
    expect(faultOf({ name, ...row })).toEqual({ path, rule })
  })

  it('may say that it has nothing to say', () => {
    const nothing = (phone: string) => notesOf({ name, last4: '0246', phone })
    for (const text of [
      '无',
      '暂无',
      '待补',
      '未提供',
      '-',
      '--',
      '/',
      'N/A',
      'NA',
      '#N/A!',
      'NULL',
      "' 无",
      " '无",
      '’/',
    ])
      expect([text, nothing(text)]).toEqual([text, [['phone', 'nothing']]])
    for (const text of ['说无', '无效', '待'])
      expect([text, nothing(text)]).toEqual([text, [['phone', 'phone.format']]])
    expect(nothing('19900000001')).toEqual([])
    expect(nothing('')).toEqual([])
  })

  it('keeps a phone that is in order, and leaves out one that is not', () => {
    const kept = (phone: string) => {
      const judged = judgeRosterRow({ name, last4: '0246', phone }, NOW)
      return 'row' in judged ? judged.row : judged
    }
    expect(kept('199 0000 0001')).toEqual({ name, last4: '0246', phone: '19900000001' })
    expect(kept('1990000000')).toEqual({ name, last4: '0246' })
    expect(notesOf({ name, last4: '0246', phone: '1.99E+10' })).toEqual([['phone', 'rounded']])
  })

  it('loses the marks of a spreadsheet at its beginning, and no others', () => {
    expect(tidyRosterRow({ name: "''张梅", studentNumber: "' 1" })).toEqual({ name: '张梅', studentNumber: '1' })
    expect(tidyRosterRow({ name: "Anna O'Neil" })).toEqual({ name: "Anna O'Neil" })
  })
})

describe('a key', () => {
  it('is kept in capital letters', () => {
    expect(rosterKeyOf({ name, studentNumber: 'u2024' })).toBe('U2024')
    expect(studentNumberForm('u2024')).toBe('U2024')
    expect(rosterKeyOf({ name })).toBe(name)
  })

  it('is a name with its last four or six, as many as there are', () => {
    expect(readRosterKey(`${name}1102461`).named).toEqual({ name: `${name}1`, last: '102461' })
    expect(readRosterKey(`${name}10246`).named).toEqual({ name: `${name}1`, last: '0246' })
    expect(readRosterKey(`${name}110246X`).named).toEqual({ name: `${name}1`, last: '10246X' })
    expect(readRosterKey(name).named).toBeUndefined()
    expect(readRosterKey('').named).toBeUndefined()
  })
})

describe('two numbers', () => {
  const end = (last4: string | null, last6Tokens: string[] = []) => ({ last4, last6Tokens })
  it('end alike by as many digits as are known of both', () => {
    expect(sameEnd(end('1234', ['six']), end('1234', ['other', 'six']))).toBe(true)
    expect(sameEnd(end('1234', ['six', 'new']), end('1234', ['six']))).toBe(true)
    expect(sameEnd(end('1234', ['six']), end('1234', ['other']))).toBe(false)
    expect(sameEnd(end('1234', ['six']), end('1234'))).toBe(true)
    expect(sameEnd(end('1234'), end('1235', ['six']))).toBe(false)
  })

  it('cannot be told from each other where either has no end', () => {
    expect(sameEnd(end(null), end(null))).toBeUndefined()
    expect(sameEnd(end('1234'), end(null))).toBeUndefined()
    expect(sameEnd(end(null), end('1234'))).toBeUndefined()
  })
})

describe('the row of a person', () => {
  const facts = (given: Partial<RosterFacts>): RosterFacts => ({
    name,
    idTokens: [],
    last6Tokens: [],
    last4: null,
    ...given,
  })
  const person = facts({ idTokens: ['new', 'old'], last4: '0246' })

  it('is found under one of several tokens', () => {
    const row = facts({ idTokens: ['old', 'older'] })
    expect(bestFit(person, [row])).toEqual({ match: 'full', row })
  })

  it('is the only one of the name that has no number', () => {
    const row = facts({})
    const namesake = facts({ last4: '9999' })
    expect(bestFit(person, [namesake, row, facts({ name: '李想' })])).toEqual({ match: 'partial', row })
    expect(bestFit(person, [facts({ name: '李想' })])).toEqual({ match: 'none', row: undefined })
  })
})
