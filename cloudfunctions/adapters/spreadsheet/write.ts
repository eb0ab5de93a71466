import { writeXlsx, type WriteSheet } from 'hucre/xlsx'
import type { Sheet, WrittenFile } from '../../app/store/ports'

/** A number format that keeps a cell text, whatever stands in it. */
const TEXT = '@'
const HEADING = { font: { bold: true }, numFmt: TEXT }

/** What looks like an escape of the format (ECMA-376, 22.9.2.19) is none in our texts; an empty cell is not written. */
const cell = (text: string): string | null => (text === '' ? null : text.replace(/_(?=x[\dA-F]{4}_)/giu, '_x005F_'))

/** The name of a column, counted from 0: A to Z, AA and so on. */
const columnName = (column: number): string =>
  (column < 26 ? '' : columnName(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))

/** On paper as wide as one page and as long as it takes; on the screen with its heading in sight and a filter on every column. */
const pageOf = ({ name, heading, widths, worded, rows }: Sheet): WriteSheet => ({
  name,
  // A format of its own makes each cell dearer, empty ones too.
  columns: widths.map((width, i) => (worded?.[i] === true ? { width } : { width, numFmt: TEXT })),
  rows: [[...heading], ...rows.map((row) => row.map(cell))],
  cells: new Map(heading.map((value, column) => [`0,${String(column)}`, { value, style: HEADING }])),
  freezePane: { rows: 1 },
  autoFilter: { range: `A1:${columnName(Math.max(heading.length - 1, 0))}${String(rows.length + 1)}` },
  pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
})

/** The file of these sheets. Every cell is written as text, so that none is ever worked out as a formula. */
export const writeWorkbook = async (sheets: readonly Sheet[]): Promise<WrittenFile> => {
  const bytes = await writeXlsx({ sheets: sheets.map(pageOf) })
  return { bytes, base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') }
}
