/** The element of `shell.html` with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`no #${id} in shell.html`)
  return found
}

export function make(tag: string, text = '', className = ''): HTMLElement {
  const element = document.createElement(tag)
  element.textContent = text
  element.className = className
  return element
}

export function makeButton(text: string, pressed: () => unknown): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = text
  button.addEventListener('click', () => void pressed())
  return button
}

/** Replaces what an element holds, and says so where it would hold nothing. */
export function fill(element: HTMLElement, children: readonly HTMLElement[], empty = ''): void {
  const shown =
    children.length === 0 && empty !== '' ? [make(element.tagName === 'UL' ? 'li' : 'p', empty, 'empty')] : children
  element.replaceChildren(...shown)
}
