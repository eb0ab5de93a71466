import { crc32 } from 'node:zlib'

export interface StoredDocument {
  collection: string
  id: string
  text: string
}

const headerBytes = 8

/** The size of the slot that a document needs: a few sizes only, so that growing rarely changes the slot. */
export function sizeOf(collection: string, id: string, text: string): number {
  const needed = headerBytes + Buffer.byteLength(`${JSON.stringify([collection, id])}\n${text}`)
  const step = Math.max(128, 2 ** Math.floor(Math.log2(needed)) / 4)
  return Math.ceil(needed / step) * step
}

/** Checksum, length, text, and zeros to the end. SQLite has no checksums of its own. */
export function fill(size: number, collection: string, id: string, text: string): Buffer {
  const content = Buffer.from(`${JSON.stringify([collection, id])}\n${text}`)
  const slot = Buffer.alloc(size)
  slot.writeUInt32BE(crc32(content), 0)
  slot.writeUInt32BE(content.byteLength, 4)
  content.copy(slot, headerBytes)
  return slot
}

export function emptySlot(size: number): Buffer {
  return Buffer.alloc(size)
}

/** The document in a slot, `null` for an empty one. Throws when the content is not what was written. */
export function readSlot(slot: Buffer): StoredDocument | null {
  const length = slot.readUInt32BE(4)
  const content = slot.subarray(headerBytes, headerBytes + length)
  if (content.byteLength !== length || slot.readUInt32BE(0) !== crc32(content)) throw new RangeError('damaged slot')
  if (length === 0) return null
  const text = content.toString()
  const end = text.indexOf('\n')
  const [collection, id] = JSON.parse(text.slice(0, end)) as [string, string]
  return { collection, id, text: text.slice(end + 1) }
}
