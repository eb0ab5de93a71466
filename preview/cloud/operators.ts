import { Aggregator } from 'mingo/aggregator'
import { Context, evalExpr } from 'mingo/core'
import * as accumulatorOperators from 'mingo/operators/accumulator'
import * as expressionOperators from 'mingo/operators/expression'
import * as pipelineOperators from 'mingo/operators/pipeline'
import * as projectionOperators from 'mingo/operators/projection'
import * as queryOperators from 'mingo/operators/query'
import { Query } from 'mingo/query'
import type { Options } from 'mingo/types'
import { keyOf, typeStart } from './key-order'
import { refused } from './storable'
import { isFields, listsAt, valuesAt, type Fields, type Value } from './values'

/** Changes one path of a document by an operator's argument, or refuses as the database does. */
export type Operator = (document: Fields, path: string, argument: Value) => void

export type Predicate = (document: Fields) => boolean
type QueryOperator = (path: string, operand: Value, options: Options) => Predicate

/** The library's operators, and ours where the database answers otherwise. */
const context = Context.init({
  accumulator: accumulatorOperators,
  expression: {
    ...expressionOperators,
    $substr: substring,
    $substrBytes: substring,
    $indexOfCP: indexOf,
    $week: weekOf,
    $isoWeekYear: isoWeekYearOf,
  },
  pipeline: pipelineOperators,
  projection: projectionOperators,
  query: {
    ...queryOperators,
    $gt: comparing(queryOperators.$gt, (order) => order > 0),
    $gte: comparing(queryOperators.$gte, (order) => order >= 0),
    $lt: comparing(queryOperators.$lt, (order) => order < 0),
    $lte: comparing(queryOperators.$lte, (order) => order <= 0),
    $elemMatch: elementMatching,
  },
} as unknown as Parameters<typeof Context.init>[0])

/** A filter as a test of documents. */
export function queryOf(filter: Fields): Query<Fields> {
  return new Query<Fields>(filter, { context })
}

/** Runs stages that need nothing but the documents that come in. */
export function runPipeline(documents: Fields[], stages: Fields[]): Fields[] {
  return new Aggregator(stages, { context }).run<Fields>(documents)
}

/** Text is in the order of code points, not of UTF-16 units; what is no scalar is left to the library. */
function comparing(usual: QueryOperator, holds: (order: number) => boolean): QueryOperator {
  return (path, operand, options) => {
    if (operand === null || isFields(operand) || Array.isArray(operand)) return usual(path, operand, options)
    return comparison(path, operand, holds)
  }
}

/** Whether a value at a path stands so to a scalar in the order of the database; values of other types never do. */
export function comparison(
  path: string,
  operand: Exclude<Value, null | Value[] | Fields>,
  holds: (order: number) => boolean,
): Predicate {
  const key = keyOf(operand)
  const type = typeStart(operand)
  return (document) =>
    valuesAt(document, path).some((value) => {
      if (typeof value === 'number' && typeof operand === 'number') return holds(value - operand)
      const other = keyOf(value)
      return other.startsWith(type) && holds(other < key ? -1 : other > key ? 1 : 0)
    })
}

/** Whether a condition speaks of an element itself (`{ $gt: 1 }`) and not of its fields. */
export function isOfElement(condition: Fields): boolean {
  return Object.keys(condition).some((key) => key.startsWith('$') && !/^\$(?:and|or|nor)$/.test(key))
}

/** A scalar has no fields that a condition on fields could meet. */
function elementMatching(path: string, condition: Value, options: Options): Predicate {
  if (!isFields(condition)) throw refused('$elemMatch needs an Object')
  const ofElement = isOfElement(condition)
  const query = new Query<Fields>(ofElement ? { element: condition } : condition, options)
  const meets = (element: Value): boolean =>
    ofElement ? query.test({ element }) : isFields(element) && query.test(element)
  return (document) => listsAt(document, path).some((list) => list.some(meets))
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (value instanceof Date) return value.toISOString()
  throw refused('$substrBytes: expected a string')
}

/** Counts bytes of UTF-8; a negative length is all the rest. */
function substring(document: Fields, expression: Value, options: Options): string {
  const [text, start, length] = evalExpr(document, expression, options) as [unknown, number, number]
  const bytes = Buffer.from(textOf(text))
  if (start < 0) return ''
  const end = length < 0 ? bytes.length : Math.min(start + length, bytes.length)
  for (const edge of [start, end]) {
    if (((bytes[edge] ?? 0) & 0xc0) === 0x80)
      throw refused('$substrBytes: Invalid range, in the middle of a UTF-8 character.')
  }
  return bytes.subarray(start, end).toString()
}

/** Counts code points. */
function indexOf(document: Fields, expression: Value, options: Options): number | null {
  const [text, part, start = 0, end] = evalExpr(document, expression, options) as [unknown, unknown, number?, number?]
  if (text === null || text === undefined) return null
  if (typeof text !== 'string' || typeof part !== 'string') throw refused('$indexOfCP requires strings')
  const points = Array.from(text)
  const found = points.slice(start, end).join('').indexOf(part)
  return found === -1 ? -1 : start + Array.from(points.slice(start, end).join('').slice(0, found)).length
}

const dayMs = 86_400_000

function dateOf(document: Fields, expression: Value, options: Options): Date {
  const date: unknown = evalExpr(document, expression, options)
  if (date instanceof Date) return date
  throw refused("can't convert to Date")
}

/** Weeks begin on Sundays; the first is that of the year's first Sunday, and what lies before it is week 0. */
function weekOf(document: Fields, expression: Value, options: Options): number {
  const date = dateOf(document, expression, options)
  const day = Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / dayMs)
  return Math.floor((day + 7 - date.getUTCDay()) / 7)
}

/** The year that the Thursday of the date's week lies in. */
function isoWeekYearOf(document: Fields, expression: Value, options: Options): number {
  const date = dateOf(document, expression, options)
  const thursday = 4 - (date.getUTCDay() === 0 ? 7 : date.getUTCDay())
  return new Date(date.getTime() + thursday * dayMs).getUTCFullYear()
}
