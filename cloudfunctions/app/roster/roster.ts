import * as v from 'valibot'
import type { GapItem } from '../../contract'
import { toIso } from '../../domain/beijing'
import { mask } from '../../domain/personal'
import { rosterKeyOf, rosterRowFault, tidyRosterKey, tidyRosterRow, type TidyRow } from '../../domain/roster'
import { auditEntry, note } from '../audit/note'
import { atBranch, DECIDING } from '../call/authority'
import type { RosterRecord, StaffRecord, TransferRecord } from '../store/records'
import { countRosterAnew, findersOf, followRows } from './matching'
import { CommandId, Cursor, FreeText, Id, Why } from '../call/schemas'
import { accepted, faultsOf, operation, refused } from '../call/serve'
import type { Context } from '../call/context'
import { positionOf } from '../store/position'
import { read } from './roster-file'

const ROWS_AT_MOST = 500
const KEYS_AT_MOST = 500

const Text = v.pipe(v.string('type'), v.maxLength(200, 'length'))
const Row = v.object({
  name: Text,
  idNumber: v.exactOptional(Text),
  last4: v.exactOptional(Text),
  studentNumber: v.exactOptional(Text),
  phone: v.exactOptional(Text),
})

/** Ids that a row with this key has had, under every key of ours; the first is the one it gets now. */
const idsOf = (context: Context, branchId: string, key: string): readonly [string, ...string[]] => {
  const [now, ...before] = context.sealing.tokens('roster', `${branchId}\n${key}`)
  const idOf = (token: string) => token.replace('.', '-')
  return [idOf(now), ...before.map(idOf)]
}

/** A row that is in order, with the ids it may have. */
interface Good {
  row: TidyRow
  index: number
  ids: readonly [string, ...string[]]
}
interface Refused {
  row: number
  path: string
  rule: string
}

const judge = (context: Context, given: unknown): { tidy: TidyRow } | { path: string; rule: string } => {
  const parsed = v.safeParse(Row, given)
  if (!parsed.success) return faultsOf(parsed.issues)[0] ?? { path: '', rule: 'type' }
  const tidy = tidyRosterRow(parsed.output)
  return rosterRowFault(tidy, context.now) ?? { tidy }
}

/** Tells the good rows from the bad ones, which never refuse the call; of two with one key the first is taken. */
const sort = (context: Context, branchId: string, rows: readonly unknown[]): { good: Good[]; refusals: Refused[] } => {
  const seen = new Set<string>()
  const good: Good[] = []
  const refusals: Refused[] = []
  for (const [index, given] of rows.entries()) {
    const judged = judge(context, given)
    if (!('tidy' in judged)) {
      refusals.push({ row: index + 1, ...judged })
      continue
    }
    const key = rosterKeyOf(judged.tidy)
    if (seen.has(key.text)) refusals.push({ row: index + 1, path: key.path, rule: 'duplicate' })
    else good.push({ row: judged.tidy, index, ids: idsOf(context, branchId, key.text) })
    seen.add(key.text)
  }
  return { good, refusals }
}

const phonePlace = (id: string) => ({ collection: 'roster', id, field: 'phone' }) as const
const phoneIn = (context: Context, { _id, phone }: RosterRecord): string | undefined =>
  phone === null ? undefined : context.sealing.open(phone, phonePlace(_id))

const newRow = (context: Context, branchId: string, { row, index, ids }: Good): RosterRecord => {
  const [id] = ids
  const { name, idNumber, studentNumber, phone } = row
  const idTokens = idNumber === undefined ? [] : [...context.sealing.tokens('idNumber', idNumber)]
  return {
    _id: id,
    branchId,
    position: positionOf(context.now, `${String(index).padStart(4, '0')}-${id.slice(-16)}`),
    name,
    finders: findersOf({ name, idTokens }),
    idTokens,
    last4: idNumber?.slice(-4) ?? row.last4 ?? null,
    studentNumber: studentNumber ?? null,
    phone: phone === undefined ? null : context.sealing.seal(phone, phonePlace(id)),
    addedAt: context.now,
    accountId: null,
    transferId: null,
    match: null,
  }
}

