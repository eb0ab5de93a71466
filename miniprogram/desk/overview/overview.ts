import type { FoundPerson, OverviewRow } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { call } from '../../cloud'
import type { Change, Tap } from '../../events'
import { EVERY_BRANCH, SEARCH_LENGTH } from '../../limits'
import { goOn } from '../../navigation'
import { copyText } from '../../wechat/clipboard'
import { deskUrl } from '../desk'
import { deskPage, type Reading } from '../page'
import { deskFailureText } from '../texts/desk'
import { LOOKING, MORE_PEOPLE, NO_BRANCHES, nothingFoundText } from '../texts/overview'
import { MEETING_COPIED } from '../texts/summary'
import { COLUMN_LABELS, overviewPage, personLine, type OverviewPage, type PersonLine } from './view'

const NOTHING: OverviewPage = { groups: [], total: '', since: '' }
const TYPING_PAUSE_MS = 300

/** The administrator's: every branch, what is overdue first; and people at whatever branch. */
deskPage({
  branchId: EVERY_BRANCH,
  rows: [] as OverviewRow[],
  text: '',
  typing: undefined as ReturnType<typeof setTimeout> | undefined,
  /** Which look for people is the latest: an older reply is dropped. */
  looking: 0,
  found: [] as FoundPerson[],
  data: {
    searchLength: SEARCH_LENGTH,
    columns: COLUMN_LABELS,
    page: NOTHING,
    empty: '',
    copied: '',
    people: [] as PersonLine[],
    /** What is said below the people: that they are looked for, or that there are more. */
    peopleNote: '',
    /** Why they could not be looked for. */
    peopleFailure: '',
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
    await this.look()
    return null
  },
  /** Branches and people of this text. */
  async look() {
    const looking = ++this.looking
    const text = this.text.trim()
    this.found = []
    this.show(text === '' ? '' : LOOKING)
    if (text === '') return
    const reply = await call('secretary', 'desk.find', { text })
    if (looking !== this.looking) return
    if (reply.ok) this.found = reply.value.items
    this.show(
      reply.ok && reply.value.truncated === true ? MORE_PEOPLE : '',
      reply.ok ? '' : deskFailureText(reply.error),
    )
  },
  show(peopleNote: string, peopleFailure = '') {
    const now = serverNow()
    const page = overviewPage(this.rows, this.text, now)
    const people = this.found.map((person) => personLine(person, now))
    const isNothing = page.groups.length + people.length === 0 && peopleNote + peopleFailure === ''
    const empty = !isNothing ? '' : this.rows.length === 0 ? NO_BRANCHES : nothingFoundText(this.text.trim())
    this.setData({ page, people, peopleNote, peopleFailure, empty, copied: '' })
  },
  onText({ detail }: Change<{ value: string }>) {
    clearTimeout(this.typing)
    this.text = detail.value
    this.typing = setTimeout(() => {
      void this.look()
    }, TYPING_PAUSE_MS)
  },
  onLookAgain() {
    void this.look()
  },
  onPerson({ currentTarget }: Tap<{ id: string }>) {
    goOn(`/desk/case/case?id=${encodeURIComponent(currentTarget.dataset.id)}`)
  },
  async onCopy() {
    if (await copyText(this.data.page.total)) this.setData({ copied: MEETING_COPIED })
  },
  onBranch({ currentTarget }: Tap<{ id: string }>) {
    goOn(deskUrl('summary', currentTarget.dataset.id))
  },
})
