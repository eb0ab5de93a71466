import * as v from 'valibot'
import type { FieldFault, ValueOf } from '../../contract'
import { ROSTER_ROWS } from '../../../miniprogram/limits'
import { judgeRosterRow, rosterKeyOf, type TidyRow } from '../../domain/roster'
import { personAmong, relationOf, type Known } from '../../domain/roster-people'
import { auditEntry } from '../audit/note'
import { atBranch, DECIDING } from '../call/authority'
import type { Context } from '../call/context'
import { CommandId, FreeText, Id } from '../call/schemas'
import { accepted, faultsOf, operation, refused } from '../call/serve'
import type { BranchRecord, RosterRecord, StaffRecord } from '../store/records'
import { countRosterAnew, followRows } from './matching'
import { completed, contentOf, knownOf, newRow, phoneIn, rowFindersOf, withPhone } from './rows'

/** Of so many imports back a row remembers what it was before. */
const REMEMBERED = 5

const Text = v.pipe(v.string(), v.maxLength(200, 'length'))
const Row = v.object({
  name: Text,
  idNumber: v.exactOptional(Text),
  last4: v.exactOptional(Text),
  last6: v.exactOptional(Text),
  studentNumber: v.exactOptional(Text),
  phone: v.exactOptional(Text),
})

type Answer = Required<ValueOf<'secretary', 'roster.import'>>

/** A row that is in order, as it stands in the call, from 0. */
interface Good {
  row: TidyRow
  index: number
  known: Known
  /** By what it finds rows of the same person. */
  finders: readonly string[]
  /** Ids that it has, or had, as a row of its own; none where nobody looks for them. */
  ids: readonly string[]
}

/** What a call is for: a rehearsal writes nothing, and on an empty roster nothing is looked for. */
interface Purpose {
  dryRun: boolean
  isEmpty: boolean
}

/** Ids that a new row with this key has had, under every key of ours; the first is the one it gets now. */
const idsOf = (context: Context, branchId: string, key: string): readonly [string, ...string[]] => {
  const [now, ...before] = context.sealing.tokens('roster', `${branchId}\n${key}`)
  const idOf = (token: string) => token.replace('.', '-')
  return [idOf(now), ...before.map(idOf)]
}

const judge = (context: Context, given: unknown): { row: TidyRow; notes: FieldFault[] } | { fault: FieldFault } => {
  const parsed = v.safeParse(Row, given)
  if (!parsed.success) return { fault: faultsOf(parsed.issues)[0] ?? { path: '', rule: 'type' } }
  return judgeRosterRow(parsed.output, context.now)
}

/** Tells the good rows from the bad ones, which never refuse the call. */
const sort = (context: Context, branchId: string, rows: readonly unknown[], { dryRun, isEmpty }: Purpose) => {
  const taken: { row: TidyRow; index: number }[] = []
  const refusals: Answer['refused'] = []
  const notes: Answer['notes'] = []
  for (const [index, given] of rows.entries()) {
    const judged = judge(context, given)
    if ('fault' in judged) {
      refusals.push({ row: index + 1, ...judged.fault })
      continue
    }
    taken.push({ row: judged.row, index })
    for (const note of judged.notes) notes.push({ row: index + 1, ...note })
  }
  // Where every row has its whole number, how it ends is compared with nothing.
  const isAlone = dryRun && isEmpty
  const withEnds = !isAlone || taken.some(({ row }) => row.idNumber === undefined)
  const good = taken.map(({ row, index }): Good => {
    const ids = isAlone ? [] : idsOf(context, branchId, rosterKeyOf(row))
    const known = knownOf(context, row, withEnds)
    return { row, index, known, finders: rowFindersOf(known), ids }
  })
  return { good, refusals, notes }
}

const NONE: ReadonlySet<string> = new Set()

/** The rows that a call is about, as they are while it is gone through: they are found by all that is known of them. */
class Around {
  readonly #rows = new Map<string, RosterRecord>()
  readonly #byFinder = new Map<string, Set<string>>()

  constructor(rows: readonly RosterRecord[]) {
    for (const row of rows) this.put(row)
  }
  put(row: RosterRecord): void {
    this.#rows.set(row._id, row)
    for (const finder of row.finders) {
      const ids = this.#byFinder.get(finder)
      if (ids === undefined) this.#byFinder.set(finder, new Set([row._id]))
      else ids.add(row._id)
    }
  }
  has(id: string): boolean {
    return this.#rows.has(id)
  }
  near(finders: readonly string[]): RosterRecord[] {
    const near = new Set<RosterRecord>()
    for (const finder of finders)
      for (const id of this.#byFinder.get(finder) ?? NONE) {
        const row = this.#rows.get(id)
        if (row !== undefined) near.add(row)
      }
    return [...near]
  }
}

interface Plan {
  /** The phones that rows get, sealed only where they are written. */
  phones: Map<string, string>
  added: Map<string, RosterRecord>
  changed: Map<string, RosterRecord>
  /** Rows that are there, as they were before. */
  present: Map<string, RosterRecord>
  unchanged: number
  changes: Answer['changes']
  similar: Answer['similar']
}

/** A row as this import leaves it: it remembers what it was before the import began. */
const remembering = (after: RosterRecord, before: RosterRecord | null, key: string, index: number): RosterRecord => {
  if (after.history.at(-1)?.key === key) return after
  const change = { key, row: index + 1, before: before === null ? null : contentOf(before) }
  const history = [...after.history, change].slice(-REMEMBERED)
  return { ...after, history, importKeys: [...new Set(history.map((one) => one.key))] }
}

