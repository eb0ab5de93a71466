import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageIn, birthDay, checkCharacter, idNumberFault } from '../../cloudfunctions/domain/identity-number'
import { beijing } from '../support/builders'
import { anIdNumber, checkCharacterOf, everybody } from '../support/people'

const NOW = beijing('2024-07-01 12:00')
const fault = (idNumber: string, now = NOW) => idNumberFault(idNumber, now)

describe('an ID number', () => {
  it('of the published example is well formed', () => {
    expect(fault('11010519491231002X')).toBeUndefined()
  })

  it.each(everybody.map(({ name, idNumber }) => [name, idNumber]))('of %s is well formed', (_name, idNumber) => {
    expect(fault(idNumber)).toBeUndefined()
  })

  it.each([
    ['fifteen digits of the old kind', '110105491231002', 'id.length'],
    ['nothing', '', 'id.length'],
    ['one character too many', '11010519491231002X1', 'id.length'],
    ['a letter in the middle', '1101051949123100AX', 'id.characters'],
    ['an X before the end', '1101051949123100X2', 'id.characters'],
    ['a lower-case x, which normalising would have raised', '11010519491231002x', 'id.characters'],
    ['digits of another script', '١١٠١٠٥١٩٤٩١٢٣١٠٠٢٢', 'id.characters'],
    ['a wrong check digit', '110105194912310021', 'id.checkDigit'],
    ['the check digit 0 for X', '110105194912310020', 'id.checkDigit'],
    ['two digits exchanged', '11010519491213002X', 'id.checkDigit'],
  ])('is refused with its first fault: %s', (_name, idNumber, expected) => {
    expect(fault(idNumber)).toBe(expected)
  })

  it.each([
    ['2001-02-29', 'id.date'],
    ['1900-02-29', 'id.date'],
    ['2023-04-31', 'id.date'],
    ['2001-13-01', 'id.date'],
    ['2001-00-10', 'id.date'],
    ['2001-10-00', 'id.date'],
    ['2001-01-32', 'id.date'],
    ['0000-00-00', 'id.date'],
    ['1899-12-31', 'id.date'],
    ['2000-02-29', undefined],
    ['2004-02-29', undefined],
    ['1900-01-01', undefined],
    ['2001-12-31', undefined],
  ])('has a birth day on the calendar: %s', (birth, expected) => {
    expect(fault(anIdNumber({ birth }))).toBe(expected)
  })

  it('may be of somebody born today in Beijing, and of nobody born tomorrow', () => {
    const [today, tomorrow] = [anIdNumber({ birth: '2024-07-02' }), anIdNumber({ birth: '2024-07-03' })]
    const justAfterMidnight = beijing('2024-07-02 00:00')
    expect(fault(today, justAfterMidnight)).toBeUndefined()
    expect(fault(today, justAfterMidnight - 1)).toBe('id.future')
    expect(fault(tomorrow, justAfterMidnight)).toBe('id.future')
  })

  it.each(['810000', '820000', '830000', '710000', '999999', '000000', '110102'])(
    'is never refused for its region: %s',
    (region) => {
      expect(fault(anIdNumber({ region }))).toBeUndefined()
    },
  )

  it.each(['Asia/Shanghai', 'Pacific/Apia', 'America/Sao_Paulo', 'UTC'])(
    'is judged the same on a server in %s, where a day may be missing',
    (zone) => {
      const before = process.env.TZ
      process.env.TZ = zone
      try {
        for (const birth of ['2011-12-30', '1940-06-01', '2018-11-04'])
          expect(fault(anIdNumber({ birth }))).toBeUndefined()
      } finally {
        if (before === undefined) delete process.env.TZ
        else process.env.TZ = before
      }
    },
  )
})

describe('the check character', () => {
  const first17 = fc.stringMatching(/^\d{17}$/u)

  it('agrees with the recursive method of the standard', () => {
    fc.assert(
      fc.property(first17, (digits) => {
        expect(checkCharacter(digits)).toBe(checkCharacterOf(digits))
      }),
    )
  })

  it('notices every single wrong digit and every exchange of neighbours', () => {
    fc.assert(
      fc.property(first17, fc.nat(16), fc.integer({ min: 1, max: 9 }), (digits, place, shift) => {
        const wrong = Array.from(digits)
        wrong[place] = String((Number(digits[place]) + shift) % 10)
        expect(checkCharacter(wrong.join(''))).not.toBe(checkCharacter(digits))

        const swapped = Array.from(digits)
        const next = (place + 1) % 16
        ;[swapped[next], swapped[next + 1]] = [digits.charAt(next + 1), digits.charAt(next)]
        if (swapped[next] !== swapped[next + 1])
          expect(checkCharacter(swapped.join(''))).not.toBe(checkCharacter(digits))
      }),
    )
  })
})

describe('the age on a day', () => {
  const born = (birth: string) => anIdNumber({ birth })

  it.each([
    ['2004-03-15', '2018-03-14', 13],
    ['2004-03-15', '2018-03-15', 14],
    ['2004-03-15', '2033-03-14', 28],
    ['2004-12-31', '2019-01-01', 14],
  ])('of somebody born on %s is, on %s, %i', (birth, day, age) => {
    expect(ageIn(born(birth), day)).toBe(age)
  })

  it('is reckoned from the day written in the number', () => {
    expect(birthDay('11010519491231002X')).toBe('1949-12-31')
  })
})
