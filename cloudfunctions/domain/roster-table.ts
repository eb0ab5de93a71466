import type { RosterRow } from '../contract'
import { searchForm } from './normalise'
import { refused, accepted, type Reply } from './reply'

/** A cell as a spreadsheet shows it. */
export interface Cell {
  text: string
  /** Its text is worked out from other cells. */
  formula: boolean
}

/** A range of merged cells, lines and columns from 1, both ends included. */
export interface Merge {
  top: number
  left: number
  bottom: number
  right: number
}

/** A table as it lies in a file; lines without any text may be left out. */
export interface Table {
  lines: { line: number; cells: ReadonlyMap<number, Cell> }[]
  merges: readonly Merge[]
}

export const MOST_ROSTER_ROWS = 5_000
/** A heading lies among the first lines, below a title or a note. */
const HEADING_WITHIN = 20

/** What is copied from a spreadsheet: a line for each row, and between its cells a tab. */
const tableOfText = (text: string): Table => ({
  lines: text.split(/\r\n|\r|\n/u).map((line, i) => ({
    line: i + 1,
    cells: new Map(
      line.split('\t').map((cell, j) => [j + 1, { text: cell.replace(/^"(.*)"$/u, '$1'), formula: false }]),
    ),
  })),
  merges: [],
})

type Column = keyof RosterRow

/** The usual headings of lists of names, without spaces, stars, colons and notes in brackets. */
const HEADINGS: Readonly<Record<Column, readonly string[]>> = {
  name: ['姓名', '学生姓名', '团员姓名', '党员姓名', '真实姓名', '名字', 'name'],
  idNumber: [
    '身份证号',
    '身份证号码',
    '身份证',
    '身份证件号',
    '身份证件号码',
    '居民身份证号',
    '居民身份证号码',
    '公民身份号码',
    '证件号',
    '证件号码',
  ],
  last4: [
    '身份证后四位',
    '身份证号后四位',
    '身份证号码后四位',
    '证件号后四位',
    '证件号码后四位',
    '身份证末四位',
    '身份证号末四位',
    '身份证尾号',
    '后四位',
  ],
  studentNumber: ['学号', '学生学号', '学工号', '学籍号', '研究生学号', '新生学号'],
  phone: ['手机', '手机号', '手机号码', '电话', '电话号码', '联系电话', '联系方式', '移动电话', '本人电话', '联系手机'],
}
const COLUMNS = Object.keys(HEADINGS) as Column[]

const headingForm = (text: string): string =>
  searchForm(text)
    .replace(/[(（[【].*?[)）\]】]/gu, '')
    .replace(/[*:：、.。]/gu, '')
    .replace(/后4位/u, '后四位')
    .replace(/末4位/u, '末四位')

/** The column that a heading means, or undefined. */
const columnOf = (heading: string): Column | undefined => {
  const form = headingForm(heading)
  return COLUMNS.find((column) => HEADINGS[column].includes(form))
}

/** Which number of cell holds which column; the first of two headings that mean the same. */
const recognise = (cells: ReadonlyMap<number, Cell>): Map<Column, number> => {
  const found = new Map<Column, number>()
  for (const [at, { text }] of cells) {
    const column = columnOf(text)
    if (column !== undefined && !found.has(column)) found.set(column, at)
  }
  return found
}

const isHeading = (columns: Map<Column, number>): boolean => columns.has('name')

const badFile = (rule: string, place: { row?: number; path?: string } = {}) =>
  refused({ code: 'BAD_FILE', detail: { rule, ...place } })

/** The rows of a list of names, and the line of the file that each is from. */
export interface RosterTable {
  rows: RosterRow[]
  lines: number[]
}

/**
 * Reads a list of names by its headings, which may stand below a title. What each row is worth is not judged here.
 * Errors: `BAD_FILE` with `heading` (no line has 姓名), `heading.merged` (its cells are merged, so that nobody can tell
 * what they head), `heading.key` (names alone, without any number), `formula` (a cell that is needed is worked out, and
 * may be out of date), `rows` (more than 5,000), `empty`.
 */
export const readRosterTable = ({ lines, merges }: Table): Reply<RosterTable> => {
  const at = lines.slice(0, HEADING_WITHIN).findIndex(({ cells }) => isHeading(recognise(cells)))
  const heading = lines[at]
  if (heading === undefined) return badFile('heading')
  const columns = recognise(heading.cells)
  const { line } = heading
  if (merges.some(({ top, bottom }) => top <= line && line <= bottom)) return badFile('heading.merged', { row: line })
  if (!columns.has('idNumber') && !columns.has('last4') && !columns.has('studentNumber'))
    return badFile('heading.key', { row: line })

  const table: RosterTable = { rows: [], lines: [] }
  for (const { line: number, cells } of lines.slice(at + 1)) {
    const row: RosterRow = { name: '' }
    for (const [column, cell] of columns) {
      const found = cells.get(cell)
      if (found?.formula === true) return badFile('formula', { row: number, path: column })
      if (found !== undefined && found.text.trim() !== '') row[column] = found.text.trim()
    }
    if (row.name === '' && Object.keys(row).length === 1) continue
    if (table.rows.length === MOST_ROSTER_ROWS) return badFile('rows')
    table.rows.push(row)
    table.lines.push(number)
  }
  return table.rows.length === 0 ? badFile('empty') : accepted(table)
}

/** The list of names of the first sheet that has one; each sheet as `readRosterTable`. */
export const readRosterTables = (sheets: readonly Table[]): Reply<RosterTable> => {
  const hasList = sheets.find(({ lines }) =>
    lines.slice(0, HEADING_WITHIN).some(({ cells }) => isHeading(recognise(cells))),
  )
  return hasList === undefined ? badFile('heading') : readRosterTable(hasList)
}

/** The list of names in text that was copied from a spreadsheet, its heading included. */
export const readRosterText = (text: string): Reply<RosterTable> => readRosterTable(tableOfText(text))
