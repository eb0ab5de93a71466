import type { DeskItem, DeskSummary, ReminderKind, Stage } from '../../cloudfunctions/contract'
import type {
  AccountRecord,
  ConflictRecord,
  FiguresRecord,
  HolderRecord,
  RosterRecord,
  TransferRecord,
  WechatRecord,
} from '../../cloudfunctions/app/store/records'
import { fold, isOpen, isSilent, standing, type TransferEvent } from '../../cloudfunctions/domain/transfer'
import { reminderTemplates, localWechat } from '../../preview/seed/wechat'
import { sameValue } from './same-value'
import type { Seen } from './journey'

/** Everything that is stored, as the operations know it. */
export interface Stored {
  transfers: TransferRecord[]
  accounts: AccountRecord[]
  wechats: WechatRecord[]
  holders: HolderRecord[]
  roster: RosterRecord[]
  figures: FiguresRecord[]
  conflicts: ConflictRecord[]
}

const HOUR = 3_600_000

/** What is wrong with one transfer by itself. */
const faultsOfTransfer = (one: TransferRecord): string[] => {
  const { events, state } = one
  const wrong: string[] = []
  const say = (why: string) => wrong.push(`transfer of ${one.kind}: ${why}`)
  const folded = fold(events)
  if (!sameValue(folded, state)) say('the log does not fold to the state')
  if (one.version !== events.filter((event) => !isSilent(event)).length) say('the version does not count the events')
  if (one.version !== state.version || one.stage !== state.stage || one.branchId !== state.branchId)
    say('what repeats the state says something else')
  if (one.slot !== (isOpen(one.stage) ? `${one.accountId}:${one.kind}` : one._id)) say('the slot is another one')
  if (events.some((event, i) => event.at < (events[i - 1]?.at ?? 0))) say('the log is out of order')
  const commands = events.flatMap(({ who, commandId }) => (commandId === undefined ? [] : [`${who} ${commandId}`]))
  if (new Set(commands).size !== commands.length) say('a command was carried out twice')
  for (const [i, event] of events.entries()) {
    if (!['matched', 'mismatched', 'submitted'].includes(event.type)) continue
    // Whoever is through already, by the desk's word, may be confirmed at any time.
    if (fold(events.slice(0, i)).stage === 'transferred') continue
    const before = standing(events.slice(0, i))
    const asked = before.findLastIndex(({ type }) => ['started', 'amended', 'returned', 'released'].includes(type))
    const yes = before.findLast(({ type }) => type === 'approved')
    const ready = yes?.type === 'approved' ? yes.readyAt : undefined
    if (yes === undefined || before.indexOf(yes) < asked) say(`${event.type} without an approval`)
    else if (ready === undefined || ready - yes.at < 24 * HOUR || event.at < ready) say('the wait was not kept')
  }
  return wrong
}

/** What was told and seen, against what is stored. */
const faultsOfTelling = ({ transfers }: Stored, { told }: Seen): string[] =>
  told.flatMap(({ transferId, commandId, deed }) => {
    const transfer = transfers.find(({ _id }) => _id === transferId)
    if (transfer === undefined) return [`${deed}: told of a transfer that is not there`]
    // Erased, a transfer keeps no words of the member's own, his command ids neither.
    return transfer.state.erased || transfer.events.some((event) => event.commandId === commandId)
      ? []
      : [`${deed}: told that it was done, and it is not in the log`]
  })

const faultsOfPeople = ({ accounts, wechats, holders, transfers }: Stored): string[] => {
  const wrong: string[] = []
  for (const account of accounts) {
    if (
      !account.idReleased &&
      !holders.some(({ _id, accountId }) => _id === account.idToken && accountId === account._id)
    )
      wrong.push('nobody holds the number of an account')
    for (const openid of account.wechats)
      if (wechats.find(({ _id }) => _id === openid)?.accountId !== account._id)
        wrong.push('an account names a WeChat that is bound elsewhere')
  }
  for (const { _id, accountId } of wechats) {
    if (accountId === null) continue
    if (accounts.find((account) => account._id === accountId)?.wechats.includes(_id) !== true)
      wrong.push('a WeChat is bound to an account that does not know it')
  }
  const tokens = accounts.filter(({ idReleased }) => !idReleased).map(({ idToken }) => idToken)
  if (new Set(tokens).size !== tokens.length) wrong.push('two accounts have one number')
  const slots = transfers.filter(({ stage }) => isOpen(stage)).map(({ accountId, kind }) => `${accountId} ${kind}`)
  if (new Set(slots).size !== slots.length) wrong.push('somebody has two open transfers of a kind')
  const gone = transfers.filter(({ accountId }) => accounts.every(({ _id }) => _id !== accountId))
  if (gone.some(({ state, name }) => !state.erased || name !== ''))
    wrong.push('a transfer still holds somebody who was erased')
  return wrong
}

