import type { Boot } from '../manifest'

/** What the server wrote into the page. */
function bootData(): Pick<Boot, 'defaultOpenid'> {
  const text = document.getElementById('preview-boot')?.textContent ?? '{}'
  return { defaultOpenid: '', ...(JSON.parse(text) as Partial<Boot>) }
}

/**
 * A choice made in the shell (`openid`, `theme`, `text`): of this tab first, so that two tabs can be two people, then of
 * the browser.
 */
export const preference = (name: string): string | null =>
  sessionStorage.getItem(`preview:${name}`) ?? localStorage.getItem(`preview:${name}`)

/** Who holds the phone. `phone.html?openid=...` chooses for this tab, which makes links for other people possible. */
function whoHolds(): string {
  const asked = new URLSearchParams(location.search).get('openid')
  if (asked !== null) sessionStorage.setItem('preview:openid', asked)
  return preference('openid') ?? bootData().defaultOpenid
}

export const openid = whoHolds()

/** Tells the shell around the phone what happened; without a shell nobody listens. */
export function tellShell(
  message: { kind: 'copied'; text: string } | { kind: 'shared'; title: string; path: string },
): void {
  if (parent !== window) parent.postMessage({ preview: message }, location.origin)
}
