import { serverNow } from '../../../clock'
import { call } from '../../../cloud'
import { loadMe } from '../../../me'
import { ERASE, ERASE_BUTTON, failureText, problemOf, type Problem } from '../../../texts'
import { isOpen, transferLine, type TransferLine } from '../../../transfer/view'
import { clearForm } from '../../register/form'
import { endWalk } from '../../route/plan'
import { forgetAll } from '../../../wechat/storage'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  text: typeof ERASE
  /** What is under way and would be withdrawn. */
  open: TransferLine[]
  asking: boolean
  confirm: { content: string; theme: string }
  message: string
  busy: boolean
  done: boolean
}

const data: Data = {
  state: 'loading',
  problem: null,
  text: ERASE,
  open: [],
  asking: false,
  confirm: { content: ERASE_BUTTON, theme: 'danger' },
  message: '',
  busy: false,
  done: false,
}

Page({
  data,
  onLoad() {
    void this.load()
  },
  async load() {
    const reply = await loadMe()
    if (!reply.ok || reply.value.account === null) {
      const failure = reply.ok ? { code: 'NOT_REGISTERED' as const } : reply.error
      this.setData({ state: 'problem', problem: problemOf(failure) })
      return
    }
    const open = reply.value.transfers.filter(isOpen).map((transfer) => transferLine(transfer, serverNow()))
    this.setData({ state: 'ready', open })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  onAsk() {
    this.setData({ asking: true, message: '' })
  },
  onKeep() {
    this.setData({ asking: false })
  },
  async onErase() {
    if (this.data.busy) return
    this.setData({ asking: false, busy: true, message: '' })
    const reply = await call('member', 'account.erase', { confirm: true })
    this.setData({ busy: false })
    // Asked again after a lost reply, there is nobody left to erase.
    if (!reply.ok && reply.error.code !== 'NOT_REGISTERED') {
      this.setData({ message: failureText(reply.error) })
      return
    }
    forgetAll()
    clearForm(null)
    endWalk()
    this.setData({ done: true })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  onHome() {
    void wx.reLaunch({ url: '/pages/home/home' })
  },
})