/**
 * Numbers that somebody else tried: known to the desk until they are released. One that was noted while it was released may
 * remain for its days: no desk is shown it, and the account is not marked.
 */
const faultsOfConflicts = ({ accounts, transfers, conflicts }: Stored, { contested }: Seen): string[] => {
  const wrong: string[] = []
  for (const { holderAccountId } of conflicts) {
    const holder = accounts.find(({ _id }) => _id === holderAccountId)
    if (holder === undefined) wrong.push('a conflict over the number of nobody')
    else if (holder.idReleased === holder.contested)
      wrong.push(`a conflict, and the account is ${holder.contested ? 'marked' : 'not marked'}`)
  }
  for (const account of accounts) {
    if (
      account.contested &&
      transfers.some((one) => one.accountId === account._id && !one.state.erased && !one.flags.idConflict)
    )
      wrong.push('the desk is not warned of a contested number')
    const tried = contested.has(account.name) && !account.idReleased
    if (tried && !conflicts.some(({ holderAccountId }) => holderAccountId === account._id))
      wrong.push('somebody was told that a number is taken, and no desk knows of it')
    for (const { holderAccountId, branchIds } of conflicts)
      for (const { branchId, accountId, state } of transfers)
        if (accountId === holderAccountId && !state.erased && !branchIds.includes(branchId))
          wrong.push('the desk of a holder does not see the conflict')
  }
  return wrong
}

const faultsOfRights = ({ wechats }: Stored, { rights }: Seen): string[] => {
  const held = new Set(wechats.flatMap(({ staff }) => staff.map(({ id }) => id)))
  const lost = [...rights.there].filter((id) => !rights.gone.has(id) && !held.has(id))
  const back = [...rights.gone].filter((id) => held.has(id))
  return [
    ...lost.map(() => 'a right that somebody was told of is not there'),
    ...back.map(() => 'a right that was taken away is there'),
  ]
}

const countBy = (stages: readonly Stage[]): Partial<Record<Stage, number>> => {
  const counts: Partial<Record<Stage, number>> = {}
  for (const stage of stages) counts[stage] = (counts[stage] ?? 0) + 1
  return counts
}
const withoutZeros = (counts: Partial<Record<Stage, number>>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))

/** What a branch shows of itself, as it was asked after everything was over. */
export interface Shown {
  branchId: string
  summary: DeskSummary
  items: DeskItem[]
  /** References in the exported file; undefined where it was not asked for. */
  exported?: string[]
}

const startOf = ({ events }: TransferRecord): number => events[0]?.at ?? 0

const faultsOfBranch = ({ transfers, roster, figures }: Stored, shown: Shown): string[] => {
  const { branchId, summary, items, exported } = shown
  const wrong: string[] = []
  const here = transfers.filter((one) => one.branchId === branchId)
  const rows = roster.filter((row) => row.branchId === branchId)
  const stages = countBy(here.map(({ stage }) => stage))
  const people = new Set(here.map(({ accountId }) => accountId)).size
  const notRegistered = rows.filter(({ accountId }) => accountId === null).length
  const same = (what: string, got: unknown, counted: unknown) => {
    if (!sameValue(got, counted)) wrong.push(`${what} is ${JSON.stringify(got)}, counted ${JSON.stringify(counted)}`)
  }
  same('summary.stages', withoutZeros(summary.stages), stages)
  same('summary.total', summary.total, here.length)
  same('summary.people', summary.people, people)
  same('summary.rosterSize', summary.rosterSize, rows.length)
  same('summary.notRegistered', summary.notRegistered, notRegistered)
  same('everybody', summary.rosterSize + summary.offRoster, summary.notRegistered + summary.people)
  // Where the mark on an older day could not be taken off it counts no more, as for the overview: the last counted does.
  const [newest] = figures.filter(({ newestOf }) => newestOf === branchId).toSorted((a, b) => b.at - a.at)
  same('figures.stages', withoutZeros(newest?.standing.stages ?? {}), stages)
  same('figures.people', newest?.standing.people, people)
  same('figures.rosterSize', newest?.standing.rosterSize, rows.length)
  same('desk.list', items.map(({ id }) => id).sort(), here.map(({ _id }) => _id).sort())
  for (const { id, version, stage, rosterMatch } of items) {
    const record = here.find(({ _id }) => _id === id)
    same('an item of the list', [version, stage, rosterMatch], [record?.version, record?.stage, record?.rosterMatch])
  }
  if (exported !== undefined) same('the export', [...exported].sort(), here.map(({ reference }) => reference).sort())
  for (const row of rows) {
    if (row.accountId === null) continue
    const match = here.find(({ _id }) => _id === row.transferId)?.rosterMatch
    same('a row of the roster', match, row.match)
  }
  for (const one of here) {
    const row = rows.find(({ transferId }) => transferId === one._id)
    const newer = here.some((other) => other.accountId === one.accountId && startOf(other) > startOf(one))
    if (!newer) same('a match with the roster', one.rosterMatch, row?.match ?? 'none')
  }
  return wrong
}

