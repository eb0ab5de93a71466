import { type Builtin, type BuiltinNode, builtinOf, keepInside, text } from './builtin'

type Field = HTMLInputElement | HTMLTextAreaElement

const fields = new WeakMap<HTMLElement, Field>()
const MODES: Readonly<Record<string, string>> = { number: 'numeric', digit: 'decimal', tel: 'tel' }
const FIELD_TAGS = 'wx-input,wx-textarea,wx-switch'

/** `<input>` and `<textarea>`: a real field inside, for keyboards, selection and screen readers. */
export function field(tag: 'input' | 'textarea'): Builtin {
  return {
    properties: {
      value: { type: null, value: '' },
      type: { type: String, value: 'text' },
      maxlength: { type: null, value: 140 },
      password: Boolean,
      placeholder: String,
      disabled: Boolean,
      focus: Boolean,
      autoFocus: Boolean,
      autoHeight: Boolean,
      confirmType: String,
      confirmHold: Boolean,
      placeholderStyle: String,
      placeholderClass: String,
    },
    created(node) {
      const inner = document.createElement(tag)
      fields.set(node.$$, inner)
      node.$$.append(inner)
      listen(node, inner)
    },
    update(node) {
      const inner = fields.get(node.$$)
      if (inner !== undefined) draw(node, inner)
    },
  }
}

function listen(node: BuiltinNode, inner: Field): void {
  keepInside(inner, 'input', 'change', 'focus', 'blur', 'keydown')
  let composing = false
  const send = (): void => {
    if (composing) return
    const { value } = inner
    node.setData({ value }) // feeds model:value too
    node.triggerEvent('input', { value, cursor: inner.selectionStart ?? value.length, keyCode: 0 })
    fit(node, inner)
  }
  inner.addEventListener('input', send)
  // Chinese is composed letter by letter: WeChat tells the page when the characters stand.
  inner.addEventListener('compositionstart', () => {
    composing = true
  })
  inner.addEventListener('compositionend', () => {
    composing = false
    send()
  })
  inner.addEventListener('focus', () => {
    node.triggerEvent('focus', { value: inner.value, height: 0 })
  })
  inner.addEventListener('blur', () => {
    node.triggerEvent('blur', { value: inner.value, cursor: inner.selectionStart ?? 0 })
  })
  inner.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || event.isComposing) return
    if (inner instanceof HTMLTextAreaElement) return
    node.triggerEvent('confirm', { value: inner.value })
    if (node.data['confirmHold'] !== true) inner.blur()
  })
}

function draw(node: BuiltinNode, inner: Field): void {
  const { data } = node
  if (inner instanceof HTMLInputElement) {
    inner.type = data['password'] === true ? 'password' : 'text'
    inner.inputMode = MODES[text(data['type'])] ?? 'text'
  }
  const value = text(data['value'])
  if (inner.value !== value) inner.value = value
  inner.placeholder = text(data['placeholder'])
  inner.disabled = data['disabled'] === true
  const label = text(data['ariaLabel'])
  if (label === '') inner.removeAttribute('aria-label')
  else inner.setAttribute('aria-label', label)
  const limit = Number(data['maxlength'])
  if (limit >= 0) inner.maxLength = limit
  else inner.removeAttribute('maxlength')
  if ((data['focus'] === true || data['autoFocus'] === true) && document.activeElement !== inner)
    setTimeout(() => {
      inner.focus()
    }, 0)
  fit(node, inner)
}

/** A textarea with auto-height is as tall as its text, whenever its letters come. */
function fit(node: BuiltinNode, inner: Field): void {
  if (node.data['autoHeight'] !== true || !(inner instanceof HTMLTextAreaElement)) return
  inner.rows = 1
  node.$$.style.height = 'auto'
  if (CSS.supports('field-sizing', 'content')) {
    inner.style.height = 'auto'
    inner.style.setProperty('field-sizing', 'content')
    return
  }
  requestAnimationFrame(() => {
    inner.style.height = 'auto'
    // Not laid out yet: it has no height of its own to take.
    inner.style.height = inner.scrollHeight === 0 ? '' : `${String(inner.scrollHeight)}px`
  })
}

/** `<form>`: collects its named fields when a button inside submits. */
export const form: Builtin = {}

/** What a button of `form-type` does to the form around it. */
export function actOnForm(button: HTMLElement, action: string): void {
  const element = button.closest('wx-form')
  const node = builtinOf(element)
  if (element === null || node === undefined) return
  if (action === 'reset') {
    node.triggerEvent('reset', {})
    return
  }
  const named = Array.from(element.querySelectorAll(FIELD_TAGS), builtinOf).filter((found) => found !== undefined)
  const value = Object.fromEntries(
    named
      .filter(({ data }) => text(data['name']) !== '')
      .map(({ data }) => [text(data['name']), data['checked'] ?? data['value']]),
  )
  node.triggerEvent('submit', { value })
}

/** `<label>`: a tap on it goes to the field inside. */
export const label: Builtin = {
  properties: { for: String },
  created({ $$: host }) {
    host.addEventListener('click', (event) => {
      if (event.target instanceof HTMLInputElement) return
      host.querySelector<HTMLElement>('input,textarea')?.focus()
    })
  },
}

/** `<switch>`. */
export const toggle: Builtin = {
  role: 'switch',
  properties: { checked: Boolean, disabled: Boolean, color: String, type: String },
  created(node) {
    node.addListener('tap', () => {
      if (node.data['disabled'] === true) return
      node.setData({ checked: node.data['checked'] !== true })
      node.triggerEvent('change', { value: node.data['checked'] })
    })
  },
  update({ $$: host, data }) {
    host.toggleAttribute('checked', data['checked'] === true)
    host.setAttribute('aria-checked', String(data['checked'] === true))
  },
}
