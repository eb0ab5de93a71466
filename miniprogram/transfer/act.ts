/** What the buttons of a transfer do on every page that shows them. */
import type { TransferView } from '../../cloudfunctions/contract'
import { serverNow } from '../clock'
import { goOn } from '../navigation'
import { outsideMessage, partyMessage } from '../texts'
import { copyText } from '../wechat/clipboard'
import { dial } from '../wechat/telephone'
import type { Act, DeclareAct } from './stage-content'

/** What a button does without the page that it stands on. */
export type LeadingAct = Exclude<Act, 'withdraw' | DeclareAct>

/** Copies, calls, or leads to the page where the action is taken. Withdrawing and declaring are the page's own. */
export function carryOut(act: LeadingAct, transfer: TransferView): void {
  switch (act) {
    case 'copy':
      void copyText(messageOf(transfer))
      return
    case 'call':
      void dial(transfer.branch.phone)
      return
    case 'request':
      goOn(`/pages/request/request?id=${encodeURIComponent(transfer.id)}`)
      return
    case 'amend':
      goOn(`/pages/amend/amend?id=${encodeURIComponent(transfer.id)}`)
      return
    case 'announce':
      goOn(`/pages/announce/announce?id=${encodeURIComponent(transfer.id)}`)
      return
    case 'link':
      goOn(`/pages/link/link?id=${encodeURIComponent(transfer.id)}`)
      return
    case 'restart':
      goOn(`/pages/route/route?add=${transfer.kind}`)
      return
  }
}

function messageOf(transfer: TransferView): string {
  return transfer.kind === 'party' ? partyMessage(transfer.branch) : outsideMessage(transfer, serverNow())
}
