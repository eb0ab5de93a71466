/** What an import will do, and how far it came. Pure. */
import type { RosterRow, RosterSheet, ValueOf } from '../../../cloudfunctions/contract'
import type { CallFailure } from '../../cloud'
import { deskFailureText, peopleText } from '../texts/desk'
import { changeText, fileText, noteText, rowText, similarText } from '../texts/roster'
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
    return { key: String(index), place: `第 ${String(line)} 行${name === '' ? '' : ` ${name}`}`, text }
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

const KINDS: readonly Pick<RowList, 'kind' | 'label' | 'bad'>[] = [
  { kind: 'changes', label: '更新', bad: false },
  { kind: 'similar', label: '疑似同一人', bad: true },
  { kind: 'refused', label: '不导入', bad: true },
  { kind: 'notes', label: '有说明', bad: false },
]

/** What is told row by row: what is changed, as long as it is not done, who is similar, what is refused or left out. */
export function listsOf(tally: Tally): RowList[] {
  return KINDS.map(({ kind, label, bad }) => {
    const { length: total } = tally[kind]
    const heading = `${label}的 ${String(total)} 行`
    return { kind, heading, label: `${label}的行`, bad, total, rows: tally[kind].slice(0, PAGE_ROWS) }
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
      { key: 'added', label: '新增', value: peopleText(fresh) },
      { key: 'changed', label: '更新', value: peopleText(changed) },
      { key: 'unchanged', label: '不变', value: peopleText(unchanged) },
      ...(similar.length === 0 ? [] : [{ key: 'similar', label: '疑似同一人', value: `${String(similar.length)} 行` }]),
      { key: 'refused', label: '不导入', value: `${String(refused.length)} 行` },
    ],
    refused: refused.length + similar.length,
    button: change === 0 ? '' : `导入 ${peopleText(change)}`,
    hint: hintOf(change, unchanged, refused.length + similar.length),
  }
}

function hintOf(change: number, unchanged: number, refused: number): string {
  if (change === 0 && refused === 0) return '名单没有变化，不用导入。'
  if (change === 0 && unchanged > 0) return '其余的人都已在名单上，没有变化。不导入的行可以改好后再导入一次。'
  if (change === 0) return '没有可以导入的人。请按下面的说明改好表格，再导入一次。'
  if (refused === 0) return '名单上没有的旧人员不会删除。同一份表格导入两次，不会重复。'
  return '不导入的行可以改好后再导入一次，已导入的不会重复。'
}

/** How it ended. */
export function doneText({ added: fresh, changed, similar, refused }: Tally): string {
  const what = [
    ...(fresh > 0 || changed === 0 ? [`新增 ${peopleText(fresh)}`] : []),
    ...(changed > 0 ? [`更新 ${peopleText(changed)}`] : []),
  ].join('，')
  const left = refused.length + similar.length
  return `已导入：${what}。${left > 0 ? `${String(left)} 行没有导入。` : ''}`
}

/** What taking an import back has done. */
export function undoneText({ undone, kept }: ValueOf<'secretary', 'roster.undo'>): string {
  const names = kept.map(({ name }) => name).join('、')
  const rest = kept.length === 0 ? '' : `后来又改过的 ${peopleText(kept.length)}没有动：${names}。`
  return `已撤销这次导入，${peopleText(undone)}恢复原样。${rest}`
}

/** What is known when an import breaks off. */
export function brokenText(failure: CallFailure, done: number, total: number): string {
  const so = done === 0 ? '还没有导入' : `已导入到第 ${String(done)} 行`
  return `${rosterFailureText(failure)}${so}，共 ${String(total)} 行。继续会从断开的地方接着导入，不会重复。`
}

/** A failure as somebody who imports reads it. */
export function rosterFailureText(failure: CallFailure): string {
  if (failure.code === 'BAD_FILE') return fileText(failure.detail)
  if (failure.code === 'OFFLINE' && failure.detail === undefined) return '没有收到回复，请检查网络。'
  return failure.code === 'TRY_AGAIN' ? '这一次没有来得及办完。' : deskFailureText(failure)
}
