import type { SimilarWhy } from '../contract'
import { normaliseName } from './normalise'
import { sameEnd, studentNumberForm, type RosterFacts } from './roster'

/** What is known of one person by any key (procedure.md, rule 16). */
export interface Known extends RosterFacts {
  studentNumber: string | null
}

/** How two rows stand to each other: of one person, of two, or one cannot tell, for they contradict each other. */
export type Relation = 'same' | 'other' | Exclude<SimilarWhy, 'several'>

/**
 * Compares two rows by the keys that both have. Where both have an ID number nothing weaker is compared: namesakes whose
 * numbers end alike are two people, and one number under two names is one person. A student number, or the name with
 * the last digits, makes them one as well, unless something that both know is another.
 */
export function relationOf(a: Known, b: Known): Relation {
  if (a.idTokens.length > 0 && b.idTokens.length > 0)
    return a.idTokens.some((token) => b.idTokens.includes(token)) ? 'same' : 'other'
  const sameName = normaliseName(a.name) === normaliseName(b.name)
  const ends = sameEnd(a, b)
  const numbers =
    a.studentNumber === null || b.studentNumber === null
      ? undefined
      : studentNumberForm(a.studentNumber) === studentNumberForm(b.studentNumber)
  if (numbers !== true && !(sameName && ends === true)) return 'other'
  if (!sameName) return 'name'
  if (numbers === false) return 'studentNumber'
  return ends === false ? 'last4' : 'same'
}

/** What becomes of a given row, among those that share a key with it. */
export type Verdict<R> = { is: 'new' } | { is: R } | { similar: R; why: SimilarWhy }

/** The one row that is this person's; several, or one that contradicts it, change nothing by themselves. */
export function personAmong<R extends Known>(given: Known, rows: readonly R[]): Verdict<R> {
  const near = rows
    .map((row) => ({ row, relation: relationOf(given, row) }))
    .filter(({ relation }) => relation !== 'other')
  const [first, second] = near
  if (first === undefined) return { is: 'new' }
  if (second !== undefined) return { similar: first.row, why: 'several' }
  return first.relation === 'same' ? { is: first.row } : { similar: first.row, why: first.relation as SimilarWhy }
}
