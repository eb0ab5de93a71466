/** Keys pressed in WeChat's window on a PC; a phone sends none, and neither does a field that is being filled in. */
type Listener = WechatMiniprogram.OnKeyDownCallback
export type Key = 'up' | 'down' | 'enter' | 'space'

const KEYS: { readonly [name: string]: Key } = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Enter: 'enter',
  ' ': 'space',
}

let shift = false

/** Whether Shift is held down: what is tapped then is chosen with all between. */
export function isShiftHeld(): boolean {
  return shift
}

/** Calls `press` for each key until what it answers is called. */
export function listenToKeys(press: (key: Key) => void): () => void {
  if (!wx.canIUse('onKeyDown')) return () => undefined
  const down: Listener = ({ key }) => {
    if (key === 'Shift') shift = true
    const known = KEYS[key]
    if (known !== undefined) press(known)
  }
  const up: Listener = ({ key }) => {
    if (key === 'Shift') shift = false
  }
  wx.onKeyDown(down)
  wx.onKeyUp(up)
  return () => {
    shift = false
    wx.offKeyDown(down)
    wx.offKeyUp(up)
  }
}
