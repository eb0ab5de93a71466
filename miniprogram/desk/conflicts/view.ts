/** Attempts on an ID number that another account holds. Pure. */
import type { ConflictItem } from '../../../cloudfunctions/contract'
import { ago, lastFour } from '../../format'

/** One conflict as a card. */
export interface ConflictCard {
  id: string
  title: string
  holder: string
  claimant: string
  sub: string
  /** The holder's transfer; empty where there is none that one may open. */
  transferId: string
}

/** Both sides are masked: enough to ask them, not enough to take their place. */
export function conflictCard(item: ConflictItem, now: number): ConflictCard {
  const times = item.attempts > 1 ? `，共 ${String(item.attempts)} 次` : ''
  return {
    id: item.id,
    title: `身份证号后四位 ${lastFour(item.idNumber)}`,
    holder: item.holderName,
    claimant: item.claimantName,
    sub: `${ago(item.at, now)}尝试登记${times}`,
    transferId: item.holderTransferId ?? '',
  }
}

/** Reasons for a release that are often needed. */
export const RELEASE_REASONS: readonly string[] = [
  '已当面核对身份证，号码属于后登记的人',
  '原账号填错了身份证号，本人已确认',
]
export const RELEASE_HINT =
  '会把这个号码从现登记的账号中移除，该账号未办完的转接退回，须改填本人的号码后重新申请。请先核对双方的身份证。理由会记入操作记录。'
