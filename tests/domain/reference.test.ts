import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isReference, REFERENCE_DIGITS, referenceFrom } from '../../cloudfunctions/domain/reference'

const digits = fc.stringMatching(new RegExp(`^\\d{${String(REFERENCE_DIGITS - 1)}}$`, 'u'))

describe('a reference (登记编号)', () => {
  it('ends in the check digit of the published examples', () => {
    expect(referenceFrom('7992739871')).toBe('79927398713')
    expect(referenceFrom('123456781234567')).toBe('1234567812345670')
  })

  it('has 8 to 12 digits and nothing else, and is recognised', () => {
    fc.assert(
      fc.property(digits, (random) => {
        const reference = referenceFrom(random)
        expect(reference).toMatch(/^\d{8,12}$/u)
        expect(isReference(reference)).toBe(true)
      }),
    )
  })

  it('read with one wrong digit is not recognised', () => {
    fc.assert(
      fc.property(digits, fc.nat(REFERENCE_DIGITS - 1), fc.integer({ min: 1, max: 9 }), (random, place, shift) => {
        const wrong = Array.from(referenceFrom(random))
        wrong[place] = String((Number(wrong[place]) + shift) % 10)
        expect(isReference(wrong.join(''))).toBe(false)
      }),
    )
  })

  it('read with two neighbours exchanged is not recognised, save for 09 and 90', () => {
    fc.assert(
      fc.property(digits, fc.nat(REFERENCE_DIGITS - 2), (random, place) => {
        const wrong = Array.from(referenceFrom(random))
        const [left = '', right = ''] = wrong.slice(place, place + 2)
        wrong.splice(place, 2, right, left)
        fc.pre(left !== right && !['09', '90'].includes(left + right))
        expect(isReference(wrong.join(''))).toBe(false)
      }),
    )
  })

  it.each(['7992739871995', '7992738'])('%s is too long or too short, though its check digit is right', (text) => {
    expect(isReference(text)).toBe(false)
    expect(referenceFrom(text.slice(0, -1))).toBe(text)
  })

  it.each(['', '0', '1234567', '7992739871 3', '７９９２７３９８７１３', '1234567890123', 'abcdefgh'])(
    'is not %j',
    (text) => {
      expect(isReference(text)).toBe(false)
    },
  )
})
