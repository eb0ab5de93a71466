import type { ChosenColumn, RosterColumn, RosterRow, RosterSheet } from '../contract'
import { ROSTER_ROWS } from '../../miniprogram/limits'
import { refused, accepted, type Reply } from './reply'
import { blocksOf, columnOf, hasName, headingsOf, isComplete, type Block, type HeadingCell } from './roster-headings'

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

export interface Line {
  line: number
  cells: ReadonlyMap<number, Cell>
  /** By hand or by a filter. */
  hidden: boolean
}

/** A sheet as it lies in a file; lines without any text may be left out. */
export interface Table {
  name: string
  hidden: boolean
  lines: readonly Line[]
  merges: readonly Merge[]
}

const LONGEST_HEADING = 60
const MOST_COLUMNS_SHOWN = 200
/** Longer than any field may be: a text that is cut here is refused for its length. */
const LONGEST_TEXT = 300

/** The rows of a list of names, the line of the file that each is from, and what of each sheet was read. */
export interface RosterTable {
  rows: RosterRow[]
  lines: number[]
  /** Their rows stand in `rows` in this order. */
  sheets: RosterSheet[]
}

interface Fault {
  rule: string
  row?: number
  path?: string
  sheet?: string
}

/** Headings found: in one line, or in two of which each has a part. */
interface Heading {
  cells: HeadingCell[]
  blocks: Block[]
  /** Its own line, or that of its lower half. */
  line: number
}

/** As a heading is shown: in one line, and no longer than anybody reads. */
const shown = (text: string): string => text.replace(/\s+/gu, ' ').trim().slice(0, LONGEST_HEADING)

const textsOf = ({ cells }: Line): [number, string][] => [...cells].map(([at, { text }]) => [at, shown(text)])

/** Two lines as one: a heading that stands above its parts gives way to them. */
const together = (upper: Line, lower: Line): [number, string][] => {
  const texts = new Map(textsOf(upper))
  for (const [at, text] of textsOf(lower)) if (columnOf(text) !== undefined || !texts.has(at)) texts.set(at, text)
  return [...texts].toSorted(([a], [b]) => a - b)
}

class SheetReader {
  readonly rows: RosterRow[] = []
  readonly lines: number[] = []
  #columns: HeadingCell[] = []
  #hiddenRows = 0
  #heading: Heading | undefined

  constructor(
    private readonly table: Table,
    private readonly chosen: readonly ChosenColumn[],
  ) {}

  /** Reads the sheet; answers why it has no list, or why nothing may be read of the file. */
  read(most: number): { unread?: Fault; refusal?: Fault } {
    if (this.table.hidden) return { unread: { rule: 'hidden' } }
    const found = this.#find()
    if ('rule' in found) {
      this.#columns = this.#likely()
      return { unread: found }
    }
    const merged = this.#take(found)
    if (merged !== undefined) return { unread: merged }
    for (const line of this.table.lines) {
      if (line.line <= found.line) continue
      const fault = this.#readLine(line)
      if (fault?.rule === 'heading.merged') return { unread: fault }
      if (fault !== undefined) return { refusal: fault }
      if (this.rows.length > most) return { refusal: { rule: 'rows' } }
    }
    return this.rows.length === 0 ? { unread: { rule: 'empty' } } : {}
  }

  sheet(unread: Fault | undefined): RosterSheet {
    return {
      name: this.table.name,
      rows: this.rows.length,
      columns: this.#columns
        .slice(0, MOST_COLUMNS_SHOWN)
        .map(({ heading, as }) => ({ heading, ...(as === undefined ? {} : { as }) })),
      hiddenRows: this.#hiddenRows,
      ...(unread === undefined ? {} : { unread: unread.rule }),
    }
  }

