/** A field of a message template: its name says its type (`thing1`), its label what stands before it. */
export interface TemplateField {
  name: string
  label: string
}

/** A message template as it is chosen in WeChat's console. */
export interface MessageTemplate {
  id: string
  title: string
  fields: readonly TemplateField[]
}

/** What WeChat knows of a mini-program that is registered with it. */
export interface WechatAccount {
  appId: string
  secret: string
  templates: readonly MessageTemplate[]
}

/** The forms that WeChat prescribes for each type of field (its documentation of `subscribeMessage.send`). */
const FORMS: Readonly<Record<string, RegExp>> = {
  thing: /^.{1,20}$/su,
  phrase: /^\p{Script=Han}{1,5}$/u,
  character_string: /^[\x21-\x7e]{1,32}$/u,
  number: /^[\d.+-]{1,32}$/u,
  time: /^(?:\d{4}年\d{1,2}月\d{1,2}日 ?)?\d{1,2}:\d{2}$/u,
  date: /^\d{4}年\d{1,2}月\d{1,2}日(?: \d{1,2}:\d{2})?$/u,
}

const valueOf = (data: Record<string, unknown>, name: string): unknown => {
  const given = data[name]
  return typeof given === 'object' && given !== null && 'value' in given ? given.value : undefined
}

/** The field at fault in the data for a template, as WeChat names it; undefined where all is well. */
export function faultIn(template: MessageTemplate, data: Record<string, unknown>): string | undefined {
  const strange = Object.keys(data).find((name) => template.fields.every((field) => field.name !== name))
  if (strange !== undefined) return `data.${strange}`
  const wrong = template.fields.find(({ name }) => {
    const value = valueOf(data, name)
    const form = FORMS[name.replace(/\d+$/u, '')]
    return typeof value !== 'string' || form?.test(value) !== true
  })
  return wrong === undefined ? undefined : `data.${wrong.name}.value`
}

/** The message as it stands in the chat: the title, then a line for each field. */
export const textOf = ({ title, fields }: MessageTemplate, data: Record<string, unknown>): string =>
  [title, ...fields.map(({ name, label }) => `${label}：${String(valueOf(data, name))}`)].join('\n')
