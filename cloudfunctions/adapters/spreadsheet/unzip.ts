import { Unzip, UnzipInflate } from 'fflate'
import { FileError } from './fault'

/** What a file may hold unpacked, all its parts together: a roster of 5,000 rows has a tenth of it. */
const UNPACKED_AT_MOST = 30 * 1024 * 1024
const PARTS_AT_MOST = 2_000
/** Deflate makes at most 1,032 bytes of one: no step unpacks to more than 4 MB before it is counted. */
const STEP = 4 * 1024
const ENCRYPTED = 1

const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Unpacks piece by piece into `pieces`; what the archive says of its parts' sizes is not believed. */
const unpack = (file: Uint8Array, pieces: Map<string, Uint8Array[]>): void => {
  let unpacked = 0
  const unzip = new Unzip((part) => {
    const own: Uint8Array[] = []
    if (pieces.size === PARTS_AT_MOST) throw new FileError('size')
    pieces.set(part.name.replaceAll('\\', '/').replace(/^\//u, ''), own)
    part.ondata = (error, piece) => {
      if (error !== null) throw error
      unpacked += piece.length
      if (unpacked > UNPACKED_AT_MOST) throw new FileError('size')
      own.push(piece)
    }
    part.start()
  })
  unzip.register(UnzipInflate)
  for (let at = 0; at < file.length; at += STEP) unzip.push(file.subarray(at, at + STEP), at + STEP >= file.length)
}

/**
 * The parts of a zip archive by name. Throws `FileError`: `broken`, `password`, or `size` where they unpack to more than
 * 30 MB, which is noticed within 4 MB of it.
 */
export const partsOfZip = (file: Uint8Array): Map<string, Uint8Array> => {
  // The first header is at the beginning; whoever locks a part locks them all.
  if (((file[6] ?? 0) & ENCRYPTED) !== 0) throw new FileError('password')
  const pieces = new Map<string, Uint8Array[]>()
  try {
    unpack(file, pieces)
  } catch (error) {
    throw error instanceof FileError ? error : new FileError('broken')
  }
  return new Map([...pieces].map(([name, own]) => [name, joined(own)]))
}
