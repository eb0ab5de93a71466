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
  last6?: string
  studentNumber?: string
  phone?: string
}

/** A spreadsheet's mark that a number is text: some programs write it into the cell itself. */
const LEADING_APOSTROPHE = /^['\u2018\u2019\uFF07`]+/u
const STUDENT_NUMBER = /^[A-Za-z0-9_/-]{1,32}$/u
const LAST4 = /^\d{3}[\dX]$/u
const LAST6 = /^\d{5}[\dX]$/u
/** What a spreadsheet makes of a long number, as in 3.70102E+17: its last digits are gone. */
const ROUNDED = /^\d(?:\.\d+)?E\+?\d+$/iu
/** What people write into a cell that has nothing to say. */
const NOTHING =
  /^(?:无|暂无|没有|空|未知|不详|[待未](?:定|填|补|分配|提供)|[-\u2010-\u2015\u2212/\\.]+|#?N\/?A!?|null|none)$/iu

const plain = (text: string): string => text.trim().replace(LEADING_APOSTROPHE, '').trim()

const OPTIONAL = ['idNumber', 'last4', 'last6', 'studentNumber', 'phone'] as const
type Optional = (typeof OPTIONAL)[number]

const tidyField: Readonly<Record<Optional, (text: string) => string>> = {
  idNumber: normaliseIdNumber,
  last4: normaliseIdNumber,
  last6: normaliseIdNumber,
  studentNumber: normaliseName,
  phone: normalisePhone,
}

/** The form in which a row is kept: spaces, width, case, dots and leading apostrophes tidied up, empty fields left out. */
export const tidyRosterRow = (row: RosterRow): TidyRow => {
  const tidy: TidyRow = { name: tidyName(plain(row.name)) }
  for (const field of OPTIONAL) {
    const text = tidyField[field](plain(row[field] ?? ''))
    if (text !== '') tidy[field] = text
  }
  return tidy
}

const numberRule = (text: string, fault: Rule | undefined): Rule | undefined => (ROUNDED.test(text) ? 'rounded' : fault)

const studentNumberFault = (studentNumber: string): Rule | undefined => {
  if (holdsIdNumber(studentNumber)) return 'personal'
  return STUDENT_NUMBER.test(studentNumber) ? undefined : 'studentNumber.format'
}

const last4Fault = (last4: string, { last6, idNumber = last6 }: TidyRow): Rule | undefined => {
  if (!LAST4.test(last4)) return 'last4.format'
  return idNumber !== undefined && !idNumber.endsWith(last4) ? 'last4.differs' : undefined
}
const last6Fault = (last6: string, { idNumber }: TidyRow): Rule | undefined => {
  if (!LAST6.test(last6)) return 'last6.format'
  return idNumber !== undefined && !idNumber.endsWith(last6) ? 'last6.differs' : undefined
}

const keyFault = (row: TidyRow, now: Instant): FieldFault | undefined => {
  const { name, idNumber, last4, last6, studentNumber } = row
  const rules: [string, Rule | undefined][] = [['name', nameFault(name)]]
  if (idNumber !== undefined) rules.push(['idNumber', numberRule(idNumber, idNumberFault(idNumber, now))])
  if (last4 !== undefined) rules.push(['last4', last4Fault(last4, row)])
  if (last6 !== undefined) rules.push(['last6', last6Fault(last6, row)])
  if (studentNumber !== undefined)
    rules.push(['studentNumber', numberRule(studentNumber, studentNumberFault(studentNumber))])
  if ([idNumber, last4, last6, studentNumber].every((key) => key === undefined)) rules.push(['last4', 'required'])
  const found = rules.find(([, rule]) => rule !== undefined)
  return found?.[1] === undefined ? undefined : { path: found[0], rule: found[1] }
}

/**
 * A row as it is taken, or its first fault. A name with one number of four kinds is enough, and each that is there has
 * to be in order; a long number that a spreadsheet has rounded is `rounded`, for it cannot be mended here. The phone is
 * no key: one that is odd, and a cell that says that it has nothing to say, are left out with a note, and the person is
 * kept.
 */
export const judgeRosterRow = (
  given: RosterRow,
  now: Instant,
): { row: TidyRow; notes: FieldFault[] } | { fault: FieldFault } => {
  const empty = OPTIONAL.filter((field) => NOTHING.test(plain(given[field] ?? '')))
  const row = tidyRosterRow({ ...given, ...Object.fromEntries(empty.map((field) => [field, ''])) })
  const notes: FieldFault[] = empty.map((path) => ({ path, rule: 'nothing' }))
  const fault = keyFault(row, now)
  if (fault !== undefined) return { fault }
  if (row.phone !== undefined) {
    const rule = numberRule(row.phone, phoneFault(row.phone))
    if (rule !== undefined) {
      delete row.phone
      notes.push({ path: 'phone', rule })
    }
  }
  return { row, notes }
}

/** What makes a new row the same one in two calls at once: the strongest key that it has. */
export const rosterKeyOf = ({ name, idNumber, studentNumber, last6, last4 = '' }: TidyRow): string =>
  (idNumber ?? studentNumber ?? normaliseName(name) + (last6 ?? last4)).toUpperCase()

/** A student number as it is compared. */
export const studentNumberForm = (studentNumber: string): string => studentNumber.toUpperCase()

/** A key as somebody writes it, to take a row off: an ID number, a student number, or a name with its last digits. */
export const readRosterKey = (
  key: string,
): { idNumber: string; studentNumber: string; named: { name: string; last: string } | undefined } => {
  const text = normaliseName(plain(key)).toUpperCase()
  const found = /(?<name>.+?)(?<last>(?:\d\d)?\d{3}[\dX])$/u.exec(text)
  return { idNumber: text, studentNumber: text, named: found?.groups as { name: string; last: string } | undefined }
}

/** What the roster says of one person; `idTokens` is empty where it has no whole ID number. */
export interface RosterFacts {
  name: string
  idTokens: readonly string[]
  /** Of the last six digits; empty where they are not known. */
  last6Tokens: readonly string[]
  last4: string | null
}

const shareOne = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((one) => others.includes(one))

/** Whether two numbers end alike, by as many digits as are known of both; undefined where none are. */
export const sameEnd = (
  a: Pick<RosterFacts, 'last6Tokens' | 'last4'>,
  b: Pick<RosterFacts, 'last6Tokens' | 'last4'>,
): boolean | undefined => {
  if (a.last6Tokens.length > 0 && b.last6Tokens.length > 0) return shareOne(a.last6Tokens, b.last6Tokens)
  return a.last4 === null || b.last4 === null ? undefined : a.last4 === b.last4
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
  const sameNumber = whole ? shareOne(row.idTokens, person.idTokens) : sameEnd(person, row) === true
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
