/** Keys of the window, as WeChat on a PC tells them: none that a field takes, none that has tapped a button. */
interface KeyPress {
  readonly key: string
  readonly code: string
  readonly altKey: boolean
  readonly shiftKey: boolean
  readonly timeStamp: number
}
type Listener = (press: KeyPress) => void

const FIELDS = 'input, textarea, [contenteditable]'

const tellers = (type: 'keydown' | 'keyup') => {
  const listeners = new Set<Listener>()
  addEventListener(type, (event) => {
    if (event.target instanceof Element && event.target.matches(FIELDS)) return
    const { key, code, altKey, shiftKey, timeStamp } = event
    // Once everybody has heard of it: what tapped a button says so.
    setTimeout(() => {
      if (event.defaultPrevented) return
      for (const listener of listeners) listener({ key, code, altKey, shiftKey, timeStamp })
    }, 0)
  })
  return {
    on: (listener: Listener) => {
      listeners.add(listener)
    },
    off: (listener?: Listener) => {
      if (listener === undefined) listeners.clear()
      else listeners.delete(listener)
    },
  }
}

const down = tellers('keydown')
const up = tellers('keyup')

export const keyboard = { onKeyDown: down.on, offKeyDown: down.off, onKeyUp: up.on, offKeyUp: up.off }
