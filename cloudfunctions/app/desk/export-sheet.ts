import type { ExportColumn } from '../../contract'
import type { ListedTransfer, Sheet } from '../store/ports'
import type { AuditRecord, FiguresRecord, RosterRecord, TransferRecord } from '../store/records'
import { auditSheet, figuresSheet, logSheet, rosterSheet } from './export-archive'
import { safe } from './export-cells'
import { columnsOf, type Known } from './export-columns'

/** How the branch's transfers become a sheet: numbers masked, times in Beijing, no text that could be taken for a formula. */
export const transfersTable = (known: Known, wanted?: readonly ExportColumn[]) => {
  const columns = columnsOf(known.branch, wanted)
  return {
    /** The lines of some of them, of which so many stand before. */
    linesOf: (transfers: readonly ListedTransfer[], before: number): string[][] =>
      transfers.map((transfer, i) => columns.map(({ text }) => safe(text(transfer, known, before + i)))),
    sheetOf: (rows: readonly (readonly string[])[]): Sheet => ({
      name: known.branch.kind === 'league' ? '转接情况' : '党组织关系转接',
      heading: columns.map(({ heading }) => heading),
      widths: columns.map(({ width }) => width),
      worded: columns.map(({ worded }) => worded),
      rows,
    }),
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
export const archiveSheets = ({ transfers, roster, figures, audit, nameOf }: Archive, known: Known): Sheet[] => {
  const table = transfersTable(known)
  return [
    table.sheetOf(table.linesOf(transfers, 0)),
    logSheet(transfers, nameOf),
    rosterSheet(roster, transfers),
    figuresSheet(figures),
    auditSheet(audit, nameOf),
  ]
}
