/** What was read of a file, sheet by sheet, and which column is what. Pure. */
import type { ChosenColumn, RosterColumn, RosterRow, RosterSheet } from '../../../cloudfunctions/contract'
import { readAsText, sampleText, sheetText, UNREAD } from '../texts/roster'

/** A column with what it is read as. */
export interface ColumnLine {
  key: string
  sheet: string
  heading: string
  as: string
  unread: boolean
}

/** A sheet as the page shows it. */
export interface SheetLine {
  key: string
  name: string
  text: string
  bad: boolean
  columns: ColumnLine[]
}

/** What a person may say that a column is, in the order of the choice; the last one leaves it unread. */
export const CHOICES: readonly (RosterColumn | undefined)[] = [
  'name',
  'studentNumber',
  'idNumber',
  'last4',
  'phone',
  undefined,
]
export const CHOICE_LABELS = CHOICES.map(readAsText)

export function sheetLines(sheets: readonly RosterSheet[]): SheetLine[] {
  return sheets.map(({ name, rows, columns, hiddenRows, unread }, i) => ({
    key: String(i),
    name,
    text: sheetText(rows, hiddenRows, unread),
    bad: unread !== undefined || hiddenRows > 0,
    columns: columns.map(({ heading, as }, j) => ({
      key: `${String(i)} ${String(j)}`,
      sheet: name,
      heading,
      as: readAsText(as),
      unread: as === undefined,
    })),
  }))
}

/** The choice with one more column in it; what is chosen twice is chosen for the last one. */
export function withChoice(chosen: readonly ChosenColumn[], column: ChosenColumn): ChosenColumn[] {
  const others = chosen.filter(
    ({ sheet, heading, as }) =>
      sheet !== column.sheet || (heading !== column.heading && (as === undefined || as !== column.as)),
  )
  return [...others, column]
}

const SAMPLES = 3

/** The first people, as they were read; of numbers the end alone. */
export function samplesOf(rows: readonly RosterRow[]): { key: string; name: string; text: string }[] {
  return rows
    .slice(0, SAMPLES)
    .map((row, i) => ({ key: String(i), name: row.name === '' ? UNREAD : row.name, text: sampleText(row) }))
}
