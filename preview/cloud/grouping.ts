import { isFields, type Fields, type Value } from './values'

/** The value of an expression for a document; undefined where the field is missing. */
type Expression = (document: Fields) => Value | undefined

/** Thrown where the order of types, or a list on the way of a path, would decide: the library knows how. */
class NotSimple extends Error {}

interface Accumulator {
  name: string
  add(group: Fields, document: Fields): void
}

/**
 * `$group` by a scalar, of sums, extremes and lists of what comparisons of scalars give: what counts a whole branch, for
 * which the library takes a hundred times as long. Null where anything else is asked for.
 */
export function grouped(documents: readonly Fields[], stage: Value): Fields[] | null {
  if (!isFields(stage)) return null
  try {
    const { _id: by, ...measures } = stage
    const keyOf = expression(by ?? null)
    const accumulators = Object.entries(measures).map(([name, measure]) => accumulator(name, measure))
    const groups = new Map<Value, Fields>()
    for (const document of documents) {
      const key = scalar(keyOf(document))
      let group = groups.get(key)
      if (group === undefined) {
        group = { _id: key }
        groups.set(key, group)
      }
      for (const each of accumulators) each.add(group, document)
    }
    return [...groups.values()]
  } catch (error) {
    if (error instanceof NotSimple) return null
    throw error
  }
}

function accumulator(name: string, measure: Value): Accumulator {
  if (!isFields(measure)) throw new NotSimple()
  const [[operator, operand] = ['', null], ...more] = Object.entries(measure)
  if (more.length > 0) throw new NotSimple()
  const value = expression(operand)
  switch (operator) {
    case '$sum':
      return {
        name,
        add: (group, document) => {
          const added = value(document)
          if (typeof added !== 'number') throw new NotSimple()
          group[name] = Number(group[name] ?? 0) + added
        },
      }
    case '$min':
      return {
        name,
        add: (group, document) => {
          const other = value(document)
          const least = group[name]
          if (typeof other !== 'number') throw new NotSimple()
          group[name] = typeof least === 'number' && least < other ? least : other
        },
      }
    case '$push':
      return {
        name,
        add: (group, document) => {
          const pushed = value(document)
          if (pushed === undefined) throw new NotSimple()
          const list = group[name]
          if (Array.isArray(list)) list.push(pushed)
          else group[name] = [pushed]
        },
      }
    default:
      throw new NotSimple()
  }
}

function expression(given: Value): Expression {
  if (typeof given === 'string' && given.startsWith('$')) return field(given.slice(1))
  if (given === null || typeof given !== 'object') return () => given
  if (!isFields(given)) throw new NotSimple()
  const [[operator, operands] = ['', null], ...more] = Object.entries(given)
  if (more.length > 0 || !Array.isArray(operands)) throw new NotSimple()
  const parts = operands.map(expression)
  const [first = missing, second = missing, third = missing] = parts
  if (operator === '$and') return (document) => parts.every((part) => truth(part(document)))
  if (operator === '$or') return (document) => parts.some((part) => truth(part(document)))
  if (operator === '$cond' && parts.length === 3)
    return (document) => (truth(first(document)) ? second(document) : third(document))
  if (parts.length !== 2) throw new NotSimple()
  if (operator === '$eq') return (document) => equal(first(document), second(document))
  if (operator === '$in') return (document) => listed(first(document), second(document))
  const compare = comparisons[operator]
  if (compare === undefined) throw new NotSimple()
  return (document) => {
    const [a, b] = comparable(first(document), second(document))
    return compare(a, b)
  }
}

const missing: Expression = () => undefined

const comparisons: { [operator: string]: (a: string | number, b: string | number) => boolean } = {
  $lt: (a, b) => a < b,
  $lte: (a, b) => a <= b,
  $gt: (a, b) => a > b,
  $gte: (a, b) => a >= b,
}

function field(path: string): Expression {
  if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(path)) throw new NotSimple()
  const parts = path.split('.')
  const [only = ''] = parts
  if (parts.length === 1) return (document) => (Object.hasOwn(document, only) ? document[only] : undefined)
  return (document) => {
    let value: Value | undefined = document
    for (const part of parts) {
      if (Array.isArray(value)) throw new NotSimple()
      value = isFields(value) && Object.hasOwn(value, part) ? value[part] : undefined
    }
    return value
  }
}

function truth(value: Value | undefined): boolean {
  if (typeof value !== 'boolean') throw new NotSimple()
  return value
}

function scalar(value: Value | undefined): null | string | number | boolean {
  if (value === undefined || (typeof value === 'object' && value !== null)) throw new NotSimple()
  return value
}

/** A field that is missing is not null; anything that a scalar is compared with beside is another value. */
function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a === b
  if (a === undefined || b === undefined) {
    if (a === b || a === null || b === null) throw new NotSimple()
    return false
  }
  return scalar(a) === scalar(b)
}

function listed(value: Value | undefined, list: Value | undefined): boolean {
  if (!Array.isArray(list)) throw new NotSimple()
  for (const element of list) scalar(element)
  return list.includes(scalar(value))
}

const IN_ORDER = /^[\0-\ud7ff]*$/

/** Numbers are in their order; text is in that of code points, which is that of the units where no surrogate is among them. */
function comparable(a: Value | undefined, b: Value | undefined): [number, number] | [string, string] {
  if (typeof a === 'number' && typeof b === 'number') return [a, b]
  if (typeof a === 'string' && typeof b === 'string' && IN_ORDER.test(a) && IN_ORDER.test(b)) return [a, b]
  throw new NotSimple()
}
