import * as v from 'valibot'
import { NAME_LENGTH, PAGE_ROWS, PEOPLE_AT_ONCE, SEARCH_LENGTH, SEARCH_LOOKS_AT } from '../../../miniprogram/limits'
import { overdueBefore } from '../../domain/desk'
import { listOf, probationConcerns, probationUntil, type ListFilter } from '../../domain/desk-lists'
import { isBlank, tidyName } from '../../domain/normalise'
import { nameKeys, referenceKeys, searchKey, studentNumberKeys } from '../../domain/person-search'
import { atBranch, EVERYBODY } from '../call/authority'
import type { Context } from '../call/context'
import { Cursor, Id, ReceiveFact, Stage } from '../call/schemas'
import { accepted, operation } from '../call/serve'
import { searchQueue } from './search'
import { positionOf } from '../store/position'
import type { FoundTransfer, ListedTransfer } from '../store/ports'
import type { BranchRecord } from '../store/records'
import { deskItem } from '../store/views'

const maybe = v.exactOptional
const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least, 'range'), v.maxValue(most, 'range'))

/** What the desk can ask its transfers for; the same for a list and for a file. */
export const LIST_FILTERS = {
  stage: maybe(Stage),
  confirmed: maybe(v.boolean()),
  lacks: maybe(ReceiveFact),
  text: maybe(v.pipe(v.string(), v.maxLength(SEARCH_LENGTH, 'length'))),
  overdue: maybe(v.boolean()),
  rosterMatch: maybe(v.picklist(['full', 'partial', 'none'], 'choice')),
  probationEndsWithin: maybe(whole(0, 1_000)),
  sort: maybe(v.picklist(['waiting', 'name', 'studentNumber'], 'choice'), 'waiting'),
}
export type Filters = v.InferOutput<v.ObjectSchema<typeof LIST_FILTERS, undefined>>

/** Exactly those of these names, as a list of names is pasted. */
const Names = v.pipe(
  v.array(v.pipe(v.string(), v.maxLength(NAME_LENGTH, 'length'))),
  v.minLength(1, 'required'),
  v.maxLength(PEOPLE_AT_ONCE, 'length'),
)

