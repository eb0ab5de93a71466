import * as v from 'valibot'
import type { GapItem, Stage as StageName } from '../../contract'
import { GAPS_AT_ONCE } from '../../../miniprogram/limits'
import { toIso } from '../../domain/beijing'
import { listOf } from '../../domain/desk-lists'
import { mask } from '../../domain/personal'
import { note } from '../audit/note'
import { atBranch, DECIDING } from '../call/authority'
import { isPlausibleId } from '../call/caller'
import type { Context } from '../call/context'
import { Id, Stage, Why } from '../call/schemas'
import { accepted, operation } from '../call/serve'
import type { GapRow, GapTransfer, QueuedGap, RosterPage } from '../store/ports'
import { phoneIn } from './rows'

const ROWS_UNASKED = 200
/** So many rows are looked at in one call, so that a page costs the same wherever the gaps are: 5,000 are ten calls. */
const SCAN = 500
const DONE: ReadonlySet<StageName> = new Set(['transferred', 'received'])

type Group = 'notRegistered' | StageName
type Sort = RosterPage['sort']

/** What a page is asked for. */
interface Asked {
  branchId: string
  group: Group | undefined
  sort: Sort
  cursor: string | undefined
  limit: number
}

/** A row with the transfer that it is taken for. */
interface Gap {
  row: GapRow
  transfer: GapTransfer | undefined
}

const view = (context: Context, { row, transfer }: Gap, phones: 'none' | 'masked' | 'plain'): GapItem => {
  const phone = phones === 'none' ? undefined : phoneIn(context, row)
  return {
    key: row._id,
    name: row.name,
    ...(row.studentNumber === null ? {} : { studentNumber: row.studentNumber }),
    ...(phone === undefined ? {} : { phone: phones === 'plain' ? phone : mask(phone) }),
    state: transfer?.stage ?? 'notRegistered',
    since: toIso(transfer?.since ?? row.addedAt),
    ...(transfer === undefined ? {} : { transferId: transfer._id }),
  }
}

/** The transfers that rows are taken for; of a roster that is only read, this branch's transfers with their numbers. */
const transfersOf = async (context: Context, { branchId }: Asked, rows: readonly GapRow[], isRead: boolean) => {
  if (!isRead) {
    const found = await context.store.gapTransfers(rows.flatMap(({ transferId }) => transferId ?? []))
    const byId = new Map(found.map((transfer) => [transfer._id, transfer]))
    return ({ transferId }: GapRow) => (transferId === null ? undefined : byId.get(transferId))
  }
  const found = await context.store.transfersNumbered(
    branchId,
    rows.flatMap(({ studentNumber }) => studentNumber ?? []),
  )
  const byNumber = new Map(found.map((transfer) => [transfer.studentNumber, transfer]))
  return ({ studentNumber }: GapRow) => (studentNumber === null ? undefined : byNumber.get(studentNumber))
}

const belongs = (group: Group | undefined, transfer: GapTransfer | undefined): boolean =>
  group === undefined
    ? transfer === undefined || !DONE.has(transfer.stage)
    : group === (transfer?.stage ?? 'notRegistered')

/** The rows of a page, and whether there may be more after them. */
const rowsOf = async (context: Context, { branchId, group, sort, cursor, limit }: Asked, rosterOf?: string) => {
  const notRegistered = group === 'notRegistered' && rosterOf === undefined
  const scan = notRegistered ? limit + 1 : Math.max(limit + 1, SCAN)
  const rows = await context.store.gapRows(rosterOf ?? branchId, { sort, after: cursor, limit: scan, notRegistered })
  return { rows, more: rows.length === scan }
}

interface Page {
  gaps: Gap[]
  next: string | undefined
}

