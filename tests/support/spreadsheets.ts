import * as XLSX from '@e965/xlsx'

type Value = string | number | null

export interface SheetGiven {
  rows: readonly (readonly Value[])[]
  /** As `A1:D1`. */
  merges?: readonly string[]
  /** A formula for a cell, as `{ B2: 'A1' }`. */
  formulas?: Readonly<Record<string, string>>
}

/** A file of these sheets, some of them hidden. */
export const aWorkbook = (sheets: Readonly<Record<string, SheetGiven>>, hidden: readonly string[] = []): Buffer => {
  const book = XLSX.utils.book_new()
  for (const [name, { rows, merges = [], formulas = {} }] of Object.entries(sheets)) {
    const sheet = XLSX.utils.aoa_to_sheet(rows.map((row) => [...row]))
    sheet['!merges'] = merges.map((range) => XLSX.utils.decode_range(range))
    for (const [cell, formula] of Object.entries(formulas)) sheet[cell] = { t: 's', v: '?', f: formula }
    XLSX.utils.book_append_sheet(book, sheet, name)
    if (hidden.includes(name)) XLSX.utils.book_set_sheet_visibility(book, name, 1)
  }
  return Buffer.from(XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Uint8Array)
}

/** A file of one sheet. */
export const aSheet = (rows: SheetGiven['rows'], more: Omit<SheetGiven, 'rows'> = {}): Buffer =>
  aWorkbook({ 名单: { rows, ...more } })

/** A file of one sheet in another format than .xlsx, with lines that are hidden. */
export const aBook = (
  rows: SheetGiven['rows'],
  bookType: XLSX.BookType,
  { hiddenRows = [] }: { hiddenRows?: readonly number[] } = {},
): Buffer => {
  const sheet = XLSX.utils.aoa_to_sheet(rows.map((row) => [...row]))
  sheet['!rows'] = rows.map((_, i) => ({ hidden: hiddenRows.includes(i + 1) }))
  const book = XLSX.utils.book_new(sheet, '名单')
  return Buffer.from(XLSX.write(book, { type: 'buffer', bookType }) as Uint8Array)
}

/** Every cell of the first sheet as it is read by the library that did not write it, and which of them are formulas. */
export const readSheet = (file: Uint8Array): { rows: string[][]; formulas: string[] } => {
  const book = XLSX.read(file)
  const sheet = book.Sheets[book.SheetNames[0] ?? '']
  if (sheet === undefined) throw new Error('no sheet')
  const rows = XLSX.utils.sheet_to_json<string[]>(sheet, { header: 1, defval: '' })
  const formulas = Object.entries(sheet).flatMap(([at, cell]) =>
    typeof cell === 'object' && cell !== null && 'f' in cell ? [at] : [],
  )
  return { rows, formulas }
}

/** The cells of the first sheet, empty ones too, that stay text when somebody edits them. */
export const keptAsText = (file: Uint8Array): string[] => {
  const book = XLSX.read(file, { cellNF: true, sheetStubs: true })
  const sheet = book.Sheets[book.SheetNames[0] ?? '']
  if (sheet === undefined) throw new Error('no sheet')
  return Object.keys(sheet).filter((at) => !at.startsWith('!') && (sheet[at] as XLSX.CellObject).z === '@')
}

/** Every sheet of a file by its name, as another program reads it. */
export const readSheets = (file: Uint8Array): Record<string, string[][]> => {
  const book = XLSX.read(file)
  return Object.fromEntries(
    Object.entries(book.Sheets).map(([name, sheet]) => [
      name,
      XLSX.utils.sheet_to_json<string[]>(sheet, { header: 1, defval: '' }),
    ]),
  )
}
