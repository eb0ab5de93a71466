import { FileError } from './fault'

const BYTE_ORDER_MARKS: readonly [mark: string, encoding: string][] = [
  ['efbbbf', 'utf-8'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
]

const decoded = (bytes: Uint8Array, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Text by its byte order mark, else as UTF-8, else as GB 18030, in which GB 2312 and GBK are contained. */
const textIn = (bytes: Uint8Array): string | undefined => {
  const start = Buffer.from(bytes.subarray(0, 3)).toString('hex')
  const marked = BYTE_ORDER_MARKS.find(([mark]) => start.startsWith(mark))
  if (marked !== undefined) return decoded(bytes, marked[1])
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
const HEAD = 4_096

/** What stands between the cells of a text table: what its first lines have most of, quoted texts apart. */
export const separatorOf = (text: string): string => {
  const head = text.slice(0, HEAD).replace(/"[^"]*"/gu, '')
  const counts = SEPARATORS.map((separator) => head.split(separator).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
}
