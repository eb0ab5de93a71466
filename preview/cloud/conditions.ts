import { after, keyOf, keyOfStringStart, typeStart } from './key-order'
import { isFields, type Fields, type Value } from './values'

/** An edge of a stretch of keys: before, or past, every key that begins with `start`. */
export interface Edge {
  start: string
  past: boolean
}

/** What a filter says of one field in a form that an index can answer: exact values, or one stretch of keys. */
export type Condition = { points: Value[] } | { from: Edge; to: Edge }

/** A filter's conjunction by field, and the branches of its first `$or`. What is missing here is tested afterwards. */
export interface Analysis {
  fields: Map<string, Condition>
  branches: Fields[] | null
}

/** The place of an edge among ascending keys. */
export function placeOf({ start, past }: Edge): string {
  return past ? start + after : start
}

export function analyse(filter: Fields): Analysis {
  const analysis: Analysis = { fields: new Map(), branches: null }
  collect(filter, analysis)
  return analysis
}

function collect(filter: Fields, analysis: Analysis): void {
  for (const [key, value] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(value)) {
      for (const part of value) if (isFields(part)) collect(part, analysis)
    } else if (key === '$or' && Array.isArray(value)) {
      analysis.branches ??= value.filter(isFields)
    } else if (!key.startsWith('$')) {
      const found = condition(value)
      if (found !== null) analysis.fields.set(key, combined(analysis.fields.get(key), found))
    }
  }
}

/** Two conditions on one field: exact keys beat a stretch, two stretches overlap. */
function combined(a: Condition | undefined, b: Condition): Condition {
  if (a === undefined) return b
  if ('points' in a) return 'points' in b && b.points.length < a.points.length ? b : a
  if ('points' in b) return b
  return {
    from: placeOf(a.from) > placeOf(b.from) ? a.from : b.from,
    to: placeOf(a.to) < placeOf(b.to) ? a.to : b.to,
  }
}

function condition(value: Value): Condition | null {
  if (value instanceof RegExp) return startOf(value.source, value.flags)
  if (!isFields(value)) return isPoint(value) ? { points: [value] } : null
  let result: Condition | null = null
  for (const [operator, operand] of Object.entries(value)) {
    const part = operatorCondition(operator, operand, value)
    if (part !== null) result = combined(result ?? undefined, part)
  }
  return result
}

function operatorCondition(operator: string, operand: Value, all: Fields): Condition | null {
  if (operator === '$in') {
    if (!Array.isArray(operand) || !operand.every(isPoint)) return null
    return { points: [...new Map(operand.map((point) => [keyOf(point), point])).values()] }
  }
  if (operator === '$regex') {
    const options = typeof all['$options'] === 'string' ? all['$options'] : ''
    if (operand instanceof RegExp) return startOf(operand.source, operand.flags + options)
    return typeof operand === 'string' ? startOf(operand, options) : null
  }
  if (!isPoint(operand)) return null
  if (operator === '$eq') return { points: [operand] }
  if (operand === null) return null
  const start = keyOf(operand)
  const from = { start: typeStart(operand), past: false }
  const to = { start: typeStart(operand), past: true }
  switch (operator) {
    case '$gt':
      return { from: { start, past: true }, to }
    case '$gte':
      return { from: { start, past: false }, to }
    case '$lt':
      return { from, to: { start, past: false } }
    case '$lte':
      return { from, to: { start, past: true } }
    default:
      return null
  }
}

function isPoint(value: Value): boolean {
  return value === null || typeof value !== 'object' || value instanceof Date
}

/** `/^abc.../` is the stretch of strings that begin with `abc`; any other pattern says nothing to an index. */
function startOf(pattern: string, flags: string): Condition | null {
  if (/[imxs]/.test(flags) || pattern.includes('|')) return null
  const literal = /^\^((?:[^\\^$.*+?()[\]{}|]|\\[^\w\s])+)(?![*?{])/u.exec(backedOff(pattern))?.[1]
  if (literal === undefined) return null
  const start = keyOfStringStart(literal.replace(/\\(.)/gu, '$1'))
  return { from: { start, past: false }, to: { start, past: true } }
}

/** A quantifier takes away the certainty of the character before it. */
function backedOff(pattern: string): string {
  return pattern.replace(/(?:[^\\]|\\.)[*?{].*$/su, '')
}
