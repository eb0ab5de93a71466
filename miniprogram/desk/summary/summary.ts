import type { DeskSummary } from '../../../cloudfunctions/contract'
import type { Tap } from '../../events'
import { serverNow } from '../../clock'
import { call } from '../../cloud'
import type { Problem } from '../../texts'
import { deskProblem, deskUrl, enterDesk, choicesOf, loadDesks, type Desk, type DeskChoice } from '../desk'
import type { FilterKey } from '../queue/filters'
import { deskFailureText } from '../texts/desk'
import { EVERY_BRANCH } from '../../limits'
import { ADMINISTRATION, entriesOf, summaryPage, type Entry, type SummaryPage } from './view'

interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  choices: DeskChoice[]
  name: string
  several: boolean
  page: SummaryPage | null
  entries: Entry[]
  administration: readonly Entry[]
  /** Nobody can ask to join yet. */
  closed: boolean
  /** It could not be read anew: what is shown may be old. */
  stale: string
}

const data: Data = {
  state: 'loading',
  problem: null,
  choices: [],
  name: '',
  several: false,
  page: null,
  entries: [],
  administration: [],
  closed: false,
  stale: '',
}

/** Pages that concern every branch, and where they are. */
const ADDRESSES: Readonly<Record<string, string>> = {
  create: '/desk/branch/branch',
  administrators: deskUrl('staff', EVERY_BRANCH),
  everything: deskUrl('audit', EVERY_BRANCH),
  unclaimed: deskUrl('conflicts', EVERY_BRANCH),
  provinces: '/desk/provinces/provinces',
}

Page({
  branchId: '',
  desk: null as Desk | null,
  data,
  onLoad(query) {
    this.branchId = query.branch ?? ''
  },
  onShow() {
    void this.load()
  },
  async onPullDownRefresh() {
    await this.load()
    void wx.stopPullDownRefresh()
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  async load() {
    if (this.branchId === '' && !(await this.chooses())) return
    const answer = await enterDesk(this.branchId)
    if (!answer.ok) {
      this.fail(answer.error)
      return
    }
    const { desk, decides, administrator, several } = answer.entrance
    this.desk = desk
    const summary = await call('secretary', 'desk.summary', { branchId: desk.id })
    if (!summary.ok) {
      this.fail(summary.error)
      return
    }
    this.setData({
      name: desk.name,
      several,
      entries: entriesOf(desk.kind, decides),
      administration: administrator ? ADMINISTRATION : [],
      closed: !desk.joinable,
    })
    this.show(summary.value, desk)
  },
  show(summary: DeskSummary, { kind }: Desk) {
    this.setData({ state: 'ready', choices: [], page: summaryPage(summary, kind, serverNow()), stale: '' })
  },
  /** What is shown stays; without anything the problem takes its place. */
  fail(error: Parameters<typeof deskProblem>[0]) {
    if (this.data.page === null) this.setData({ state: 'problem', problem: deskProblem(error) })
    else this.setData({ stale: deskFailureText(error) })
  },

  // ---------------------------------------------------------------- which branch
  /** Offers the desks to choose from; true when there is only one. */
  async chooses(): Promise<boolean> {
    const answer = await loadDesks()
    if (!answer.ok) {
      this.fail(answer.error)
      return false
    }
    const [only, ...others] = answer.desks
    if (only !== undefined && others.length === 0) {
      this.branchId = only.id
      return true
    }
    // Whoever may be here without any desk administers a deployment that has no branch yet.
    const administration = only === undefined ? ADMINISTRATION : []
    this.setData({ state: 'ready', page: null, choices: choicesOf(answer.desks), administration })
    return false
  },
  onOtherDesk() {
    this.branchId = ''
    void this.load()
  },
  onDesk({ currentTarget }: Tap<{ id: string }>) {
    this.branchId = currentTarget.dataset.id
    this.setData({ state: 'loading', choices: [] })
    void this.load()
  },

  // ---------------------------------------------------------------- where to go
  onBar({ currentTarget }: Tap<{ to: FilterKey | 'gaps' | '' }>) {
    const { to } = currentTarget.dataset
    if (to === 'gaps') this.go('gaps')
    else if (to !== '') this.toQueue(to)
  },
  onDue() {
    const { page } = this.data
    if (page !== null) this.toQueue(page.due.filter)
  },
  onOverdue() {
    this.toQueue('overdue')
  },
  toQueue(filter: FilterKey) {
    void wx.navigateTo({ url: deskUrl('queue', this.branchId, `&filter=${filter}`) })
  },
  onEntry({ currentTarget }: Tap<{ page: string }>) {
    this.go(currentTarget.dataset.page)
  },
  go(page: string) {
    void wx.navigateTo({ url: ADDRESSES[page] ?? deskUrl(page, this.branchId) })
  },
})