const faultsOfMessages = (
  { transfers }: Stored,
  { allowed }: Seen,
  messages: readonly { openid: string; text: string }[],
  now: number,
): string[] => {
  const wrong: string[] = []
  const sent = new Map<string, number>()
  for (const { openid, text } of messages) {
    const key = `${openid} ${text.split('\n')[0] ?? ''}`
    sent.set(key, (sent.get(key) ?? 0) + 1)
  }
  for (const [key, count] of sent)
    if (count > (allowed.get(key) ?? 0)) wrong.push(`a message was sent ${String(count)} times: ${key}`)
  for (const { messageDueAt } of transfers)
    if (messageDueAt !== null && messageDueAt <= now) wrong.push('a message is due and was not sent')
  return wrong
}

const titleOf = (kind: ReminderKind): string =>
  localWechat.templates.find(({ id }) => id === reminderTemplates[kind].id)?.title ?? ''

const ASKED_ANEW: readonly TransferEvent['type'][] = ['amended', 'announced', 'copyAmended', 'withdrawn', 'erased']

/** From when on the log makes a message of a kind due, where nothing after it takes that back; by hand, from procedure.md. */
const dueBy: { [K in ReminderKind]: (event: TransferEvent) => number | undefined } = {
  answered: (event) => (['approved', 'returned', 'released'].includes(event.type) ? event.at : undefined),
  waitOver: (event) => (event.type === 'approved' ? event.readyAt : undefined),
  result: (event) =>
    event.by !== 'member' && ['matched', 'mismatched', 'confirmed', 'officiallyFailed'].includes(event.type)
      ? event.at
      : undefined,
  // Only the desk's reminder makes it due, which stands in no log.
  nudge: () => undefined,
}

/** Permissions that were to be used, and were not: nothing stood in the way, and the timer ran undisturbed. */
const faultsOfPermissions = (
  { transfers }: Stored,
  { granted, runs, left, late }: Seen,
  messages: readonly { openid: string; text: string }[],
): string[] =>
  granted.flatMap(({ transferId, openid, kind, at }) => {
    const transfer = transfers.find(({ _id }) => _id === transferId)
    if (late || left.has(openid) || transfer === undefined || transfer.state.erased) return []
    const { events, reference } = transfer
    if (events.some(({ type }) => type === 'undone')) return []
    const missed = events.some((event, i) => {
      const due = event.at > at ? dueBy[kind](event) : undefined
      const run = due === undefined ? undefined : runs.find(({ to }) => to >= due)
      if (due === undefined || run === undefined || !run.calm || run.from < due) return false
      const meanwhile = events.slice(i + 1).filter((later) => later.at <= run.to && !isSilent(later))
      return kind === 'waitOver' ? meanwhile.length === 0 : !meanwhile.some(({ type }) => ASKED_ANEW.includes(type))
    })
    const sent = messages.some(
      (message) =>
        message.openid === openid && message.text.startsWith(titleOf(kind)) && message.text.includes(reference),
    )
    return missed && !sent ? [`a permitted message was lost: ${kind}`] : []
  })

/** What must hold of the documents by themselves, at any moment. */
export const faultsOfStored = (stored: Stored): string[] => [
  ...stored.transfers.flatMap(faultsOfTransfer),
  ...faultsOfPeople(stored),
]

/** All that is not as it must be, after a journey. */
export const faultsOf = (
  stored: Stored,
  seen: Seen,
  shown: readonly Shown[],
  messages: readonly { openid: string; text: string }[],
  now: number,
): string[] => [
  ...seen.wrong,
  ...faultsOfStored(stored),
  ...faultsOfTelling(stored, seen),
  ...faultsOfConflicts(stored, seen),
  ...faultsOfRights(stored, seen),
  ...faultsOfPermissions(stored, seen, messages),
  ...shown.flatMap((one) => faultsOfBranch(stored, one)),
  ...faultsOfMessages(stored, seen, messages, now),
]
