import * as v from 'valibot'
import type { BranchView, FieldFault, SettingChange } from '../../contract'
import {
  BRANCH_PHONE_LENGTH,
  BRANCH_REASONS,
  NAME_LENGTH,
  OPENING_NEEDS,
  OVERDUE_AFTER_DAYS,
  PLACE_LENGTH,
  RETENTION_DAYS,
  SYSTEM_ID_LENGTH,
  WAIT_HOURS,
} from '../../../miniprogram/limits'
import { searchForm } from '../../domain/normalise'
import { note } from '../audit/note'
import { ADMINISTRATOR, atBranch, DECIDING, rightAnywhere } from '../call/authority'
import { identifyStaff, isPlausibleId } from '../call/caller'
import { ALL_BRANCHES, type BranchRecord } from '../store/records'
import { Day, Id, Kind, Published } from '../call/schemas'
import { searchFormsOf } from './search-forms'
import { accepted, badInput, operation, refused } from '../call/serve'
import type { Context } from '../call/context'
import { branchView } from '../store/views'

const TRIES = 6

const Name = v.pipe(Published(NAME_LENGTH), v.minLength(1, 'required'))
const WholeNumber = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least, 'range'), v.maxValue(most, 'range'))
const HandIn = v.object({
  who: Published(NAME_LENGTH),
  where: Published(PLACE_LENGTH),
  from: v.exactOptional(Day),
  to: v.exactOptional(Day),
})

const maybe = v.exactOptional
const others = {
  joinable: maybe(v.boolean()),
  systemId: maybe(Published(SYSTEM_ID_LENGTH)),
  systemIdConfirmed: maybe(v.boolean()),
  letterTitle: maybe(Published(NAME_LENGTH)),
  letterDestination: maybe(Published(NAME_LENGTH)),
  contact: maybe(Published(NAME_LENGTH)),
  phone: maybe(Published(BRANCH_PHONE_LENGTH)),
  address: maybe(Published(PLACE_LENGTH)),
  handIn: maybe(v.nullable(HandIn)),
  reasons: maybe(
    v.pipe(
      v.array(v.pipe(Published(BRANCH_REASONS.length), v.minLength(1, 'required'))),
      v.maxLength(BRANCH_REASONS.most, 'length'),
    ),
  ),
  waitHours: maybe(WholeNumber(WAIT_HOURS.least, WAIT_HOURS.most)),
  besideOfficial: maybe(v.boolean()),
  opensOn: maybe(v.nullable(Day)),
  closesOn: maybe(v.nullable(Day)),
  rosterOf: maybe(v.nullable(Id)),
  retentionDays: maybe(WholeNumber(RETENTION_DAYS.least, RETENTION_DAYS.most)),
  overdueAfterDays: maybe(WholeNumber(OVERDUE_AFTER_DAYS.least, OVERDUE_AFTER_DAYS.most)),
}
/** That there is another branch of this name is known, and meant. */
const sameName = maybe(v.boolean(), false)
const Create = v.object({ kind: maybe(Kind), fullName: Name, shortName: Name, like: maybe(Id), sameName, ...others })
const Save = v.object({ id: Id, kind: maybe(Kind), fullName: maybe(Name), shortName: maybe(Name), sameName, ...others })
type Given = Omit<v.InferOutput<typeof Save>, 'id' | 'sameName'>

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
  retentionDays: RETENTION_DAYS.usual,
  overdueAfterDays: OVERDUE_AFTER_DAYS.usual,
  closedAt: null,
  rosterOf: null,
  alsoKnownAs: [],
  rosterSize: 0,
  version: 1,
}

/** What is missing where a branch opens, or loses what it opened with. */
const openingFaults = (next: BranchRecord, before?: BranchRecord): FieldFault[] =>
  !next.joinable
    ? []
    : OPENING_NEEDS.filter((field) => next[field] === '' && (before?.joinable !== true || before[field] !== '')).map(
        (path) => ({ path, rule: 'opening' }) as const,
      )

/**
 * Faults that only the whole branch shows: windows that close before they open, a kind that cannot change, an opening
 * without what a student copies, and one of a closed branch.
 */
