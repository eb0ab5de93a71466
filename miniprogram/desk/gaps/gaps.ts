import type { GapItem, ValueOf } from '../../../cloudfunctions/contract'
import type { Tap } from '../../events'
import { serverNow } from '../../clock'
import { call, type CallFailure } from '../../cloud'
import type { Tone, Problem } from '../../texts'
import { copyText } from '../../wechat/clipboard'
import { GAPS_AT_ONCE, PAGE_ROWS, PEOPLE_AT_ONCE } from '../../limits'
import { isWhy } from '../components/why/view'
import { confirmed } from '../confirmation'
import { deskProblem, deskUrl, enterDesk, type Desk } from '../desk'
import { besideHan, deskFailureText } from '../texts/desk'
import { isWide } from '../window'
import { NOBODY_TO_REMIND, REMIND_MANY, remindedMany } from '../texts/reminding'
import {
  askedFor,
  copiedText,
  emptyText,
  gapLine,
  GROUPS,
  namesById,
  namesToCopy,
  phonesToCopy,
  type GapLine,
  type Group,
} from './view'

const SILENT: { text: string; tone: Tone } = { text: '', tone: 'done' }
const failed = (failure: CallFailure): typeof SILENT => ({ text: deskFailureText(failure), tone: 'bad' })

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  name: string
  groups: typeof GROUPS
  group: Group
  list: 'loading' | 'ready'
  lines: GapLine[]
  more: boolean
  empty: string
  failure: string
  said: typeof SILENT
  busy: boolean
}

const data: Data = {
  state: 'loading',
  problem: null,
  name: '',
  groups: GROUPS,
  group: 'notRegistered',
  list: 'loading',
  lines: [],
  more: false,
  empty: '',
  failure: '',
  said: SILENT,
  busy: false,
}

