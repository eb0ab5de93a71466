import type { FieldFault, Identity, PartyIdentity, RegistrationFields, Rule } from '../contract'
import { JOINING_AGE, PASSWORD_LENGTH, USERNAME_LENGTH } from '../../miniprogram/limits'
import { beijingDay, isMonth, lastDayOfMonth, type Instant } from './beijing'
import { ageIn, idNumberFault } from './identity-number'
import { memberNumberFault, memberNumberFormFault } from './member-number'
import { normaliseDigits, normaliseIdNumber, normalisePhone, normaliseUsername, tidyName } from './normalise'

/** What is known of a person, in tidy form. */
export interface Person {
  identity: Identity
  name: string
  idNumber: string
  phone: string
  joinedOn?: string
  memberNumber?: string
  party?: PartyIdentity
}

const HAN_NAME = /^\p{Script=Han}+(?:\u00B7\p{Script=Han}+)*$/u
const LETTER_NAME = /^\p{L}[\p{L}\p{M}]*(?:[ '\u2019.\u00B7-]+[\p{L}\p{M}]+)*\.?$/u
const HAN_MAX = 25
const LETTER_MAX = 50
const PHONE = /^1[3-9]\d{9}$/u
const EARLIEST_MONTH = '1949-01'

/** The form in which registration fields are kept: spaces, width, case and dots tidied up. */
export const tidyRegistration = <T extends Partial<RegistrationFields>>(fields: T): T => {
  const tidy: Partial<RegistrationFields> = {}
  if (fields.name !== undefined) tidy.name = tidyName(fields.name)
  if (fields.idNumber !== undefined) tidy.idNumber = normaliseIdNumber(fields.idNumber)
  if (fields.phone !== undefined) tidy.phone = normalisePhone(fields.phone)
  if (fields.joinedOn !== undefined) tidy.joinedOn = normaliseMonth(fields.joinedOn)
  if (fields.memberNumber !== undefined) tidy.memberNumber = normaliseDigits(fields.memberNumber)
  if (fields.username !== undefined) tidy.username = normaliseUsername(fields.username)
  return { ...fields, ...tidy }
}

/** Whether a name was typed in another spelling than the one that is kept; blanks at its ends are none. */
export const isNameTidied = (typed: string): boolean => typed.trim() !== tidyName(typed)

/** The fields whose tidy spelling is another than the given one; nothing where all stand as they were given. */
export const tidiedFields = (given: Partial<RegistrationFields>): { tidied?: Partial<RegistrationFields> } => {
  const changed = Object.entries(tidyRegistration(given)).filter(
    ([name, tidy]) => tidy !== given[name as keyof RegistrationFields],
  )
  return changed.length === 0 ? {} : { tidied: Object.fromEntries(changed) }
}

const normaliseMonth = (text: string): string => {
  const digits = normaliseDigits(text)
  return /^\d{6}$/u.test(digits) ? `${digits.slice(0, 4)}-${digits.slice(4)}` : digits
}

/** The fault of a tidy name, or undefined: Han and U+00B7 up to 25, or letters of other scripts up to 50 code points. */
export const nameFault = (name: string): Rule | undefined => {
  if (name === '') return 'required'
  const length = Array.from(name).length
  if (HAN_NAME.test(name)) return length <= HAN_MAX ? undefined : 'length'
  if (/\p{Script=Han}/u.test(name) || !LETTER_NAME.test(name)) return 'name.characters'
  return length <= LETTER_MAX ? undefined : 'length'
}

/** The fault of a tidy mobile number, or undefined. */
export const phoneFault = (phone: string): Rule | undefined => {
  if (phone === '') return 'required'
  return PHONE.test(phone) ? undefined : 'phone.format'
}

/** The fault of a month of joining, or undefined. */
export const joinedOnFault = (joinedOn: string, now: Instant): Rule | undefined => {
  if (joinedOn === '') return 'required'
  if (!isMonth(joinedOn) || joinedOn < EARLIEST_MONTH) return 'month.format'
  return joinedOn > beijingDay(now) ? 'month.future' : undefined
}

/** Scripts in which a username may be written. */
const SCRIPTS = [
  ...[/\p{Script=Latin}/u, /\p{Script=Han}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Arabic}/u],
  ...[/\p{Script=Tibetan}/u, /\p{Script=Mongolian}/u, /\p{Script=Yi}/u, /\p{Script=Hangul}/u, /\p{Script=Thai}/u],
]

/** Whether all letters are of one script: letters of two can look the same. */
const isOfOneScript = (text: string): boolean => {
  const letters = Array.from(text).filter((character) => /\p{L}/u.test(character))
  return SCRIPTS.some((script) => letters.every((letter) => script.test(letter)))
}

/** The fault of a tidy username that is being chosen: 3 to 32 characters of one script, not like a phone number, no spaces. */
export const usernameFault = (username: string): Rule | undefined => {
  const length = Array.from(username).length
  if (length < USERNAME_LENGTH.least || length > USERNAME_LENGTH.most) return 'length'
  if (PHONE.test(normalisePhone(username))) return 'username.phone'
  return /[\s\p{C}]/u.test(username) || !isOfOneScript(username) ? 'username.format' : undefined
}

/** The fault of a password that is being chosen: 8 to 128 characters. */
export const passwordFault = (password: string): Rule | undefined => {
  const length = Array.from(password).length
  return length < PASSWORD_LENGTH.least || length > PASSWORD_LENGTH.most ? 'password.length' : undefined
}

const fault = (path: string, rule: Rule | undefined): FieldFault[] => (rule === undefined ? [] : [{ path, rule }])

/**
 * The faults of form of those registration fields that are given, already tidy; nothing is said of fields left out.
 * Without the month of joining a member number is judged by what holds for every month.
 */
export const checkGivenFields = (fields: Partial<RegistrationFields>, now: Instant): FieldFault[] => {
  const { name, idNumber, phone, joinedOn, memberNumber, username, password, identity } = fields
  const faults: FieldFault[] = []
  if (name !== undefined) faults.push(...fault('name', nameFault(name)))
  if (idNumber !== undefined)
    faults.push(...fault('idNumber', idNumber === '' ? 'required' : idNumberFault(idNumber, now)))
  if (phone !== undefined) faults.push(...fault('phone', phoneFault(phone)))
  if (identity !== 'nonmember') {
    const month = joinedOn === undefined ? undefined : joinedOnFault(joinedOn, now)
    faults.push(...fault('joinedOn', month))
    const isKnown = joinedOn !== undefined && month === undefined
    if (memberNumber !== undefined)
      faults.push(
        ...fault(
          'memberNumber',
          isKnown ? memberNumberFault(memberNumber, joinedOn) : memberNumberFormFault(memberNumber),
        ),
      )
  }
  if (username !== undefined) faults.push(...fault('username', usernameFault(username)))
  if (password !== undefined) faults.push(...fault('password', passwordFault(password)))
  return faults
}

/** The faults of a whole registration, already tidy: what must be there is there, and each given field is well formed. */
export const checkRegistration = (fields: RegistrationFields, now: Instant): FieldFault[] => {
  const { joinedOn = '', memberNumber = '' } = fields
  const faults = checkGivenFields({ ...fields, joinedOn, memberNumber }, now)
  if (fields.username !== undefined && fields.password === undefined)
    faults.push({ path: 'password', rule: 'required' })
  return faults
}

/** Whether the age at joining is outside of 14 to 28 whichever day of the month it was. */
export const isUnusualJoiningAge = (person: Pick<Person, 'idNumber' | 'joinedOn'>): boolean => {
  if (person.joinedOn === undefined) return false
  const firstDay = `${person.joinedOn}-01`
  const youngest = ageIn(person.idNumber, firstDay)
  const oldest = ageIn(person.idNumber, lastDayOfMonth(firstDay))
  return oldest < JOINING_AGE.from || youngest > JOINING_AGE.to
}
