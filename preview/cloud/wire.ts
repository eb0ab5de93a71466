import { notEmulated } from './failures'
import type { Fields, Value } from './values'

/**
 * A document as the SDK reads it and as the data file keeps it: EJSON, so that a date stays a date. Numbers are plain
 * JSON, which the SDK's parser turns into the same values as the tagged form.
 */
export function encode(document: Fields): string {
  return JSON.stringify(needsNoTag(document) ? document : tag(document))
}

/** Whether JSON says a value as it is, which is nearly every one. */
function needsNoTag(value: Value): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  if (value instanceof Date || value instanceof RegExp) return false
  for (const inner of Array.isArray(value) ? value : Object.values(value)) if (!needsNoTag(inner)) return false
  return true
}

function tag(value: Value): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $numberDouble: String(value) }
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return { $date: { $numberLong: String(value.getTime()) } }
  if (value instanceof RegExp) return { $regularExpression: { pattern: value.source, options: value.flags } }
  if (Array.isArray(value)) return value.map(tag)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tag(inner)]))
}

/** Reads EJSON in either form; server dates are resolved to `now`, as the platform does on arrival. */
export function decode(text: string, now: number): Value {
  return untag(JSON.parse(text) as Tagged, now)
}

/** Like `decode`, for texts that must hold an object; an absent text is an empty one. */
export function decodeFields(text: string | undefined, now: number): Fields {
  if (text === undefined || text === '') return {}
  const value = decode(text, now)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('expected an object')
  return value as Fields
}

type Tagged = null | boolean | number | string | Tagged[] | { [key: string]: Tagged }

const tags: { [tag: string]: (inner: Tagged, now: number) => Value } = {
  $numberInt: Number,
  $numberLong: Number,
  $numberDouble: Number,
  $oid: String,
  $undefined: () => null,
  $date: (inner) =>
    new Date(
      typeof inner === 'object' ? Number((inner as { $numberLong: string }).$numberLong) : (inner as string | number),
    ),
  $regularExpression: (inner) => {
    const { pattern, options } = inner as { pattern: string; options: string }
    return new RegExp(pattern, options)
  },
  $tcb_server_date: (inner, now) => new Date(now + Number((untag(inner, now) as Fields)['offset'] ?? 0)),
  $numberDecimal: () => notEmulated('$numberDecimal'),
  $binary: () => notEmulated('$binary'),
  $timestamp: () => notEmulated('$timestamp'),
}

/** What was just parsed is nobody else's: only what bears a tag is put in another's place. */
function untag(value: Tagged, now: number): Value {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    for (const [i, inner] of value.entries())
      if (typeof inner === 'object' && inner !== null) value[i] = untag(inner, now) as Tagged
    return value
  }
  const keys = Object.keys(value)
  const first = keys[0]
  if (keys.length === 1 && first !== undefined) {
    const read = tags[first]
    if (read !== undefined) return read(value[first] as Tagged, now)
  }
  for (const key of keys) {
    const inner = value[key]
    if (key === '__proto__') Reflect.deleteProperty(value, key)
    else if (typeof inner === 'object' && inner !== null) value[key] = untag(inner, now) as Tagged
  }
  return value
}
