import type { RosterMatch } from '../../contract'
import { studentNumberKeys } from '../../domain/person-search'
import { bestFit, type RosterFacts } from '../../domain/roster'
import { isOpen } from '../../domain/transfer'
import { eachInTime } from '../call/bulk'
import type { MatchedTransfer, RosterLink } from '../store/ports'
import type { RosterRecord } from '../store/records'
import type { Context } from '../call/context'
import { contentOf, findersOf, last6TokensOf } from './rows'

const personOf = (context: Context, { _id, name, copy }: MatchedTransfer): RosterFacts => {
  const idNumber = context.sealing.open(copy.idNumber, { collection: 'transfers', id: _id, field: 'idNumber' })
  return {
    name,
    idTokens: context.sealing.tokens('idNumber', idNumber),
    last6Tokens: last6TokensOf(context, idNumber),
    last4: idNumber.slice(-4),
  }
}

/** What is made of one transfer. */
interface Found {
  transfer: MatchedTransfer
  match: RosterMatch
  row: RosterRecord | undefined
}

const NOBODY: RosterLink = { accountId: null, transferId: null, match: null }
const linkOf = ({ accountId, transferId, match }: RosterLink): RosterLink => ({ accountId, transferId, match })

/** Closed ones first and then by age, so that of one person's transfers the one that counts comes last. */
const inOrder = (transfers: readonly MatchedTransfer[]): MatchedTransfer[] =>
  transfers.toSorted(
    (a, b) => Number(isOpen(a.stage)) - Number(isOpen(b.stage)) || (a.events[0]?.at ?? 0) - (b.events[0]?.at ?? 0),
  )

const bestOf = (people: readonly [MatchedTransfer, RosterFacts][], rows: readonly RosterRecord[]): Found[] => {
  const byFinder = new Map<string, RosterRecord[]>()
  for (const row of rows) for (const finder of row.finders) byFinder.set(finder, [...(byFinder.get(finder) ?? []), row])
  return people.map(([transfer, person]) => {
    const near = new Set(findersOf(person).flatMap((finder) => byFinder.get(finder) ?? []))
    return { transfer, ...bestFit(person, [...near]) }
  })
}

/** Whom each row is taken for from now on, and which transfers have a row for their own. */
const assign = (found: readonly Found[], links: Map<string, RosterLink>) => {
  const own = new Set<string>()
  const displaced: string[] = []
  const places = new Map<string, number>()
  // Full matches choose first: a namesake never keeps a row from the person it is about.
  for (const wanted of ['full', 'partial'] as const)
    for (const [place, { transfer, match, row }] of found.entries()) {
      if (match !== wanted || row === undefined) continue
      const { accountId, transferId, match: before } = links.get(row._id) ?? NOBODY
      const taken = accountId !== null && accountId !== transfer.accountId
      if (taken && (wanted === 'partial' || before === 'full')) continue
      // Of one person's transfers the one that counts has the row, even if an earlier one fits it better.
      if (!taken && (places.get(row._id) ?? -1) > place) continue
      places.set(row._id, place)
      if (taken && transferId !== null) displaced.push(transferId)
      links.set(row._id, { accountId: transfer.accountId, transferId: transfer._id, match: wanted })
      own.add(transfer._id)
    }
  return { own, displaced }
}

/** Rows that are about to be written: they count in the matching as they will be. */
interface Intake {
  added: readonly RosterRecord[]
  changed: readonly RosterRecord[]
}
const NO_INTAKE: Intake = { added: [], changed: [] }

/** The roster as far as it concerns these people, with what is about to be written in place of what is there. */
const rosterAround = async (
  context: Context,
  branchId: string,
  people: readonly [MatchedTransfer, RosterFacts][],
  { added, changed }: Intake,
  areNew: boolean,
): Promise<Map<string, RosterRecord>> => {
  const [found, linked] = await Promise.all([
    context.store.rosterFound(
      branchId,
      people.flatMap(([, person]) => findersOf(person)),
    ),
    areNew ? [] : context.store.rosterLinkedTo(people.map(([{ _id }]) => _id)),
  ])
  return new Map([...found, ...linked, ...added, ...changed].map((row) => [row._id, row]))
}

const TOGETHER = 100

const inParts = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / TOGETHER) }, (_, i) => ids.slice(i * TOGETHER, (i + 1) * TOGETHER))

type Known = Pick<MatchedTransfer, 'rosterMatch' | 'studentNumber'>

