/**
 * The links that this phone made, so that the same one can be sent once more: a new one would end the one before. A token
 * holds nothing personal; it goes with the account's other traces when the binding ends.
 */
import { forget, recall, remember } from '../../wechat/storage'
import type { Link } from './view'

function key(transferId: string): string {
  return `link:${transferId}`
}

/** The link that was made last for this transfer, if its days are not over. */
export function keptLink(transferId: string, now: number): Link | null {
  const kept = recall(key(transferId)) as Link | undefined
  return kept === undefined || Date.parse(kept.expiresAt) <= now ? null : kept
}

/** Keeps the link, or forgets it. */
export function keepLink(transferId: string, link: Link | null): void {
  if (link === null) forget(key(transferId))
  else remember(key(transferId), link)
}
