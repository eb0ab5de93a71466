/** Attempts on an ID number that another account holds. Pure. */
import type { ConflictItem } from '../../../cloudfunctions/contract'
import { ago, lastFour } from '../../format'
import { conflictTitle, SAME_PERSON, triedText } from '../texts/conflicts'

/** A code by which the holder comes back to the account on another WeChat. */
interface RecoveryCode {
  code: string
  until: string
}

/** One conflict as a card. */
export interface ConflictCard {
  id: string
  title: string
  holder: string
  claimant: string
  sub: string
  /** Where both go by one name: that it is most likely one person, and what helps. */
  same: string
  /** The holder's transfer; empty where there is none that one may open. */
  transferId: string
  recovery: RecoveryCode | null
}

/** Both sides by name where the desk may see it, numbers masked. */
export function conflictCard(item: ConflictItem, now: number): ConflictCard {
  const { id, holderName, claimantName, idNumber, attempts, at, holderTransferId = '' } = item
  const isSame = holderTransferId !== '' && sameName(holderName, claimantName)
  return {
    id,
    title: conflictTitle(lastFour(idNumber)),
    holder: holderName,
    claimant: claimantName,
    sub: triedText(ago(at, now), attempts),
    same: isSame ? SAME_PERSON : '',
    transferId: holderTransferId,
    recovery: null,
  }
}

/** Masked names tell nothing. */
function sameName(a: string, b: string): boolean {
  const plain = (name: string): string =>
    name
      .normalize('NFKC')
      .replace(/[\s·•.]/gu, '')
      .toLowerCase()
  return !a.includes('*') && plain(a) === plain(b)
}
