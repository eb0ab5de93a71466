/** What the buttons of a transfer do on every page that shows them. */
import type { TransferView } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { outsideMessage } from '../../texts'
import type { Act } from './view'

/** Copies, or leads to the page where the action is taken. Withdrawing is asked by the page itself. */
export function carryOut(act: Exclude<Act, 'withdraw'>, transfer: TransferView): void {
  switch (act) {
    case 'copy':
      void wx.setClipboardData({ data: outsideMessage(transfer, serverNow()) })
      return
    case 'request':
      void wx.navigateTo({ url: `/pages/request/request?id=${encodeURIComponent(transfer.id)}` })
      return
    case 'amend':
      void wx.navigateTo({ url: `/pages/amend/amend?id=${encodeURIComponent(transfer.id)}` })
      return
    case 'restart':
      void wx.navigateTo({ url: '/pages/route/route' })
      return
  }
}