  #headings(texts: [number, string][], line: number): Heading {
    const cells = headingsOf(texts, this.table.name, this.chosen)
    return { cells, blocks: blocksOf(cells), line }
  }

  #find(): Heading | Fault {
    const lines = this.table.lines.slice(0, ROSTER_ROWS.heading)
    const single = lines.map((line) => this.#headings(textsOf(line), line.line))
    const complete = single.find(({ blocks }) => blocks.some(isComplete))
    if (complete !== undefined) return complete
    for (const [i, lower] of lines.entries()) {
      const upper = lines[i - 1]
      if (upper?.line !== lower.line - 1) continue
      const pair = this.#headings(together(upper, lower), lower.line)
      if (pair.blocks.some(isComplete)) return pair
    }
    const named = single.find(({ blocks }) => blocks.some(hasName))
    if (named === undefined) return { rule: 'heading' }
    return { rule: 'heading.key', row: named.line }
  }

  /** What is most likely a line of headings, for somebody to choose from. */
  #likely(): HeadingCell[] {
    const lines = this.table.lines
      .slice(0, ROSTER_ROWS.heading)
      .map((line) => this.#headings(textsOf(line), line.line).cells)
    const fullest =
      lines.find((cells) => cells.some(({ as }) => as !== undefined)) ?? lines.find(({ length }) => length > 1)
    return fullest ?? lines[0] ?? []
  }

  /** From here on rows are read by these headings. A heading over several columns tells of none of them. */
  #take(heading: Heading): Fault | undefined {
    const known = new Set(this.#columns.map(({ heading: text, as }) => `${text}\n${as ?? ''}`))
    this.#columns.push(...heading.cells.filter(({ heading: text, as }) => !known.has(`${text}\n${as ?? ''}`)))
    this.#heading = heading
    const needed = new Set(heading.blocks.flatMap((block) => [...block.values()]))
    const wide = this.table.merges.some(
      ({ top, left, bottom, right }) =>
        top <= heading.line &&
        heading.line <= bottom &&
        left < right &&
        [...needed].some((at) => left <= at && at <= right),
    )
    return wide ? { rule: 'heading.merged', row: heading.line } : undefined
  }

  #readLine(line: Line): Fault | undefined {
    const again = this.#headings(textsOf(line), line.line)
    // Headings are written again at every page's top, or over another block.
    if (again.blocks.some(isComplete)) return this.#take(again)
    for (const block of this.#heading?.blocks ?? []) {
      const row = rowIn(block, line)
      if (row === undefined) continue
      if (line.hidden) {
        this.#hiddenRows += 1
        continue
      }
      if ('rule' in row) return row
      this.rows.push(row)
      this.lines.push(line.line)
    }
    return undefined
  }
}

/** The row that stands in a line, undefined where nobody does. Who is needed is not taken from a formula's last result. */
const rowIn = (block: Block, { line, cells }: Line): RosterRow | Fault | undefined => {
  const row: RosterRow = { name: '' }
  const texts: string[] = []
  let formula: RosterColumn | undefined
  for (const [column, at] of block) {
    const found = cells.get(at)
    if (found?.formula === true && column !== 'phone') formula ??= column
    const text = found?.text.trim().slice(0, LONGEST_TEXT) ?? ''
    if (text === '') continue
    row[column] = text
    texts.push(text)
  }
  if (formula !== undefined) return { rule: 'formula', row: line, path: formula }
  // A heading that comes again is nobody, nor is a line with nothing in these columns.
  return texts.length === 0 || texts.some((text) => columnOf(text) !== undefined) ? undefined : row
}

const RANK = ['heading.merged', 'heading.key', 'empty', 'heading', 'hidden']

const badFile = ({ rule, ...place }: Fault, sheets: RosterSheet[]) =>
  refused({ code: 'BAD_FILE', detail: { rule: rule === 'hidden' ? 'heading' : rule, ...place, sheets } })

/**
 * Reads a list of names by its headings, which may stand below a title, on every sheet, in blocks below and beside each
 * other. What each row is worth is not judged here, and nothing is left out in silence: `sheets` says what was not read.
 * Errors: `BAD_FILE` with `heading` (no line has 姓名), `heading.merged` (it heads several columns), `heading.key`
 * (names alone, without any number), `formula` (a cell that is needed is worked out, and may be out of date), `rows`
 * (more than 5,000), `empty`; each with the `sheets` as far as they were read, for columns to be chosen by hand.
 */
export const readRosterTables = (
  tables: readonly Table[],
  chosen: readonly ChosenColumn[] = [],
): Reply<RosterTable> => {
  const result: RosterTable = { rows: [], lines: [], sheets: [] }
  const faults: Fault[] = []
  for (const table of tables) {
    const reader = new SheetReader(table, chosen)
    const { unread, refusal } = reader.read(ROSTER_ROWS.file - result.rows.length)
    result.sheets.push(reader.sheet(unread ?? refusal))
    if (refusal !== undefined)
      return badFile({ ...refusal, ...(tables.length > 1 ? { sheet: table.name } : {}) }, result.sheets)
    if (unread !== undefined) faults.push(unread)
    result.rows.push(...reader.rows)
    result.lines.push(...reader.lines)
  }
  if (result.rows.length > 0) return accepted(result)
  const worst = faults.toSorted((a, b) => RANK.indexOf(a.rule) - RANK.indexOf(b.rule))[0]
  return badFile(worst ?? { rule: 'heading' }, result.sheets)
}
