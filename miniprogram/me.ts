/** Who I am and what I have under way: asked anew whenever a page is shown. */
import type { Kind, ValueOf } from '../cloudfunctions/contract'
import { call, type CallReply } from './cloud'
import { setServerNow } from './clock'

export type Me = ValueOf<'member', 'account.me'>

/** Asks the server, and sets this phone's idea of its time. */
export async function loadMe(): Promise<CallReply<Me>> {
  const reply = await call('member', 'account.me', {})
  if (reply.ok) setServerNow(reply.value.now)
  return reply
}

/** The half of which somebody who has one has nothing yet; null for whoever has both, or nothing at all. */
export function otherHalf({ account, transfers }: Pick<Me, 'account' | 'transfers'>): Kind | null {
  if (account === null || transfers.length === 0) return null
  const other = (['party', 'league'] as const).filter((kind) => !transfers.some((transfer) => transfer.kind === kind))
  return other[0] ?? null
}
