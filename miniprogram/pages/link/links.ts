/**
 * The links that this phone made, so that the same one can be sent once more: a new one would end the one before. A token
 * holds nothing personal; it goes with the account's other traces when the binding ends.
 */
import type { Link } from './view'

function key(transferId: string): string {
  return `link:${transferId}`
}

/** The link that was made last for this transfer, if its days are not over. */
export function keptLink(transferId: string, now: number): Link | null {
  const kept = wx.getStorageSync<Link | ''>(key(transferId))
  return kept === '' || Date.parse(kept.expiresAt) <= now ? null : kept
}

/** Keeps the link, or forgets it. */
export function keepLink(transferId: string, link: Link | null): void {
  if (link === null) wx.removeStorageSync(key(transferId))
  else wx.setStorageSync(key(transferId), link)
}
