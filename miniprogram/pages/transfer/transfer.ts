import type { TransferView } from '../../../cloudfunctions/contract'
import type { Change, Tap } from '../../events'
import { serverNow } from '../../clock'
import { call, commandId } from '../../cloud'
import { forgetDraftsAbout } from '../../draft'
import { loadMe, type Me } from '../../me'
import { ACTIONS, failureText, problemOf, REGISTERED_HERE, type Problem } from '../../texts'
import { carryOut } from '../../transfer/act'
import { declare, isDeclaring } from '../../transfer/declare'
import type { Act, DeclareAct } from '../../transfer/stage-content'
import { transferPage, type TransferPage } from '../../transfer/view'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  page: TransferPage | null
  message: string
  registeredHere: string
  asking: boolean
  confirm: { content: string; theme: string }
  busy: boolean
}

const data: Data = {
  state: 'loading',
  problem: null,
  page: null,
  /** Something that just happened and must be said. */
  message: '',
  registeredHere: REGISTERED_HERE,
  asking: false,
  confirm: { content: ACTIONS.withdraw, theme: 'danger' },
  busy: false,
}

Page({
  id: '',
  transfer: null as TransferView | null,
  /** The deployment's messages, and what is registered. */
  me: null as Pick<Me, 'reminders' | 'account'> | null,
  /** Names the withdrawal that is asked about, through all retries. */
  command: '',
  data,
  onLoad(query) {
    this.id = query.id ?? ''
  },
  onShow() {
    void this.load()
  },
  async onPullDownRefresh() {
    this.setData({ message: '' })
    await this.load()
    void wx.stopPullDownRefresh()
  },
  async load() {
    const answer = await loadMe()
    if (!answer.ok) {
      this.setData({ state: 'problem', problem: problemOf(answer.error) })
      return
    }
    const transfer = answer.value.transfers.find(({ id }) => id === this.id)
    if (transfer === undefined) {
      this.setData({ state: 'problem', problem: problemOf({ code: 'NOT_FOUND' }) })
      return
    }
    this.me = answer.value
    this.show(transfer)
  },
  show(transfer: TransferView) {
    this.transfer = transfer
    this.setData({ state: 'ready', page: transferPage(transfer, serverNow(), this.me?.reminders, this.me?.account) })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  onAct(event: Tap<{ act: Act }>) {
    const { act } = event.currentTarget.dataset
    if (act === 'withdraw') {
      this.command = commandId()
      this.setData({ asking: true })
    } else if (isDeclaring(act)) void this.declare(act)
    else if (this.transfer) carryOut(act, this.transfer)
  },
  async declare(act: DeclareAct) {
    if (!this.transfer || this.data.busy) return
    this.setData({ busy: true, message: '' })
    const answer = await declare(this.transfer, act)
    this.setData({ busy: false })
    if (answer.ok) this.show(answer.value)
    else this.setData({ message: failureText(answer.error) })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  /** A field that differs is mended where it was registered. */
  onMend() {
    if (this.transfer) carryOut('amend', this.transfer)
  },
  onEarly(event: Change<{ act: 'copy' | 'settled' }>) {
    const { act } = event.detail
    if (act === 'settled') void this.declare(act)
    else if (this.transfer) carryOut(act, this.transfer)
  },
  onGo(event: Tap<{ url: string }>) {
    void wx.navigateTo({ url: event.currentTarget.dataset.url })
  },
  onKeep() {
    this.setData({ asking: false })
  },
  async onWithdraw() {
    if (!this.transfer || this.data.busy) return
    this.setData({ asking: false, busy: true, message: '' })
    const { id, version } = this.transfer
    const answer = await call('member', 'transfer.act', { id, version, commandId: this.command, action: 'withdraw' })
    this.setData({ busy: false })
    if (answer.ok) {
      this.show(answer.value)
      void forgetDraftsAbout(id)
      return
    }
    this.setData({ message: failureText(answer.error) })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    if (answer.error.code === 'CHANGED_MEANWHILE' || answer.error.code === 'NOT_NOW') await this.load()
  },
})
