import type { DeskReminderKind, ReminderKind } from '../../contract'
import type { Reminder } from '../../domain/reminders'
import type { ReminderTemplates } from '../store/ports'
import type { TransferRecord } from '../store/records'
import { writeReminders, type ReminderChange } from '../transfer/change'
import type { Context } from '../call/context'

/** The member, the desk, the clock and events may write at the same moment: each looks again so often. */
const TRIES = 5

/** The ids that a page asks with; nothing where the deployment has none. */
export const templateIds = (
  templates: ReminderTemplates,
): { reminders?: { [K in ReminderKind | DeskReminderKind]?: string } } => {
  const ids = Object.entries(templates).map(([kind, { id }]) => [kind, id])
  return ids.length === 0
    ? {}
    : { reminders: Object.fromEntries(ids) as { [K in ReminderKind | DeskReminderKind]?: string } }
}

/** What becomes of what is to be said; undefined where nothing has to be written. */
type Rewrite = (transfer: TransferRecord) => ReminderChange | undefined

/**
 * Rewrites what is to be said of a transfer, over what the database says now where somebody else came first. Answers what
 * was written, undefined where nothing had to be, and null where others were in the way for too long.
 */
export const rewriteReminders = async (
  context: Context,
  seen: TransferRecord,
  rewrite: Rewrite,
): Promise<Reminder[] | undefined | null> => {
  let transfer: TransferRecord | undefined = seen
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (attempt > 0) [transfer] = await context.store.transfers([seen._id])
    const change = transfer === undefined ? undefined : rewrite(transfer)
    if (transfer === undefined || change === undefined) return undefined
    if (await writeReminders(context, transfer, change)) return change.reminders
  }
  return null
}

/** Forgets what WeChats that are no longer bound to the account have allowed. */
export const forgetUnbound = async (context: Context, accountId: string): Promise<void> => {
  const [account, transfers] = await Promise.all([
    context.store.account(accountId),
    context.store.transfersOf(accountId),
  ])
  const isBound = ({ openid }: Reminder): boolean => account?.wechats.includes(openid) ?? false
  for (const { transfer } of transfers)
    await rewriteReminders(context, transfer, ({ reminders, remindersBefore = [] }) =>
      [...reminders, ...remindersBefore].every(isBound)
        ? undefined
        : { reminders: reminders.filter(isBound), remindersBefore: remindersBefore.filter(isBound) },
    )
}
