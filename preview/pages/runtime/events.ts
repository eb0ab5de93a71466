import { type Element as GlassEaselElement, Event as GlassEaselEvent } from 'glass-easel'
import type { Backend } from './backend'

/** A finger as WeChat reports it on events. */
interface TouchPoint {
  readonly identifier: number
  readonly pageX: number
  readonly pageY: number
  readonly clientX: number
  readonly clientY: number
  readonly force: number
}

const point = (t: {
  identifier?: number
  pageX: number
  pageY: number
  clientX: number
  clientY: number
}): TouchPoint => ({
  identifier: t.identifier ?? 0,
  pageX: t.pageX,
  pageY: t.pageY,
  clientX: t.clientX,
  clientY: t.clientY,
  force: 1,
})

/**
 * Brings DOM events into the component tree. glass-easel 0.12.1 collects them but dispatches nothing by itself, and its
 * events lack `touches` and `changedTouches`, which WeChat puts on the event.
 */
export function listenToEvents(backend: Backend): void {
  backend.onEvent((target, type, detail, options) => {
    const event = new GlassEaselEvent(type, detail, options)
    GlassEaselEvent.dispatchEvent(target, event)
    return event.getEventBubbleStatus()
  })
  for (const name of ['touches', 'changedTouches'] as const)
    Object.defineProperty(GlassEaselEvent.prototype, name, {
      configurable: true,
      get(this: GlassEaselEvent<unknown>): TouchPoint[] | undefined {
        const original = this.getOriginalEvent()
        if (original instanceof MouseEvent) return [point(original)]
        if (typeof TouchEvent === 'undefined' || !(original instanceof TouchEvent)) return undefined
        return Array.from(original[name], point)
      },
    })
  // WXS asks `value.constructor === 'Array'`; the compiler writes this name for it.
  Object.defineProperty(Object.prototype, '__wxsConstructor', {
    configurable: true,
    enumerable: false,
    get(this: unknown) {
      return Object.prototype.toString.call(this).slice(8, -1)
    },
  })
  tapByKeyboard()
  turnMouseIntoTouch()
}

/** Enter and space tap the button that has the focus, as they do in WeChat on a PC and for switch control. */
function tapByKeyboard(): void {
  addEventListener('keydown', (keyEvent) => {
    if (keyEvent.key !== 'Enter' && keyEvent.key !== ' ') return
    const { target } = keyEvent
    if (!(target instanceof HTMLElement) || !target.matches('wx-button')) return
    const node = (target as { __wxElement?: GlassEaselElement }).__wxElement
    if (node === undefined) return
    keyEvent.preventDefault()
    const { x, y } = target.getBoundingClientRect()
    const options = { originalEvent: keyEvent, bubbles: true, composed: true, capturePhase: true }
    GlassEaselEvent.dispatchEvent(node, new GlassEaselEvent('tap', { x, y }, options))
  })
}

/**
 * A mouse drags like a finger, so that pickers, swipe cells and pull-down work on a desk. Without the TouchEvent
 * constructor (Safari and Firefox on a desk) the mouse taps but does not drag.
 */
function turnMouseIntoTouch(): void {
  if (typeof TouchEvent === 'undefined' || typeof Touch === 'undefined') return
  let target: Element | undefined
  const send = (type: string, { clientX, clientY, pageX, pageY }: PointerEvent): void => {
    if (target === undefined) return
    const touch = new Touch({ identifier: 0, target, clientX, clientY, pageX, pageY })
    const touches = type === 'touchend' ? [] : [touch]
    target.dispatchEvent(
      new TouchEvent(type, { bubbles: true, cancelable: true, composed: true, touches, changedTouches: [touch] }),
    )
  }
  const capture = { capture: true }
  addEventListener(
    'pointerdown',
    (event) => {
      if (event.pointerType !== 'mouse' || event.button !== 0 || !(event.target instanceof Element)) return
      if (event.target.closest('#pages') === null) return
      target = event.target
      send('touchstart', event)
    },
    capture,
  )
  addEventListener(
    'pointermove',
    (event) => {
      if (event.pointerType === 'mouse') send('touchmove', event)
    },
    capture,
  )
  const end = (event: PointerEvent): void => {
    if (event.pointerType !== 'mouse') return
    send('touchend', event)
    target = undefined
  }
  addEventListener('pointerup', end, capture)
  addEventListener('pointercancel', end, capture)
}
