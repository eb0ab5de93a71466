import type { ConflictItem } from '../../../cloudfunctions/contract'
import type { Tap } from '../../events'
import { serverNow } from '../../clock'
import { call, type CallFailure } from '../../cloud'
import { failureText, type Tone, type Problem } from '../../texts'
import { isWhy } from '../components/why/view'
import { deskProblem, enterDesk } from '../desk'
import { deskFailureText } from '../texts/desk'
import { isWide } from '../window'
import { conflictCard, RELEASE_HINT, RELEASE_REASONS, type ConflictCard } from './view'

const SILENT: { text: string; tone: Tone } = { text: '', tone: 'done' }

Page({
  branchId: '',
  next: undefined as string | undefined,
  data: {
    state: 'loading',
    problem: null as Problem | null,
    name: '',
    cards: [] as ConflictCard[],
    more: false,
    said: SILENT,
  },
  onLoad(query) {
    this.branchId = query.branch ?? ''
    void this.enter()
  },
  async enter() {
    const answer = await enterDesk(this.branchId)
    if (!answer.ok) {
      this.fail(answer.error)
      return
    }
    this.branchId = answer.entrance.desk.id
    this.setData({ name: answer.entrance.desk.name })
    await this.read()
  },
  fail(error: CallFailure) {
    this.setData({ state: 'problem', problem: deskProblem(error) })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.enter()
  },
  async onPullDownRefresh() {
    await this.read()
    void wx.stopPullDownRefresh()
  },
  onReachBottom() {
    void this.readMore()
  },
  async read() {
    const answer = await call('secretary', 'desk.conflicts', { branchId: this.branchId })
    if (!answer.ok) {
      this.fail(answer.error)
      return
    }
    this.setData({ state: 'ready', cards: [], said: SILENT })
    this.append(answer.value)
  },
  async readMore() {
    const cursor = this.next
    if (cursor === undefined) return
    this.next = undefined
    const answer = await call('secretary', 'desk.conflicts', { branchId: this.branchId, cursor })
    if (answer.ok) this.append(answer.value)
    else {
      this.next = cursor
      this.setData({ said: { text: deskFailureText(answer.error), tone: 'bad' } })
    }
  },
  append({ items, next }: { items: ConflictItem[]; next?: string }) {
    this.next = next
    const now = serverNow()
    const cards = [...this.data.cards, ...items.map((item) => conflictCard(item, now))]
    this.setData({ cards, more: next !== undefined })
  },
  onMore() {
    void this.readMore()
  },
  /** How the holder is reached stands in the case; who came later has none, and has been told whom to call. */
  onHolder({ currentTarget }: Tap<{ transfer: string }>) {
    void wx.navigateTo({ url: `/desk/case/case?id=${encodeURIComponent(currentTarget.dataset.transfer)}` })
  },
  onRelease({ currentTarget }: Tap<{ id: string; holder: string }>) {
    const { id, holder } = currentTarget.dataset
    const why: object | null = this.selectComponent('#why')
    if (!isWhy(why)) return
    this.setData({ said: SILENT })
    const asking = {
      title: `移除${holder}登记的号码`,
      hint: RELEASE_HINT,
      reasons: RELEASE_REASONS,
      button: '移除',
      carryOut: (reason: string) => this.release(id, reason),
    }
    why.begin(asking, isWide())
  },
  async release(conflictId: string, why: string): Promise<string> {
    const answer = await call('secretary', 'desk.release', { conflictId, why })
    if (!answer.ok) return releaseFailure(answer.error)
    this.setData({
      cards: this.data.cards.filter(({ id }) => id !== conflictId),
      said: { text: '已移除。请通知后登记的人重新登记，并通知原账号改填本人的号码。', tone: 'done' },
    })
    return ''
  },
})

function releaseFailure(error: CallFailure): string {
  if (error.code === 'NOT_NOW') return '这个账号的转接已经办成，号码不能移除。请与双方和学院核实。'
  if (error.code === 'NOT_FOUND') return '这个冲突已不存在：号码已改正或已移除。请返回后刷新。'
  return error.code === 'OFFLINE' ? deskFailureText(error) : failureText(error)
}
