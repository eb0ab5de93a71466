import type { FieldFault, RosterMatch, RosterRow, Rule } from '../contract'
import type { Instant } from './beijing'
import { idNumberFault } from './identity-number'
import { normaliseIdNumber, normaliseName, normalisePhone, tidyName } from './normalise'
import { holdsIdNumber } from './personal'
import { nameFault, phoneFault } from './registration'

/** A row in the form it is kept. */
export interface TidyRow {
  name: string
  idNumber?: string
  last4?: string
  studentNumber?: string
  phone?: string
}

/** A spreadsheet's mark that a number is text: some programs write it into the cell itself. */
const LEADING_APOSTROPHE = /^['\u2018\u2019\uFF07`]+/u
const STUDENT_NUMBER = /^[A-Za-z0-9_/-]{1,32}$/u
const LAST4 = /^\d{3}[\dX]$/u
/** What a spreadsheet makes of a long number, as in 3.70102E+17: its last digits are gone. */
const ROUNDED = /^\d(?:\.\d+)?E\+?\d+$/iu

const plain = (text: string): string => text.trim().replace(LEADING_APOSTROPHE, '').trim()

/** The form in which a row is kept: spaces, width, case, dots and leading apostrophes tidied up, empty fields left out. */
export const tidyRosterRow = (row: RosterRow): TidyRow => {
  const tidy: TidyRow = { name: tidyName(plain(row.name)) }
  const idNumber = normaliseIdNumber(plain(row.idNumber ?? ''))
  const last4 = normaliseIdNumber(plain(row.last4 ?? ''))
  const studentNumber = normaliseName(plain(row.studentNumber ?? ''))
  const phone = normalisePhone(plain(row.phone ?? ''))
  if (idNumber !== '') tidy.idNumber = idNumber
  if (last4 !== '') tidy.last4 = last4
  if (studentNumber !== '') tidy.studentNumber = studentNumber
  if (phone !== '') tidy.phone = phone
  return tidy
}

const numberRule = (text: string, fault: Rule | undefined): Rule | undefined => (ROUNDED.test(text) ? 'rounded' : fault)

const studentNumberFault = (studentNumber: string): Rule | undefined => {
  if (holdsIdNumber(studentNumber)) return 'personal'
  return STUDENT_NUMBER.test(studentNumber) ? undefined : 'studentNumber.format'
}

const last4Fault = ({ last4 = '', idNumber }: TidyRow): Rule | undefined => {
  if (!LAST4.test(last4)) return 'last4.format'
  return idNumber !== undefined && !idNumber.endsWith(last4) ? 'last4.differs' : undefined
}

/**
 * The first fault of a tidy row, or undefined. A name with the student number or the last four of the ID number is
 * enough; a long number that a spreadsheet has rounded is `rounded`, for it cannot be mended here.
 */
export const rosterRowFault = (row: TidyRow, now: Instant): FieldFault | undefined => {
  const { name, idNumber, last4, studentNumber, phone } = row
  const rules: [string, Rule | undefined][] = [['name', nameFault(name)]]
  if (idNumber !== undefined) rules.push(['idNumber', numberRule(idNumber, idNumberFault(idNumber, now))])
  if (last4 !== undefined) rules.push(['last4', last4Fault(row)])
  if (studentNumber !== undefined)
    rules.push(['studentNumber', numberRule(studentNumber, studentNumberFault(studentNumber))])
  if (phone !== undefined) rules.push(['phone', numberRule(phone, phoneFault(phone))])
  if (idNumber === undefined && last4 === undefined && studentNumber === undefined) rules.push(['last4', 'required'])
  const found = rules.find(([, rule]) => rule !== undefined)
  return found?.[1] === undefined ? undefined : { path: found[0], rule: found[1] }
}

/** A key as somebody may write it, in the form that keys are compared in. */
export const tidyRosterKey = (key: string): string => normaliseName(plain(key)).toUpperCase()

/** What makes a row the same row: the ID number, else the student number, else the name with the last four (contract.md). */
export const rosterKeyOf = (row: TidyRow): { path: 'idNumber' | 'studentNumber' | 'last4'; text: string } => {
  const { name, idNumber, studentNumber, last4 = '' } = row
  if (idNumber !== undefined) return { path: 'idNumber', text: tidyRosterKey(idNumber) }
  if (studentNumber !== undefined) return { path: 'studentNumber', text: tidyRosterKey(studentNumber) }
  return { path: 'last4', text: tidyRosterKey(name + last4) }
}

/** What the roster says of one person; `idTokens` is empty where it has no whole ID number. */
export interface RosterFacts {
  name: string
  idTokens: readonly string[]
  last4: string | null
}

/** How well a registered person and a row fit, and whether the row may be taken for that person's. */
export interface Fit {
  match: RosterMatch
  /** False where the row's number is another one: a namesake, or a slip that somebody has to look at. */
  same: boolean
}

/**
 * Compares a registered person with a row. `full`: the name and the number, or as much of the number as the row has;
 * `partial`: only one of them, or the row has no number at all.
 */
export const fitOf = (person: RosterFacts, row: RosterFacts): Fit => {
  const sameName = normaliseName(person.name) === normaliseName(row.name)
  const whole = row.idTokens.length > 0
  const sameNumber = whole
    ? row.idTokens.some((token) => person.idTokens.includes(token))
    : row.last4 !== null && row.last4 === person.last4
  const numberKnown = whole || row.last4 !== null
  if (sameName && sameNumber) return { match: 'full', same: true }
  if (sameName) return { match: 'partial', same: !numberKnown }
  return whole && sameNumber ? { match: 'partial', same: true } : { match: 'none', same: false }
}

/**
 * The row that is this person's, and the best match there is: a full one before a partial one, and none of several
 * partial ones, for nobody can tell which it is.
 */
export const bestFit = <R extends RosterFacts>(
  person: RosterFacts,
  rows: readonly R[],
): { match: RosterMatch; row: R | undefined } => {
  const fits = rows.map((row) => ({ row, ...fitOf(person, row) }))
  const full = fits.find(({ match }) => match === 'full')
  if (full !== undefined) return { match: 'full', row: full.row }
  const partial = fits.filter(({ match }) => match === 'partial')
  const [only, ...others] = partial.filter(({ same }) => same)
  return {
    match: partial.length > 0 ? 'partial' : 'none',
    row: others.length === 0 ? only?.row : undefined,
  }
}
