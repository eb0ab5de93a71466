import writeWorkbookFile from 'write-excel-file/universal'
import { getCellAddress, insertElementMarkupAccordingToOrderOfSiblings } from 'write-excel-file/utility'
import type { Sheet } from '../../app/store/ports'

/** The order in which a worksheet's parts stand; another one is a broken file (ECMA-376, 18.3.1.99). */
const ORDER = ['sheetPr', 'dimension', 'sheetViews', 'sheetFormatPr', 'cols', 'sheetData', 'autoFilter', 'pageSetup']

const into = (xml: string, part: string): string =>
  insertElementMarkupAccordingToOrderOfSiblings(xml, part, ORDER, 'worksheet')

/** On paper as wide as one page and as long as it takes; on the screen with a filter on every column. */
const readable =
  (sheets: readonly Sheet[]) =>
  (xml: string, _options: unknown, { sheetIndex }: { sheetIndex: number }): string => {
    const { heading = [], rows = [] } = sheets[sheetIndex] ?? {}
    const range = `A1:${getCellAddress(rows.length, Math.max(heading.length - 1, 0))}`
    const filtered = into(xml, `<autoFilter ref="${range}"/>`)
    const fitted = into(filtered, '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
    return fitted.replace('<pageSetup ', '<pageSetup fitToWidth="1" fitToHeight="0" ')
  }

/** The file of these sheets. Every cell is written as text, so that none is ever worked out as a formula. */
export const writeWorkbook = async (sheets: readonly Sheet[]): Promise<Uint8Array> => {
  const text = (value: string) => (value === '' ? null : ({ type: String, value, format: '@' } as const))
  const pages = sheets.map(({ name, heading, widths, rows }) => ({
    data: [
      heading.map((value) => ({ type: String, value, fontWeight: 'bold' }) as const),
      ...rows.map((row) => row.map(text)),
    ],
    sheet: name,
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
    orientation: 'landscape' as const,
  }))
  const feature = { files: { transform: { 'xl/worksheets/sheet{id}.xml': { transform: readable(sheets) } } } }
  const file = writeWorkbookFile(pages, { features: [feature] })
  return new Uint8Array(await (await file.toBlob()).arrayBuffer())
}
