/** What WeChat itself draws over a page: toast, loading, modal, action sheet. */

export interface ToastOptions {
  readonly title?: string
  readonly icon?: 'success' | 'error' | 'loading' | 'none'
  readonly duration?: number
  readonly mask?: boolean
}

export interface ModalOptions {
  readonly title?: string
  readonly content?: string
  readonly body?: HTMLElement
  readonly showCancel?: boolean
  readonly cancelText?: string
  readonly confirmText?: string
  readonly cancelColor?: string
  readonly confirmColor?: string
  readonly editable?: boolean
  readonly placeholderText?: string
}

export interface ModalResult {
  readonly confirm: boolean
  readonly cancel: boolean
  readonly content: string | null
}

const layer = (): HTMLElement => document.getElementById('overlay') ?? document.body

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}

let toast: HTMLElement | undefined
let toastTimer = 0

export function showToast({ title = '', icon = 'success', duration = 1500, mask = false }: ToastOptions): void {
  hideToast()
  toast = element('div', mask ? 'toast-layer masked' : 'toast-layer')
  const box = element('div', `toast toast-${icon}`)
  if (icon !== 'none') box.append(element('i', 'toast-icon'))
  box.append(element('span', '', title))
  box.setAttribute('role', 'status')
  toast.append(box)
  layer().append(toast)
  if (Number.isFinite(duration)) toastTimer = window.setTimeout(hideToast, duration)
}

export function hideToast(): void {
  clearTimeout(toastTimer)
  toast?.remove()
  toast = undefined
}

/** Shows a modal and waits for one of its buttons; Escape cancels. */
export function showModal(options: ModalOptions): Promise<ModalResult> {
  const { title = '', content = '', showCancel = true, cancelText = '取消', confirmText = '确定' } = options
  const { cancelColor = '', confirmColor = '' } = options
  const box = element('div', 'modal')
  box.setAttribute('role', 'dialog')
  box.setAttribute('aria-modal', 'true')
  box.setAttribute('aria-label', title === '' ? content : title)
  if (title !== '') box.append(element('b', 'modal-title', title))
  const input = document.createElement('textarea')
  if (options.editable === true) {
    input.value = content
    input.placeholder = options.placeholderText ?? ''
    input.setAttribute('aria-label', title)
    box.append(input)
  } else if (options.body !== undefined) box.append(options.body)
  else if (content !== '') box.append(element('p', 'modal-text', content))
  return new Promise((resolve) => {
    const finish = overlay(box, 'modal-layer', (confirm) => {
      resolve({ confirm, cancel: !confirm, content: options.editable === true && confirm ? input.value : null })
    })
    const buttons = element('div', 'modal-buttons')
    if (showCancel) buttons.append(choice(cancelText, 'cancel', () => finish(false), cancelColor))
    buttons.append(choice(confirmText, 'confirm', () => finish(true), confirmColor))
    box.append(buttons)
    if (options.editable === true) input.focus()
    else {
      box.tabIndex = -1
      box.focus()
    }
  })
}

/** Shows a list from below; answers the index, or undefined when it was cancelled. */
export function actionSheet(items: readonly string[], color = ''): Promise<number | undefined> {
  const sheet = element('div', 'sheet')
  sheet.setAttribute('role', 'menu')
  return new Promise((resolve) => {
    let chosen: number | undefined
    const finish = overlay(sheet, 'modal-layer sheet-layer', () => {
      resolve(chosen)
    })
    items.forEach((text, index) => {
      const take = (): void => {
        chosen = index
        finish(true)
      }
      const button = choice(text, '', take, color)
      button.setAttribute('role', 'menuitem')
      sheet.append(button)
    })
    sheet.append(choice('取消', 'cancel', () => finish(false)))
  })
}

function choice(text: string, className: string, chosen: () => void, color = ''): HTMLButtonElement {
  const button = document.createElement('button')
  button.className = className
  button.textContent = text
  button.style.color = color
  button.addEventListener('click', chosen)
  return button
}

/** Lays a box over the phone until the returned function is called, or Escape is pressed. */
function overlay(box: HTMLElement, className: string, closed: (confirmed: boolean) => void): (ok: boolean) => void {
  const cover = element('div', className)
  cover.append(box)
  layer().append(cover)
  const finish = (confirmed: boolean): void => {
    removeEventListener('keydown', onKey)
    cover.remove()
    closed(confirmed)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') finish(false)
  }
  addEventListener('keydown', onKey)
  return finish
}
