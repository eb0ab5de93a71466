/** What the page says that tells what goes on a paper letter. */
import type { Kind } from '../../cloudfunctions/contract'

/** Above what is said of its days, and who writes it. */
export const LETTER_HEADINGS: { [K in Kind]: string } = { party: '有效期和回执', league: '说明' }
export const LETTER_SENDERS: { [K in Kind]: string } = { party: '原党组织', league: '原团组织' }
