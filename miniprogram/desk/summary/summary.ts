import { serverNow } from '../../clock'
import { call } from '../../cloud'
import type { Tap } from '../../events'
import { EVERY_BRANCH } from '../../limits'
import { goOn } from '../../navigation'
import { copyText } from '../../wechat/clipboard'
import { subscribe } from '../../wechat/subscription'
import { choicesOf, deskUrl } from '../desk'
import { deskPage, failureNotice, NO_NOTICE, NOWHERE, type Notice, type Reading } from '../page'
import type { FilterKey } from '../queue/filters'
import { MEETING_COPIED, shutText, SUBSCRIBE, SUBSCRIBE_HINT, SUBSCRIBED, type Entry } from '../texts/summary'
import { administrationOf, entriesOf, summaryPage, type SummaryPage } from './view'

interface Data {
  /** Whether this person decides here. */
  decides: boolean
  /** Of the one branch; null while one has to be chosen. */
  page: SummaryPage | null
  entries: readonly Entry[]
  administration: readonly Entry[]
  /** Nobody can ask to join, and why; empty where they can. */
  shut: string
  copied: string
  /** To be told every morning: what the line says; without a label WeChat cannot. */
  morning: { label: string; hint: string }
  /** What came of asking to be told. */
  told: Notice
}

const data: Data = {
  decides: false,
  page: null,
  entries: [],
  administration: [],
  shut: '',
  copied: '',
  morning: { label: '', hint: SUBSCRIBE_HINT },
  told: NO_NOTICE,
}

/** Pages that concern every branch, and where they are. */
const ADDRESSES: Readonly<Record<string, string>> = {
  overview: '/desk/overview/overview',
  create: '/desk/branch/branch',
  administrators: deskUrl('staff', EVERY_BRANCH),
  everything: deskUrl('audit', EVERY_BRANCH),
  unclaimed: deskUrl('conflicts', EVERY_BRANCH),
  provinces: '/desk/provinces/provinces',
}

deskPage({
  chooses: true,
  data,
  /** Whether it was shown before: what is opened from here may change it. */
  seen: false,
  onShow() {
    if (this.seen) void this.enter()
    this.seen = true
  },
  entered() {
    const { desk, decides, administrator } = this.entrance
    this.setData({
      decides,
      entries: entriesOf(desk.kind, decides),
      administration: administrator ? administrationOf(this.desks.length) : [],
      shut: shutText(desk),
      'morning.label': this.template === '' ? '' : SUBSCRIBE[desk.kind],
    })
  },
  async read(): Reading {
    const { id, kind, name } = this.entrance.desk
    const reply = await call('secretary', 'desk.summary', { branchId: id })
    if (!reply.ok) return reply.error
    this.setData({ page: summaryPage(reply.value, kind, name, serverNow()), copied: '' })
    return null
  },

  // ---------------------------------------------------------------- which branch
  /** The desks to choose from, and for an administrator what is of all of them. */
  offer() {
    const { desks } = this
    const administrator = desks.length === 0 || desks.some(({ role }) => role === 'administrator')
    this.branchId = ''
    this.entrance = NOWHERE
    this.setData({
      state: 'ready',
      stale: '',
      page: null,
      told: NO_NOTICE,
      choices: choicesOf(desks),
      administration: administrator ? administrationOf(desks.length) : [],
    })
  },

  // ---------------------------------------------------------------- to be told
  async onCopySentence() {
    const { page } = this.data
    if (page !== null && (await copyText(page.sentence))) this.setData({ copied: MEETING_COPIED })
  },
  /** WeChat asks in the tap itself; what was allowed is kept for this branch. */
  async onMorning() {
    const { template, branchId } = this
    const { refused } = await subscribe([template])
    if (refused !== '') {
      this.setData({ told: { text: refused, tone: 'wait' } })
      return
    }
    const kept = await call('secretary', 'desk.subscribe', { branchId, templates: [template] })
    this.setData({ told: kept.ok ? { text: SUBSCRIBED, tone: 'done' } : failureNotice(kept.error) })
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
  onArchive() {
    goOn(deskUrl('export', this.branchId, '&archive=1'))
  },
  toQueue(filter: FilterKey) {
    goOn(deskUrl('queue', this.branchId, `&filter=${filter}`))
  },
  onEntry({ currentTarget }: Tap<{ page: string }>) {
    this.go(currentTarget.dataset.page)
  },
  go(page: string) {
    goOn(ADDRESSES[page] ?? deskUrl(page, this.branchId))
  },
})
