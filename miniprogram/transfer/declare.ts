/** What the member says of the official system: kept on the server, so that every phone and the desk know it. */
import type { Declaration, TransferView } from '../../cloudfunctions/contract'
import { call, type CallReply } from '../cloud'
import type { Act, DeclareAct } from './stage-content'

const SAID: { [A in DeclareAct]: Declaration } = {
  applied: { officialRegistration: true },
  notApplied: { officialRegistration: false },
  settled: { submittedEarly: false },
}

/** Whether a button says something, and leads nowhere. */
export function isDeclaring(act: Act): act is DeclareAct {
  return act in SAID
}

/** Says it; said twice it stands once. */
export function declare({ id }: Pick<TransferView, 'id'>, act: DeclareAct): Promise<CallReply<TransferView>> {
  return call('member', 'transfer.declare', { id, ...SAID[act] })
}

/** The outside organisation, or the member, submitted before the time. */
export function declareEarly(id: string): Promise<CallReply<TransferView>> {
  return call('member', 'transfer.declare', { id, submittedEarly: true })
}