const faultsOfWhole = (next: BranchRecord, before?: BranchRecord): FieldFault[] => [
  ...(next.opensOn !== null && next.closesOn !== null && next.opensOn > next.closesOn
    ? [{ path: 'closesOn', rule: 'order' } as const]
    : []),
  ...(next.handIn?.from !== undefined && next.handIn.to !== undefined && next.handIn.from > next.handIn.to
    ? [{ path: 'handIn.to', rule: 'order' } as const]
    : []),
  ...openingFaults(next, before),
  ...(next.joinable && next.closedAt !== null ? [{ path: 'joinable', rule: 'closed' } as const] : []),
  ...(before !== undefined && before.kind !== next.kind ? [{ path: 'kind', rule: 'fixed' } as const] : []),
]

/** Whether another branch has this name, where one is newly given and that is not meant. */
const isNameTaken = async (
  context: Context,
  { fullName, sameName }: { fullName?: string | undefined; sameName: boolean },
  ownId?: string,
): Promise<boolean> => {
  if (fullName === undefined || sameName) return false
  const others = (await context.store.allBranches()).filter(({ _id }) => _id !== ownId)
  return others.some((other) => searchForm(other.fullName) === searchForm(fullName))
}

/** Faults that only the other branches show: a name that is taken, and a roster that is none. */
const faultsBeside = async (
  context: Context,
  given: { fullName?: string | undefined; rosterOf?: string | null; sameName: boolean },
  kind: BranchRecord['kind'],
  ownId?: string,
): Promise<FieldFault[]> => {
  const { rosterOf } = given
  const [taken, roster] = await Promise.all([
    isNameTaken(context, given, ownId),
    rosterOf == null || !isPlausibleId(rosterOf) ? null : context.store.branch(rosterOf),
  ])
  const noRoster = rosterOf != null && (kind !== 'party' || roster?.kind !== 'league')
  return [
    ...(taken ? [{ path: 'fullName', rule: 'taken' } as const] : []),
    ...(noRoster ? [{ path: 'rosterOf', rule: 'choice' } as const] : []),
  ]
}

const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Writes what is given over what is there now, again where somebody else's save came between. */
const saveOver = async (
  context: Context,
  before: BranchRecord,
  given: Given & { closedAt?: number },
): Promise<BranchView | null> => {
  let current: BranchRecord | null = before
  for (let attempt = 0; attempt < TRIES && current !== null; attempt += 1) {
    const merged: BranchRecord = { ...current, ...given }
    const change = { ...given, searchForms: searchFormsOf(merged) }
    if (faultsOfWhole(merged, current).length > 0) return null
    if (await context.store.changeBranch(current, change)) return branchView(merged)
    current = await context.store.branch(before._id)
  }
  return null
}

/** What changes, field by field: what it was, and what it is. */
const changesOf = (branch: BranchRecord, given: Given): SettingChange[] => {
  const present = new Map<string, unknown>(Object.entries(branch))
  return Object.entries(given)
    .filter(([field, value]) => !sameValue(present.get(field), value))
    .map(([field, value]) => ({ field, from: settingOf(present.get(field)), to: settingOf(value) }))
}

/** A setting as the log shows it; one that is absent is null. */
const settingOf = (value: unknown): SettingChange['from'] =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : value == null
      ? null
      : JSON.stringify(value)

/**
 * Changes the given fields of a branch and no others; `null` clears what may be absent. Standing approvals keep their
 * `readyAt`. Errors: `BAD_INPUT` for the fields as they would be together, `TRY_AGAIN` where others keep saving.
 */
const save = operation(Save, async (context, { id, sameName, ...given }) => {
  const at = await atBranch(context, id, DECIDING)
  if (!at.ok) return at
  const { branch, right } = at.value
  const changes = changesOf(branch, given)
  const fullName = given.fullName === branch.fullName ? undefined : given.fullName
  const faults = [
    ...faultsOfWhole({ ...branch, ...given }, branch),
    ...(await faultsBeside(context, { ...given, fullName, sameName }, branch.kind, branch._id)),
  ]
  if (faults.length > 0) return badInput(faults)
  if (changes.length === 0) return accepted(branchView(branch))
  const whom = changes.map(({ field }) => field).join(' ')
  await note(context, right, { what: 'branchSave', whom, why: '', branchId: branch._id, changes })
  // Whose list is read by another branch finds it in its own log.
  const { rosterOf } = given
  if (rosterOf != null && rosterOf !== branch.rosterOf)
    await note(context, right, { what: 'branchSave', whom: branch.shortName, why: '', branchId: rosterOf, changes })
  const saved = await saveOver(context, branch, given)
  return saved === null ? refused({ code: 'TRY_AGAIN' }) : accepted(saved)
})

