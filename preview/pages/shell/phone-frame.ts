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

/** Loads the page that is open again. */
export function reload(): void {
  phone.contentWindow?.location.reload()
}

/** Opens a page without starting anew. */
export function openPage(page: string): void {
  if (phone.contentWindow !== null) phone.contentWindow.location.hash = `#/${page}`
}
