import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClaimField } from '../../cloudfunctions/contract'
import { comparedFields, verify, type SealedCopy } from '../../cloudfunctions/domain/verification'
import {
  anIdNumber,
  anna,
  ayguli,
  chenRare,
  claimOf,
  everybody,
  liQiang,
  sealedCopyOf,
  zhangMei,
} from '../support/people'

const OTHER_ID = anIdNumber({ sequence: '777' })
const OTHER_NUMBER = '201800099999'
const joined = (joinedOn: string, memberNumber?: string): SealedCopy => ({
  name: zhangMei.name,
  idNumber: zhangMei.idNumber,
  joinedOn,
  ...(memberNumber === undefined ? {} : { memberNumber }),
})
const claimed = (memberNumber?: string) => ({
  name: zhangMei.name,
  idNumber: zhangMei.idNumber,
  ...(memberNumber === undefined ? {} : { memberNumber }),
})
const match = { matches: true, differs: [], variants: [], unsure: [] }

describe('which fields are compared', () => {
  it.each<[string, string, string | undefined, string | undefined, object]>([
    ['joined before 2016: other numbers do not matter', '2015-12', '201500000001', OTHER_NUMBER, match],
    ['joined before 2016: no number on our side does not matter', '2015-12', undefined, OTHER_NUMBER, match],
    ['joined before 2016: no number on their side does not matter', '2010-05', '201500000001', undefined, match],
    ['joined in 2016, both have the same number', '2016-01', '201600000001', '201600000001', match],
    [
      'joined in 2016, the numbers are other',
      '2016-12',
      '201600000001',
      OTHER_NUMBER,
      { ...match, matches: false, differs: ['memberNumber'] },
    ],
    ['joined in 2016, only ours', '2016-06', '201600000001', undefined, { ...match, unsure: ['memberNumber'] }],
    ['joined in 2016, only theirs', '2016-06', undefined, OTHER_NUMBER, { ...match, unsure: ['memberNumber'] }],
    ['joined in 2016, neither', '2016-06', undefined, undefined, { ...match, unsure: ['memberNumber'] }],
    ['joined in 2016, theirs is blank', '2016-06', '201600000001', '  ', { ...match, unsure: ['memberNumber'] }],
    ['joined in 2017, the same number', '2017-01', '201700000001', '201700000001', match],
    [
      'joined in 2017, the year interchanged is another number',
      '2017-01',
      '201700000001',
      '201800000001',
      { ...match, matches: false, differs: ['memberNumber'] },
    ],
    [
      'joined in 2018, theirs is absent',
      '2018-05',
      '201800000001',
      undefined,
      { ...match, matches: false, differs: ['memberNumber'] },
    ],
    [
      'joined in 2018, ours is absent',
      '2018-05',
      undefined,
      '201800000001',
      { ...match, matches: false, differs: ['memberNumber'] },
    ],
    [
      'joined in 2018, neither has one: nothing stands for a number that must be there',
      '2018-05',
      undefined,
      undefined,
      { ...match, matches: false, differs: ['memberNumber'] },
    ],
    ['joined in 2019, the same number', '2019-09', '201900000001', '201900000001', match],
    [
      'joined in 2024, an 8-digit certificate number',
      '2024-05',
      '202400000001',
      '12345678',
      { ...match, matches: false, differs: ['memberNumber'] },
    ],
  ])('%s', (_name, joinedOn, ours, theirs, expected) => {
    expect(verify(joined(joinedOn, ours), claimed(theirs))).toEqual(expected)
  })

  it.each<[string | undefined, ClaimField[]]>([
    [undefined, ['name', 'idNumber']],
    ['2015-12', ['name', 'idNumber']],
    ['2016-01', ['name', 'idNumber', 'memberNumber']],
    ['2017-05', ['name', 'idNumber', 'memberNumber']],
    ['2024-05', ['name', 'idNumber', 'memberNumber']],
  ])('are told beforehand to somebody who joined in %s', (joinedOn, fields) => {
    expect(comparedFields(joinedOn)).toEqual(fields)
  })

  it('follow the year that the deployment sets', () => {
    const other = { ...match, matches: false, differs: ['memberNumber'] }
    expect(verify(joined('2016-06', '201600000001'), claimed(), 2015)).toEqual(other)
    expect(verify(joined('2016-06', '201600000001'), claimed(OTHER_NUMBER), 2017)).toEqual(match)
    expect(comparedFields('2016-06', 2017)).toEqual(['name', 'idNumber'])
  })
})

