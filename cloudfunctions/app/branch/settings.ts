import * as v from 'valibot'
import type { FieldFault } from '../../contract'
import { WAIT_HOURS } from '../../domain/decide'
import { OVERDUE_AFTER_DAYS } from '../../domain/desk'
import { note } from '../audit/note'
import { atBranch, DECIDING, rightAmong } from '../call/authority'
import { identifyStaff } from '../call/caller'
import { ALL_BRANCHES, type BranchRecord } from '../store/records'
import { Day, Id, Kind, Published } from '../call/schemas'
import { searchFormsOf } from './search-forms'
import { accepted, badInput, operation, refused } from '../call/serve'
import type { Context } from '../call/context'
import { branchView } from '../store/views'

const TRIES = 6
/** Personal data are kept as long as needed and no longer: two years at the very most. */
const RETENTION_DAYS = { least: 1, most: 730 }

const Name = v.pipe(Published(100), v.minLength(1, 'required'))
const WholeNumber = (least: number, most: number) =>
  v.pipe(v.number('type'), v.integer('type'), v.minValue(least, 'range'), v.maxValue(most, 'range'))
const HandIn = v.object({
  who: Published(100),
  where: Published(200),
  from: v.exactOptional(Day),
  to: v.exactOptional(Day),
})

const maybe = v.exactOptional
const others = {
  joinable: maybe(v.boolean('type')),
  systemId: maybe(Published(64)),
  systemIdConfirmed: maybe(v.boolean('type')),
  letterTitle: maybe(Published(100)),
  letterDestination: maybe(Published(100)),
  contact: maybe(Published(100)),
  phone: maybe(Published(40)),
  address: maybe(Published(200)),
  handIn: maybe(v.nullable(HandIn)),
  reasons: maybe(v.pipe(v.array(v.pipe(Published(50), v.minLength(1, 'required')), 'type'), v.maxLength(20, 'length'))),
  waitHours: maybe(WholeNumber(WAIT_HOURS.least, WAIT_HOURS.most)),
  besideOfficial: maybe(v.boolean('type')),
  opensOn: maybe(v.nullable(Day)),
  closesOn: maybe(v.nullable(Day)),
  retentionDays: maybe(WholeNumber(RETENTION_DAYS.least, RETENTION_DAYS.most)),
  overdueAfterDays: maybe(WholeNumber(OVERDUE_AFTER_DAYS.least, OVERDUE_AFTER_DAYS.most)),
  rosterOf: maybe(v.nullable(Id)),
}
const Create = v.object({ kind: Kind, fullName: Name, shortName: Name, ...others })
const Save = v.object({ id: Id, kind: maybe(Kind), fullName: maybe(Name), shortName: maybe(Name), ...others })
type Given = Omit<v.InferOutput<typeof Save>, 'id'>

/** What a new branch is unless it says otherwise: not joinable yet, and never ahead of the official system. */
const NEW: Omit<BranchRecord, '_id' | 'kind' | 'fullName' | 'shortName' | 'searchForms'> = {
  joinable: false,
  systemId: '',
  systemIdConfirmed: false,
  letterTitle: '',
  letterDestination: '',
  contact: '',
  phone: '',
  address: '',
  handIn: null,
  reasons: [],
  waitHours: WAIT_HOURS.least,
  besideOfficial: true,
  opensOn: null,
  closesOn: null,
  retentionDays: 90,
  overdueAfterDays: OVERDUE_AFTER_DAYS.usual,
  closedAt: null,
  rosterOf: null,
  alsoKnownAs: [],
  rosterSize: 0,
  version: 1,
}

/** Faults that only the whole branch shows: windows that close before they open, and a kind that cannot change. */
const faultsOfWhole = (next: BranchRecord, before?: BranchRecord): FieldFault[] => [
  ...(next.opensOn !== null && next.closesOn !== null && next.opensOn > next.closesOn
    ? [{ path: 'closesOn', rule: 'order' } as const]
    : []),
  ...(next.handIn?.from !== undefined && next.handIn.to !== undefined && next.handIn.from > next.handIn.to
    ? [{ path: 'handIn.to', rule: 'order' } as const]
    : []),
  ...(before !== undefined && before.kind !== next.kind ? [{ path: 'kind', rule: 'fixed' } as const] : []),
]

