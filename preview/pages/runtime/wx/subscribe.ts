import { showModal } from '../dialogs'
import { openid, preference } from '../phone'
import { WxFailure } from './api'

type Choice = 'accept' | 'reject'

/** WeChat's code for a template that the mini-program does not have. */
const NO_TEMPLATE = 20001
/** And for whoever takes no messages at all. */
const SWITCHED_OFF = 20004

/** The templates that WeChat knows, by id, with their titles. */
async function knownTitles(): Promise<ReadonlyMap<string, string>> {
  const response = await fetch('/local/templates').catch(() => undefined)
  if (response?.ok !== true) return new Map()
  const templates = (await response.json()) as { id: string; title: string }[]
  return new Map(templates.map(({ id, title }) => [id, title]))
}

/** One line of the question: a title with its tick, which is there until it is taken off. */
function line(title: string): { element: HTMLElement; box: HTMLInputElement } {
  const element = document.createElement('label')
  element.className = 'modal-tick'
  const box = document.createElement('input')
  box.type = 'checkbox'
  box.checked = true
  element.append(box, title)
  return { element, box }
}

/**
 * Asks which of these messages the person lets the mini-program send, once each, and tells WeChat. An id that WeChat does
 * not know makes it fail, as there.
 */
export async function subscribe({ tmplIds }: { tmplIds: readonly string[] }): Promise<Record<string, Choice>> {
  if (preference('refusal') === String(SWITCHED_OFF))
    throw new WxFailure('The main switch is switched off', SWITCHED_OFF)
  const titles = await knownTitles()
  if (tmplIds.length === 0 || tmplIds.some((id) => !titles.has(id)))
    throw new WxFailure('No template data return, verify the template id exist', NO_TEMPLATE)
  const lines = tmplIds.map((id) => ({ id, ...line(titles.get(id) ?? '') }))
  const body = document.createElement('div')
  body.className = 'modal-ticks'
  body.append(...lines.map(({ element }) => element))
  const title = '申请发送一次以下消息'
  const { confirm } = await showModal({ title, body, cancelText: '取消', confirmText: '允许' })
  const accepted = confirm ? lines.filter(({ box }) => box.checked).map(({ id }) => id) : []
  if (accepted.length > 0) {
    const told = await fetch('/local/subscribe', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-local-openid': openid },
      body: JSON.stringify({ templates: accepted }),
    })
    // Read to its end: a reply that nobody reads is on its way for ever.
    await told.text()
  }
  return Object.fromEntries(tmplIds.map((id) => [id, accepted.includes(id) ? 'accept' : 'reject']))
}