/** A row of the roster that gets something new, and the fields of which that is true. */
interface Change {
  row: RosterRecord
  index: number
  paths: string[]
}

/** The present row with what is given in place of what it had; what is not given stays. Undefined where all is the same. */
const changeOf = (context: Context, present: RosterRecord, { row, index }: Good): Change | undefined => {
  const { name, phone } = row
  const last4 = row.idNumber?.slice(-4) ?? row.last4 ?? present.last4
  const studentNumber = row.studentNumber ?? present.studentNumber
  const samePhone = phone === undefined || phone === phoneIn(context, present)
  const compared: [path: string, same: boolean][] = [
    ['name', name === present.name],
    ['studentNumber', studentNumber === present.studentNumber],
    ['last4', last4 === present.last4],
    ['phone', samePhone],
  ]
  const paths = compared.filter(([, same]) => !same).map(([path]) => path)
  if (paths.length === 0) return undefined
  const after = {
    ...present,
    name,
    finders: findersOf({ name, idTokens: present.idTokens }),
    last4,
    studentNumber,
    phone: samePhone ? present.phone : context.sealing.seal(phone, phonePlace(present._id)),
  }
  return { row: after, index, paths }
}

interface Plan {
  added: RosterRecord[]
  changes: Change[]
  /** Rows that are there as they are, and those that will be changed as they were. */
  present: RosterRecord[]
}

const plan = async (context: Context, branchId: string, good: readonly Good[]): Promise<Plan> => {
  const found = await context.store.rosterRows(good.flatMap(({ ids }) => ids))
  const present = new Map(found.filter((row) => row.branchId === branchId).map((row) => [row._id, row]))
  const result: Plan = { added: [], changes: [], present: [] }
  for (const one of good) {
    const before = one.ids.flatMap((id) => present.get(id) ?? [])[0]
    const change = before === undefined ? undefined : changeOf(context, before, one)
    if (before === undefined) result.added.push(newRow(context, branchId, one))
    else result.present.push(before)
    if (change !== undefined) result.changes.push(change)
  }
  return result
}

/** What a rehearsal says of the rows that would be changed, by their place in the call. */
const changesOf = (changes: readonly Change[]): { changes?: { row: number; paths: string[] }[] } =>
  changes.length === 0 ? {} : { changes: changes.map(({ index, paths }) => ({ row: index + 1, paths })) }

/** The calls of one import are one entry: its id is made of who imports what, and an entry is never written twice. */
const noteImport = async (context: Context, right: StaffRecord, branchId: string, importId: string): Promise<void> => {
  const entry = { what: 'import', whom: importId, why: '', branchId } as const
  const [token] = context.sealing.tokens('roster', `import\n${branchId}\n${right.id}\n${importId}`)
  await context.store.noteAudit({ ...auditEntry(context, right, entry), _id: token.replace('.', '-') })
}

/**
 * Takes rows into the branch's roster and matches registered members with them. A row is there once; importing the same
 * again changes nothing, and completes what an import that broke off has left undone. Errors: `TRY_AGAIN` where the
 * call's time ended first.
 */
const importRows = operation(
  v.object({
    branchId: Id,
    importId: v.pipe(CommandId, FreeText(64)),
    rows: v.pipe(v.array(v.unknown(), 'type'), v.maxLength(ROWS_AT_MOST, 'length')),
    dryRun: v.exactOptional(v.boolean('type'), false),
  }),
  async (context, { branchId, importId, rows, dryRun }) => {
    const at = await atBranch(context, branchId, DECIDING)
    if (!at.ok) return at
    const { good, refusals } = sort(context, branchId, rows)
    const { added, changes, present } = await plan(context, branchId, good)
    const unchanged = present.length - changes.length
    const counts = { added: added.length, changed: changes.length, unchanged, refused: refusals }
    if (dryRun) return accepted({ ...counts, ...changesOf(changes) })

    await noteImport(context, at.value.right, branchId, importId)
    const changed = changes.map(({ row }) => row)
    const matched = await followRows(context, branchId, [...added, ...changed, ...present], { added, changed })
    await countRosterAnew(context, branchId)
    return matched ? accepted(counts) : refused({ code: 'TRY_AGAIN' })
  },
)