/** Those of whom the same is known are written together: without student numbers a whole call is a few writes. */
const alike = (known: readonly (Known & { id: string })[]): (Known & { ids: string[] })[] => {
  const groups = new Map<string, Known & { ids: string[] }>()
  for (const { id, rosterMatch, studentNumber } of known) {
    const key = `${rosterMatch} ${studentNumber ?? ''}`
    const group = groups.get(key) ?? { rosterMatch, studentNumber, ids: [] }
    group.ids.push(id)
    groups.set(key, group)
  }
  return [...groups.values()].flatMap(({ ids, ...what }) => inParts(ids).map((part) => ({ ...what, ids: part })))
}

/** Writes what is known of transfers of which the same is known, with what they are found by. */
const noteMatch = (
  context: Context,
  branchId: string,
  ids: readonly string[],
  { rosterMatch, studentNumber }: Known,
) => {
  const studentKeys = studentNumberKeys(studentNumber)
  return context.store.noteRosterMatch(branchId, ids, { rosterMatch, studentNumber, studentKeys })
}

const sameLink = (a: RosterLink, b: RosterLink): boolean =>
  a.transferId === b.transferId && a.accountId === b.accountId && a.match === b.match

/** Whose roster a branch reads where it has none of its own: only a Party branch does (contract.md, `rosterOf`). */
const readFrom = async (
  context: Context,
  branchId: string,
  transfers: readonly MatchedTransfer[],
): Promise<string | undefined> => {
  if (!transfers.some(({ kind }) => kind === 'party')) return undefined
  return (await context.store.branch(branchId))?.rosterOf ?? undefined
}

/** What another branch's roster says of these people: its rows are read, and stay that branch's. */
const readRoster = async (
  context: Context,
  branchId: string,
  rosterOf: string,
  people: readonly [MatchedTransfer, RosterFacts][],
): Promise<boolean> => {
  const rows = await context.store.rosterFound(
    rosterOf,
    people.flatMap(([, person]) => findersOf(person)),
  )
  const known = bestOf(people, rows).flatMap(({ transfer, match, row }) => knownAnew(transfer, match, row))
  return eachInTime(context, alike(known), ({ ids, ...what }) => noteMatch(context, branchId, ids, what))
}

/** What is known of a transfer from now on; nothing where it is the same. */
const knownAnew = (
  transfer: MatchedTransfer,
  rosterMatch: RosterMatch,
  row: RosterRecord | undefined,
): (Known & { id: string })[] => {
  const studentNumber = row?.studentNumber ?? null
  const same = transfer.rosterMatch === rosterMatch && transfer.studentNumber === studentNumber
  return same ? [] : [{ id: transfer._id, rosterMatch, studentNumber }]
}

/**
 * Finds out anew what the branch's roster says of these transfers, and which of its rows they are: both sides are
 * written where they change, and no version moves. False where the call's time ended first; repeating it goes on.
 */
export const followRoster = async (
  context: Context,
  branchId: string,
  transfers: readonly MatchedTransfer[],
  intake = NO_INTAKE,
  areNew = false,
): Promise<boolean> => {
  const here = inOrder(transfers.filter((one) => one.branchId === branchId && !one.state.erased))
  const people = here.map((transfer): [MatchedTransfer, RosterFacts] => [transfer, personOf(context, transfer)])
  const rosterOf = await readFrom(context, branchId, here)
  if (rosterOf !== undefined) return readRoster(context, branchId, rosterOf, people)
  const rows = await rosterAround(context, branchId, people, intake, areNew)
  const ids = new Set(here.map(({ _id }) => _id))
  const links = new Map<string, RosterLink>()
  for (const row of rows.values())
    links.set(row._id, row.transferId !== null && ids.has(row.transferId) ? NOBODY : linkOf(row))
  const found = bestOf(
    people,
    [...rows.values()].filter((row) => row.branchId === branchId),
  )
  const { own, displaced } = assign(found, links)
  const linked = (row: RosterRecord): RosterRecord => ({ ...row, ...links.get(row._id) })

  await context.store.addRosterRows(intake.added.map(linked))
  const written = new Set(intake.added)
  const changed = new Set(intake.changed)
  const rowWrites = [...rows.values()].flatMap((row) => {
    if (written.has(row)) return []
    const { _id, history, importKeys, ...now } = linked(row)
    const content = { ...contentOf(now), history, importKeys, ...linkOf(now) }
    if (changed.has(row)) return [() => context.store.changeRosterRow(_id, content)]
    return sameLink(now, row) ? [] : [() => context.store.changeRosterRow(_id, linkOf(now))]
  })
  const left = { rosterMatch: 'partial', studentNumber: null } as const
  const displacedWrites = inParts(displaced).map((ids) => () => noteMatch(context, branchId, ids, left))
  const known = found.flatMap(({ transfer, match, row }) =>
    knownAnew(transfer, match, own.has(transfer._id) ? row : undefined),
  )
  const transferWrites = alike(known).map(
    ({ ids, ...what }) =>
      () =>
        noteMatch(context, branchId, ids, what),
  )
  return eachInTime(context, [...rowWrites, ...displacedWrites, ...transferWrites], (write) => write())
}

