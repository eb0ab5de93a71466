/** Who I am and what I have under way: asked anew whenever a page is shown. */
import type { ValueOf } from '../cloudfunctions/contract'
import { call, type CallReply } from './cloud'
import { setServerNow } from './clock'

export type Me = ValueOf<'member', 'account.me'>

/** Asks the server, and sets this phone's idea of its time. */
export async function loadMe(): Promise<CallReply<Me>> {
  const reply = await call('member', 'account.me', {})
  if (reply.ok) setServerNow(reply.value.now)
  return reply
}