describe('a comparison', () => {
  it.each(everybody.map((person) => [person.name, person] as const))(
    'finds %s equal to themselves',
    (_name, person) => {
      expect(verify(sealedCopyOf(person), claimOf(person))).toEqual(match)
    },
  )

  it.each<[string, { name?: string; idNumber?: string; memberNumber?: string }, ClaimField[]]>([
    ['the name', { name: '张玫' }, ['name']],
    ['the ID number', { idNumber: OTHER_ID }, ['idNumber']],
    ['the member number', { memberNumber: OTHER_NUMBER }, ['memberNumber']],
    ['name and ID number', { name: '张玫', idNumber: OTHER_ID }, ['name', 'idNumber']],
    ['name and member number', { name: '张玫', memberNumber: OTHER_NUMBER }, ['name', 'memberNumber']],
    [
      'all three',
      { name: '张玫', idNumber: OTHER_ID, memberNumber: OTHER_NUMBER },
      ['name', 'idNumber', 'memberNumber'],
    ],
  ])('says that %s differs, and nothing else', (_name, other, differs) => {
    const answer = verify(sealedCopyOf(zhangMei), { ...claimOf(zhangMei), ...other })
    expect(answer).toEqual({ matches: false, differs, variants: [], unsure: [] })
  })

  it.each<[string, { name?: string; idNumber?: string; memberNumber?: string }, ClaimField]>([
    ['an empty name', { name: '' }, 'name'],
    ['a name of spaces', { name: ' \u3000' }, 'name'],
    ['an ID number cut short', { idNumber: zhangMei.idNumber.slice(0, 17) }, 'idNumber'],
    ['an empty ID number', { idNumber: '' }, 'idNumber'],
    ['words for an ID number', { idNumber: '<script>' }, 'idNumber'],
    ['an empty member number', { memberNumber: '' }, 'memberNumber'],
    ['letters in a member number', { memberNumber: '团2018' }, 'memberNumber'],
  ])('takes %s as one that differs, and never refuses it', (_name, other, field) => {
    expect(verify(sealedCopyOf(zhangMei), { ...claimOf(zhangMei), ...other }).differs).toEqual([field])
  })

  it('never looks at a number that the rule excludes', () => {
    const claim = {
      ...claimOf(liQiang),
      get memberNumber(): string {
        throw new Error('looked at')
      },
    }
    expect(verify({ ...sealedCopyOf(liQiang), memberNumber: '201500000001' }, claim)).toEqual(match)
  })

  it('leaves a Party transfer, which has no month of joining, without a member number', () => {
    const { joinedOn, memberNumber, ...party } = sealedCopyOf(zhangMei)
    expect(verify(party, { ...claimOf(zhangMei), memberNumber: OTHER_NUMBER })).toEqual(match)
  })
})