/** What a new branch takes over from last year's; what is its own alone is asked for anew. */
const takenOver = ({ kind, handIn, ...branch }: BranchRecord): Partial<BranchRecord> & Pick<BranchRecord, 'kind'> => ({
  kind,
  letterTitle: branch.letterTitle,
  contact: branch.contact,
  phone: branch.phone,
  address: branch.address,
  handIn: handIn === null ? null : { who: handIn.who, where: handIn.where },
  reasons: branch.reasons,
  waitHours: branch.waitHours,
  besideOfficial: branch.besideOfficial,
  retentionDays: branch.retentionDays,
  overdueAfterDays: branch.overdueAfterDays,
})

const administrates = async (context: Context) => {
  const caller = await identifyStaff(context)
  return caller.ok ? rightAnywhere(caller.value.wechat, ADMINISTRATOR) : caller
}

/** A new receiving branch, `like` another one or from nothing: the administrator's alone. */
const create = operation(Create, async (context, { like, sameName, ...given }) => {
  const [right, model] = await Promise.all([
    administrates(context),
    like !== undefined && isPlausibleId(like) ? context.store.branch(like) : null,
  ])
  if (!right.ok) return right
  if (like !== undefined && model === null) return refused({ code: 'NOT_FOUND' })
  const kind = given.kind ?? model?.kind
  if (kind === undefined) return badInput([{ path: 'kind', rule: 'required' }])
  if (model !== null && model.kind !== kind) return badInput([{ path: 'kind', rule: 'fixed' }])
  const fields = { ...NEW, ...(model === null ? {} : takenOver(model)), ...given, kind, _id: context.random.id() }
  const branch: BranchRecord = { ...fields, searchForms: searchFormsOf(fields) }
  const faults = [...faultsOfWhole(branch), ...(await faultsBeside(context, { ...given, sameName }, kind))]
  if (faults.length > 0) return badInput(faults)
  await note(context, right.value, { what: 'branchCreate', whom: branch.shortName, why: '', branchId: branch._id })
  await context.store.addBranch(branch)
  return accepted(branchView(branch))
})

/**
 * Ends a branch: it takes nobody in any more, and nobody comes to its desk by an invitation that is still open. What is
 * under way there can be brought to its end. Closing it again changes nothing.
 */
const close = operation(v.object({ branchId: Id }), async (context, { branchId }) => {
  const [right, branch] = await Promise.all([
    administrates(context),
    isPlausibleId(branchId) ? context.store.branch(branchId) : null,
  ])
  if (!right.ok && right.error.code !== 'READ_ONLY') return right
  if (branch === null) return refused({ code: 'NOT_FOUND' })
  if (!right.ok) return right
  if (branch.closedAt !== null) return accepted(branchView(branch))
  await note(context, right.value, { what: 'branchClose', whom: branch.shortName, why: '', branchId })
  await context.store.dropStaffCodes(branchId)
  const closed = await saveOver(context, branch, { joinable: false, closedAt: context.now })
  return closed === null ? refused({ code: 'TRY_AGAIN' }) : accepted(closed)
})

/** Branches in one reply, which may hold 1 MB. */
const PAGE = 100

/** In the order of their ids, closed ones after all others. */
const placeInList = ({ _id, closedAt }: BranchRecord): string => `${closedAt === null ? '0' : '1'}${_id}`

/** The branches whose desk the caller may open, joinable or not, closed ones last; of an administrator all. */
const list = operation(
  v.object({ cursor: maybe(v.pipe(v.string(), v.maxLength(65, 'cursor'))) }),
  async (context, { cursor = '' }) => {
    const caller = await identifyStaff(context)
    if (!caller.ok) return caller
    const ids = caller.value.wechat.staff.map(({ branchId }) => branchId)
    const own = ids.includes(ALL_BRANCHES) ? await context.store.allBranches() : await context.store.branches(ids)
    const inOrder = own.map((branch) => ({ branch, place: placeInList(branch) }))
    const left = inOrder.filter(({ place }) => place > cursor).sort((a, b) => (a.place < b.place ? -1 : 1))
    const page = left.slice(0, PAGE)
    const last = left.length > PAGE ? page.at(-1) : undefined
    return accepted({
      items: page.map(({ branch }) => branchView(branch)),
      ...(last === undefined ? {} : { next: last.place }),
    })
  },
)

export const branchDeskOperations = {
  'branch.save': save,
  'branch.create': create,
  'branch.close': close,
  'branch.list': list,
}
