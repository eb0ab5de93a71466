/** What is shown in place of a number: stars, and the last four characters alone (procedure.md, rule 5). */
export const mask = (number: string): string => '*'.repeat(Math.max(number.length - 4, 0)) + number.slice(-4)

/** A name as shown to somebody who need not know it: the first character alone. */
export const maskName = (name: string): string => {
  const characters = Array.from(name)
  return (characters[0] ?? '') + '*'.repeat(Math.max(characters.length - 1, 1))
}

/** Digits that are written as anything but digits: in black circles, in sans-serif circles, as Han characters. */
const OTHER_DIGITS = ['\u24FF❶❷❸❹❺❻❼❽❾', '🄋➀➁➂➃➄➅➆➇➈', '🄌➊➋➌➍➎➏➐➑➒', '〇一二三四五六七八九', '零壹贰叁肆伍陆柒捌玖']
const DIGIT_OF = new Map(OTHER_DIGITS.flatMap((ten) => Array.from(ten, (sign, i) => [sign, String(i)] as const)))

/** The value of a decimal digit of any script: those of a script lie side by side from 0 on, in one set of ten or in several. */
const decimal = (sign: string): string => {
  const code = sign.codePointAt(0) ?? 0
  let zero = code
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String((code - zero) % 10)
}

const ASCII = /^[\0-\x7F]*$/u

const asDigits = (text: string): string => (ASCII.test(text) ? text.replaceAll('x', 'X') : withAsciiDigits(text))

const withAsciiDigits = (text: string): string =>
  Array.from(text.normalize('NFKC'), (sign) => DIGIT_OF.get(sign) ?? sign)
    .join('')
    .replace(/(?![0-9])\p{Nd}/gu, decimal)
    .replace(/[x\u00D7\u2169\u2179]/gu, 'X')

/** What may stand between the digits of one number: all but letters and digits. */
const BETWEEN = /[^\p{L}\p{N}]/gu
const NARROWLY_BETWEEN = /[\s\p{Pd}\p{Default_Ignorable_Code_Point}]/gu
/** In one piece it is noticed in a longer row of digits too. */
const ID_NUMBER_AT_ONCE = /\d{17}[\dX]/u
const ID_NUMBER_IN_GROUPS = /(?<!\d)\d{17}[\dX](?!\d)/u
/** With a day of birth in its place: where much was left out between digits, a row of dates is no ID number. */
const ID_NUMBER_IN_PIECES = /(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?!\d)/u
const PHONE_IN_PIECES = /(?<!\d)(?:0{0,2}86)?1[3-9]\d{9}(?!\d)/u

/** The whole text, and each word of it: other figures may stand beside a number. */
const partsOf = (digits: string): string[] => [digits, ...digits.split(/[\s,;、]/u)]

/** Whether free text holds something like an ID number, in whatever digits and however it is broken up. */
export const holdsIdNumber = (text: string): boolean => {
  const digits = asDigits(text)
  if (ID_NUMBER_AT_ONCE.test(digits) || ID_NUMBER_IN_GROUPS.test(digits.replace(NARROWLY_BETWEEN, ''))) return true
  return partsOf(digits).some((part) => ID_NUMBER_IN_PIECES.test(part.replace(BETWEEN, '')))
}

/** Whether free text holds an ID number or a mobile number: reasons and organisations are kept in plain, so none may. */
export const holdsPersonalNumber = (text: string): boolean =>
  holdsIdNumber(text) || partsOf(asDigits(text)).some((part) => PHONE_IN_PIECES.test(part.replace(BETWEEN, '')))