describe('writing that only looks other', () => {
  const wide = (text: string) =>
    Array.from(text, (c) => (c > ' ' && c <= '~' ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join('')
  const withX = { ...zhangMei, idNumber: '11010519491231002X' }

  it.each<[string, typeof zhangMei, { name?: string; idNumber?: string; memberNumber?: string }, ClaimField]>([
    ['full-width digits of an ID number', zhangMei, { idNumber: wide(zhangMei.idNumber) }, 'idNumber'],
    ['a grouped ID number', zhangMei, { idNumber: zhangMei.idNumber.replace(/(.{6})/u, '$1 ') }, 'idNumber'],
    ['a lower-case x', withX, { idNumber: '11010519491231002x' }, 'idNumber'],
    ['a full-width X', withX, { idNumber: '11010519491231002Ｘ' }, 'idNumber'],
    ['a full-width x', withX, { idNumber: '11010519491231002ｘ' }, 'idNumber'],
    ['full-width digits of a member number', zhangMei, { memberNumber: wide('201800000017') }, 'memberNumber'],
    ['a grouped member number', zhangMei, { memberNumber: '2018 0000 0017' }, 'memberNumber'],
    ['a space in a name', zhangMei, { name: '张 梅' }, 'name'],
    ['an ideographic space in a name', zhangMei, { name: '张\u3000梅' }, 'name'],
    ['a space that is not seen', zhangMei, { name: '张\u200B梅' }, 'name'],
    ['spaces around a name', zhangMei, { name: ' 张梅\t' }, 'name'],
    ['the dot • (U+2022)', ayguli, { name: '阿依古丽\u2022买买提' }, 'name'],
    ['the dot ・ (U+30FB)', ayguli, { name: '阿依古丽\u30FB买买提' }, 'name'],
    ['the dot ‧ (U+2027)', ayguli, { name: '阿依古丽\u2027买买提' }, 'name'],
    ['the dot ． (U+FF0E)', ayguli, { name: '阿依古丽\uFF0E买买提' }, 'name'],
    ['an ASCII full stop for the dot', ayguli, { name: '阿依古丽.买买提' }, 'name'],
    ['a Chinese full stop for the dot', ayguli, { name: '阿依古丽\u3002买买提' }, 'name'],
    ['a bullet for the dot', ayguli, { name: '阿依古丽\u25CF买买提' }, 'name'],
    ['a Kangxi radical', { ...zhangMei, name: '王文' }, { name: '王\u2F42' }, 'name'],
    ['a radical of the supplement', { ...zhangMei, name: '黄丽' }, { name: '\u2EE9丽' }, 'name'],
    ['the private code of an old font', { ...zhangMei, name: '王䶮' }, { name: '王\uE863' }, 'name'],
    ['a curly apostrophe', { ...anna, name: "Mary O'Neil" }, { name: 'Mary O\u2019Neil' }, 'name'],
    ['marks of direction around a number', zhangMei, { idNumber: `\u202D${zhangMei.idNumber}\u202C` }, 'idNumber'],
    ['the Roman numeral ten for X', withX, { idNumber: '11010519491231002\u2169' }, 'idNumber'],
    ['the sign of multiplication for X', withX, { idNumber: '11010519491231002\u00D7' }, 'idNumber'],
    ['a dot with spaces around it', ayguli, { name: '阿依古丽 · 买买提' }, 'name'],
    ['full-width letters', anna, { name: wide('Anna Petrova') }, 'name'],
    ['two spaces between letters', anna, { name: 'Anna  Petrova' }, 'name'],
  ])('matches, and is named because the official system may not see it so: %s', (_name, person, other, field) => {
    expect(verify(sealedCopyOf(person), { ...claimOf(person), ...other })).toEqual({ ...match, variants: [field] })
  })

  it('may concern several fields at once, beside one that truly differs', () => {
    const claim = { name: '张 梅', idNumber: wide(zhangMei.idNumber), memberNumber: OTHER_NUMBER }
    expect(verify(sealedCopyOf(zhangMei), claim)).toEqual({
      matches: false,
      differs: ['memberNumber'],
      variants: ['name', 'idNumber'],
      unsure: [],
    })
  })

  it.each([
    ['the case of letters', anna, 'anna petrova'],
    ['a missing dot', ayguli, '阿依古丽买买提'],
    ['a full stop at the end', ayguli, '阿依古丽·买买提.'],
    ['the common character for the rare one', chenRare, '陈吉'],
    ['half of a rare character', chenRare, '陈\uD842'],
    ['a traditional character', zhangMei, '張梅'],
  ])('is not everything: %s makes another name', (_name, person, name) => {
    expect(verify(sealedCopyOf(person), { ...claimOf(person), name }).differs).toEqual(['name'])
  })
})

describe('for any claim', () => {
  const person = fc.constantFrom(...everybody)
  const anyClaim = fc.record(
    { name: fc.string({ unit: 'binary' }), idNumber: fc.string(), memberNumber: fc.string() },
    { requiredKeys: ['name', 'idNumber'] },
  )

  it('a field never both differs and is a variant, and only differing fields break the match', () => {
    fc.assert(
      fc.property(person, anyClaim, (one, claim) => {
        const { matches, differs, variants, unsure } = verify(sealedCopyOf(one), claim)
        expect(matches).toBe(differs.length === 0)
        expect(variants.filter((field) => differs.includes(field))).toEqual([])
        expect(unsure.every((field) => field === 'memberNumber')).toBe(true)
      }),
    )
  })

  it('changing any one digit of the ID number differs', () => {
    fc.assert(
      fc.property(person, fc.nat(16), fc.integer({ min: 1, max: 9 }), (one, place, shift) => {
        const digit = String((Number(one.idNumber[place]) + shift) % 10)
        const idNumber = one.idNumber.slice(0, place) + digit + one.idNumber.slice(place + 1)
        expect(verify(sealedCopyOf(one), { ...claimOf(one), idNumber }).differs).toEqual(['idNumber'])
      }),
    )
  })
})

describe('a name that was tidied when it was registered', () => {
  const tidied = { ...sealedCopyOf(zhangMei), nameTidied: true }

  it('is a variant where it is equal, for the official system may have the other spelling', () => {
    expect(verify(tidied, claimOf(zhangMei))).toEqual({ matches: true, differs: [], variants: ['name'], unsure: [] })
    expect(verify({ ...tidied, nameTidied: false }, claimOf(zhangMei))).toEqual(match)
  })

  it('differs where it is another one', () => {
    expect(verify(tidied, { ...claimOf(zhangMei), name: '张玫' })).toEqual({
      matches: false,
      differs: ['name'],
      variants: [],
      unsure: [],
    })
  })
})
