import { normaliseIdNumber } from './normalise'

/** What is shown in place of a number: stars, and the last four characters alone (procedure.md, rule 5). */
export const mask = (number: string): string => '*'.repeat(Math.max(number.length - 4, 0)) + number.slice(-4)

/** A name as shown to somebody who need not know it: the first character alone. */
export const maskName = (name: string): string => {
  const characters = Array.from(name)
  return (characters[0] ?? '') + '*'.repeat(Math.max(characters.length - 1, 1))
}

/** Whether free text holds something like an ID number: reasons and organisations are kept in plain, so none may. */
export const holdsIdNumber = (text: string): boolean =>
  /\d{17}[\dXx]/u.test(normaliseIdNumber(text).replaceAll('-', ''))
