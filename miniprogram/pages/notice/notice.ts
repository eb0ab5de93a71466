import type { Kind, TransferView } from '../../../cloudfunctions/contract'
import type { Tap } from '../../events'
import { loadBranches, type Branches } from '../../branches'
import { serverNow } from '../../clock'
import { loadMe } from '../../me'
import { goOn } from '../../navigation'
import { notLoaded } from '../../refresh'
import { GUIDE_ORDER, NOT_INTO_FILE, NOTICE_SHARED, type GuideKey, type Problem } from '../../texts'
import { noticeParts, type Chosen, type NoticePart } from './view'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  stale: string
  notIntoFile: string
  parts: NoticePart[]
  guides: GuideKey[]
}

const data: Data = {
  state: 'loading',
  problem: null,
  stale: '',
  notIntoFile: NOT_INTO_FILE,
  parts: [],
  guides: GUIDE_ORDER,
}

const NO_BRANCHES: Branches = { league: [], party: [] }
const NOTHING_CHOSEN: Chosen = {}

Page({
  branches: NO_BRANCHES,
  transfers: [] as TransferView[],
  chosen: NOTHING_CHOSEN,
  loadedAt: 0,
  data,
  onLoad() {
    this.chosen = NOTHING_CHOSEN
    void this.load()
  },
  async onPullDownRefresh() {
    await this.load()
    void wx.stopPullDownRefresh()
  },
  async load() {
    const [me, branches] = await Promise.all([loadMe(), loadBranches()])
    if (!me.ok || !branches.ok) {
      const failed = me.ok ? branches : me
      if (!failed.ok) this.setData(notLoaded(failed.error, this.loadedAt))
      return
    }
    this.loadedAt = serverNow()
    this.transfers = me.value.transfers
    this.branches = branches.value
    this.show()
  },
  show() {
    this.setData({
      state: 'ready',
      stale: '',
      parts: noticeParts(this.branches, this.transfers, this.chosen, serverNow()),
    })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  onChoose(event: Tap<{ kind: Kind; id: string }>) {
    const { kind, id } = event.currentTarget.dataset
    this.chosen = { ...this.chosen, [kind]: id }
    this.show()
  },
  onGo(event: Tap<{ url: string }>) {
    goOn(event.currentTarget.dataset.url)
  },
  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: NOTICE_SHARED, path: '/pages/notice/notice', imageUrl: '/cards/way.png' }
  },
})
