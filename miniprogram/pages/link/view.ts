/** The member's side of the link for the outside organisation. Pure. */
import type { TransferView } from '../../../cloudfunctions/contract'
import { CARD_TITLE, GUIDE_CARD_TITLE, SEND_BEFORE_APPROVAL, sendWhileWaiting } from '../../texts'
import { waits } from '../../transfer/stages/league-from-province'
import { isOpen } from '../../transfer/view'

/** A link that this phone made. */
export interface Link {
  token: string
  expiresAt: string
}

/**
 * The card in the chat: its path holds a token, which says nothing of a person. It has a picture of its own, for WeChat
 * would show the page with what is typed there; by it nobody takes it for the card that leads home.
 */
export function checkCard(token: string): { title: string; path: string; imageUrl: string } {
  return {
    title: CARD_TITLE,
    path: `/pages/invite/invite?token=${encodeURIComponent(token)}`,
    imageUrl: '/cards/check.png',
  }
}

/** The card while there is no link: it leads to the guide, with the picture of the way. */
export function guideCard(): ReturnType<typeof checkCard> {
  return { title: GUIDE_CARD_TITLE, path: '/pages/home/home', imageUrl: '/cards/way.png' }
}

/** Whether a link can be made for this transfer at all. */
export function canInvite(transfer: Pick<TransferView, 'kind' | 'origin' | 'stage'>): boolean {
  return transfer.kind === 'league' && transfer.origin === 'province' && isOpen(transfer)
}

/** When it is best sent. */
export function timingText(transfer: TransferView, now: number): string {
  if (transfer.stage === 'registered' || transfer.stage === 'returned') return SEND_BEFORE_APPROVAL
  return waits(transfer, now) ? sendWhileWaiting(transfer.readyAt ?? transfer.since, now) : ''
}
