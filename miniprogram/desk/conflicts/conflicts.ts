import type { ConflictItem } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { call } from '../../cloud'
import type { Tap } from '../../events'
import { goOn } from '../../navigation'
import { recoveryUntilText, recoveryWords } from '../texts/case'
import { isWhy, type Asking } from '../components/why/view'
import { deskPage, failureNotice, NO_NOTICE, type Reading } from '../page'
import {
  RELEASE_BUTTON,
  RELEASE_HINT,
  RELEASE_REASONS,
  RELEASED,
  releaseFailureText,
  releaseTitle,
} from '../texts/conflicts'
import { deskFailureText } from '../texts/desk'
import { isWide } from '../window'
import { conflictCard, type ConflictCard } from './view'

deskPage({
  needs: 'decides',
  next: undefined as string | undefined,
  data: {
    cards: [] as ConflictCard[],
    more: false,
    notice: NO_NOTICE,
  },
  onReachBottom() {
    void this.readMore()
  },
  async read(): Reading {
    const reply = await call('secretary', 'desk.conflicts', { branchId: this.branchId })
    if (!reply.ok) return reply.error
    this.setData({ cards: [], notice: NO_NOTICE })
    this.append(reply.value)
    return null
  },
  async readMore() {
    const cursor = this.next
    if (cursor === undefined) return
    this.next = undefined
    const reply = await call('secretary', 'desk.conflicts', { branchId: this.branchId, cursor })
    if (reply.ok) this.append(reply.value)
    else {
      this.next = cursor
      this.setData({ notice: failureNotice(reply.error) })
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
    goOn(`/desk/case/case?id=${encodeURIComponent(currentTarget.dataset.transfer)}`)
  },
  ask(asking: Asking) {
    const why: object | null = this.selectComponent('#why')
    if (!isWhy(why)) return
    this.setData({ notice: NO_NOTICE })
    why.begin(asking, isWide())
  },

  // ---------------------------------------------------------------- one person on a new WeChat
  onRecover({ currentTarget }: Tap<{ id: string }>) {
    const card = this.data.cards.find(({ id }) => id === currentTarget.dataset.id)
    if (card === undefined) return
    this.ask({ ...recoveryWords(card.holder), carryOut: (why) => this.recover(card, why) })
  },
  async recover({ id, transferId }: ConflictCard, why: string): Promise<string> {
    const reply = await call('secretary', 'desk.recoveryCode', { id: transferId, why })
    if (!reply.ok) return deskFailureText(reply.error)
    const { code, expiresAt } = reply.value
    const place = this.data.cards.findIndex((card) => card.id === id)
    const recovery = { code, until: recoveryUntilText(expiresAt, serverNow()) }
    if (place !== -1) this.setData({ [`cards[${String(place)}].recovery`]: recovery })
    return ''
  },

  // ---------------------------------------------------------------- two people
  onRelease({ currentTarget }: Tap<{ id: string; holder: string }>) {
    const { id, holder } = currentTarget.dataset
    this.ask({
      title: releaseTitle(holder),
      hint: RELEASE_HINT,
      reasons: RELEASE_REASONS,
      button: RELEASE_BUTTON,
      carryOut: (why) => this.release(id, why),
    })
  },
  async release(conflictId: string, why: string): Promise<string> {
    const reply = await call('secretary', 'desk.release', { conflictId, why })
    if (!reply.ok) return releaseFailureText(reply.error)
    this.setData({
      cards: this.data.cards.filter(({ id }) => id !== conflictId),
      notice: { text: RELEASED, tone: 'done' },
    })
    return ''
  },
})
