import { normaliseName } from '../../domain/normalise'
import { studentNumberForm, type RosterFacts, type TidyRow } from '../../domain/roster'
import type { Known } from '../../domain/roster-people'
import type { Context } from '../call/context'
import { positionOf } from '../store/position'
import type { RosterContent, RosterRecord } from '../store/records'

/** Comes before every character of a name. */
const BEFORE_ALL = '\u0001'

/** By which a person and a row find each other: the name as it is compared, and the whole ID number's tokens. */
export const findersOf = ({ name, idTokens }: Pick<RosterFacts, 'name' | 'idTokens'>): string[] => [
  `name:${normaliseName(name)}`,
  ...idTokens,
]

const numberFinder = (studentNumber: string): string => `number:${studentNumberForm(studentNumber)}`

/** By which two rows of one person find each other. */
export const rowFindersOf = (known: Pick<Known, 'name' | 'idTokens' | 'studentNumber'>): string[] => [
  ...findersOf(known),
  ...(known.studentNumber === null ? [] : [numberFinder(known.studentNumber)]),
]

export const last6TokensOf = (context: Context, idNumber: string): readonly string[] =>
  context.sealing.tokens('roster', `last6\n${idNumber.slice(-6)}`)

/** What a row that somebody gives says of its person; of a number its end, too, where that is wanted. */
export const knownOf = (
  context: Context,
  { name, idNumber, last4, last6, studentNumber }: TidyRow,
  withEnd: boolean,
): Known => {
  const end = idNumber ?? last6
  return {
    name,
    idTokens: idNumber === undefined ? [] : context.sealing.tokens('idNumber', idNumber),
    last6Tokens: withEnd && end !== undefined ? last6TokensOf(context, end) : [],
    last4: end?.slice(-4) ?? last4 ?? null,
    studentNumber: studentNumber ?? null,
  }
}

const phonePlace = (id: string) => ({ collection: 'roster', id, field: 'phone' }) as const
export const withPhone = (context: Context, row: RosterRecord, phone: string | undefined): RosterRecord =>
  phone === undefined ? row : { ...row, phone: context.sealing.seal(phone, phonePlace(row._id)) }
export const phoneIn = (context: Context, { _id, phone }: Pick<RosterRecord, '_id' | 'phone'>): string | undefined =>
  phone === null ? undefined : context.sealing.open(phone, phonePlace(_id))

/** The fields that follow from others. */
const derived = (
  { _id, name }: { _id: string; name: string },
  finders: readonly string[],
): Pick<RosterContent, 'byName' | 'finders'> => ({ byName: `${name}${BEFORE_ALL}${_id}`, finders: [...finders] })

/** A new row under this id; its phone is sealed when it is written. */
export const newRow = (
  context: Context,
  branchId: string,
  { _id, index, known, finders }: { _id: string; index: number; known: Known; finders: readonly string[] },
): RosterRecord => ({
  _id,
  branchId,
  position: positionOf(context.now, `${String(index).padStart(4, '0')}-${_id.slice(-16)}`),
  name: known.name,
  ...derived({ _id, name: known.name }, finders),
  idTokens: [...known.idTokens],
  last6Tokens: [...known.last6Tokens],
  last4: known.last4,
  studentNumber: known.studentNumber,
  phone: null,
  history: [],
  importKeys: [],
  addedAt: context.now,
  accountId: null,
  transferId: null,
  match: null,
})

/**
 * A row with what is given in place of what it had, and the fields of which that is true; what is not given stays. `phone`
 * is the one that it has: a new one is sealed when the row is written.
 */
export const completed = (
  present: RosterRecord,
  { row, known }: { row: TidyRow; known: Known },
  phone: string | undefined,
): { after: RosterRecord; paths: string[] } => {
  const paths: string[] = []
  const after = { ...present }
  if (normaliseName(known.name) !== normaliseName(present.name)) {
    after.name = known.name
    paths.push('name')
  }
  if (
    known.studentNumber !== null &&
    (present.studentNumber === null ||
      studentNumberForm(known.studentNumber) !== studentNumberForm(present.studentNumber))
  ) {
    after.studentNumber = known.studentNumber
    paths.push('studentNumber')
  }
  if (known.idTokens.length > 0 && present.idTokens.length === 0) {
    after.idTokens = [...known.idTokens]
    paths.push('idNumber')
  }
  if (known.last6Tokens.length > 0 && present.last6Tokens.length === 0) {
    after.last6Tokens = [...known.last6Tokens]
    if (row.idNumber === undefined) paths.push('last6')
  }
  if (known.last4 !== null && present.last4 === null) {
    after.last4 = known.last4
    if (row.last4 !== undefined) paths.push('last4')
  }
  if (row.phone !== undefined && row.phone !== phone) paths.push('phone')
  return { after: { ...after, ...derived(after, rowFindersOf(after)) }, paths }
}

/** What of a row is somebody's list, and not of the matching. */
export const contentOf = ({
  name,
  byName,
  finders,
  idTokens,
  last6Tokens,
  last4,
  studentNumber,
  phone,
}: RosterContent): RosterContent => ({ name, byName, finders, idTokens, last6Tokens, last4, studentNumber, phone })
