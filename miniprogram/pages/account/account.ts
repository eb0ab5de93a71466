import { serverNow } from '../../clock'
import { call } from '../../cloud'
import type { Tap } from '../../events'
import { loadMe } from '../../me'
import { goOn } from '../../navigation'
import { notLoaded } from '../../refresh'
import { failureText, UNBIND_BUTTON, UNBOUND_TEXT, type Problem } from '../../texts'
import { forgetAll } from '../../wechat/storage'
import { accountPage, type AccountPage } from './view'
import { clearForm } from '../register/form'
import { endWalk } from '../route/plan'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  stale: string
  /** Null where this WeChat is bound to nobody. */
  page: AccountPage | null
  /** Something that was just done, or why it was not. */
  note: { tone: string; text: string }
  asking: boolean
  confirm: { content: string; theme: string }
  busy: boolean
}

const data: Data = {
  state: 'loading',
  problem: null,
  stale: '',
  page: null,
  note: { tone: 'wait', text: '' },
  asking: false,
  confirm: { content: UNBIND_BUTTON, theme: 'danger' },
  busy: false,
}

Page({
  loadedAt: 0,
  data,
  onShow() {
    void this.load()
  },
  async onPullDownRefresh() {
    this.setData({ 'note.text': '' })
    await this.load()
    void wx.stopPullDownRefresh()
  },
  async load() {
    const reply = await loadMe()
    if (!reply.ok) {
      this.setData(notLoaded(reply.error, this.loadedAt))
      return
    }
    this.loadedAt = serverNow()
    const { account, transfers } = reply.value
    this.setData({ state: 'ready', stale: '', page: account === null ? null : accountPage(account, transfers) })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  onGo(event: Tap<{ url: string }>) {
    this.setData({ 'note.text': '' })
    goOn(event.currentTarget.dataset.url)
  },

  // ---------------------------------------------------------------- unbinding
  onAsk() {
    this.setData({ asking: true, 'note.text': '' })
  },
  onKeep() {
    this.setData({ asking: false })
  },
  async onUnbind() {
    if (this.data.busy) return
    this.setData({ asking: false, busy: true })
    const reply = await call('member', 'account.unbind', {})
    this.setData({ busy: false })
    // A lost reply may have been carried out: whoever is no longer bound is where they wanted to be.
    if (!reply.ok && reply.error.code !== 'NOT_REGISTERED') {
      this.setData({ note: { tone: 'bad', text: failureText(reply.error) } })
      return
    }
    forgetAll()
    clearForm(null)
    endWalk()
    this.setData({ note: { tone: 'done', text: UNBOUND_TEXT } })
    await this.load()
  },
})
