import type { Spreadsheets } from '../../app/store/ports'
import { readRosterTables, readRosterText } from '../../domain/roster-table'
import { readWorkbook } from './read'
import { writeWorkbook } from './write'

/** Reading and writing .xlsx. It is a file of its own in the deployed function, loaded when it is first asked for. */
export const spreadsheets: Spreadsheets = {
  readRoster: (file) => {
    const sheets = readWorkbook(file)
    return Promise.resolve(sheets.ok ? readRosterTables(sheets.value) : sheets)
  },
  readCopiedRoster: (text) => Promise.resolve(readRosterText(text)),
  write: writeWorkbook,
}
