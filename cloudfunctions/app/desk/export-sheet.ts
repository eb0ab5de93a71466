import type { ExportColumn } from '../../contract'
import type { ListedTransfer, Sheet } from '../store/ports'
import type { AuditRecord, FiguresRecord, RosterRecord, TransferRecord } from '../store/records'
import { auditSheet, figuresSheet, logSheet, rosterSheet } from './export-archive'
import { safe } from './export-cells'
import { columnsOf, type Known } from './export-columns'

/** The branch's transfers as a sheet: numbers masked, times in Beijing, and no text that could be taken for a formula. */
export const transfersSheet = (
  transfers: readonly ListedTransfer[],
  known: Known,
  wanted?: readonly ExportColumn[],
): Sheet => {
  const columns = columnsOf(known.branch, wanted)
  return {
    name: known.branch.kind === 'league' ? '转接情况' : '党组织关系转接',
    heading: columns.map(({ heading }) => heading),
    widths: columns.map(({ width }) => width),
    rows: transfers.map((transfer, at) => columns.map(({ text }) => safe(text(transfer, known, at)))),
  }
}

export interface Archive {
  transfers: readonly TransferRecord[]
  roster: readonly RosterRecord[]
  figures: readonly FiguresRecord[]
  audit: readonly AuditRecord[]
  nameOf: (staffId: string) => string
}

/** Everything there is of a branch, a sheet for each kind. */
export const archiveSheets = ({ transfers, roster, figures, audit, nameOf }: Archive, known: Known): Sheet[] => [
  transfersSheet(transfers, known),
  logSheet(transfers, nameOf),
  rosterSheet(roster, transfers),
  figuresSheet(figures),
  auditSheet(audit, nameOf),
]
