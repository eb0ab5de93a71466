import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberNumberFault } from '../../cloudfunctions/domain/member-number'

const REST = '00000017'
const LONG = '0000000017'

describe('a member number', () => {
  it.each([
    ['2010-05', undefined],
    ['2015-12', undefined],
    ['2016-01', undefined],
    ['2016-12', undefined],
    ['2017-01', 'required'],
    ['2018-12', 'required'],
    ['2019-01', 'required'],
    ['2024-05', 'required'],
  ])('may be left out or not, joined in %s: %s', (joinedOn, expected) => {
    expect(memberNumberFault(undefined, joinedOn)).toBe(expected)
    expect(memberNumberFault('', joinedOn)).toBe(expected)
  })

  it.each([
    ['2015-05', '2015', undefined],
    ['2016-05', '2016', undefined],
    ['2017-05', '2017', undefined],
    ['2017-05', '2018', undefined],
    ['2018-05', '2018', undefined],
    ['2018-05', '2017', undefined],
    ['2017-05', '2016', 'number.year'],
    ['2017-05', '2019', 'number.year'],
    ['2018-05', '2019', 'number.year'],
    ['2018-05', '2016', 'number.year'],
    ['2019-01', '2019', undefined],
    ['2019-01', '2018', 'number.year'],
    ['2019-12', '2020', 'number.year'],
    ['2023-05', '2023', undefined],
    ['2023-05', '2022', 'number.year'],
  ])('of somebody who joined in %s may begin with %s: %s', (joinedOn, beginning, expected) => {
    expect(memberNumberFault(beginning + REST, joinedOn)).toBe(expected)
  })

  it.each([
    ['2014-12', '201516', 'number.length'],
    ['2015-01', '201516', undefined],
    ['2015-12', '201617', undefined],
    ['2016-05', '201516', undefined],
    ['2016-05', '201617', undefined],
    ['2017-12', '201617', undefined],
    ['2017-12', '201516', undefined],
    ['2018-01', '201617', 'number.length'],
    ['2016-05', '201718', 'number.length'],
    ['2019-05', '201920', 'number.length'],
  ])('of 16 digits, joined in %s, beginning with %s: %s', (joinedOn, beginning, expected) => {
    expect(memberNumberFault(beginning + LONG, joinedOn)).toBe(expected)
  })

  it.each(['2015-05', '2016-05', '2017-05', '2018-05', '2019-05', '2024-05'])(
    'of 8 digits is the number of the certificate, and told so (joined in %s)',
    (joinedOn) => {
      expect(memberNumberFault('12345678', joinedOn)).toBe('number.certificate')
      expect(memberNumberFault(`${joinedOn.slice(0, 4)}0001`, joinedOn)).toBe('number.certificate')
    },
  )

  it.each([
    ['20180000001', 'number.length'],
    ['2018000000017', 'number.length'],
    ['2', 'number.length'],
    ['2018 0000 017', 'number.characters'],
    ['２０１８０００００００１', 'number.characters'],
    ['无', 'number.characters'],
    ['-201800000017', 'number.characters'],
  ])('of another form is refused: %s', (number, expected) => {
    expect(memberNumberFault(number, '2018-05')).toBe(expected)
  })

  it.each(['2010-05', '2015-12', '2016-12'])(
    'that is optional (joined in %s) still begins with some year',
    (joinedOn) => {
      expect(memberNumberFault(`2012${REST}`, joinedOn)).toBeUndefined()
      expect(memberNumberFault(`1998${REST}`, joinedOn)).toBeUndefined()
      expect(memberNumberFault(`0110${REST}`, joinedOn)).toBe('number.year')
      expect(memberNumberFault('2012', joinedOn)).toBe('number.length')
    },
  )

  it('has an inner layout that nobody judges', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{8}$/u), fc.integer({ min: 2019, max: 2030 }), (rest, year) => {
        expect(memberNumberFault(`${String(year)}${rest}`, `${String(year)}-05`)).toBeUndefined()
      }),
    )
  })
})

describe('a number from before 2017', () => {
  it('begins with a year of the last century or of this one', () => {
    expect(memberNumberFault('199900000017', '2015-05')).toBeUndefined()
    expect(memberNumberFault('200100000017', '2015-05')).toBeUndefined()
    expect(memberNumberFault('332019000017', '2015-05')).toBe('number.year')
    expect(memberNumberFault('300000000019', '2015-05')).toBe('number.year')
  })

  it('of sixteen digits has neither one before nor one after them', () => {
    expect(memberNumberFault(`201516${LONG}`, '2016-05')).toBeUndefined()
    expect(memberNumberFault(`9201516${LONG}`, '2016-05')).toBe('number.length')
    expect(memberNumberFault(`201516${LONG}9`, '2016-05')).toBe('number.length')
  })
})
