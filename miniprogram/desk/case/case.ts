import { loadMe } from '../../me'
import type { Tone } from '../../texts'
import type { Asked } from '../components/case-file/case-file'
import type { Decided, Decision } from '../components/decision/decision'
import { isWide } from '../window'
import { noteAbout, questionAbout } from './view'

Page({
  data: {
    id: '',
    /** Counts up to have the file read anew. */
    stamp: 0,
    note: { text: '', tone: 'wait' as Tone },
  },
  async onLoad(query) {
    // The file is worded by the server's clock.
    await loadMe()
    this.setData({ id: query.id ?? '' })
  },
  onPullDownRefresh() {
    this.setData({ stamp: this.data.stamp + 1, note: { text: '', tone: 'wait' } })
    wx.stopPullDownRefresh()
  },
  onAsk(event: WechatMiniprogram.CustomEvent<Asked>) {
    this.setData({ note: { text: '', tone: 'wait' } })
    const decision = this.selectComponent('#decision') as Decision | null
    decision?.begin(questionAbout(event.detail), isWide())
  },
  onDone(event: WechatMiniprogram.CustomEvent<Decided>) {
    this.setData({ note: noteAbout(event.detail), stamp: this.data.stamp + 1 })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
})
