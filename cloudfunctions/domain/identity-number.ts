import dayjs from 'dayjs'
import { beijingDay, isDay, type Instant } from './beijing'

/** GB 11643-1999, check digit by ISO 7064 MOD 11-2. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'
const EARLIEST_BIRTH = '1900-01-01'

export type IdNumberFault = 'id.length' | 'id.characters' | 'id.date' | 'id.future' | 'id.checkDigit'

/** The check character that belongs to the first 17 digits. */
export const checkCharacter = (first17: string): string => {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0)
  return CHECK_CHARACTERS.charAt(sum % CHECK_CHARACTERS.length)
}

/** The day of birth, `YYYY-MM-DD`, as written in the number; it may be no real day. */
export const birthDay = (idNumber: string): string =>
  `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`

/**
 * The first fault of a normalised 18-character ID number, or undefined.
 * The region is not judged: regions are renamed and 810000, 820000, 830000 are new, so none is ever refused.
 */
export const idNumberFault = (idNumber: string, now: Instant): IdNumberFault | undefined => {
  if (idNumber.length !== 18) return 'id.length'
  if (!/^\d{17}[\dX]$/u.test(idNumber)) return 'id.characters'
  const birth = birthDay(idNumber)
  if (!isDay(birth) || birth < EARLIEST_BIRTH) return 'id.date'
  if (birth > beijingDay(now)) return 'id.future'
  if (checkCharacter(idNumber.slice(0, 17)) !== idNumber.charAt(17)) return 'id.checkDigit'
  return undefined
}

/** Whole years of age on a day `YYYY-MM-DD`. */
export const ageIn = (idNumber: string, day: string): number =>
  dayjs.utc(day).diff(dayjs.utc(birthDay(idNumber)), 'year')
