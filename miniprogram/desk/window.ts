/** From this width on the desk shows list and case side by side; the style sheets say the same. */
const WIDE_PX = 900

/** Whether this window is wide enough for two panes. */
export function isWide(width = wx.getWindowInfo().windowWidth): boolean {
  return width >= WIDE_PX
}
