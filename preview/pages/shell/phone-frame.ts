import { byId } from './dom'

const phone = byId('phone') as HTMLIFrameElement

/** Writes a choice for this tab, and for tabs that have made none. */
export function choose(name: string, value: string): void {
  sessionStorage.setItem(`preview:${name}`, value)
  localStorage.setItem(`preview:${name}`, value)
}

export const chosen = (name: string): string =>
  sessionStorage.getItem(`preview:${name}`) ?? localStorage.getItem(`preview:${name}`) ?? ''

/** Starts the mini-program anew, at its first page or at the one named. */
export function restart(page = ''): void {
  const address = page === '' ? '/phone.html' : `/phone.html#/${page}`
  const { contentWindow } = phone
  // A change behind # alone would not load the page again.
  if (contentWindow?.location.pathname === '/phone.html' && page !== '') {
    contentWindow.location.replace(address)
    contentWindow.location.reload()
  } else phone.src = address
}

/** Scales the phone to what the window has left, never above its size: its bottom bar is always in sight. */
export function fitFrame(): void {
  const frame = byId('frame')
  const fit = byId('fit')
  const { clientWidth, clientHeight } = byId('stage')
  const { paddingTop, paddingBottom, paddingLeft, paddingRight, rowGap } = getComputedStyle(byId('stage'))
  const width = clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
  const views = byId('views').offsetHeight
  const height = clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom) - views - parseFloat(rowGap || '0')
  // Where the window is the phone itself, the views are out of sight and the frame has its size.
  const scale = views === 0 ? 1 : Math.min(1, width / frame.offsetWidth, height / frame.offsetHeight)
  frame.style.transform = scale === 1 ? '' : `scale(${String(scale)})`
  fit.style.width = scale === 1 ? '' : `${String(frame.offsetWidth * scale)}px`
  fit.style.height = scale === 1 ? '' : `${String(frame.offsetHeight * scale)}px`
}

/** Loads the page that is open again. */
export function reload(): void {
  phone.contentWindow?.location.reload()
}

/** Opens a page without starting anew. */
export function openPage(page: string): void {
  if (phone.contentWindow !== null) phone.contentWindow.location.hash = `#/${page}`
}
