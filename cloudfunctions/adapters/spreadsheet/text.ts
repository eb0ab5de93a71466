import { FileError } from './fault'

const BYTE_ORDER_MARKS: readonly [mark: string, encoding: string][] = [
  ['efbbbf', 'utf-8'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
]

/** How much of a file tells what it is. */
const HEAD = 4_096

const decoded = (bytes: Uint8Array, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * UTF-16 without a mark, by the half of each comma, digit and end of a line that is zero. A few characters (一) have it
 * on the other side.
 */
const unmarked = (bytes: Uint8Array): string | undefined => {
  const zeros = [0, 0] as [number, number]
  for (const [at, byte] of bytes.subarray(0, HEAD).entries()) if (byte === 0) zeros[at % 2 === 0 ? 0 : 1] += 1
  const [even, odd] = zeros
  if (odd > 4 * even) return 'utf-16le'
  return even > 4 * odd ? 'utf-16be' : undefined
}

/** Text by its byte order mark, else UTF-16 by its zeros, else UTF-8, else GB 18030, which contains GB 2312 and GBK. */
const textIn = (bytes: Uint8Array): string | undefined => {
  const start = Buffer.from(bytes.subarray(0, 3)).toString('hex')
  const marked = BYTE_ORDER_MARKS.find(([mark]) => start.startsWith(mark))
  const encoding = marked?.[1] ?? unmarked(bytes)
  if (encoding !== undefined) return decoded(bytes, encoding)
  return decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030')
}

/** What stands in pictures and programs, and in no text. */
const CONTROLS = /[\u0000-\u0008\u000E-\u001F]/u

/** The text of a file. Throws `FileError` `type` where it is none. */
export const textOf = (bytes: Uint8Array): string => {
  const text = textIn(bytes)
  if (text === undefined || CONTROLS.test(text)) throw new FileError('type')
  return text
}

const SEPARATORS = ['\t', ',', ';', '|'] as const

/** What stands between the cells of a text table: what its first lines have most of, quoted texts apart. */
export const separatorOf = (text: string): string => {
  const head = text.slice(0, HEAD).replace(/"[^"]*"/gu, '')
  const counts = SEPARATORS.map((separator) => head.split(separator).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
}
