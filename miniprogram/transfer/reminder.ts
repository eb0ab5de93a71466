/** What WeChat may remind somebody of, as a button asks for it. Pure. */
import type { ReminderKind, TransferView } from '../../cloudfunctions/contract'
import type { Me } from '../me'
import { REMINDERS } from '../texts'

/** One button: WeChat takes all its templates in one question. */
export interface ReminderPage {
  /** The transfer that it is about. */
  id: string
  label: string
  asks: { kind: ReminderKind; template: string }[]
  /** What will be said, once it is allowed; empty while it has to be asked for. */
  promise: string
}

/** The button of a transfer; null where there is nothing to be reminded of, or no template to do it with. */
export function reminderPage({ id, reminders = [] }: TransferView, templates: Me['reminders']): ReminderPage | null {
  const asked = reminders.flatMap(({ kind, allowed }) => {
    const template = templates?.[kind]
    return template === undefined ? [] : [{ kind, allowed, template }]
  })
  const [first] = asked
  if (first === undefined) return null
  const { ask, promise } = REMINDERS[first.kind]
  return {
    id,
    label: ask,
    asks: asked.map(({ kind, template }) => ({ kind, template })),
    promise: first.allowed ? promise : '',
  }
}

/** Which kinds were accepted, of what WeChat answered: `accept`, or with a sound or a push, `acceptWithAudio`. */
export function acceptedKinds(asks: ReminderPage['asks'], answer: Readonly<Record<string, string>>): ReminderKind[] {
  return asks.filter(({ template }) => answer[template]?.startsWith('accept') === true).map(({ kind }) => kind)
}

/** The promise of the first of those that stand now: nothing where none does. */
export function promiseOf(asks: ReminderPage['asks'], standing: readonly ReminderKind[]): string {
  const first = asks.find(({ kind }) => standing.includes(kind))
  return first === undefined ? '' : REMINDERS[first.kind].promise
}