/** A Party branch may read the roster of a League branch, and of none else (contract.md). */
const rosterFaults = async (
  context: Context,
  { kind, rosterOf }: { kind: BranchRecord['kind']; rosterOf?: string | null },
): Promise<FieldFault[]> => {
  if (rosterOf == null) return []
  const read = await context.store.branch(rosterOf)
  return kind === 'party' && read?.kind === 'league' ? [] : [{ path: 'rosterOf', rule: 'choice' }]
}

const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Writes what is given over what is there now, again where somebody else's save came between. */
const saveOver = async (context: Context, before: BranchRecord, given: Given): Promise<BranchRecord | null> => {
  let current: BranchRecord | null = before
  for (let attempt = 0; attempt < TRIES && current !== null; attempt += 1) {
    const merged: BranchRecord = { ...current, ...given }
    const change = { ...given, searchForms: searchFormsOf(merged) }
    if (faultsOfWhole(merged, current).length > 0) return null
    if (await context.store.changeBranch(current, change)) return { ...merged, ...change, version: current.version + 1 }
    current = await context.store.branch(before._id)
  }
  return null
}

/**
 * Changes the given fields of a branch and no others; `null` clears what may be absent. Standing approvals keep their
 * `readyAt`. Errors: `BAD_INPUT` for the fields as they would be together, `TRY_AGAIN` where others keep saving.
 */
const save = operation(Save, async (context, { id, ...given }) => {
  const at = await atBranch(context, id, DECIDING)
  if (!at.ok) return at
  const { branch, right } = at.value
  const next = { ...branch, ...given }
  const faults = [...faultsOfWhole(next, branch), ...(await rosterFaults(context, { ...given, kind: next.kind }))]
  if (faults.length > 0) return badInput(faults)
  const fields = Object.entries(given).filter(([field, value]) => {
    const present: unknown = Object.entries(branch).find(([name]) => name === field)?.[1]
    return !sameValue(present, value)
  })
  if (fields.length === 0) return accepted(branchView(branch))
  const whom = fields.map(([field]) => field).join(' ')
  await note(context, right, { what: 'branchSave', whom, why: '', branchId: branch._id })
  const saved = await saveOver(context, branch, given)
  return saved === null ? refused({ code: 'TRY_AGAIN' }) : accepted(branchView(saved))
})

/** A new receiving branch: the administrator's alone. */
const create = operation(Create, async (context, given) => {
  const caller = await identifyStaff(context)
  if (!caller.ok) return caller
  const right = rightAmong(caller.value.wechat, [ALL_BRANCHES], ['administrator'])
  if (!right.ok) return refused({ code: 'READ_ONLY' })
  const fields = { ...NEW, ...given, _id: context.random.id() }
  const branch: BranchRecord = { ...fields, searchForms: searchFormsOf(fields) }
  const faults = [...faultsOfWhole(branch), ...(await rosterFaults(context, branch))]
  if (faults.length > 0) return badInput(faults)
  await note(context, right.value, { what: 'branchCreate', whom: branch.shortName, why: '', branchId: branch._id })
  await context.store.addBranch(branch)
  return accepted(branchView(branch))
})

/** Branches in one reply, which may hold 1 MB. */
const PAGE = 100

/** The branches whose desk the caller may open, joinable or not, in the order of their ids; of an administrator all. */
const list = operation(
  v.object({ cursor: maybe(v.pipe(v.string('type'), v.maxLength(64, 'cursor'))) }),
  async (context, { cursor = '' }) => {
    const caller = await identifyStaff(context)
    if (!caller.ok) return caller
    const ids = caller.value.wechat.staff.map(({ branchId }) => branchId)
    const own = ids.includes(ALL_BRANCHES) ? await context.store.allBranches() : await context.store.branches(ids)
    const left = own.filter(({ _id }) => _id > cursor).sort((a, b) => (a._id < b._id ? -1 : 1))
    const page = left.slice(0, PAGE)
    const last = page.at(-1)
    return accepted({
      items: page.map(branchView),
      ...(left.length > PAGE && last !== undefined ? { next: last._id } : {}),
    })
  },
)

export const branchDeskOperations = { 'branch.save': save, 'branch.create': create, 'branch.list': list }
