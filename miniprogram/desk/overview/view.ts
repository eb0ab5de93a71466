/** All branches at a glance. Pure: rows and the clock in, page data out. */
import type { FoundPerson, OverviewRow } from '../../../cloudfunctions/contract'
import { ago, daysSince, reference } from '../../format'
import { referenceText, stageTag } from '../../texts'
import { daysText, ERASED_NAME, type Hint } from '../texts/queue'
import { CLOSED_HEADING, COLUMNS, countsText, doneText, KINDS, standingText, totalText } from '../texts/overview'

/** One branch: as a line on a phone, as cells in a wide window. */
interface BranchLine {
  id: string
  name: string
  kind: string
  counts: string
  done: string
  late: boolean
  cells: { key: string; label: string; value: string; late: boolean }[]
}

export interface OverviewPage {
  groups: { key: string; heading: string; lines: BranchLine[] }[]
  /** What the open ones come to; empty where there are none. */
  total: string
  since: string
}

/** What the columns are called in a wide window. */
export const COLUMN_LABELS: readonly string[] = Object.values(COLUMNS)

/** The rows whose name has this text, whatever its spaces and case. */
function foundIn(rows: readonly OverviewRow[], text: string): OverviewRow[] {
  const wanted = searched(text)
  return wanted === '' ? [...rows] : rows.filter(({ branchName }) => searched(branchName).includes(wanted))
}

function searched(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
}

/** The page, of rows in the server's order: what is overdue first, closed ones last. */
export function overviewPage(rows: readonly OverviewRow[], text: string, now: number): OverviewPage {
  const found = foundIn(rows, text)
  const open = found.filter(({ closed }) => !closed)
  const groups = [
    { key: 'open', heading: '', lines: open.map(lineOf) },
    { key: 'closed', heading: CLOSED_HEADING, lines: found.filter(({ closed }) => closed).map(lineOf) },
  ].filter(({ lines }) => lines.length > 0)
  const oldest = rows.map(({ at }) => at).sort()[0]
  return {
    groups,
    total: open.length === 0 ? '' : totalOf(open, now),
    since: oldest === undefined ? '' : standingText(oldest, now),
  }
}

/** Somebody who was found, and where. */
export interface PersonLine {
  id: string
  name: string
  number: string
  branch: string
  stage: Hint
  days: string
  /** The line as it is heard. */
  spoken: string
}

export function personLine(person: FoundPerson, now: number): PersonLine {
  const { id, erased, studentNumber, since, branchName: branch } = person
  const name = erased ? ERASED_NAME : person.name
  const number = studentNumber ?? referenceText(reference(person.reference))
  const stage = stageTag(person, now)
  const spoken = [name, branch, stage.text, number, ago(since, now)].join('，')
  return { id, name, number, branch, stage, days: daysText(daysSince(since, now)), spoken }
}

/** Everybody who is expected or has come, as the share of those who are through is counted of. */
function everybodyOf({ people, rosterSize, done, shareDone }: OverviewRow): number {
  return shareDone > 0 ? Math.round(done / shareDone) : Math.max(people, rosterSize)
}

function lineOf(row: OverviewRow): BranchLine {
  const share = `${String(Math.round(row.shareDone * 100))}%`
  const late = row.overdue > 0
  const values: { [C in keyof typeof COLUMNS]: string } = {
    registered: String(row.registered),
    overdue: String(row.overdue),
    waiting: String(row.waiting),
    failed: String(row.failed),
    done: String(row.done),
    share,
  }
  return {
    id: row.branchId,
    name: row.branchName,
    kind: KINDS[row.kind],
    counts: countsText(row),
    done: doneText(row.done, everybodyOf(row), share),
    late,
    cells: Object.entries(COLUMNS).map(([key, label]) => ({
      key,
      label,
      value: values[key as keyof typeof COLUMNS],
      late: key === 'overdue' && late,
    })),
  }
}

function totalOf(rows: readonly OverviewRow[], now: number): string {
  const sum = (count: (row: OverviewRow) => number): number => rows.reduce((all, row) => all + count(row), 0)
  return totalText(now, {
    branches: rows.length,
    registered: sum(({ registered }) => registered),
    overdue: sum(({ overdue }) => overdue),
    late: rows.filter(({ overdue }) => overdue > 0).length,
    done: sum(({ done }) => done),
    everybody: sum(everybodyOf),
  })
}
