import type { Asking, Command } from '../../domain/decide'
import { decide } from '../../domain/decide'
import type { Instant } from '../../domain/beijing'
import { accepted, type Outcome } from '../../domain/outcome'
import { isUnanswered } from '../../domain/desk'
import { messageDueAt, remindersAfter, type Reminder } from '../../domain/reminders'
import { evolve, isOpen, type Transfer, type TransferEvent } from '../../domain/transfer'
import type { TransferChange } from '../store/ports'
import type { TransferRecord } from '../store/records'

/**
 * Where a transfer stands in its queue: longest waiting first, and no two in the same place, so that a page goes on
 * after a row and stays in place while others work.
 */
export const positionOf = (since: Instant, id = ''): string => `${String(since).padStart(14, '0')}-${id}`

/** The fields of a record that repeat its state, for indexes and for the conditional write. */
export const stored = (id: string, accountId: string, state: Transfer) => ({
  state,
  version: state.version,
  branchId: state.branchId,
  stage: state.stage,
  since: state.since,
  position: positionOf(state.since, id),
  readyAt: state.readyAt ?? null,
  confirmedBy: state.confirmedBy ?? null,
  unanswered: isUnanswered(state),
  // From when on the branch's retention counts; null while it is open, and once its sealed copy is gone.
  closedAt: isOpen(state.stage) || state.erased ? null : state.since,
  // An open transfer holds its person's one place for its kind; a closed one only its own.
  slot: isOpen(state.stage) ? `${accountId}:${state.kind}` : id,
})

/** The fields of a record that hold what is still to be said; every change of them moves their own version. */
export const toSay = ({ remindersVersion }: Pick<TransferRecord, 'remindersVersion'>, reminders: Reminder[]) => ({
  reminders,
  remindersVersion: remindersVersion + 1,
  messageDueAt: messageDueAt(reminders),
})

/** What is still to be said once this has happened to a transfer: in the same write. */
export const toSayAfter = (transfer: TransferRecord, events: readonly TransferEvent[]) =>
  toSay(transfer, remindersAfter(transfer.reminders, transfer.state, events))

/** What a command changes on a transfer, or why it is refused; nothing is written yet. */
export const changeBy = (
  transfer: TransferRecord,
  command: Command,
  asking: Asking & Pick<TransferEvent, 'by' | 'who' | 'commandId'>,
): Outcome<TransferChange> => {
  const decision = decide(transfer.state, command, asking)
  if (!decision.ok) return decision
  const events = decision.value.map((happening): TransferEvent => ({
    ...happening,
    at: asking.now,
    by: asking.by,
    who: asking.who,
    ...(asking.commandId === undefined ? {} : { commandId: asking.commandId }),
  }))
  const state = events.reduce<Transfer>(evolve, transfer.state)
  const said = events.some((event) => isYes(event, transfer))
  const answer = { answeredAt: asking.now, answeredAfter: asking.now - transfer.state.since }
  return accepted({ events, state, ...(said ? { also: answer } : {}) })
}

/** Whether the branch said yes: approved a League transfer, or has all that a Party transfer needs for the first time. */
const isYes = (event: TransferEvent, transfer: TransferRecord): boolean =>
  event.type === 'approved' || (event.type === 'factsAdded' && event.complete && transfer.stage === 'announced')

/** The record after a change that the database accepted. */
export const changed = (transfer: TransferRecord, { events, state, also }: TransferChange): TransferRecord => ({
  ...transfer,
  ...also,
  ...toSayAfter(transfer, events),
  events: [...transfer.events, ...events],
  ...stored(transfer._id, transfer.accountId, state),
})

/** Whether this caller's command was accepted before: its repetition changes nothing and answers with what is. */
export const isReplay = (transfer: TransferRecord, who: string, commandId: string): boolean =>
  transfer.events.some((event) => event.who === who && event.commandId === commandId)
