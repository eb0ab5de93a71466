/**
 * 登记编号: digits to be read over the phone, the last one a check digit (Luhn), so that a slip is noticed.
 * It is random apart from that: it must not count how many have registered, nor be guessed from another.
 */
export const REFERENCE_DIGITS = 10

const luhnDigit = (body: string): string => {
  let sum = 0
  Array.from(body)
    .reverse()
    .forEach((character, i) => {
      const doubled = Number(character) * (i % 2 === 0 ? 2 : 1)
      sum += doubled > 9 ? doubled - 9 : doubled
    })
  return String((10 - (sum % 10)) % 10)
}

/** The reference made of random digits: a string of `REFERENCE_DIGITS - 1` digits gets its check digit. */
export const referenceFrom = (randomDigits: string): string => randomDigits + luhnDigit(randomDigits)

/** Whether the digits are a reference that could have been given out. */
export const isReference = (text: string): boolean =>
  /^\d{8,12}$/u.test(text) && luhnDigit(text.slice(0, -1)) === text.slice(-1)
