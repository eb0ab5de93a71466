import { closeSync, openSync, readSync, statSync } from 'node:fs'

const headerBytes = 100
const pageBytes = 4096

/**
 * Whether the head of a data file is as SQLite writes it (sqlite.org/fileformat2.html, 1.3). SQLite itself looks at a part
 * of it only, and a wrong bit elsewhere would be written back with the next page. The schema's cookie and the version of
 * the library may be anything plausible. `whole`: there is no log that holds newer pages than the file.
 */
export function isHeaderSound(path: string, whole: boolean): boolean {
  const head = headOf(path)
  if (head === null) return false
  const number = (at: number): number => head.readUInt32BE(at)
  const zero = (from: number, to: number): boolean => head.subarray(from, to).every((byte) => byte === 0)
  return (
    head.toString('latin1', 0, 16) === 'SQLite format 3\0' &&
    head.readUInt16BE(16) === pageBytes &&
    (head[18] === 1 || head[18] === 2) &&
    head[18] === head[19] &&
    head.subarray(20, 24).equals(Buffer.from([0, 64, 32, 32])) &&
    number(24) === number(92) &&
    (!whole || number(28) * pageBytes === statSync(path).size) &&
    number(44) === 4 &&
    zero(48, 56) &&
    number(56) === 1 &&
    zero(64, 68) &&
    zero(72, 92) &&
    Math.floor(number(96) / 1_000_000) === 3
  )
}

function headOf(path: string): Buffer | null {
  const head = Buffer.alloc(headerBytes)
  const file = openSync(path, 'r')
  try {
    return readSync(file, head, 0, headerBytes, 0) === headerBytes ? head : null
  } finally {
    closeSync(file)
  }
}
