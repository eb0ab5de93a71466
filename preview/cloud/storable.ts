import { DatabaseFailure } from './failures'
import { isFields, type Fields, type Value } from './values'

/** MongoDB's limits for one document. */
const mostBytes = 16 * 1024 * 1024
const mostLevels = 100

/**
 * Refuses a document that the database would not store. `text` is the document as it goes over the wire: a short one
 * cannot be too large, and need not be measured.
 */
export function assertStorable(document: Fields, text: string): void {
  if (!holdsOnlyStorable(document, 1)) {
    for (const key of Object.keys(document)) assertKey(key, key)
    for (const [key, value] of Object.entries(document)) assertValue(value, key, 2)
  }
  // A list of single digits takes seven bytes for each two letters of its text.
  if (text.length * 4 > mostBytes && bsonSize(document) > mostBytes) {
    throw refused(`object to insert too large. max size: ${String(mostBytes)}`)
  }
}

/** The same as what follows, without the words: nearly every document passes. */
function holdsOnlyStorable(value: Value, level: number): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof RegExp) return true
  if (level > mostLevels) return false
  if (Array.isArray(value)) return value.every((element) => holdsOnlyStorable(element, level + 1))
  for (const [key, inner] of Object.entries(value)) {
    if (key.startsWith('$') || key.includes('\0') || !holdsOnlyStorable(inner, level + 1)) return false
  }
  return true
}

function assertValue(value: Value, path: string, level: number): void {
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof RegExp) return
  if (level > mostLevels) throw refused(`Document exceeds maximum nesting depth of ${String(mostLevels)}`)
  if (Array.isArray(value)) {
    for (const [i, element] of value.entries()) assertValue(element, `${path}.${String(i)}`, level + 1)
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    assertKey(key, `${path}.${key}`)
    assertValue(inner, `${path}.${key}`, level + 1)
  }
}

function assertKey(key: string, path: string): void {
  if (key.startsWith('$'))
    throw refused(`The dollar ($) prefixed field '${key}' in '${path}' is not valid for storage.`)
  if (key.includes('\0')) throw refused('Key names must not contain the null byte')
}

export function refused(message: string): DatabaseFailure {
  return new DatabaseFailure('DATABASE_REQUEST_FAILED', message)
}

/** The bytes that a document takes in the database: its format is BSON, not the text of the wire. */
function bsonSize(document: Fields | Value[]): number {
  let size = 5
  for (const [key, value] of Object.entries(document)) size += 2 + Buffer.byteLength(key) + valueSize(value)
  return size
}

function valueSize(value: Value): number {
  if (value === null) return 0
  if (typeof value === 'boolean') return 1
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 4 : 8
  if (typeof value === 'string') return 5 + Buffer.byteLength(value)
  if (value instanceof Date) return 8
  if (value instanceof RegExp) return 2 + Buffer.byteLength(value.source) + value.flags.length
  return Array.isArray(value) || isFields(value) ? bsonSize(value) : 0
}