/** A page of the roster in its order or by name: rows are looked at until it is full. */
const byRoster = async (
  context: Context,
  asked: Asked,
  { rows, more }: Awaited<ReturnType<typeof rowsOf>>,
  isRead: boolean,
): Promise<Page> => {
  const { group, sort, cursor, limit } = asked
  const transferOf = await transfersOf(context, asked, rows, isRead)
  const gaps: Gap[] = []
  let after = cursor
  for (const row of rows) {
    const transfer = transferOf(row)
    if (belongs(group, transfer)) {
      if (gaps.length === limit) return { gaps, next: after }
      gaps.push({ row, transfer })
    }
    after = row[sort]
  }
  return { gaps, next: more ? after : undefined }
}

/** A page of one stage, longest there first. */
const byStage = async (context: Context, { limit }: Asked, found: readonly QueuedGap[]): Promise<Page> => {
  const page = found.slice(0, limit)
  const rows = await context.store.gapRowsOf(page.map(({ _id }) => _id))
  const byTransfer = new Map(rows.map((row) => [row.transferId, row]))
  const gaps = page.flatMap((transfer): Gap[] => {
    const row = byTransfer.get(transfer._id)
    return row === undefined ? [] : [{ row, transfer }]
  })
  return { gaps, next: found.length > limit ? page.at(-1)?.position : undefined }
}

/** What is read beside the caller's authority, and told to nobody without it: a stage's transfers, or rows. */
const readFirst = async (context: Context, asked: Asked) => {
  const { branchId, group, sort, cursor, limit } = asked
  if (group === undefined || group === 'notRegistered' || sort !== 'position') return rowsOf(context, asked)
  const after = cursor === undefined ? {} : { after: cursor }
  return context.store.gapQueue({ branchId, list: listOf({ stage: group }), ...after, limit: limit + 1 })
}

/** As `next` was given: a place in the roster or in a stage, or a name with the id of its row. */
const Cursor = v.pipe(
  v.string(),
  v.regex(/^(?:\d{14}-[\w-]{0,64}|[^\u0000-\u0008]{1,200}\u0001[\w-]{1,80})$/u, 'cursor'),
)

/**
 * Who of the roster has not registered or is not through, where and since when, or one group of them; nothing that the
 * roster does not hold. Phones are masked; with `why`, which goes into the audit log with how many are shown, they are
 * plain. Of another branch's roster there are names and student numbers alone.
 */
export const gaps = operation(
  v.object({
    branchId: Id,
    group: v.exactOptional(v.union([v.literal('notRegistered'), Stage], 'choice')),
    sort: v.exactOptional(v.picklist(['since', 'name'], 'choice'), 'since'),
    cursor: v.exactOptional(Cursor),
    limit: v.exactOptional(
      v.pipe(v.number(), v.integer(), v.minValue(1, 'range'), v.maxValue(GAPS_AT_ONCE, 'range')),
      ROWS_UNASKED,
    ),
    why: v.exactOptional(Why),
  }),
  async (context, { branchId, group, sort, cursor, limit, why }) => {
    const asked: Asked = { branchId, group, sort: sort === 'name' ? 'byName' : 'position', cursor, limit }
    const [at, first] = await Promise.all([
      atBranch(context, branchId, DECIDING),
      isPlausibleId(branchId) ? readFirst(context, asked) : [],
    ])
    if (!at.ok) return at
    const rosterOf = at.value.branch.rosterOf ?? undefined
    const page =
      rosterOf !== undefined
        ? await byRoster(context, asked, await rowsOf(context, asked, rosterOf), true)
        : 'rows' in first
          ? await byRoster(context, asked, first, false)
          : await byStage(context, asked, first)
    const phones = rosterOf !== undefined ? 'none' : why === undefined ? 'masked' : 'plain'
    const items = page.gaps.map((gap) => view(context, gap, phones))
    const whom = String(items.filter(({ phone }) => phone !== undefined).length)
    if (phones === 'plain' && why !== undefined)
      await note(context, at.value.right, { what: 'phones', whom, why, branchId })
    return accepted({ items, ...(page.next === undefined ? {} : { next: page.next }) })
  },
)
