import type { TransferView } from '../../../cloudfunctions/contract'
import type { Change, Tap } from '../../events'
import { serverNow } from '../../clock'
import { moment } from '../../format'
import { loadMe } from '../../me'
import { goOn } from '../../navigation'
import { notLoaded } from '../../refresh'
import { DONE, failureText, HOME_SHARED, keptDraftText, QUESTIONS, type Problem, type RouteQuestion } from '../../texts'
import { hasLeft, loadDraft } from '../register/draft'
import { answersBefore } from '../route/plan'
import { carryOut } from '../../transfer/act'
import { declare, isDeclaring } from '../../transfer/declare'
import type { Act, DeclareAct } from '../../transfer/stage-content'
import { EMPTY_HOME, homePage, type HomePage } from './view'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  stale: string
  home: HomePage
  question: RouteQuestion
  /** What was answered to it before. */
  who: string
  /** Just sent: the page says so until it is left. */
  started: boolean
  /** Just signed in. */
  welcome: boolean
  /** When a registration that is not finished was saved. */
  draft: string
  /** What could not be done. */
  message: string
  /** What was just done. */
  done: string
  busy: boolean
}

const data: Data = {
  state: 'loading',
  problem: null,
  stale: '',
  home: EMPTY_HOME,
  question: QUESTIONS.who,
  who: '',
  /** Just sent: the page says so until it is left. */
  started: false,
  welcome: false,
  draft: '',
  message: '',
  done: '',
  busy: false,
}

Page({
  transfers: [] as TransferView[],
  loadedAt: 0,
  data,
  onLoad(query) {
    this.setData({ started: query.started === '1', welcome: query.welcome === '1' })
  },
  onShow() {
    this.setData({ who: answersBefore()?.who ?? '' })
    void this.load()
  },
  onHide() {
    this.setData({ started: false, welcome: false, done: '' })
  },
  async onPullDownRefresh() {
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
    this.transfers = reply.value.transfers
    const home = homePage(reply.value, serverNow())
    this.setData({ state: 'ready', stale: '', home, message: '' })
    const kept = home.begin || home.half ? await loadDraft() : null
    const draft = kept?.ok === true ? kept.value : null
    const left = draft !== null && hasLeft(draft.kept, reply.value.transfers)
    this.setData({ draft: left ? keptDraftText(moment(draft.savedAt, serverNow())) : '' })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  /** The first question stands here: whoever has nothing under way begins with it. */
  onChoose(event: Change<{ value: string }>) {
    goOn(`/pages/route/route?who=${event.detail.value}`)
  },
  onGo(event: Tap<{ url: string }>) {
    goOn(event.currentTarget.dataset.url)
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
    if (main?.primary && transfer) this.act(main.primary.act, transfer)
  },
  act(act: Act, transfer: TransferView) {
    if (isDeclaring(act)) void this.declare(act, transfer)
    else if (act !== 'withdraw') carryOut(act, transfer)
  },
  async declare(act: DeclareAct, transfer: TransferView) {
    if (this.data.busy) return
    this.setData({ busy: true, message: '', done: '' })
    const reply = await declare(transfer, act)
    this.setData({ busy: false, started: false })
    if (reply.ok) {
      await this.load()
      this.setData({ done: DONE[act] })
    } else this.setData({ message: failureText(reply.error) })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  /** What is to be done about a submission that was too early. */
  onHead(event: Change<{ act: Act }, { id: string }>) {
    this.does(event.detail.act, event.currentTarget.dataset.id)
  },
  /** What stands beside the one next thing. */
  onMore(event: Change<Record<string, never>, { id: string; act: Act }>) {
    const { id, act } = event.currentTarget.dataset
    this.does(act, id)
  },
  does(act: Act, id: string) {
    const transfer = this.transfers.find((one) => one.id === id)
    if (transfer) this.act(act, transfer)
  },
  onOpen(event: Tap<{ id: string }>) {
    goOn(`/pages/transfer/transfer?id=${encodeURIComponent(event.currentTarget.dataset.id)}`)
  },
  /** Nothing of the person goes along: the card leads to the first question, or home. */
  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: HOME_SHARED, path: '/pages/home/home', imageUrl: '/cards/way.png' }
  },
  onDesk(event: Tap<{ branch: string }>) {
    goOn(`/desk/queue/queue?branch=${encodeURIComponent(event.currentTarget.dataset.branch)}`)
  },
})
