import { messageOf } from '../../domain/messages'
import { lookAt, putBack, takenInHand, without, type Reminder } from '../../domain/reminders'
import type { Messenger, ReminderTemplate, Sending } from '../store/ports'
import type { AccountRecord, TransferRecord } from '../store/records'
import { writeReminders } from '../transfer/change'
import { rewriteReminders } from './rewrite'
import { failureOf } from '../call/serve'
import type { Context } from '../call/context'

/** So many transfers are looked at in one go, and so many messages are under way at once. */
const LOOKED_AT = 50
const AT_ONCE = 8

/** What became of a message; undefined where this run could do nothing about it. */
type Fate = Sending | 'dropped' | undefined

/** The page that a message opens; the id is opaque, nothing of the person is in it. */
const pageOf = ({ _id }: TransferRecord): string => `pages/transfer/transfer?id=${encodeURIComponent(_id)}`

const isDue = (reminder: Reminder, now: number): boolean => {
  const at = lookAt(reminder)
  return at !== null && at <= now
}

const same = (transfer: TransferRecord, one: Reminder): Reminder | undefined =>
  transfer.reminders.find(({ kind, openid }) => kind === one.kind && openid === one.openid)

/** Takes it off, whatever else is written meanwhile. */
const drop = (context: Context, transfer: TransferRecord, one: Reminder) =>
  rewriteReminders(context, transfer, (now) =>
    same(now, one) === undefined ? undefined : { reminders: without(now.reminders, one) },
  )

/** What is left once WeChat has answered: nothing of it, unless it may take it another time. */
const settle = (context: Context, transfer: TransferRecord, one: Reminder, sending: Sending) =>
  rewriteReminders(context, transfer, (now) => {
    if (same(now, one)?.taken !== true) return undefined
    const again = sending === 'later' || sending === 'unavailable'
    return { reminders: again ? putBack(now.reminders, one, context.clock()) : without(now.reminders, one) }
  })

/**
 * Sends one message, at most once: it is marked before it is handed to WeChat, by a write that one run alone can make. A
 * run that dies in between may have sent it, and nobody can find out: it is not sent again, for the second one would use
 * up a permission that was given for something else.
 */
const deliver = async (
  context: Context,
  messenger: Messenger,
  transfer: TransferRecord,
  one: Reminder,
  template: ReminderTemplate,
): Promise<Fate> => {
  const { dueAt } = one
  if (dueAt === null) return undefined
  const now = context.clock()
  const reminders = takenInHand(transfer.reminders, one, now)
  if (!(await writeReminders(context, transfer, { reminders }))) return undefined
  const says = messageOf(one.kind, transfer.state, transfer.reference, dueAt)
  const sending = await messenger.send({ openid: one.openid, template, says, page: pageOf(transfer) })
  const taken = { ...transfer, reminders, remindersVersion: transfer.remindersVersion + 1 }
  await settle(context, taken, one, sending)
  return sending
}

/** The first message of a transfer that is due: sent, or taken off where it can reach nobody. */
const lookAfter = async (
  context: Context,
  messenger: Messenger,
  transfer: TransferRecord,
  account: AccountRecord | undefined,
): Promise<Fate> => {
  const one = transfer.reminders.find((reminder) => isDue(reminder, context.now))
  if (one === undefined) return undefined
  const template = context.templates[one.kind]
  const isBound = account?.wechats.includes(one.openid) ?? false
  if (!one.taken && isBound && template !== undefined) return deliver(context, messenger, transfer, one, template)
  return (await drop(context, transfer, one)) === null ? undefined : 'dropped'
}

/** The same, but for an outage or a fault: it says nothing of the others, and another run looks again. */
const lookAfterSafely = async (...given: Parameters<typeof lookAfter>): Promise<Fate> => {
  try {
    return await lookAfter(...given)
  } catch (error) {
    failureOf(error, given[0], 'clock')
    return undefined
  }
}

/** What became of those that are due, a few at a time, until the time ends or WeChat takes nothing from us now. */
const look = async (context: Context, messenger: Messenger): Promise<Fate[]> => {
  const due = await context.store.dueMessages(context.now, LOOKED_AT)
  const accounts = await context.store.accounts([...new Set(due.map(({ accountId }) => accountId))])
  const fates: Fate[] = []
  for (let i = 0; i < due.length; i += AT_ONCE) {
    if (context.clock() > context.deadline || fates.includes('unavailable')) break
    const part = due.slice(i, i + AT_ONCE).map((transfer) => {
      const account = accounts.find(({ _id }) => _id === transfer.accountId)
      return lookAfterSafely(context, messenger, transfer, account)
    })
    fates.push(...(await Promise.all(part)))
  }
  return fates
}

/** Sends what is due, and stops in good time; what is left waits for the next run. Answers how many were sent. */
export const deliverMessages = async (context: Context, messenger: Messenger): Promise<number> => {
  let sent = 0
  for (;;) {
    const fates = await look(context, messenger)
    sent += fates.filter((fate) => fate === 'sent').length
    const moved = fates.some((fate) => fate !== undefined)
    if (!moved || fates.includes('unavailable') || context.clock() > context.deadline) return sent
  }
}