/** One page of what was asked for. */
interface Page {
  transfers: ListedTransfer[]
  next?: string
  /** A search that looked at no more. */
  truncated?: true
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const ORDERS = {
  waiting: (a: ListedTransfer, b: ListedTransfer) => compare(a.position, b.position),
  name: (a: ListedTransfer, b: ListedTransfer) => compare(a.name, b.name) || compare(a.position, b.position),
  studentNumber: (a: ListedTransfer, b: ListedTransfer) =>
    compare(a.studentNumber ?? '', b.studentNumber ?? '') || compare(a.position, b.position),
}

/** Cursors of an order that is not that of the queue say how many have been seen. */
const seenIn = (cursor: string | undefined): number => (cursor === undefined ? 0 : Number(cursor.slice(0, 14)))

const pageOf = (found: readonly ListedTransfer[], limit: number, next: (last: ListedTransfer) => string): Page => {
  const transfers = found.slice(0, limit)
  const last = transfers.at(-1)
  return { transfers, ...(found.length > limit && last !== undefined ? { next: next(last) } : {}) }
}

/** Of a few that were found otherwise, those that all filters leave, in order. */
const pageAmong = (
  found: readonly FoundTransfer[],
  sort: Filters['sort'],
  fits: (transfer: FoundTransfer) => boolean,
  cursor: string | undefined,
  limit: number,
): Page => {
  const fitting = found.filter(fits).sort(ORDERS[sort])
  if (sort === 'waiting') {
    const left = fitting.filter(({ position }) => cursor === undefined || position > cursor)
    return pageOf(left, limit, ({ position }) => position)
  }
  const seen = seenIn(cursor)
  return pageOf(fitting.slice(seen), limit, () => positionOf(seen + limit, sort))
}

/** Those whom a text means, within the other filters. */
const searchPage = async (
  context: Context,
  wanted: {
    branchId: string
    text: string
    sort: Filters['sort']
    fits: (transfer: FoundTransfer) => boolean
    cursor: string | undefined
    limit: number
  },
): Promise<Page> => {
  const { branchId, text, sort, fits, cursor, limit } = wanted
  const inQueue = sort === 'waiting'
  const after = inQueue && cursor !== undefined ? { after: cursor } : {}
  const most = inQueue ? limit + 1 : SEARCH_LOOKS_AT
  const { found, truncated } = await searchQueue(context, { branchId, text, ...after, limit: most }, fits)
  const page = pageAmong(found, sort, () => true, cursor, limit)
  return truncated ? { ...page, truncated } : page
}

/** Whether a text means somebody; one that says nothing means everybody. */
const isMeant = ({ name, reference, studentNumber }: ListedTransfer, text: string): boolean =>
  isBlank(text) ||
  [...nameKeys(name), ...referenceKeys(reference), ...studentNumberKeys(studentNumber)].includes(searchKey(text))

/** The transfers of a branch that these filters leave, from a place on. One round of requests. */
export const findPage = async (
  context: Context,
  branch: BranchRecord,
  filters: Filters & { names?: string[] },
  cursor: string | undefined,
  limit: number,
): Promise<Page> => {
  const { rosterMatch, sort, probationEndsWithin, names } = filters
  const overdue = filters.overdue === true
  const before = overdue ? positionOf(overdueBefore(context.now, branch.overdueAfterDays)) : undefined
  const asked: ListFilter = {
    ...(filters.stage === undefined ? {} : { stage: filters.stage }),
    ...(filters.confirmed === undefined ? {} : { confirmed: filters.confirmed }),
    ...(filters.lacks === undefined ? {} : { lacks: filters.lacks }),
    ...(overdue ? { unanswered: true as const } : {}),
  }
  const list = listOf(asked)
  const until = probationEndsWithin === undefined ? undefined : probationUntil(context.now, probationEndsWithin)
  const fits = (transfer: FoundTransfer): boolean =>
    transfer.lists.includes(list) &&
    (rosterMatch === undefined || transfer.rosterMatch === rosterMatch) &&
    (before === undefined || transfer.position < before) &&
    (until === undefined ||
      (transfer.probationEndsOn !== null &&
        transfer.probationEndsOn <= until &&
        probationConcerns(transfer.state, context.now)))

  const text = filters.text ?? ''
  if (names !== undefined) {
    const found = await context.store.transfersNamed(branch._id, [...new Set(names.map(tidyName))])
    return pageAmong(found, sort, (one) => fits(one) && isMeant(one, text), cursor, limit)
  }
  if (!isBlank(text)) return searchPage(context, { branchId: branch._id, text, sort, fits, cursor, limit })
  if (until !== undefined) {
    const found = await context.store.queueByProbation(branch._id, until, SEARCH_LOOKS_AT)
    const page = pageAmong(found, sort, fits, cursor, limit)
    return found.length < SEARCH_LOOKS_AT ? page : { ...page, truncated: true }
  }
  const query = {
    branchId: branch._id,
    list,
    ...(rosterMatch === undefined ? {} : { rosterMatch }),
    ...(before === undefined ? {} : { before }),
    limit: limit + 1,
  }
  if (sort === 'waiting') {
    const found = await context.store.queue({ ...query, ...(cursor === undefined ? {} : { after: cursor }) })
    return pageOf(found, limit, ({ position }) => position)
  }
  const seen = seenIn(cursor)
  const found = await context.store.queueBy(sort, { ...query, skip: seen })
  return pageOf(found, limit, () => positionOf(seen + limit, sort))
}

/** The branch's transfers, page by page; what is asked for can be put together in any way. */
const list = operation(
  v.object({
    branchId: Id,
    ...LIST_FILTERS,
    names: maybe(Names),
    cursor: maybe(Cursor),
    limit: maybe(whole(1, PEOPLE_AT_ONCE), PAGE_ROWS),
  }),
  async (context, { branchId, cursor, limit, ...filters }) => {
    const at = await atBranch(context, branchId, EVERYBODY)
    if (!at.ok) return at
    const { branch, right } = at.value
    const { transfers, ...page } = await findPage(context, branch, filters, cursor, limit)
    const role = right.role === 'cadre' ? undefined : right.role
    return accepted({ items: transfers.map((transfer) => deskItem(transfer, branch, role, context.now)), ...page })
  },
)

export const listOperations = { 'desk.list': list }
