/** What an import will do, and how far it came. Pure. */
import type { AuditEntry, RosterRow, RosterSheet, ValueOf } from '../../../cloudfunctions/contract'
import { moment } from '../../format'
import { peopleText } from '../texts/desk'
import {
  changeText,
  COUNT_LABELS,
  hintText,
  importedText,
  importLabel,
  noteText,
  placeText,
  ROW_LABELS,
  rowsHeading,
  rowsText,
  rowText,
  similarText,
} from '../texts/roster'
import { PAGE_ROWS } from '../../limits'

/** What one call of an import answers. */
export type Counts = ValueOf<'secretary', 'roster.import'>

/** The rows that were read, and the line of the file that each is from. */
export interface List {
  rows: RosterRow[]
  lines: number[]
  sheets: RosterSheet[]
}

/** A row of which something has to be said. */
export interface NamedRow {
  key: string
  place: string
  text: string
}

/** What the calls of an import answered, added up. */
export interface Tally {
  added: number
  changed: number
  unchanged: number
  /** Which rows are changed: a rehearsal tells. */
  changes: NamedRow[]
  /** Who may be somebody on the roster: nothing is changed. */
  similar: NamedRow[]
  /** What was left out of people who are kept. */
  notes: NamedRow[]
  refused: NamedRow[]
}

export const NOTHING: Tally = {
  added: 0,
  changed: 0,
  unchanged: 0,
  changes: [],
  similar: [],
  notes: [],
  refused: [],
}

/** Adds one call's answer; its rows are counted from 1 within the call, which began after `start` rows. */
export function added(tally: Tally, counts: Counts, start: number, list: List): Tally {
  const named = (row: number, text: string): NamedRow => {
    const index = start + row - 1
    const name = list.rows[index]?.name ?? ''
    const line = list.lines[index] ?? index + 1
    return { key: String(index), place: placeText(line, name), text }
  }
  const { changes = [], similar, notes, refused } = counts
  return {
    added: tally.added + counts.added,
    changed: tally.changed + counts.changed,
    unchanged: tally.unchanged + counts.unchanged,
    changes: [...tally.changes, ...changes.map(({ row, paths }) => named(row, changeText(paths)))],
    similar: [...tally.similar, ...similar.map(({ row, name, why }) => named(row, similarText(name, why)))],
    notes: [...tally.notes, ...notes.map(({ row, path, rule }) => named(row, noteText(path, rule)))],
    refused: [...tally.refused, ...refused.map(({ row, path, rule }) => named(row, rowText(path, rule)))],
  }
}

/** Rows of one kind, of which the first are shown. */
export interface RowList {
  kind: 'changes' | 'similar' | 'notes' | 'refused'
  heading: string
  /** What it is called by a screen reader. */
  label: string
  bad: boolean
  total: number
  rows: NamedRow[]
}

const KINDS: readonly Pick<RowList, 'kind' | 'label' | 'bad'>[] = (
  ['changes', 'similar', 'refused', 'notes'] as const
).map((kind) => ({ kind, label: ROW_LABELS[kind], bad: kind === 'similar' || kind === 'refused' }))

/** What is told row by row: what is changed, as long as it is not done, who is similar, what is refused or left out. */
export function listsOf(tally: Tally): RowList[] {
  return KINDS.map(({ kind, label, bad }) => {
    const { length: total } = tally[kind]
    return { kind, ...rowsHeading(label, total), bad, total, rows: tally[kind].slice(0, PAGE_ROWS) }
  }).filter(({ total }) => total > 0)
}

/** Everything that is told row by row, to be copied: a line each. */
export function reportOf(tally: Tally): string {
  return KINDS.flatMap(({ kind, label }) => tally[kind].map(({ place, text }) => `${label}\t${place}\t${text}`)).join(
    '\n',
  )
}

/** The rows that come after those that are shown. */
export function moreOf(tally: Tally, { kind, rows: { length } }: RowList): NamedRow[] {
  return tally[kind].slice(length, length + PAGE_ROWS)
}

export interface Preview {
  counts: { key: string; label: string; value: string }[]
  refused: number
  /** Empty when importing would change nothing. */
  button: string
  /** What to know before. */
  hint: string
}

/** What will happen, before it does. */
export function previewOf({ added: fresh, changed, unchanged, similar, refused }: Tally): Preview {
  const change = fresh + changed
  return {
    counts: [
      { key: 'added', label: COUNT_LABELS.added, value: peopleText(fresh) },
      { key: 'changed', label: ROW_LABELS.changes, value: peopleText(changed) },
      { key: 'unchanged', label: COUNT_LABELS.unchanged, value: peopleText(unchanged) },
      ...(similar.length === 0 ? [] : [{ key: 'similar', label: ROW_LABELS.similar, value: rowsText(similar.length) }]),
      { key: 'refused', label: ROW_LABELS.refused, value: rowsText(refused.length) },
    ],
    refused: refused.length + similar.length,
    button: change === 0 ? '' : importLabel(change),
    hint: hintText(change, unchanged, refused.length + similar.length),
  }
}

/** An import that somebody may still take back. */
export interface RecentImport {
  id: string
  text: string
}

/** Of so many imports back a row remembers what it was before: an older one cannot be taken back. */
const RECENT = 5

/** The last imports by whomever, without those that were taken back. */
export function recentImports(
  imported: readonly AuditEntry[],
  undone: readonly AuditEntry[],
  now: number,
): RecentImport[] {
  const gone = new Set(undone.map(({ whom }) => whom))
  return imported
    .filter(({ whom }) => whom !== undefined && !gone.has(whom))
    .slice(0, RECENT)
    .map(({ whom = '', who, at }) => ({ id: whom, text: importedText(who, moment(at, now)) }))
}
