import type { RosterMatch } from '../contract'
import { normaliseName } from '../domain/normalise'
import { bestFit, type RosterFacts } from '../domain/roster'
import { isOpen } from '../domain/transfer'
import { eachInTime } from './bulk'
import type { RosterLink } from './ports'
import type { RosterRecord, TransferRecord } from './records'
import type { Call } from './serve'

/** By which a person and a row find each other: the name as it is compared, and the whole ID number's tokens. */
export const findersOf = ({ name, idTokens }: Pick<RosterFacts, 'name' | 'idTokens'>): string[] => [
  `name:${normaliseName(name)}`,
  ...idTokens,
]

const personOf = (call: Call, { _id, name, copy }: TransferRecord): RosterFacts => {
  const idNumber = call.sealing.open(copy.idNumber, { collection: 'transfers', id: _id, field: 'idNumber' })
  return { name, idTokens: call.sealing.tokens('idNumber', idNumber), last4: idNumber.slice(-4) }
}

/** What is made of one transfer. */
interface Found {
  transfer: TransferRecord
  match: RosterMatch
  row: RosterRecord | undefined
}

const NOBODY: RosterLink = { accountId: null, transferId: null, match: null }
const linkOf = ({ accountId, transferId, match }: RosterLink): RosterLink => ({ accountId, transferId, match })

/** Closed ones first and then by age, so that of one person's transfers the one that counts comes last. */
const inOrder = (transfers: readonly TransferRecord[]): TransferRecord[] =>
  transfers.toSorted(
    (a, b) => Number(isOpen(a.stage)) - Number(isOpen(b.stage)) || (a.events[0]?.at ?? 0) - (b.events[0]?.at ?? 0),
  )

const bestOf = (call: Call, transfers: readonly TransferRecord[], rows: readonly RosterRecord[]): Found[] => {
  const byFinder = new Map<string, RosterRecord[]>()
  for (const row of rows) for (const finder of row.finders) byFinder.set(finder, [...(byFinder.get(finder) ?? []), row])
  return transfers.map((transfer) => {
    const person = personOf(call, transfer)
    const near = new Set(findersOf(person).flatMap((finder) => byFinder.get(finder) ?? []))
    return { transfer, ...bestFit(person, [...near]) }
  })
}

/** Whom each row is taken for from now on, and which transfers have a row for their own. */
const assign = (found: readonly Found[], links: Map<string, RosterLink>) => {
  const own = new Set<string>()
  const displaced: string[] = []
  // Full matches choose first: a namesake never keeps a row from the person it is about.
  for (const wanted of ['full', 'partial'] as const)
    for (const { transfer, match, row } of found) {
      if (match !== wanted || row === undefined) continue
      const { accountId, transferId, match: before } = links.get(row._id) ?? NOBODY
      const taken = accountId !== null && accountId !== transfer.accountId
      if (taken && (wanted === 'partial' || before === 'full')) continue
      if (taken && transferId !== null) displaced.push(transferId)
      links.set(row._id, { accountId: transfer.accountId, transferId: transfer._id, match: wanted })
      own.add(transfer._id)
    }
  return { own, displaced }
}

/**
 * Finds out anew what the branch's roster says of these transfers, and which of its rows they are: both sides are
 * written where they change, and no version moves. False where the call's time ended first; repeating it goes on.
 */
export const followRoster = async (
  call: Call,
  branchId: string,
  transfers: readonly TransferRecord[],
): Promise<boolean> => {
  const here = inOrder(transfers.filter((one) => one.branchId === branchId && !one.state.erased))
  if (here.length === 0) return true
  const ids = new Set(here.map(({ _id }) => _id))
  const finders = here.flatMap((transfer) => findersOf(personOf(call, transfer)))
  const [rows, linked] = await Promise.all([
    call.store.rosterFound(branchId, finders),
    call.store.rosterLinkedTo([...ids]),
  ])
  const all = new Map([...rows, ...linked].map((row) => [row._id, row]))
  const links = new Map<string, RosterLink>()
  for (const row of all.values())
    links.set(row._id, row.transferId !== null && ids.has(row.transferId) ? NOBODY : linkOf(row))

  const found = bestOf(call, here, rows)
  const { own, displaced } = assign(found, links)
  const known = found.map(({ transfer, match, row }) => ({
    transfer,
    change: { rosterMatch: match, studentNumber: own.has(transfer._id) ? (row?.studentNumber ?? null) : null },
  }))
  const writes = [
    ...known
      .filter(
        ({ transfer: { rosterMatch, studentNumber }, change }) =>
          rosterMatch !== change.rosterMatch || studentNumber !== change.studentNumber,
      )
      .map(
        ({ transfer, change }) =>
          () =>
            call.store.noteRosterMatch(transfer, change),
      ),
    ...displaced.map(
      (_id) => () => call.store.noteRosterMatch({ _id, branchId }, { rosterMatch: 'partial', studentNumber: null }),
    ),
    ...[...all.values()].flatMap((row) => {
      const link = links.get(row._id) ?? NOBODY
      const same = link.transferId === row.transferId && link.accountId === row.accountId && link.match === row.match
      return same ? [] : [() => call.store.changeRosterRow(row._id, link)]
    }),
  ]
  return eachInTime(call, writes, (write) => write())
}

/** Takes these transfers off the rows that they were taken for: the rows stand as if nobody had registered. */
export const leaveRoster = async (call: Call, transferIds: readonly string[]): Promise<void> => {
  const rows = await call.store.rosterLinkedTo(transferIds)
  await Promise.all(rows.map(({ _id }) => call.store.changeRosterRow(_id, NOBODY)))
}

/** As `followRoster`, for everybody whom these rows may be about. */
export const followRows = async (call: Call, branchId: string, rows: readonly RosterRecord[]): Promise<boolean> => {
  const linked = rows.flatMap(({ transferId }) => transferId ?? [])
  const [alike, taken] = await Promise.all([
    call.store.transfersLike(
      branchId,
      rows.map(({ name }) => name),
      rows.flatMap(({ idTokens }) => idTokens),
    ),
    call.store.transfers(linked),
  ])
  const transfers = new Map([...alike, ...taken].map((transfer) => [transfer._id, transfer]))
  return followRoster(call, branchId, [...transfers.values()])
}