/** Whether a row is on the roster as it is given: then there is nothing to look for. */
const isThere = (context: Context, { row, known, ids }: Good, rows: ReadonlyMap<string, RosterRecord>): boolean => {
  const there = ids.flatMap((id) => rows.get(id) ?? [])[0]
  return (
    there !== undefined &&
    relationOf(known, there) === 'same' &&
    completed(there, { row, known }, row.phone === undefined ? undefined : phoneIn(context, there)).paths.length === 0
  )
}

/** Whether the branch has no roster yet; its size is looked at again, for it may lag behind. */
const hasNoRoster = async (context: Context, { _id, rosterSize }: BranchRecord): Promise<boolean> =>
  rosterSize === 0 &&
  (await context.store.rosterPage(_id, { sort: 'position', after: undefined, limit: 1 })).length === 0

/** The rows of the branch that a call may be about; what is there already needs no more. */
const rowsAround = async (context: Context, branchId: string, good: readonly Good[]): Promise<RosterRecord[]> => {
  const found = await context.store.rosterRows(good.flatMap(({ ids }) => ids))
  const here = new Map(found.filter((row) => row.branchId === branchId).map((row) => [row._id, row]))
  const sought = good.filter((one) => !isThere(context, one, here))
  const finders = new Set(sought.flatMap((one) => one.finders))
  const near = finders.size === 0 ? [] : await context.store.rosterFound(branchId, [...finders])
  return [...here.values(), ...near]
}

/** What becomes of the rows of a call, one after the other: a later one may complete an earlier one. */
const plan = async (
  context: Context,
  branchId: string,
  good: readonly Good[],
  key: string,
  { isEmpty }: Purpose,
): Promise<Plan> => {
  const around = new Around(isEmpty ? [] : await rowsAround(context, branchId, good))
  const result: Plan = {
    phones: new Map(),
    added: new Map(),
    changed: new Map(),
    present: new Map(),
    unchanged: 0,
    changes: [],
    similar: [],
  }
  for (const one of good) {
    const verdict = personAmong(one.known, around.near(one.finders))
    if ('similar' in verdict) {
      result.similar.push({ row: one.index + 1, name: verdict.similar.name, why: verdict.why })
      continue
    }
    if (verdict.is === 'new') {
      const [id = `new-${String(one.index)}`] = one.ids
      // A row that was put right since may still have the id of what it was.
      const _id = one.ids.some((other) => around.has(other)) ? context.random.id() : id
      const row = remembering(newRow(context, branchId, { ...one, _id }), null, key, one.index)
      around.put(row)
      result.added.set(_id, row)
      if (one.row.phone !== undefined) result.phones.set(_id, one.row.phone)
      continue
    }
    const before = verdict.is
    if (!result.added.has(before._id) && !result.present.has(before._id)) result.present.set(before._id, before)
    const phone = one.row.phone === undefined ? undefined : (result.phones.get(before._id) ?? phoneIn(context, before))
    const { after, paths } = completed(before, one, phone)
    if (paths.length === 0) {
      result.unchanged += 1
      continue
    }
    const row = remembering(after, before, key, one.index)
    around.put(row)
    if (paths.includes('phone') && one.row.phone !== undefined) result.phones.set(row._id, one.row.phone)
    ;(result.added.has(row._id) ? result.added : result.changed).set(row._id, row)
    result.changes.push({ row: one.index + 1, paths })
  }
  return result
}

/** By which everything that an import wrote is found again. */
export const importKeysOf = (context: Context, importId: string) =>
  context.sealing.tokens('roster', `import\n${importId}`)

/** The calls of one import are one entry: its id is made of who imports what, and an entry is never written twice. */
const noteImport = async (context: Context, right: StaffRecord, branchId: string, importId: string): Promise<void> => {
  const entry = { what: 'import', whom: importId, why: '', branchId } as const
  const [token] = context.sealing.tokens('roster', `import\n${branchId}\n${right.id}\n${importId}`)
  await context.store.noteAudit({ ...auditEntry(context, right, entry), _id: token.replace('.', '-') })
}

/**
 * Takes rows into the branch's roster and matches registered members with them. A person is there once, by whichever key:
 * a later list completes the row, and what contradicts it is `similar` and changes nothing. Importing the same again
 * changes nothing either, and completes what an import that broke off has left undone. Errors: `TRY_AGAIN` where the
 * call's time ended first.
 */
export const importRows = operation(
  v.object({
    branchId: Id,
    importId: v.pipe(CommandId, FreeText(64)),
    rows: v.pipe(v.array(v.unknown()), v.maxLength(ROSTER_ROWS.call, 'length')),
    dryRun: v.exactOptional(v.boolean(), false),
  }),
  async (context, { branchId, importId, rows, dryRun }) => {
    const at = await atBranch(context, branchId, DECIDING)
    if (!at.ok) return at
    const purpose = { dryRun, isEmpty: await hasNoRoster(context, at.value.branch) }
    const { good, refusals, notes } = sort(context, branchId, rows, purpose)
    const [key] = importKeysOf(context, importId)
    const planned = await plan(context, branchId, good, key, purpose)
    const { phones, added, changed, present, unchanged, changes, similar } = planned
    const counts = { added: added.size, changed: changes.length, unchanged, refused: refusals, similar, notes }
    if (dryRun) return accepted({ ...counts, ...(changes.length === 0 ? {} : { changes }) })

    await noteImport(context, at.value.right, branchId, importId)
    const sealed = (row: RosterRecord) => withPhone(context, row, phones.get(row._id))
    const intake = { added: [...added.values()].map(sealed), changed: [...changed.values()].map(sealed) }
    const matched = await followRows(
      context,
      branchId,
      [...intake.added, ...intake.changed, ...present.values()],
      intake,
    )
    await countRosterAnew(context, branchId)
    return matched ? accepted(counts) : refused({ code: 'TRY_AGAIN' })
  },
)
