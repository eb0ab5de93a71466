import { inflateRawSync } from 'node:zlib'

/** What a file may hold unpacked, all its parts together: a roster of 5,000 rows has a tenth of it. */
const UNPACKED_AT_MOST = 32 * 1024 * 1024
const PARTS_AT_MOST = 2_000

const END = { signature: 0x06054b50, size: 22 }
const ENTRY = { signature: 0x02014b50, size: 46 }
const LOCAL = { signature: 0x04034b50, size: 30 }
const COMMENT_AT_MOST = 0xffff
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8

/** Why an archive cannot be read. */
export type ZipFault = 'type' | 'broken' | 'size' | 'password'

export class ZipError extends Error {
  override name = 'ZipError'
  constructor(readonly fault: ZipFault) {
    super(fault)
  }
}

interface Entry {
  flags: number
  method: number
  packed: number
  start: number
}

/** Where the directory's end stands: the last of what looks like one. */
const endOf = (file: Buffer): number => {
  const last = file.length - END.size
  for (let at = last; at >= Math.max(0, last - COMMENT_AT_MOST); at -= 1)
    if (file.readUInt32LE(at) === END.signature) return at
  throw new ZipError('type')
}

const directoryOf = (file: Buffer): Map<string, Entry> => {
  const end = endOf(file)
  const count = file.readUInt16LE(end + 10)
  if (count > PARTS_AT_MOST) throw new ZipError('size')
  const entries = new Map<string, Entry>()
  let at = file.readUInt32LE(end + 16)
  for (let i = 0; i < count; i += 1) {
    if (file.readUInt32LE(at) !== ENTRY.signature) throw new ZipError('broken')
    const nameLength = file.readUInt16LE(at + 28)
    const name = file.toString('utf8', at + ENTRY.size, at + ENTRY.size + nameLength)
    entries.set(name.replaceAll('\\', '/').replace(/^\//u, ''), {
      flags: file.readUInt16LE(at + 8),
      method: file.readUInt16LE(at + 10),
      packed: file.readUInt32LE(at + 20),
      start: file.readUInt32LE(at + 42),
    })
    at += ENTRY.size + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

const contentOf = (file: Buffer, { flags, method, packed, start }: Entry, most: number): Buffer => {
  if ((flags & ENCRYPTED) !== 0) throw new ZipError('password')
  if (file.readUInt32LE(start) !== LOCAL.signature) throw new ZipError('broken')
  const from = start + LOCAL.size + file.readUInt16LE(start + 26) + file.readUInt16LE(start + 28)
  const body = file.subarray(from, from + packed)
  if (body.length < packed) throw new ZipError('broken')
  if (method === STORED) return body
  if (method !== DEFLATED) throw new ZipError('broken')
  // What the archive says of its parts' sizes is not believed: unpacking ends where it gets too much.
  return inflateRawSync(body, { maxOutputLength: Math.max(most, 1) })
}

const faultOf = (error: unknown): ZipFault => {
  if (error instanceof ZipError) return error.fault
  const tooMuch = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
  return tooMuch ? 'size' : 'broken'
}

/**
 * Opens a zip archive for its parts to be read by name, as text. Throws `ZipError`: `type` where it is none, `broken`,
 * `password`, or `size` where all that is read unpacks to more than 32 MB.
 */
export const openZip = (bytes: Uint8Array): ((name: string) => string | undefined) => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let left = UNPACKED_AT_MOST
  const guarded = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw new ZipError(faultOf(error))
    }
  }
  const entries = guarded(() => directoryOf(file))
  return (name) => {
    const entry = entries.get(name)
    if (entry === undefined) return undefined
    const content = guarded(() => contentOf(file, entry, left))
    left -= content.length
    if (left < 0) throw new ZipError('size')
    return content.toString('utf8')
  }
}
