/** What the member is told of the link for the outside organisation, and what its card says in the chat. */
import { deadline, moment } from '../format'
import { LINK_VALID_DAYS } from '../limits'

/** What the card says that arrives in the chat: nobody's name stands on it. */
export const CARD_TITLE = '请核对转入北京的团员信息（不代替在贵处系统中提交）'

/** What the link does, for the member to know before sending it. */
export const LINK_FACTS = [
  '对方打开就能填，不用登录，也不用登记；只看得到隐去名字的姓名、团支部全称和组织 ID。',
  '对方照他们系统里的登记填姓名、身份证号、团员编号，当场知道是否一致。不一致只是核对不一致，不影响办理。',
  '核对不是提交：链接会写明何时在他们的系统中提交；提交后，对方回到链接点“已在本省系统提交”。',
  `${String(LINK_VALID_DAYS)} 天内有效，核对一致并提交后失效；随时可以收回。每次只有一个链接有效，重新生成后，之前的失效。`,
]

/** When it is best sent: before the approval, and while the wait runs. */
export const SEND_BEFORE_APPROVAL = '团支部还没有同意。现在就可以发：对方可以先核对，链接会写明“请先不要提交”。'
export function sendWhileWaiting(readyAt: string, now: number): string {
  return `团支部同意未满一天。现在就可以发：对方可以先核对，链接会写明 ${deadline(readyAt, now)} 以后才能提交。`
}

/** Until when a link that was made is good. */
export function madeText(expiresAt: string, now: number): string {
  return `链接已生成，${moment(expiresAt, now)} 前有效。请转发给原团组织的老师。`
}

export const REVOKE = '收回'
export const REVOKED = '以前发出的链接都打不开了。需要时可以重新生成。'
/** The card where no link is out: it leads home. */
export const GUIDE_CARD_TITLE = '组织关系转接指引'
