/** Which part of the branch goes into the file, and which columns of it. Pure. */
import type { DeskFilters, ExportColumn, InputOf, Kind } from '../../../cloudfunctions/contract'
import { EXPORT_COLUMNS } from '../../limits'
import { chosenText, COLUMN_LABELS, PARTS, type Part } from '../texts/export'
import type { Chosen } from './chosen'

export interface PartChoice {
  value: Part | 'chosen'
  label: string
}

const ORDER: { [K in Kind]: readonly Part[] } = {
  league: ['all', 'registered', 'approved', 'unconfirmed', 'confirmed', 'failed', 'returned'],
  party: ['all', 'preparing', 'announced', 'received', 'returned'],
}

const FILTERS: { [P in Part]: DeskFilters } = {
  all: {},
  registered: { stage: 'registered' },
  approved: { stage: 'approved' },
  unconfirmed: { confirmed: false },
  confirmed: { confirmed: true },
  failed: { stage: 'failed' },
  returned: { stage: 'returned' },
  preparing: { stage: 'preparing' },
  announced: { stage: 'announced' },
  received: { stage: 'received' },
}

/** All, or one part; first of all those who were selected or found in the list. */
export function partChoices(kind: Kind, chosen: Chosen | null): PartChoice[] {
  const parts = ORDER[kind].map((value): PartChoice => ({ value, label: PARTS[value] }))
  return chosen === null ? parts : [{ value: 'chosen', label: chosenText(chosen.ids?.length) }, ...parts]
}

/** With which part the page begins: whoever selected or searched means those, a list that was only looked at means nobody. */
export function firstPart(chosen: Chosen | null): PartChoice['value'] {
  return chosen?.ids === undefined && chosen?.text === undefined ? 'all' : 'chosen'
}

export interface ColumnChoice {
  key: ExportColumn
  label: string
  on: boolean
}

/** The columns that the kind of branch has, all of them chosen. */
export function columnChoices(kind: Kind): ColumnChoice[] {
  return EXPORT_COLUMNS[kind].map((key) => ({ key, label: COLUMN_LABELS[key], on: true }))
}

type Asked = Omit<InputOf<'secretary', 'desk.export'>, 'branchId' | 'why'>

/** What is asked of the server. */
export function askedFor(
  part: PartChoice['value'],
  columns: readonly ColumnChoice[],
  chosen: Chosen | null,
  archive: boolean,
): Asked {
  if (archive) return { archive }
  const wanted = columns.filter(({ on }) => on).map(({ key }) => key)
  const which = part === 'chosen' ? (chosen ?? {}) : FILTERS[part]
  return { ...which, ...(wanted.length === columns.length ? {} : { columns: wanted }) }
}
