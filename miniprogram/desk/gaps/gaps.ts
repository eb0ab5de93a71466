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
import {
  copiedText,
  emptyText,
  GAPS_TEXTS,
  readingAllText,
  removedFromRoster,
  removeFromRoster,
  type Group,
} from '../texts/gaps'
import { isWide } from '../window'
import {
  NOBODY_TO_REMIND,
  REMIND_MANY,
  remindedMany,
  remindedSoFar,
  remindingText,
  remindRestLabel,
} from '../texts/reminding'
import { Reminding } from '../remind'
import { askedFor, gapLine, GROUPS, namesById, namesToCopy, phonesToCopy, type GapLine } from './view'

/** `stops`: what is under way can be stopped; `rest` offers to go on with those who are left. */
interface GapsNotice extends Notice {
  stops: boolean
  rest: string
}
const NOTHING_NOTED: GapsNotice = { ...NO_NOTICE, stops: false, rest: '' }

/** Everybody of a group as far as they were read. */
interface Begun {
  group: Group
  why: string | undefined
  items: GapItem[]
  /** What is still to be asked for, and how far the first of that is read. */
  asked: ReturnType<typeof askedFor>
  cursor?: string | undefined
}

/** What the page shows. */
interface Data {
  groups: typeof GROUPS
  group: Group
  list: 'loading' | 'ready'
  lines: GapLine[]
  more: boolean
  empty: string
  failure: string
  notice: GapsNotice
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
  notice: NOTHING_NOTED,
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
  /** Everybody is being read, or that broke off. */
  begun: null as Begun | null,
  /** The reminding that is on its way, or broke off, and who is meant by the ids. */
  reminding: null as Reminding | null,
  names: new Map<string, string>(),
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
    this.setData({ list: 'loading', failure: '', notice: NOTHING_NOTED })
    const first = stands ? await this.ask(asked[0]) : null
    if (reading !== this.reading) return null
    this.setData({ list: 'ready' })
    if (first?.ok === false) return first.error
    this.group = group
    this.items = []
    this.begun = null
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
  /**
   * Everybody of the group, page after page; with a reason their phone numbers in plain. What came before a call failed
   * is kept: for the same once more it goes on there, so that no number is given out, and noted, twice.
   */
  async everybody(why?: string): Promise<{ items: GapItem[] } | { failure: CallFailure }> {
    const { group } = this.data
    const { begun } = this
    const all =
      begun?.group === group && begun.why === why
        ? begun
        : { group, why, items: [], asked: askedFor(group, this.entrance.desk.kind) }
    this.begun = all
    while (all.asked.length > 0) {
      if (all.items.length > 0)
        this.setData({ notice: { ...NOTHING_NOTED, text: readingAllText(all.items.length), tone: 'wait' } })
      const reply = await this.ask(all.asked[0], all.cursor, {
        limit: GAPS_AT_ONCE,
        ...(why === undefined ? {} : { why }),
      })
      if (!reply.ok) return { failure: reply.error }
      all.items.push(...reply.value.items)
      all.cursor = reply.value.next
      if (all.cursor === undefined) all.asked = all.asked.slice(1)
    }
    this.begun = null
    return { items: all.items }
  },
  async onCopyNames() {
    if (this.data.busy) return
    this.setData({ busy: true, notice: NOTHING_NOTED })
    const all = await this.everybody()
    this.setData({ busy: false })
    if ('failure' in all) {
      this.setData({ notice: { ...NOTHING_NOTED, ...failureNotice(all.failure) } })
      return
    }
    if (all.items.length > 0 && !(await copyText(namesToCopy(all.items)))) return
    this.setData({ notice: { ...NOTHING_NOTED, text: copiedText('names', all.items.length) } })
  },
  onCopyPhones() {
    const why: object | null = this.selectComponent('#why')
    if (!isWhy(why)) return
    this.setData({ notice: NOTHING_NOTED })
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
    this.setData({ notice: { ...NOTHING_NOTED, text: copiedText('phones', count, all.items.length - count) } })
    return ''
  },

  // ---------------------------------------------------------------- reminding
  /** Those of the group who have something to do get one message each, where they have allowed it. */
  async onRemind() {
    if (this.data.busy) return
    this.setData({ busy: true, notice: NOTHING_NOTED })
    const all = await this.everybody()
    const notice = 'failure' in all ? { ...NOTHING_NOTED, ...failureNotice(all.failure) } : await this.remind(all.items)
    this.setData({ busy: false, notice })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
  async remind(items: readonly GapItem[]): Promise<GapsNotice> {
    const names = namesById(items)
    const ids = [...names.keys()]
    if (ids.length === 0) return { ...NOTHING_NOTED, text: NOBODY_TO_REMIND }
    const { confirm } = await wx.showModal({ title: REMIND_MANY.title(ids.length), content: REMIND_MANY.content })
    if (!confirm) return NOTHING_NOTED
    this.names = names
    this.reminding = new Reminding(ids, (answered, all) => {
      const text = remindingText(answered, all)
      this.setData({ notice: { ...NOTHING_NOTED, text, tone: 'wait', stops: all > PEOPLE_AT_ONCE } })
    })
    return this.goOnReminding(this.reminding)
  },
  async goOnReminding(reminding: Reminding): Promise<GapsNotice> {
    const failure = await reminding.run()
    const { reminded } = reminding
    const { left, goesOn } = reminding.leftAfter(failure)
    const said = remindedSoFar(remindedMany(reminded, this.names), reminded, left, failure)
    return { ...NOTHING_NOTED, ...said, rest: goesOn ? remindRestLabel(left) : '' }
  },
  onStopReminding() {
    this.reminding?.stop()
    this.setData({ 'notice.stops': false })
  },
  async onRemindRest() {
    if (this.data.busy || this.reminding === null) return
    this.setData({ busy: true })
    const notice = await this.goOnReminding(this.reminding)
    this.setData({ busy: false, notice })
  },

  // ---------------------------------------------------------------- removing
  async onRemove({ currentTarget }: Tap<{ key: string; name: string }>) {
    const { key, name } = currentTarget.dataset
    const sure = await confirmed(removeFromRoster(besideHan(name)))
    if (!sure) return
    const reply = await call('secretary', 'roster.remove', { branchId: this.branchId, keys: [key] })
    if (!reply.ok) {
      this.setData({ notice: { ...NOTHING_NOTED, ...failureNotice(reply.error) } })
      return
    }
    this.items = this.items.filter((item) => item.key !== key)
    const lines = this.data.lines.filter((line) => line.key !== key)
    this.setData({ lines, notice: { ...NOTHING_NOTED, text: removedFromRoster(besideHan(name)) } })
    if (lines.length === 0) await this.show()
  },
  onImport() {
    goOn(deskUrl('roster', this.branchId))
  },
})
