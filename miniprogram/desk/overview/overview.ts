import type { OverviewRow } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { call } from '../../cloud'
import type { Change, Tap } from '../../events'
import { EVERY_BRANCH } from '../../limits'
import { goOn } from '../../navigation'
import { copyText } from '../../wechat/clipboard'
import { deskUrl } from '../desk'
import { deskPage, type Reading } from '../page'
import { NO_BRANCH_FOUND, NO_BRANCHES } from '../texts/overview'
import { MEETING_COPIED } from '../texts/summary'
import { COLUMN_LABELS, overviewPage, type OverviewPage } from './view'

const NOTHING: OverviewPage = { groups: [], total: '', since: '' }
const TYPING_PAUSE_MS = 300

/** The administrator's: every branch, what is overdue first. */
deskPage({
  branchId: EVERY_BRANCH,
  rows: [] as OverviewRow[],
  text: '',
  typing: undefined as ReturnType<typeof setTimeout> | undefined,
  data: {
    columns: COLUMN_LABELS,
    page: NOTHING,
    empty: '',
    copied: '',
  },
  onUnload() {
    clearTimeout(this.typing)
  },
  async read(): Reading {
    const rows: OverviewRow[] = []
    let cursor: string | undefined
    do {
      const reply = await call('secretary', 'desk.overview', cursor === undefined ? {} : { cursor })
      if (!reply.ok) return reply.error
      rows.push(...reply.value.items)
      cursor = reply.value.next
    } while (cursor !== undefined)
    this.rows = rows
    this.show()
    return null
  },
  show() {
    const page = overviewPage(this.rows, this.text, serverNow())
    const empty = page.groups.length > 0 ? '' : this.rows.length === 0 ? NO_BRANCHES : NO_BRANCH_FOUND
    this.setData({ page, empty, copied: '' })
  },
  onText({ detail }: Change<{ value: string }>) {
    clearTimeout(this.typing)
    this.text = detail.value
    this.typing = setTimeout(() => {
      this.show()
    }, TYPING_PAUSE_MS)
  },
  async onCopy() {
    if (await copyText(this.data.page.total)) this.setData({ copied: MEETING_COPIED })
  },
  onBranch({ currentTarget }: Tap<{ id: string }>) {
    goOn(deskUrl('summary', currentTarget.dataset.id))
  },
})
