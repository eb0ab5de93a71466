import * as v from 'valibot'
import type { ReminderTemplates } from '../app/store/ports'

/** A field of a template as the platform names it: its type and a number. */
const field = (...types: string[]) =>
  v.exactOptional(v.pipe(v.string(), v.regex(new RegExp(`^(?:${types.join('|')})\\d{1,2}$`, 'u'))))

const Template = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/u)),
  // Each part of a message goes into fields whose rules of length and form it keeps.
  fields: v.strictObject({
    what: field('thing'),
    result: field('phrase', 'thing'),
    at: field('time', 'date'),
    reference: field('character_string', 'thing'),
    note: field('thing'),
  }),
})

const Templates = v.strictObject({
  waitOver: v.exactOptional(Template),
  answered: v.exactOptional(Template),
  result: v.exactOptional(Template),
  nudge: v.exactOptional(Template),
  waiting: v.exactOptional(Template),
})

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The message templates of the deployment: for each kind the template's id and its fields, as JSON (README, Deploy). A
 * slip of the pen in it stops the messages, not the functions: it is said in the log, and there are none.
 */
export const readTemplates = (text: string | undefined): ReminderTemplates => {
  if (text === undefined || text === '') return {}
  const templates = v.safeParse(Templates, parsed(text))
  if (templates.success) return templates.output
  const where = templates.issues.map((issue) => v.getDotPath(issue) ?? '').join(', ')
  console.error(JSON.stringify({ fault: 'REMINDER_TEMPLATES', where }))
  return {}
}
