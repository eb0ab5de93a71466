import { loadMe } from '../../me'
import type { Asked } from '../components/case-file/case-file'
import type { Decided } from '../decided'
import { isDecision } from '../components/decision/view'
import { resultOfOne } from '../texts/desk'
import { isWide } from '../window'
import { questionAbout } from './view'

Page({
  data: {
    id: '',
    /** Counts up to have the file read anew. */
    stamp: 0,
    note: { text: '', tone: 'wait' },
  },
  async onLoad(query) {
    // The file is worded by the server's clock.
    await loadMe()
    this.setData({ id: query.id ?? '' })
  },
  onPullDownRefresh() {
    this.setData({ stamp: this.data.stamp + 1, note: { text: '', tone: 'wait' } })
    void wx.stopPullDownRefresh()
  },
  onAsk(event: WechatMiniprogram.CustomEvent<Asked>) {
    this.setData({ note: { text: '', tone: 'wait' } })
    const decision: object | null = this.selectComponent('#decision')
    if (isDecision(decision)) decision.begin(questionAbout(event.detail), isWide())
  },
  onDone(event: WechatMiniprogram.CustomEvent<Decided>) {
    this.setData({ note: resultOfOne(event.detail), stamp: this.data.stamp + 1 })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
})
