import type { TransferView } from '../../../cloudfunctions/contract'
import type { Tap } from '../../events'
import { serverNow } from '../../clock'
import { moment } from '../../format'
import { loadMe } from '../../me'
import { troubleOf, type Trouble } from '../../texts'
import { hasLeft, loadDraft } from '../register/draft'
import { carryOut } from '../../transfer/act'
import type { Act } from '../../transfer/stage-content'
import { EMPTY_HOME, homePage, type HomePage } from './view'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'trouble'
  trouble: Trouble | null
  home: HomePage
  /** Just sent: the page says so until it is left. */
  started: boolean
  /** Just signed in. */
  welcome: boolean
  /** When a registration that is not finished was saved. */
  draft: string
}

const data: Data = {
  state: 'loading',
  trouble: null,
  home: EMPTY_HOME,
  /** Just sent: the page says so until it is left. */
  started: false,
  welcome: false,
  draft: '',
}

Page({
  transfers: [] as TransferView[],
  data,
  onLoad(query) {
    this.setData({ started: query.started === '1', welcome: query.welcome === '1' })
  },
  onShow() {
    void this.load()
  },
  onHide() {
    this.setData({ started: false, welcome: false })
  },
  async onPullDownRefresh() {
    await this.load()
    void wx.stopPullDownRefresh()
  },
  async load() {
    const answer = await loadMe()
    if (!answer.ok) {
      this.setData({ state: 'trouble', trouble: troubleOf(answer.error) })
      return
    }
    this.transfers = answer.value.transfers
    const home = homePage(answer.value, serverNow())
    this.setData({ state: 'ready', home })
    const kept = home.begin || home.missing !== null ? await loadDraft() : null
    const draft = kept?.ok === true ? kept.value : null
    const left = draft !== null && hasLeft(draft.kept, answer.value.transfers)
    this.setData({ draft: left ? `草稿保存于 ${moment(draft.savedAt, serverNow())}` : '' })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  onBegin() {
    void wx.navigateTo({ url: '/pages/route/route' })
  },
  onGo(event: Tap<{ url: string }>) {
    void wx.navigateTo({ url: event.currentTarget.dataset.url })
  },
  onPrimary() {
    const [main] = this.data.home.mains
    if (main) this.carryOut(main.id)
  },
  onNext(event: Tap<{ id: string }>) {
    this.carryOut(event.currentTarget.dataset.id)
  },
  carryOut(id: string) {
    const main = this.data.home.mains.find((one) => one.id === id)
    const transfer = this.transfers.find((one) => one.id === id)
    if (main?.primary && transfer) carryOut(main.primary.act as Exclude<Act, 'withdraw'>, transfer)
  },
  onCopy(event: Tap<{ id: string }>) {
    const transfer = this.transfers.find(({ id }) => id === event.currentTarget.dataset.id)
    if (transfer) carryOut('copy', transfer)
  },
  onOpen(event: Tap<{ id: string }>) {
    void wx.navigateTo({ url: `/pages/transfer/transfer?id=${encodeURIComponent(event.currentTarget.dataset.id)}` })
  },
  onDesk(event: Tap<{ branch: string }>) {
    void wx.navigateTo({ url: `/desk/queue/queue?branch=${encodeURIComponent(event.currentTarget.dataset.branch)}` })
  },
})