/** As `followRoster`, for a transfer that has just been started: a row that is taken for it is found by its name or number. */
export const meetRoster = (context: Context, transfer: MatchedTransfer): Promise<boolean> =>
  followRoster(context, transfer.branchId, [transfer], NO_INTAKE, true)

/** Takes these transfers off the rows that they were taken for: the rows stand as if nobody had registered. */
export const leaveRoster = async (context: Context, transferIds: readonly string[]): Promise<void> => {
  const rows = await context.store.rosterLinkedTo(transferIds)
  await Promise.all(rows.map(({ _id }) => context.store.changeRosterRow(_id, NOBODY)))
}

/** The other way round, before rows go: those who were taken for them are on no row, until they are matched anew. */
export const letGoOf = async (
  context: Context,
  branchId: string,
  rows: readonly Pick<RosterRecord, 'transferId'>[],
): Promise<void> => {
  const ids = rows.flatMap(({ transferId }) => transferId ?? [])
  for (const part of inParts(ids))
    await noteMatch(context, branchId, part, { rosterMatch: 'none', studentNumber: null })
}

/** Brings the size that the branch shows of its roster up to what there is. */
export const countRosterAnew = async (context: Context, branchId: string): Promise<void> => {
  await context.store.noteRosterSize(branchId, await context.store.countRosterRows(branchId))
}

/** Lets the roster forget people whose copies go: their rows go with them. */
export const forgetOnRoster = async (
  context: Context,
  branchId: string,
  erased: readonly Pick<MatchedTransfer, '_id'>[],
): Promise<void> => {
  const rows = await context.store.rosterLinkedTo(erased.map(({ _id }) => _id))
  const here = rows.filter((row) => row.branchId === branchId).map(({ _id }) => _id)
  if (here.length === 0) return
  await context.store.removeRosterRows(branchId, here)
  await countRosterAnew(context, branchId)
}

/** What rows are found by. */
interface Finding {
  names: readonly string[]
  idTokens: readonly string[]
}

/** The Party branches that read this roster look again at those whom its rows are about. */
const tellReaders = async (context: Context, branchId: string, { names, idTokens }: Finding): Promise<boolean> => {
  for (const { _id } of await context.store.branchesReading(branchId)) {
    const transfers = await context.store.transfersLike(_id, names, idTokens)
    if (!(await followRoster(context, _id, transfers))) return false
  }
  return true
}

/**
 * As `followRoster`, for everybody whom these rows may be about, at the branches that read this roster too; what is about
 * to be written is written by it.
 */
export const followRows = async (
  context: Context,
  branchId: string,
  rows: readonly RosterRecord[],
  intake = NO_INTAKE,
): Promise<boolean> => {
  const names = rows.map(({ name }) => name)
  const idTokens = rows.flatMap((row) => row.idTokens)
  const [alike, taken] = await Promise.all([
    context.store.transfersLike(branchId, names, idTokens),
    context.store.matchedTransfers(rows.flatMap(({ transferId }) => transferId ?? [])),
  ])
  const transfers = new Map([...alike, ...taken].map((transfer) => [transfer._id, transfer]))
  if (!(await followRoster(context, branchId, [...transfers.values()], intake))) return false
  if (intake.added.length === 0 && intake.changed.length === 0)
    return tellReaders(context, branchId, { names, idTokens })
  // Somebody who asked to join in between has not seen these rows yet, and was not seen.
  const ids = await context.store.idsOfTransfersLike(branchId, names, idTokens)
  const late = await context.store.matchedTransfers(ids.filter((id) => !transfers.has(id)))
  if (late.length > 0 && !(await followRoster(context, branchId, late))) return false
  return tellReaders(context, branchId, { names, idTokens })
}
