/** The member's side of the link for the outside organisation. Pure. */
import type { TransferView } from '../../../cloudfunctions/contract'
import { deadline, moment } from '../../format'
import { waits } from '../../transfer/stages/league-from-province'
import { isOpen } from '../../transfer/view'

/** A link that this phone made. */
export interface Link {
  token: string
  expiresAt: string
}

/** What the card says that arrives in the chat: nobody's name stands on it. */
export const CARD_TITLE = '请核对转入北京的团员信息（不代替在贵处系统中提交）'

/** What the link does, for the member to know before sending it. */
export const LINK_FACTS = [
  '对方打开就能填，不用登录，也不用登记；只看得到隐去名字的姓名、团支部全称和组织 ID。',
  '对方照他们系统里的登记填姓名、身份证号、团员编号，当场知道是否一致。不一致只是核对不一致，不影响办理。',
  '核对不是提交：链接会写明何时在他们的系统中提交；提交后，对方回到链接点“已在本省系统提交”。',
  '7 天内有效，核对一致并提交后失效；随时可以收回。每次只有一个链接有效，重新生成后，之前的失效。',
]

/** The path that opens the link; a token says nothing of a person. */
export function linkPath({ token }: Link): string {
  return `/pages/invite/invite?token=${encodeURIComponent(token)}`
}

/** Whether a link can be made for this transfer at all. */
export function canInvite(transfer: Pick<TransferView, 'kind' | 'origin' | 'stage'>): boolean {
  return transfer.kind === 'league' && transfer.origin === 'province' && isOpen(transfer)
}

/** When it is best sent. */
export function timingText(transfer: TransferView, now: number): string {
  if (transfer.stage === 'registered' || transfer.stage === 'returned')
    return '团支部还没有同意。现在就可以发：对方可以先核对，链接会写明“请先不要提交”。'
  if (waits(transfer, now)) {
    const from = deadline(transfer.readyAt ?? transfer.since, now)
    return `团支部同意未满一天。现在就可以发：对方可以先核对，链接会写明 ${from} 以后才能提交。`
  }
  return ''
}

/** Until when a link that was made is good. */
export function madeText({ expiresAt }: Link, now: number): string {
  return `链接已生成，${moment(expiresAt, now)} 前有效。请转发给原团组织的老师。`
}
