import { isFields, type Value } from './values'
import { encode } from './wire'

/**
 * Index keys are strings whose plain comparison is the database's order of values: a rank for the type, then the value
 * in a form that compares code unit by code unit. One string comparison then orders keys of many fields, and all keys
 * with the same leading fields share a prefix.
 */
const ranks = { null: '1', number: '2', string: '3', object: '4', array: '5', boolean: '8', date: '9', regexp: 'B' }

/** Greater than every key that begins with what it is appended to; a descending string ends in two of these units. */
export const after = '\uffff\uffff\uffff'

export function keyOf(value: Value): string {
  if (value === null) return ranks.null
  if (typeof value === 'number') return ranks.number + orderedNumber(value)
  if (typeof value === 'string') return ranks.string + terminated(value)
  if (typeof value === 'boolean') return ranks.boolean + (value ? '1' : '0')
  if (value instanceof Date) return ranks.date + orderedNumber(value.getTime())
  if (value instanceof RegExp) return ranks.regexp + terminated(String(value))
  return (isFields(value) ? ranks.object : ranks.array) + terminated(encode({ value }))
}

/** The keys of every string that begins with `start` begin with this. */
export function keyOfStringStart(start: string): string {
  return ranks.string + escaped(start)
}

/** What the keys of all values of the same type begin with. Comparisons never cross types. */
export function typeStart(value: Value): string {
  return keyOf(value).charAt(0)
}

/** The same key for a descending field: greater becomes smaller. */
export function inverted(key: string): string {
  let result = ''
  for (let i = 0; i < key.length; i++) result += String.fromCharCode(0xffff - key.charCodeAt(i))
  return result
}

function terminated(text: string): string {
  return escaped(text) + '\0\0'
}

function escaped(text: string): string {
  const ordered = /[\ud800-\uffff]/.test(text) ? byCodePoint(text) : text
  return ordered.includes('\0') ? ordered.replaceAll('\0', '\0\u0001') : ordered
}

/**
 * The database orders text by its UTF-8 bytes, which is the order of code points. In UTF-16 what lies above U+FFFF is
 * written by surrogates, which come before U+E000 to U+FFFF: the two blocks change places. Half a pair is what the
 * wire's UTF-8 makes of it.
 */
function byCodePoint(text: string): string {
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd')
  return whole.replace(/[\ud800-\uffff]/g, (unit) => {
    const code = unit.charCodeAt(0)
    return String.fromCharCode(code >= 0xe000 ? code - 0x800 : code + 0x2000)
  })
}

const float = new DataView(new ArrayBuffer(8))

/** IEEE 754 doubles compare as integers once the sign is folded in. */
function orderedNumber(value: number): string {
  float.setFloat64(0, value === 0 ? 0 : value)
  const negative = float.getUint16(0) >= 0x8000
  let result = ''
  for (let i = 0; i < 8; i += 2) {
    const unit = float.getUint16(i)
    result += String.fromCharCode(negative ? 0xffff - unit : i === 0 ? unit + 0x8000 : unit)
  }
  return result
}
