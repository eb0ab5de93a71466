/** What the button that lets WeChat remind says, and what is said once that is allowed. */
import type { ReminderKind } from '../../cloudfunctions/contract'

interface ReminderWords {
  ask: string
  promise: string
}

const ON_RESULT: ReminderWords = { ask: '有结果时提醒我', promise: '有结果时会提醒你一次' }

export const REMINDERS: { [K in ReminderKind]: ReminderWords } = {
  waitOver: { ask: '到时提醒我', promise: '到时会提醒你一次' },
  answered: ON_RESULT,
  result: ON_RESULT,
  nudge: { ask: '需要时提醒我', promise: '需要你办理时会提醒你一次' },
}
