import type { GapItem, ValueOf } from '../../../cloudfunctions/contract'
import type { Tap } from '../../events'
import { serverNow } from '../../clock'
import { call, type CallFailure } from '../../cloud'
import { copyText } from '../../wechat/clipboard'
import { GAPS_AT_ONCE, PAGE_ROWS, PEOPLE_AT_ONCE } from '../../limits'
import { goOn } from '../../navigation'
import { isWhy } from '../components/why/view'
import { confirmed } from '../confirmation'
import { deskUrl } from '../desk'
import { deskPage, failureNotice, NO_NOTICE, type Notice, type Reading } from '../page'
import { besideHan, deskFailureText } from '../texts/desk'
import { copiedText, emptyText, GAPS_TEXTS, removedFromRoster, removeFromRoster, type Group } from '../texts/gaps'
import { isWide } from '../window'
import { NOBODY_TO_REMIND, REMIND_MANY, remindedMany } from '../texts/reminding'
import { askedFor, gapLine, GROUPS, namesById, namesToCopy, phonesToCopy, type GapLine } from './view'

/** What the page shows. */
interface Data {
  groups: typeof GROUPS
  group: Group
  list: 'loading' | 'ready'
  lines: GapLine[]
  more: boolean
  empty: string
  failure: string
  notice: Notice
  busy: boolean
}

const data: Data = {
  groups: GROUPS,
  group: 'notRegistered',
  list: 'loading',
  lines: [],
  more: false,
  empty: '',
  failure: '',
  notice: NO_NOTICE,
  busy: false,
}