Page({
  branchId: '',
  desk: null as Desk | null,
  /** Read so far of the group. */
  items: [] as GapItem[],
  /** What is still to be asked for it, and how far the first of that is read. */
  asked: [] as ReturnType<typeof askedFor>,
  next: undefined as string | undefined,
  reading: 0,
  data,
  onLoad(query) {
    this.branchId = query.branch ?? ''
    void this.enter()
  },
  async enter() {
    const answer = await enterDesk(this.branchId)
    if (!answer.ok || !answer.entrance.decides) {
      const error: CallFailure = answer.ok ? { code: 'READ_ONLY' } : answer.error
      this.setData({ state: 'problem', problem: deskProblem(error) })
      return
    }
    this.desk = answer.entrance.desk
    this.branchId = this.desk.id
    this.setData({ state: 'ready', name: this.desk.name })
    await this.read()
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.enter()
  },
  async onPullDownRefresh() {
    if (this.desk !== null) await this.read()
    void wx.stopPullDownRefresh()
  },
  onReachBottom() {
    if (this.data.more) void this.show()
  },
  onGroup({ currentTarget }: Tap<{ key: Group }>) {
    this.setData({ group: currentTarget.dataset.key })
    void this.read()
  },

  // ---------------------------------------------------------------- the list
  /** Reads from the beginning. */
  async read() {
    this.items = []
    this.asked = askedFor(this.data.group, this.desk?.kind ?? 'league')
    this.next = undefined
    this.reading += 1
    this.setData({ lines: [], empty: '', said: SILENT })
    await this.show()
  },
  /** One page more of the server's; false when that failed or was overtaken. */
  async fetch(reading: number): Promise<boolean> {
    const cursor = this.next
    this.setData({ list: 'loading', failure: '' })
    const answer = await this.ask(this.asked[0], cursor)
    if (reading !== this.reading) return false
    this.setData({ list: 'ready' })
    if (!answer.ok) {
      this.setData({ failure: deskFailureText(answer.error) })
      return false
    }
    this.items.push(...answer.value.items)
    this.next = answer.value.next
    if (this.next === undefined) this.asked = this.asked.slice(1)
    return true
  },
  ask(group: GapItem['state'] | undefined, cursor?: string, why?: string) {
    return call('secretary', 'roster.gaps', {
      branchId: this.branchId,
      ...(why === undefined ? {} : { why, limit: GAPS_AT_ONCE }),
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
    const kind = this.desk?.kind ?? 'league'
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
    const answer = await call('secretary', 'desk.summary', { branchId: this.branchId })
    return answer.ok ? answer.value.rosterSize : null
  },
  onMore() {
    void this.show()
  },

  // ---------------------------------------------------------------- copying
  /** Everybody of the group, page after page; with a reason their phone numbers in plain. */
  async everybody(why?: string): Promise<{ items: GapItem[] } | { failure: CallFailure }> {
    const items: GapItem[] = []
    for (const group of askedFor(this.data.group, this.desk?.kind ?? 'league')) {
      let cursor: string | undefined
      do {
        const answer = await this.ask(group, cursor, why)
        if (!answer.ok) return { failure: answer.error }
        items.push(...answer.value.items)
        cursor = answer.value.next
      } while (cursor !== undefined)
    }
    return { items }
  },
  async onCopyNames() {
    if (this.data.busy) return
    this.setData({ busy: true, said: SILENT })
    const all = await this.everybody()
    this.setData({ busy: false })
    if ('failure' in all) {
      this.setData({ said: failed(all.failure) })
      return
    }
    if (all.items.length > 0 && !(await copyText(namesToCopy(all.items)))) return
    this.setData({ said: { text: copiedText('姓名', all.items.length), tone: 'done' } })
  },
  onCopyPhones() {
    const why: object | null = this.selectComponent('#why')
    if (!isWhy(why)) return
    this.setData({ said: SILENT })
    const asking = {
      title: '复制手机号',
      hint: '手机号以明文复制，请只用于通知本人办理。理由会记入操作记录。',
      reasons: ['通知登记', '提醒按时办理', '核对信息'],
      button: '复制',
      carryOut: (reason: string) => this.copyPhones(reason),
    }
    why.begin(asking, isWide())
  },
  async copyPhones(reason: string): Promise<string> {
    const all = await this.everybody(reason)
    if ('failure' in all) return deskFailureText(all.failure)
    const { text, count } = phonesToCopy(all.items)
    if (count > 0 && !(await copyText(text))) return ''
    this.setData({ said: { text: copiedText('手机号', count, all.items.length - count), tone: 'done' } })
    return ''
  },

  // ---------------------------------------------------------------- reminding
  /** Those of the group who have something to do get one message each, where they have allowed it. */
  async onRemind() {
    if (this.data.busy) return
    this.setData({ busy: true, said: SILENT })
    const all = await this.everybody()
    const said = 'failure' in all ? failed(all.failure) : await this.remind(all.items)
    this.setData({ busy: false, said })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
  async remind(items: readonly GapItem[]): Promise<typeof SILENT> {
    const names = namesById(items)
    const ids = [...names.keys()]
    if (ids.length === 0) return { text: NOBODY_TO_REMIND, tone: 'done' }
    const { confirm } = await wx.showModal({ title: REMIND_MANY.title(ids.length), content: REMIND_MANY.content })
    if (!confirm) return SILENT
    const reminded: ValueOf<'secretary', 'desk.remind'> = { reached: [], unreached: [] }
    for (let i = 0; i < ids.length; i += PEOPLE_AT_ONCE) {
      const answer = await call('secretary', 'desk.remind', { ids: ids.slice(i, i + PEOPLE_AT_ONCE) })
      if (!answer.ok) return failed(answer.error)
      reminded.reached.push(...answer.value.reached)
      reminded.unreached.push(...answer.value.unreached)
    }
    return remindedMany(reminded, names)
  },

  // ---------------------------------------------------------------- removing
  async onRemove({ currentTarget }: Tap<{ key: string; name: string }>) {
    const { key, name } = currentTarget.dataset
    const sure = await confirmed({
      title: `把${besideHan(name)}移出名单`,
      content: '只从新生名单中移出，不影响本人已提交的申请。以后可以重新导入。',
      confirmText: '移出',
    })
    if (!sure) return
    const answer = await call('secretary', 'roster.remove', { branchId: this.branchId, keys: [key] })
    if (!answer.ok) {
      this.setData({ said: failed(answer.error) })
      return
    }
    this.items = this.items.filter((item) => item.key !== key)
    const lines = this.data.lines.filter((line) => line.key !== key)
    this.setData({ lines, said: { text: `已把${besideHan(name)}移出名单。`, tone: 'done' } })
    if (lines.length === 0) await this.show()
  },
  onImport() {
    void wx.navigateTo({ url: deskUrl('roster', this.branchId) })
  },
})
