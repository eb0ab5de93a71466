/** Why a member number (发展团员编号) cannot stand for the month of joining. */
export type MemberNumberFault =
  'required' | 'number.characters' | 'number.certificate' | 'number.length' | 'number.year'

/** From this year of joining on the number is mandatory; before it is optional (procedure.md, rule 4). */
const MANDATORY_FROM = 2017
/** From this year on the number begins with the very year of joining; 2017 and 2018 are interchangeable. */
const OWN_YEAR_FROM = 2019
const CERTIFICATE_LENGTH = 8
const LENGTH = 12

/** Given out in two school years, to those who joined from 2015 to 2017. */
const LONG_NUMBER = /^(?:201516|201617)\d{10}$/u
const hasLongNumber = (year: number): boolean => year >= 2015 && year <= 2017

const beginsWithItsYear = (number: string, year: number): boolean => {
  if (year >= OWN_YEAR_FROM) return number.startsWith(String(year))
  if (year >= MANDATORY_FROM) return number.startsWith('2017') || number.startsWith('2018')
  // Before 2017 numbers were given out in several ways: any year is accepted, for the inner layout is disputed.
  return /^(?:19|20)/u.test(number)
}

/** The first fault that a normalised number would have whatever the month of joining, or undefined; none is no fault. */
export const memberNumberFormFault = (number: string): MemberNumberFault | undefined => {
  if (number === '') return undefined
  if (!/^\d+$/u.test(number)) return 'number.characters'
  if (number.length === CERTIFICATE_LENGTH) return 'number.certificate'
  return number.length === LENGTH || LONG_NUMBER.test(number) ? undefined : 'number.length'
}

/**
 * The first fault of a normalised member number for a month of joining `YYYY-MM`, or undefined.
 * `number` is undefined or empty when none was given.
 */
export const memberNumberFault = (number: string | undefined, joinedOn: string): MemberNumberFault | undefined => {
  const year = Number(joinedOn.slice(0, 4))
  if (!number) return year >= MANDATORY_FROM ? 'required' : undefined
  const form = memberNumberFormFault(number)
  if (form !== undefined) return form
  if (number.length !== LENGTH) return hasLongNumber(year) ? undefined : 'number.length'
  return beginsWithItsYear(number, year) ? undefined : 'number.year'
}
