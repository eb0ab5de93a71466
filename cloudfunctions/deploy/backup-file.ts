import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { closeSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import * as v from 'valibot'
import { KEY_NAMES } from './settings'
import { Refused } from './refused'

const FORMAT = 1
const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const SALT_BYTES = 16
const NONCE_BYTES = 12
const TAG_BYTES = 16
const LENGTH_BYTES = 4
/** What guessing one passphrase costs: 2^16 blocks of 1 KiB each, 64 MiB of memory. */
const COST = 2 ** 16
const MEMORY_AT_MOST = 256 * 1024 * 1024
const COST_AT_MOST = 2 ** 17
const HEADER_AT_MOST = 64 * 1024
const CHUNK_AT_MOST = 64 * 1024 * 1024

const Instant = v.pipe(v.string(), v.isoTimestamp())
const Header = v.object({
  format: v.number(),
  /** The environment by its name at the desk, and by the platform's id. */
  environment: v.string(),
  envId: v.string(),
  at: Instant,
  expiresAt: Instant,
  /** The newest form of records that can be in it. */
  schema: v.number(),
  /** By which keys its numbers are sealed; the keys themselves are not in it. */
  keys: v.record(v.picklist(KEY_NAMES), v.array(v.object({ id: v.string(), digest: v.string() }))),
  salt: v.string(),
  cost: v.pipe(v.number(), v.maxValue(COST_AT_MOST)),
})
export type Header = v.InferOutput<typeof Header>
export type About = Omit<Header, 'format' | 'salt' | 'cost'>

/** A document, its dates among it, as it lies in the database. */
export type Kept = Readonly<Record<string, unknown>> & { _id: string }
/** So many documents of one collection, or at the very end how many there are of each. */
const Chunk = v.union([
  v.object({ collection: v.string(), documents: v.array(v.looseObject({ _id: v.string() })) }),
  v.object({ counts: v.record(v.string(), v.number()) }),
])

/** Dates are told from texts by a tag that no stored field can have for its name. */
const tagged = (value: unknown): unknown => {
  if (value instanceof Date) return { $date: value.toISOString() }
  if (Array.isArray(value)) return value.map(tagged)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tagged(inner)]))
}
const untagged = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(untagged)
  if (typeof value !== 'object' || value === null) return value
  if ('$date' in value && typeof value.$date === 'string') return new Date(value.$date)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, untagged(inner)]))
}

const keyOf = (passphrase: string, salt: string, cost: number): Buffer =>
  scryptSync(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), KEY_BYTES, {
    N: cost,
    r: 8,
    p: 1,
    maxmem: MEMORY_AT_MOST,
  })

/** Each file has a key of its own, so that its chunks can be counted; the last one says that it is. */
const nonceOf = (index: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(NONCE_BYTES)
  nonce.writeUInt32BE(index, NONCE_BYTES - LENGTH_BYTES - 1)
  nonce.writeUInt8(isLast ? 1 : 0, NONCE_BYTES - 1)
  return nonce
}

export interface BackupWriter {
  add(collection: string, documents: readonly Kept[]): void
  /** The file is there from now on, whole, and not before. */
  finish(): void
  /** Closes what was not finished. */
  giveUp(): void
}

/** Begins a backup: an open line of what it is, then chunks that are each encrypted and bound to that line and their place. */
export const writeBackup = (file: string, passphrase: string, about: About): BackupWriter => {
  const salt = randomBytes(SALT_BYTES).toString('base64')
  const header = Buffer.from(`${JSON.stringify({ format: FORMAT, ...about, salt, cost: COST })}\n`)
  const key = keyOf(passphrase, salt, COST)
  const open = openSync(`${file}.new`, 'w', 0o600)
  writeSync(open, header)
  const counts: Record<string, number> = {}
  let index = 0
  let isOpen = true
  const write = (content: object, isLast: boolean): void => {
    const cipher = createCipheriv(CIPHER, key, nonceOf(index, isLast))
    cipher.setAAD(header)
    const sealed = Buffer.concat([cipher.update(deflateRawSync(JSON.stringify(tagged(content)))), cipher.final()])
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(sealed.length)
    writeSync(open, Buffer.concat([length, cipher.getAuthTag(), sealed]))
    index += 1
  }
  return {
    add: (collection, documents) => {
      counts[collection] = (counts[collection] ?? 0) + documents.length
      write({ collection, documents }, false)
    },
    finish: () => {
      write({ counts }, true)
      closeSync(open)
      isOpen = false
      renameSync(`${file}.new`, file)
    },
    giveUp: () => {
      if (isOpen) closeSync(open)
      isOpen = false
    },
  }
}

