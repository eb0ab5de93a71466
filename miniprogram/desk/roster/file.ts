/** A list of names on its way to the server: files in parts, rows in calls. Pure. */
import type { RosterRow } from '../../../cloudfunctions/contract'
import { ROSTER_FILE_MB, ROSTER_ROWS } from '../../limits'

const KB = 1024
/** Of base64, a multiple of four: 48 KB of the file. */
const PART_LENGTH = 64 * KB
export const FILE_BYTES_AT_MOST = ROSTER_FILE_MB * KB * KB
/** Of JSON as UTF-8, below what a call may hold. */
const CALL_BYTES = 80 * KB

/** A file's base64 in parts that a call can hold. */
export function partsOf(base64: string): string[] {
  const count = Math.max(1, Math.ceil(base64.length / PART_LENGTH))
  return Array.from({ length: count }, (_, i) => base64.slice(i * PART_LENGTH, (i + 1) * PART_LENGTH))
}

/** One call of an import. */
export interface Batch {
  rows: RosterRow[]
  /** How many rows came before it. */
  start: number
}

/** Rows in calls of so many at most, and of a size that a call can hold. */
export function batchesOf(rows: readonly RosterRow[]): Batch[] {
  const batches: Batch[] = []
  let batch: Batch = { rows: [], start: 0 }
  let bytes = 0
  for (const [index, row] of rows.entries()) {
    const size = bytesOf(JSON.stringify(row)) + 1
    if (batch.rows.length === ROSTER_ROWS.call || (batch.rows.length > 0 && bytes + size > CALL_BYTES)) {
      batches.push(batch)
      batch = { rows: [], start: index }
      bytes = 0
    }
    batch.rows.push(row)
    bytes += size
  }
  return batch.rows.length === 0 ? batches : [...batches, batch]
}

function bytesOf(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Text as the base64 of its UTF-8, which the platform has no function for. */
export function base64OfText(text: string): string {
  const bytes = utf8(text)
  let base64 = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.slice(i, i + 3)
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    base64 += letter(bits >> 18) + letter(bits >> 12)
    base64 += b === undefined ? '=' : letter(bits >> 6)
    base64 += c === undefined ? '=' : letter(bits)
  }
  return base64
}

function letter(bits: number): string {
  return LETTERS.charAt(bits & 63)
}

function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    const more = (shift: number): number => 0x80 | ((point >> shift) & 0x3f)
    if (point < 0x80) bytes.push(point)
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), more(0))
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), more(6), more(0))
    else bytes.push(0xf0 | (point >> 18), more(12), more(6), more(0))
  }
  return bytes
}

/** How many lines with something in them. */
export function linesOf(text: string): number {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').length
}
