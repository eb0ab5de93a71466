import writeWorkbookFile from 'write-excel-file/universal'
import type { Sheet } from '../../app/store/ports'

/** The file of one sheet. Every cell is written as text, so that none is ever worked out as a formula. */
export const writeWorkbook = async ({ name, heading, widths, rows }: Sheet): Promise<Uint8Array> => {
  const text = (value: string) => (value === '' ? null : ({ type: String, value, format: '@' } as const))
  const data = [
    heading.map((value) => ({ type: String, value, fontWeight: 'bold' }) as const),
    ...rows.map((row) => row.map(text)),
  ]
  const file = writeWorkbookFile(data, {
    sheet: name,
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
  })
  return new Uint8Array(await (await file.toBlob()).arrayBuffer())
}