/**
 * Takes rows off the roster, by the key that `roster.gaps` gives, or written out: ID number, student number, or name
 * with the last four. Keys of no row are passed over.
 */
const remove = operation(
  v.object({
    branchId: Id,
    keys: v.pipe(v.array(Text, 'type'), v.minLength(1, 'required'), v.maxLength(KEYS_AT_MOST, 'length')),
  }),
  async (context, { branchId, keys }) => {
    const at = await atBranch(context, branchId, DECIDING)
    if (!at.ok) return at
    const ids = keys.flatMap((key) => [key, ...idsOf(context, branchId, tidyRosterKey(key))])
    const rows = (await context.store.rosterRows(ids)).filter((row) => row.branchId === branchId)
    if (rows.length === 0) return accepted({ removed: 0 })
    const whom = String(rows.length)
    await note(context, at.value.right, { what: 'rosterRemove', whom, why: '', branchId })
    const removed = await context.store.removeRosterRows(
      branchId,
      rows.map(({ _id }) => _id),
    )
    await countRosterAnew(context, branchId)
    await followRows(context, branchId, rows)
    return accepted({ removed })
  },
)

const PAGE = 200
const SCAN = 500
const DONE: ReadonlySet<TransferRecord['stage']> = new Set(['transferred', 'received'])

/** A row of which something is still missing: nobody has registered for it, or the transfer is not through. */
const gapOf = (
  context: Context,
  row: RosterRecord,
  transfer: TransferRecord | undefined,
  plain: boolean,
): GapItem | undefined => {
  if (transfer !== undefined && DONE.has(transfer.stage)) return undefined
  const phone = phoneIn(context, row)
  return {
    key: row._id,
    name: row.name,
    ...(row.studentNumber === null ? {} : { studentNumber: row.studentNumber }),
    ...(phone === undefined ? {} : { phone: plain ? phone : mask(phone) }),
    state: transfer?.stage ?? 'notRegistered',
    since: toIso(transfer?.since ?? row.addedAt),
    ...(transfer === undefined ? {} : { transferId: transfer._id }),
  }
}

/** Walks the roster from a place on until a page is full or the roster or the time ends. */
const walk = async (context: Context, branchId: string, cursor: string | undefined, plain: boolean) => {
  const items: GapItem[] = []
  let after = cursor
  for (;;) {
    const rows = await context.store.rosterPage(branchId, after, SCAN)
    const transfers = await context.store.transfers(rows.flatMap(({ transferId }) => transferId ?? []))
    const byId = new Map(transfers.map((transfer) => [transfer._id, transfer]))
    for (const row of rows) {
      if (items.length === PAGE) return { items, next: after }
      const gap = gapOf(context, row, row.transferId === null ? undefined : byId.get(row.transferId), plain)
      if (gap !== undefined) items.push(gap)
      after = row.position
    }
    if (rows.length < SCAN) return { items }
    if (context.clock() > context.deadline) return { items, next: after }
  }
}

/**
 * Who of the roster has not registered or is not through, where and since when, in the order of the roster; nothing that
 * the roster does not hold. Phones are masked; with `why`, which goes into the audit log, they are plain.
 */
const gaps = operation(
  v.object({ branchId: Id, cursor: v.exactOptional(Cursor), why: v.exactOptional(Why) }),
  async (context, { branchId, cursor, why }) => {
    const at = await atBranch(context, branchId, DECIDING)
    if (!at.ok) return at
    const page = await walk(context, branchId, cursor, why !== undefined)
    const whom = String(page.items.filter(({ phone }) => phone !== undefined).length)
    if (why !== undefined) await note(context, at.value.right, { what: 'phones', whom, why, branchId })
    return accepted(page)
  },
)

export const rosterOperations = {
  'roster.read': read,
  'roster.import': importRows,
  'roster.gaps': gaps,
  'roster.remove': remove,
}
