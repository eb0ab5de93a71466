/** WeChat lays no more pages than ten on top of each other. */
const PAGES_AT_MOST = 10

/** Back to the page before, or so many; where a page was opened from outside and there is none, to `otherwise`. */
export function goBack(otherwise: string, pages = 1): void {
  if (getCurrentPages().length > pages) void wx.navigateBack({ delta: pages })
  else void wx.reLaunch({ url: otherwise })
}

/** On to the next page, from which ‹ comes back here; where no more fit, in place of this one. */
export function goOn(url: string): void {
  if (getCurrentPages().length < PAGES_AT_MOST) void wx.navigateTo({ url })
  else void wx.redirectTo({ url })
}

/** How many pages of this kind lie on top of each other in front. */
export function openAbove(route: string): number {
  const pages = getCurrentPages()
  const below = pages.map((page) => page.route).reverse()
  const others = below.findIndex((one) => one !== route)
  return others === -1 ? below.length : others
}
