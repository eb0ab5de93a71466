import * as v from 'valibot'
import { EXPORT_BY_ID } from '../../../miniprogram/limits'
import { beijingDay } from '../../domain/beijing'
import { auditKey, note } from '../audit/note'
import { atBranch, DECIDING } from '../call/authority'
import { namesOf } from '../audit/names'
import type { AuditRecord, BranchRecord, RosterRecord, TransferRecord } from '../store/records'
import { ExportColumn, Id, Why } from '../call/schemas'
import { accepted, operation, refused } from '../call/serve'
import type { Context } from '../call/context'
import { listOf } from '../../domain/desk-lists'
import type { ListedTransfer, WrittenFile } from '../store/ports'
import { share } from './download-link'
import type { Archive } from './export-sheet'
import { findPage, LIST_FILTERS, type Filters } from './list'

/** So many are read at once: a document is about 2 KB. */
const PAGE = 500
/** So many names are looked up in one request. */
const NAMES_AT_MOST = 1_000
/** Of a reply of 1 MB, what is left for the file as base64. */
const BASE64_AT_MOST = 1024 * 1024 - 4 * 1024

/** Reads page after page of some list; undefined where the call's time ends before. */
const readAll = async <T>(
  context: Context,
  page: (last: T | undefined, seen: number) => Promise<T[]>,
): Promise<T[] | undefined> => {
  const all: T[] = []
  for (;;) {
    if (context.clock() > context.deadline) return undefined
    const part = await page(all.at(-1), all.length)
    all.push(...part)
    if (part.length < PAGE) return all
  }
}

type Chosen = Filters & { ids?: readonly string[] }
/** What the lines of these transfers are, of which so many stand before them. */
type LinesOf = (transfers: readonly ListedTransfer[], before: number) => string[][]

/** The lines of those that are asked for: those of these ids, or those that the filters leave. */
const readLines = async (
  context: Context,
  branch: BranchRecord,
  { ids, ...filters }: Chosen,
  linesOf: LinesOf,
): Promise<string[][] | undefined> => {
  if (ids !== undefined) {
    const found = await context.store.transfers([...new Set(ids)])
    const here = new Map(found.filter(({ branchId }) => branchId === branch._id).map((one) => [one._id, one]))
    return linesOf(
      [...new Set(ids)].flatMap((id) => here.get(id) ?? []),
      0,
    )
  }
  const isOver = (): boolean => context.clock() > context.deadline
  if (isOver()) return undefined
  const lines: string[][] = []
  for (let asked = findPage(context, branch, filters, undefined, PAGE); ;) {
    const { transfers, next } = await asked
    if (next === undefined) return [...lines, ...linesOf(transfers, lines.length)]
    if (isOver()) return undefined
    // The next page is on its way while this one is put into words; nobody waits for it where that fails.
    asked = findPage(context, branch, filters, next, PAGE)
    asked.catch(() => undefined)
    lines.push(...linesOf(transfers, lines.length))
  }
}

/** Everything of a branch, for its archive. */
const readArchive = async (context: Context, branch: BranchRecord): Promise<Archive | undefined> => {
  const { _id: branchId } = branch
  const [transfers, roster, figures, audit] = await Promise.all([
    readAll<TransferRecord>(context, (last) =>
      context.store.wholeQueue({
        branchId,
        list: listOf({}),
        ...(last === undefined ? {} : { after: last.position }),
        limit: PAGE,
      }),
    ),
    readAll<RosterRecord>(context, (last) =>
      context.store.rosterPage(branchId, { sort: 'position', after: last?.position, limit: PAGE }),
    ),
    context.store.figuresOf(branchId),
    readAll<AuditRecord>(context, (last) =>
      context.store.audit({
        branchIds: [branchId],
        keys: [auditKey()],
        ...(last === undefined ? {} : { before: last.position }),
        limit: PAGE,
      }),
    ),
  ])
  if (transfers === undefined || roster === undefined || audit === undefined) return undefined
  const deciders = transfers.flatMap(({ events }) => events.flatMap(({ by, who }) => (by === 'secretary' ? who : [])))
  const known = [...new Set([...deciders, ...audit.flatMap(({ by, whomStaff }) => [by, whomStaff ?? by])])].slice(
    0,
    NAMES_AT_MOST,
  )
  return { transfers, roster, figures, audit, nameOf: await namesOf(context, known, [branchId]) }
}

const NOT_IN_A_FILE_NAME = /[\\/:*?"<>|\p{C}]/gu

/** What a log entry says of a file: how many people, and what they were chosen by. */
const whomOf = (people: number, { ids, sort: _sort, text, ...filters }: Chosen): string =>
  [
    String(people),
    ...Object.values(filters).map(String),
    ...(text === undefined ? [] : ['text']),
    ...(ids === undefined ? [] : ['ids']),
  ].join(' ')

/** A reply with the file, or with an address where it is too large for one. */
const replyWith = async (context: Context, named: string, { bytes, base64 }: WrittenFile) => {
  const fileName = `${named}-${beijingDay(context.now)}.xlsx`.replace(NOT_IN_A_FILE_NAME, '')
  if (base64.length <= BASE64_AT_MOST) return accepted({ fileName, base64 })
  return accepted({ fileName, url: await share(context, bytes, 'xlsx') })
}

/**
 * The branch's transfers as an .xlsx file: those chosen, found or all, in the columns that are wanted; numbers masked,
 * with a reason that goes into the audit log. `archive` is everything of the branch, to be kept before people go. One
 * that does not fit into a reply (about 7,000 transfers) is had by an address for a short time. Errors: `TRY_AGAIN` where
 * the call's time ended first.
 */
const exportFile = operation(
  v.object({
    branchId: Id,
    ids: v.exactOptional(v.pipe(v.array(Id), v.minLength(1, 'required'), v.maxLength(EXPORT_BY_ID, 'length'))),
    columns: v.exactOptional(v.pipe(v.array(ExportColumn), v.minLength(1, 'required'), v.maxLength(50, 'length'))),
    archive: v.exactOptional(v.boolean(), false),
    ...LIST_FILTERS,
    why: Why,
  }),
  async (context, { branchId, columns, archive, why, ...chosen }) => {
    const at = await atBranch(context, branchId, DECIDING)
    if (!at.ok) return at
    const { branch, right } = at.value
    const known = { branch, sealing: context.sealing, now: context.now }
    // Like the spreadsheets themselves, it is a file of its own in the deployed function.
    const sheets = await import('./export-sheet')
    if (archive) {
      const all = await readArchive(context, branch)
      if (all === undefined) return refused({ code: 'TRY_AGAIN' })
      const file = await context.spreadsheets.write(sheets.archiveSheets(all, known))
      await note(context, right, { what: 'archive', whom: String(all.transfers.length), why, branchId })
      return replyWith(context, `${branch.shortName}-全部存档`, file)
    }
    const table = sheets.transfersTable(known, columns)
    const lines = await readLines(context, branch, chosen, table.linesOf)
    if (lines === undefined) return refused({ code: 'TRY_AGAIN' })
    const file = await context.spreadsheets.write([table.sheetOf(lines)])
    await note(context, right, { what: 'export', whom: whomOf(lines.length, chosen), why, branchId })
    return replyWith(context, `${branch.shortName}-转接情况`, file)
  },
)

export const exportOperations = { 'desk.export': exportFile }