deskPage({
  needs: 'decides',
  /** Read so far of the group. */
  items: [] as GapItem[],
  /** What is still to be asked for it, and how far the first of that is read. */
  asked: [] as ReturnType<typeof askedFor>,
  next: undefined as string | undefined,
  reading: 0,
  /** The group that stands there. */
  group: null as Group | null,
  data,
  onReachBottom() {
    if (this.data.more) void this.show()
  },
  onGroup({ currentTarget }: Tap<{ key: Group }>) {
    this.setData({ group: currentTarget.dataset.key })
    void this.refresh()
  },

  // ---------------------------------------------------------------- the list
  /**
   * Reads from the beginning. The group that stands there stays until something newer has come; of another one what cannot
   * be read is said below the list.
   */
  async read(): Reading {
    const { group, lines, empty } = this.data
    const stands = group === this.group && (lines.length > 0 || empty !== '')
    const asked = askedFor(group, this.entrance.desk.kind)
    this.reading += 1
    const { reading } = this
    this.setData({ list: 'loading', failure: '', notice: NO_NOTICE })
    const first = stands ? await this.ask(asked[0]) : null
    if (reading !== this.reading) return null
    this.setData({ list: 'ready' })
    if (first?.ok === false) return first.error
    this.group = group
    this.items = []
    this.asked = asked
    this.next = undefined
    if (first !== null) this.take(first.value)
    this.setData({ state: 'ready', lines: [], empty: '' })
    await this.show()
    return null
  },
  /** One page more of the server's; false when that failed or was overtaken. */
  async fetch(reading: number): Promise<boolean> {
    const cursor = this.next
    this.setData({ list: 'loading', failure: '' })
    const reply = await this.ask(this.asked[0], cursor)
    if (reading !== this.reading) return false
    this.setData({ list: 'ready' })
    if (!reply.ok) {
      this.setData({ failure: deskFailureText(reply.error) })
      return false
    }
    this.take(reply.value)
    return true
  },
  take({ items, next }: ValueOf<'secretary', 'roster.gaps'>) {
    this.items.push(...items)
    this.next = next
    if (next === undefined) this.asked = this.asked.slice(1)
  },
  ask(group: GapItem['state'] | undefined, cursor?: string, more: { limit?: number; why?: string } = {}) {
    return call('secretary', 'roster.gaps', {
      branchId: this.branchId,
      ...more,
      ...(group === undefined ? {} : { group }),
      ...(cursor === undefined ? {} : { cursor }),
    })
  },
  /** Shows the next lines of the group, reading on where there are not enough. */
  async show() {
    const { group } = this.data
    const shown = this.data.lines.length
    const { reading } = this
    while (this.items.length < shown + PAGE_ROWS && this.asked.length > 0) if (!(await this.fetch(reading))) return
    if (reading !== this.reading || shown !== this.data.lines.length) return
    const kind = this.entrance.desk.kind
    const fresh = this.items.slice(shown, shown + PAGE_ROWS)
    const lines = fresh.map((item, i) => [`lines[${String(shown + i)}]`, gapLine(item, kind, serverNow())] as const)
    const empty = shown + fresh.length === 0 ? emptyText(group, await this.rosterSize()) : ''
    if (group !== this.data.group) return
    this.setData({
      ...Object.fromEntries(lines),
      more: this.items.length > shown + PAGE_ROWS || this.asked.length > 0,
      empty,
    })
  },
  /** How many are on the roster; null where that is not told. */
  async rosterSize(): Promise<number | null> {
    if (this.items.length > 0) return this.items.length
    const reply = await call('secretary', 'desk.summary', { branchId: this.branchId })
    return reply.ok ? reply.value.rosterSize : null
  },
  onMore() {
    void this.show()
  },

  // ---------------------------------------------------------------- copying
  /** Everybody of the group, page after page; with a reason their phone numbers in plain. */
  async everybody(why?: string): Promise<{ items: GapItem[] } | { failure: CallFailure }> {
    const items: GapItem[] = []
    for (const group of askedFor(this.data.group, this.entrance.desk.kind)) {
      let cursor: string | undefined
      do {
        const reply = await this.ask(group, cursor, { limit: GAPS_AT_ONCE, ...(why === undefined ? {} : { why }) })
        if (!reply.ok) return { failure: reply.error }
        items.push(...reply.value.items)
        cursor = reply.value.next
      } while (cursor !== undefined)
    }
    return { items }
  },
  async onCopyNames() {
    if (this.data.busy) return
    this.setData({ busy: true, notice: NO_NOTICE })
    const all = await this.everybody()
    this.setData({ busy: false })
    if ('failure' in all) {
      this.setData({ notice: failureNotice(all.failure) })
      return
    }
    if (all.items.length > 0 && !(await copyText(namesToCopy(all.items)))) return
    this.setData({ notice: { text: copiedText('names', all.items.length), tone: 'done' } })
  },
  onCopyPhones() {
    const why: object | null = this.selectComponent('#why')
    if (!isWhy(why)) return
    this.setData({ notice: NO_NOTICE })
    const asking = {
      ...GAPS_TEXTS.phones,
      carryOut: (reason: string) => this.copyPhones(reason),
    }
    why.begin(asking, isWide())
  },
  async copyPhones(reason: string): Promise<string> {
    const all = await this.everybody(reason)
    if ('failure' in all) return deskFailureText(all.failure)
    const { text, count } = phonesToCopy(all.items)
    if (count > 0 && !(await copyText(text))) return ''
    this.setData({ notice: { text: copiedText('phones', count, all.items.length - count), tone: 'done' } })
    return ''
  },

  // ---------------------------------------------------------------- reminding
  /** Those of the group who have something to do get one message each, where they have allowed it. */
  async onRemind() {
    if (this.data.busy) return
    this.setData({ busy: true, notice: NO_NOTICE })
    const all = await this.everybody()
    const notice = 'failure' in all ? failureNotice(all.failure) : await this.remind(all.items)
    this.setData({ busy: false, notice })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
  async remind(items: readonly GapItem[]): Promise<Notice> {
    const names = namesById(items)
    const ids = [...names.keys()]
    if (ids.length === 0) return { text: NOBODY_TO_REMIND, tone: 'done' }
    const { confirm } = await wx.showModal({ title: REMIND_MANY.title(ids.length), content: REMIND_MANY.content })
    if (!confirm) return NO_NOTICE
    const reminded: ValueOf<'secretary', 'desk.remind'> = { reached: [], unreached: [] }
    for (let i = 0; i < ids.length; i += PEOPLE_AT_ONCE) {
      const reply = await call('secretary', 'desk.remind', { ids: ids.slice(i, i + PEOPLE_AT_ONCE) })
      if (!reply.ok) return failureNotice(reply.error)
      reminded.reached.push(...reply.value.reached)
      reminded.unreached.push(...reply.value.unreached)
    }
    return remindedMany(reminded, names)
  },

  // ---------------------------------------------------------------- removing
  async onRemove({ currentTarget }: Tap<{ key: string; name: string }>) {
    const { key, name } = currentTarget.dataset
    const sure = await confirmed(removeFromRoster(besideHan(name)))
    if (!sure) return
    const reply = await call('secretary', 'roster.remove', { branchId: this.branchId, keys: [key] })
    if (!reply.ok) {
      this.setData({ notice: failureNotice(reply.error) })
      return
    }
    this.items = this.items.filter((item) => item.key !== key)
    const lines = this.data.lines.filter((line) => line.key !== key)
    this.setData({ lines, notice: { text: removedFromRoster(besideHan(name)), tone: 'done' } })
    if (lines.length === 0) await this.show()
  },
  onImport() {
    goOn(deskUrl('roster', this.branchId))
  },
})
