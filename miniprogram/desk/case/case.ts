import type { DeskTransfer } from '../../../cloudfunctions/contract'
import type { Change } from '../../events'
import { loadMe } from '../../me'
import type { Asked } from '../components/case-file/case-file'
import type { Decided } from '../decided'
import { isDecision } from '../components/decision/view'
import { NO_NOTICE } from '../page'
import { followed } from '../queue/following'
import { nextOpenedText, resultOfOne } from '../texts/desk'
import { isWide } from '../window'
import { questionAbout } from './view'

Page({
  name: '',
  data: {
    id: '',
    /** Counts up to have the file read anew. */
    stamp: 0,
    note: NO_NOTICE,
  },
  async onLoad(query) {
    // The file is worded by the server's clock.
    await loadMe()
    this.setData({ id: query.id ?? '' })
  },
  onPullDownRefresh() {
    this.setData({ stamp: this.data.stamp + 1, note: NO_NOTICE })
    void wx.stopPullDownRefresh()
  },
  onOpened({ detail }: Change<{ transfer: DeskTransfer }>) {
    this.name = detail.transfer.name
  },
  onAsk({ detail }: Change<Asked>) {
    this.setData({ note: NO_NOTICE })
    const decision: object | null = this.selectComponent('#decision')
    if (isDecision(decision)) decision.begin(questionAbout(detail), isWide())
  },
  onDone({ detail }: Change<Decided>) {
    const list = followed()
    list?.decided(detail)
    const { verdict, result, outcomes } = detail
    const next = outcomes[0]?.ok === true && verdict !== 'undo' ? list?.next(this.data.id) : undefined
    if (next === undefined) this.setData({ note: resultOfOne(detail), stamp: this.data.stamp + 1 })
    else this.setData({ note: nextOpenedText(verdict, result, this.name), id: next })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
})
