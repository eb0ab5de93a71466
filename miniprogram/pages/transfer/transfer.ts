import type { TransferView } from '../../../cloudfunctions/contract'
import type { Change, Tap } from '../../events'
import { serverNow } from '../../clock'
import { call, commandId } from '../../cloud'
import { forgetDraftsAbout } from '../../draft'
import { loadMe, type Me } from '../../me'
import { goOn } from '../../navigation'
import { notLoaded } from '../../refresh'
import { ACTIONS, DONE, failureText, problemOf, REGISTERED_HERE, type Problem } from '../../texts'
import { carryOut } from '../../transfer/act'
import { declare, isDeclaring } from '../../transfer/declare'
import type { Act, DeclareAct } from '../../transfer/stage-content'
import { transferPage, type TransferPage } from '../../transfer/view'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  /** Why what is shown could not be loaded anew, and how old it is. */
  stale: string
  page: TransferPage | null
  message: string
  done: string
  registeredHere: string
  asking: boolean
  confirm: { content: string; theme: string }
  busy: boolean
}

const data: Data = {
  state: 'loading',
  problem: null,
  stale: '',
  page: null,
  /** What could not be done, and what was. */
  message: '',
  done: '',
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
  loadedAt: 0,
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
    this.setData({ message: '', done: '' })
    await this.load()
    void wx.stopPullDownRefresh()
  },
  async load() {
    const answer = await loadMe()
    if (!answer.ok) {
      this.setData({ ...notLoaded(answer.error, this.loadedAt), done: '' })
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
    this.loadedAt = serverNow()
    this.setData({
      state: 'ready',
      stale: '',
      page: transferPage(transfer, serverNow(), this.me?.reminders, this.me?.account),
    })
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
    this.setData({ busy: true, message: '', done: '' })
    const answer = await declare(this.transfer, act)
    this.setData({ busy: false })
    if (answer.ok) {
      this.show(answer.value)
      this.setData({ done: DONE[act] })
    } else this.setData({ message: failureText(answer.error) })
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
    goOn(event.currentTarget.dataset.url)
  },
  onKeep() {
    this.setData({ asking: false })
  },
  async onWithdraw() {
    if (!this.transfer || this.data.busy) return
    this.setData({ asking: false, busy: true, message: '', done: '' })
    const { id, version } = this.transfer
    const answer = await call('member', 'transfer.act', { id, version, commandId: this.command, action: 'withdraw' })
    this.setData({ busy: false })
    if (answer.ok) {
      this.show(answer.value)
      this.setData({ done: DONE.withdrawn })
      void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
      void forgetDraftsAbout(id)
      return
    }
    this.setData({ message: failureText(answer.error) })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    if (answer.error.code === 'CHANGED_MEANWHILE' || answer.error.code === 'NOT_NOW') await this.load()
  },
})
