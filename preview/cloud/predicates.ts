import { comparison, queryOf, type Predicate } from './operators'
import { isFields, singleAt, valuesAt, type Fields, type Value } from './values'

type Scalar = string | number | boolean

/** One condition of a filter that is tested here. */
type Test = (path: string, operand: Value) => Predicate | null

const comparing =
  (holds: (order: number) => boolean): Test =>
  (path, operand) =>
    isScalar(operand) ? comparison(path, operand, holds) : null

const tests = new Map<string, Test>([
  ['$eq', (path, operand) => (isScalar(operand) ? oneOf(path, [operand]) : null)],
  ['$in', (path, operand) => (Array.isArray(operand) && operand.every(isScalar) ? oneOf(path, operand) : null)],
  ['$gt', comparing((order) => order > 0)],
  ['$gte', comparing((order) => order >= 0)],
  ['$lt', comparing((order) => order < 0)],
  ['$lte', comparing((order) => order <= 0)],
])

/**
 * A filter as a test of documents. What compares a path with scalars, which is nearly every filter, is tested without the
 * library that knows all operators: it takes long to begin.
 */
export function filterTest(filter: Fields): Predicate {
  const simple: Predicate[] = []
  const rest: Fields[] = []
  sortOut(filter, simple, rest)
  if (rest.length > 0) {
    const query = queryOf(rest.length === 1 ? (rest[0] ?? {}) : { $and: rest })
    simple.push((document) => query.test(document))
  }
  return (document) => simple.every((test) => test(document))
}

function sortOut(filter: Fields, simple: Predicate[], rest: Fields[]): void {
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and' && Array.isArray(condition) && condition.length > 0 && condition.every(isFields)) {
      for (const part of condition) sortOut(part, simple, rest)
      continue
    }
    const found = path.startsWith('$') || /(?:^|\.)\d/.test(path) ? null : conditionTests(path, condition)
    if (found === null) rest.push({ [path]: condition })
    else simple.push(...found)
  }
}

function conditionTests(path: string, condition: Value): Predicate[] | null {
  if (isScalar(condition)) return [oneOf(path, [condition])]
  if (!isFields(condition)) return null
  const operators = Object.entries(condition)
  const found = operators.flatMap(([operator, operand]) => tests.get(operator)?.(path, operand) ?? [])
  return operators.length > 0 && found.length === operators.length ? found : null
}

function isScalar(value: Value): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && !Number.isNaN(value))
}

/** Of a list any element may be one of the values. */
function oneOf(path: string, values: readonly Scalar[]): Predicate {
  const wanted = new Set<Value>(values)
  return (document) => {
    const isWanted = (value: Value): boolean => wanted.has(value)
    const list = document[path]
    if (Array.isArray(list) && list.length > 0) return list.some(isWanted)
    const single = singleAt(document, path)
    return single === undefined ? valuesAt(document, path).some(isWanted) : isWanted(single)
  }
}