const damaged = (file: string) => new Refused(`${file} 不完整或者被改动过，没有用它。`)

const readHeader = (file: string): { header: Header; line: Buffer } => {
  let open: number
  try {
    open = openSync(file, 'r')
  } catch {
    throw new Refused(`读不到 ${file}。`)
  }
  try {
    const start = Buffer.alloc(HEADER_AT_MOST)
    const read = start.subarray(0, readSync(open, start, 0, HEADER_AT_MOST, 0))
    const end = read.indexOf('\n')
    const line = read.subarray(0, end + 1)
    const header = v.safeParse(Header, end === -1 ? undefined : parsed(line))
    if (!header.success) throw new Refused(`${file} 不是备份文件。`)
    if (header.output.format !== FORMAT) throw new Refused(`${file} 是另一种格式的备份，请用做它的那个版本恢复。`)
    return { header: header.output, line }
  } finally {
    closeSync(open)
  }
}

const parsed = (text: Buffer): unknown => {
  try {
    return JSON.parse(text.toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

/** What a backup says of itself without its passphrase. */
export const headerOf = (file: string): Header => readHeader(file).header

interface Batch {
  collection: string
  documents: Kept[]
}

/** Reads a backup through, chunk by chunk; refuses at whatever is not as it was written, and at an end that is none. */
export function* readBackup(file: string, passphrase: string): Generator<Batch> {
  const { header, line } = readHeader(file)
  const key = keyOf(passphrase, header.salt, header.cost)
  const open = openSync(file, 'r')
  let at = line.length
  const take = (length: number): Buffer => {
    const bytes = Buffer.alloc(length)
    if (readSync(open, bytes, 0, length, at) !== length) throw damaged(file)
    at += length
    return bytes
  }
  const next = (index: number, isLast: boolean, tag: Buffer, sealed: Buffer): Buffer | undefined => {
    try {
      const decipher = createDecipheriv(CIPHER, key, nonceOf(index, isLast), { authTagLength: TAG_BYTES })
      decipher.setAAD(line)
      decipher.setAuthTag(tag)
      return inflateRawSync(Buffer.concat([decipher.update(sealed), decipher.final()]))
    } catch {
      return undefined
    }
  }
  try {
    const found: Record<string, number> = {}
    for (let index = 0; ; index += 1) {
      const length = take(LENGTH_BYTES).readUInt32BE()
      if (length > CHUNK_AT_MOST) throw damaged(file)
      const [tag, sealed] = [take(TAG_BYTES), take(length)]
      const plain = next(index, false, tag, sealed) ?? next(index, true, tag, sealed)
      if (plain === undefined) {
        if (index === 0) throw new Refused('备份口令不对，或者文件被改动过。')
        throw damaged(file)
      }
      const chunk = v.parse(Chunk, untagged(JSON.parse(plain.toString('utf8'))))
      if ('counts' in chunk) {
        const same =
          JSON.stringify(Object.entries(chunk.counts).sort()) === JSON.stringify(Object.entries(found).sort())
        if (!same || readSync(open, Buffer.alloc(1), 0, 1, at) !== 0) throw damaged(file)
        return
      }
      found[chunk.collection] = (found[chunk.collection] ?? 0) + chunk.documents.length
      yield chunk
    }
  } finally {
    closeSync(open)
  }
}
