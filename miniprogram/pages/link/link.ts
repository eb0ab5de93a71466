import type { TransferView } from '../../../cloudfunctions/contract'
import type { Tap } from '../../events'
import { serverNow } from '../../clock'
import { call, type CallFailure } from '../../cloud'
import { loadMe } from '../../me'
import { notLoaded } from '../../refresh'
import { failureText, LINK_FACTS, madeText, REVOKE, REVOKED, problemOf, type Problem } from '../../texts'
import { keepLink, keptLink } from './links'
import { canInvite, checkCard, guideCard, timingText, type Link } from './view'

/** What is asked before it is done: both end the link that is out. */
type Question = '' | 'revoke' | 'renew'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  /** Why what is shown could not be loaded anew, and how old it is. */
  stale: string
  facts: string[]
  timing: string
  /** What the link that is out says of itself; empty where this phone made none. */
  made: string
  note: { tone: string; text: string }
  asking: Question
  revoke: { content: string; theme: string }
  busy: boolean
}

const data: Data = {
  state: 'loading',
  problem: null,
  stale: '',
  facts: LINK_FACTS,
  timing: '',
  made: '',
  note: { tone: 'wait', text: '' },
  asking: '',
  revoke: { content: REVOKE, theme: 'danger' },
  busy: false,
}

/** What the server says of a link that serves no more; whatever else it answers, the link may still be good. */
const ENDED: readonly CallFailure['code'][] = ['LINK_USED', 'LINK_EXPIRED', 'NOT_FOUND']

Page({
  id: '',
  transfer: null as TransferView | null,
  link: null as Link | null,
  loadedAt: 0,
  data,
  onLoad(query) {
    this.id = query.id ?? ''
    void this.load()
  },
  async onPullDownRefresh() {
    await this.load()
    void wx.stopPullDownRefresh()
  },
  async load() {
    const answer = await loadMe()
    if (!answer.ok) {
      this.setData(notLoaded(answer.error, this.loadedAt))
      return
    }
    const transfer = answer.value.transfers.find(({ id }) => id === this.id)
    if (transfer === undefined || !canInvite(transfer)) {
      const failure: CallFailure =
        transfer === undefined ? { code: 'NOT_FOUND' } : { code: 'NOT_NOW', detail: { stage: transfer.stage } }
      this.setData({ state: 'problem', problem: problemOf(failure) })
      return
    }
    this.transfer = transfer
    this.hold(await this.stillGood())
    this.loadedAt = serverNow()
    this.setData({ state: 'ready', stale: '', timing: timingText(transfer, serverNow()) })
  },
  /** The link that this phone made, unless it was used, called back or replaced from another phone. */
  async stillGood(): Promise<Link | null> {
    const link = keptLink(this.id, serverNow())
    if (link === null) return null
    const answer = await call('member', 'invite.open', { token: link.token })
    return !answer.ok && ENDED.includes(answer.error.code) ? null : link
  },
  hold(link: Link | null) {
    this.link = link
    keepLink(this.id, link)
    this.setData({ made: link === null ? '' : madeText(link.expiresAt, serverNow()) })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return this.link === null ? guideCard() : checkCard(this.link.token)
  },

  // ---------------------------------------------------------------- making, renewing, calling back
  onAsk(event: Tap<{ ask: Question }>) {
    this.setData({ asking: event.currentTarget.dataset.ask, 'note.text': '' })
  },
  onKeep() {
    this.setData({ asking: '' })
  },
  async onMake() {
    if (this.data.busy) return
    this.setData({ busy: true, asking: '', 'note.text': '' })
    const answer = await call('member', 'transfer.invite', { id: this.id })
    this.setData({ busy: false })
    if (answer.ok) this.hold(answer.value)
    else this.refuse(answer.error)
  },
  async onRevoke() {
    if (this.data.busy) return
    this.setData({ busy: true, asking: '' })
    const answer = await call('member', 'invite.revoke', { id: this.id })
    this.setData({ busy: false })
    if (!answer.ok) {
      this.refuse(answer.error)
      return
    }
    this.hold(null)
    this.setData({ note: { tone: 'done', text: REVOKED } })
  },
  refuse(error: CallFailure) {
    this.setData({ note: { tone: 'bad', text: failureText(error) } })
    if (error.code === 'NOT_NOW') void this.load()
  },
})
