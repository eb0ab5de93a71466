import * as XLSX from '@e965/xlsx'
import type { Cell, Table } from '../../domain/roster-table'
import { codepages } from './codepages'
import { completeOpenDocument, completeWorkbook, type CompletePackage } from './complete-package'
import { FileError } from './fault'
import { separatorOf, textOf } from './text'
import { partsOfZip } from './unzip'

XLSX.set_cptable(codepages)

/** The container of files of 1997, and of those that are locked by a password. */
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const LOCKED = Buffer.from('EncryptedPackage', 'utf16le')
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1')
/** From here on a spreadsheet no longer holds every digit of a number. */
const EXACT_BELOW = 1e15
const OPTIONS = { dense: true, cellFormula: true, cellHTML: false, WTF: true } as const

const startsWith = (file: Buffer, start: Buffer): boolean => file.subarray(0, start.length).equals(start)

/** A number as the person meant it, or plainly rounded where its last digits are gone. */
const numberText = (value: number, shown: string | undefined): string => {
  // Zeros before it come from the cell's number format.
  if (shown !== undefined && /^\d+$/u.test(shown) && Number(shown) === value) return shown
  return Math.abs(value) < EXACT_BELOW ? String(value) : value.toExponential().toUpperCase()
}

const cellText = ({ t, v, w }: XLSX.CellObject): string => {
  if (t === 'n' && typeof v === 'number') return numberText(v, w)
  if (t === 's' && typeof v === 'string') return v
  return w ?? (typeof v === 'boolean' ? String(v).toUpperCase() : '')
}

/** Text tables may hold `="00240001"`, so that a spreadsheet program keeps the zeros. */
const AS_TEXT = /^="([^"]*)"$/u

const tableOf = (name: string, sheet: XLSX.WorkSheet, hiddenLines: ReadonlySet<number>): Table => {
  const rows = (sheet['!data'] ?? []) as (XLSX.CellObject | undefined)[][]
  // A row may stand far down: only those that are there are gone through.
  const lines = Object.entries(rows).flatMap(([at, row]) => {
    const cells = new Map<number, Cell>()
    for (const [column, cell] of Object.entries(row)) {
      if (cell === undefined) continue
      const text = cellText(cell).replace(AS_TEXT, '$1')
      const formula = cell.f !== undefined || cell.F !== undefined
      if (text !== '' || formula) cells.set(Number(column) + 1, { text, formula })
    }
    const line = Number(at) + 1
    const hidden = hiddenLines.has(line) || sheet['!rows']?.[line - 1]?.hidden === true
    return cells.size === 0 ? [] : [{ line, cells, hidden }]
  })
  const merges = (sheet['!merges'] ?? []).map(({ s, e }) => ({
    top: s.r + 1,
    left: s.c + 1,
    bottom: e.r + 1,
    right: e.c + 1,
  }))
  return { name, hidden: false, lines, merges }
}

const sheetIn = (book: XLSX.WorkBook, name: string): XLSX.WorkSheet => {
  const sheet = book.Sheets[name]
  if (sheet === undefined) throw new FileError('broken')
  return sheet
}

const tablesOfBook = (book: XLSX.WorkBook): Table[] =>
  book.SheetNames.map((name, i) =>
    (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) === 0
      ? tableOf(name, sheetIn(book, name), new Set())
      : { name, hidden: true, lines: [], merges: [] },
  )

const tablesOfPackage = ({ zip, sheets }: CompletePackage): Table[] => {
  const book = XLSX.read(zip, { ...OPTIONS, type: 'array' })
  const names = book.SheetNames.values()
  return sheets.map(({ name, hidden, hiddenLines }) => {
    if (hidden) return { name: name ?? '', hidden, lines: [], merges: [] }
    const own = names.next().value ?? ''
    return tableOf(name ?? own, sheetIn(book, own), hiddenLines)
  })
}

const tablesOfZip = (file: Uint8Array): Table[] => {
  const parts = partsOfZip(file)
  const complete = completeOpenDocument(parts) ?? completeWorkbook(parts)
  if (complete === undefined) throw new FileError('type')
  return tablesOfPackage(complete)
}

const tablesOf1997 = (file: Buffer): Table[] => {
  if (file.includes(LOCKED)) throw new FileError('password')
  // What of an old file is unknown to the library is left out of it, for all of its cells may be there.
  return tablesOfBook(XLSX.read(file, { ...OPTIONS, WTF: false, type: 'buffer' }))
}

/** Named or not: pages and XML that are called a spreadsheet, else lines of cells. */
const tablesOfText = (given: string, pasted: boolean): Table[] => {
  const text = given.trimStart()
  if (text.startsWith('<')) {
    const tables = tablesOfBook(XLSX.read(text, { ...OPTIONS, WTF: false, type: 'string', raw: true }))
    if (tables.length === 0) throw new FileError('type')
    return tables
  }
  // A quotation mark that is never closed is none: it would take the rest of the list into one cell.
  const closed = (given.split('"').length - 1) % 2 === 0 ? given : given.replaceAll('"', '')
  const separator = pasted && closed.includes('\t') ? '\t' : separatorOf(closed)
  const book = XLSX.read(`sep=${separator}\n${closed}`, { ...OPTIONS, type: 'string', raw: true })
  return tablesOfBook(book)
}

/** What SheetJS throws is told by its words alone. */
const faultOf = (error: unknown): FileError => {
  if (error instanceof FileError) return error
  const words = error instanceof Error ? error.message : String(error)
  if (/password/iu.test(words)) return new FileError('password')
  return new FileError(
    /cannot find workbook|not a spreadsheet|unsupported|invalid html/iu.test(words) ? 'type' : 'broken',
  )
}

/**
 * The sheets of a file, told by what it holds, not by its name: .xlsx, .ods, .xls, a page or XML named like one, and
 * text tables. Throws `FileError`.
 */
export const readTables = (bytes: Uint8Array, pasted: boolean): Table[] => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (startsWith(file, ZIP)) return tablesOfZip(file)
    if (startsWith(file, OLE)) return tablesOf1997(file)
    return tablesOfText(textOf(file), pasted)
  } catch (error) {
    throw faultOf(error)
  }
}
