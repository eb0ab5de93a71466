import type { DeskItem, DeskTransfer } from '../../../cloudfunctions/contract'
import type { Tap } from '../../events'
import { serverNow } from '../../clock'
import { call } from '../../cloud'
import { problemOf, type Tone, type Problem } from '../../texts'
import { PAGE_ROWS, PEOPLE_AT_ONCE } from '../../limits'
import { questionAbout } from '../case/view'
import type { Asked } from '../components/case-file/case-file'
import type { Decided, Verdict } from '../decided'
import { isDecision, type Question } from '../components/decision/view'
import { deskUrl, choicesOf, decidesAt, loadDesks, opensFiles, type Desk, type DeskChoice } from '../desk'
import { deskFailureText, resultOf, resultOfOne, queueTitle, TOO_MANY_CHOSEN } from '../texts/desk'
import { isWide } from '../window'
import { REMIND_MANY, remindedInList } from '../texts/reminding'
import {
  belongs,
  emptyText,
  filtersOf,
  firstFilter,
  hintOf,
  isFilter,
  keptFilter,
  queryOf,
  type FilterChoice,
  type FilterKey,
} from './filters'
import { People } from './people'
import type { Picked } from '../pick/view'
import { barOf, choiceOf, isRemindable, itemOf, questionOf, type Bar, type Row } from './view'

const TYPING_PAUSE_MS = 300

const SILENT = { text: '', tone: 'done' as Tone }

/** What was said below the list; after a decision it can be read anew, which forgets who was chosen. */
const NOTHING_SAID = { ...SILENT, decided: false }

Page({
  people: new People(),
  desks: [] as Desk[],
  desk: null as Desk | null,
  wantedBranch: '',
  next: undefined as string | undefined,
  /** Which reading of the list is the latest: an older reply is dropped. */
  reading: 0,
  /** What failed was the next page, not the list itself. */
  failedMore: false,
  typing: undefined as ReturnType<typeof setTimeout> | undefined,
  /** Opened on a page of its own: read anew on coming back. */
  visited: '',
  /** A reminder is on its way. */
  reminding: false,
  /** The decision under way is about the open file, not about the chosen. */
  aboutFile: false,
  /** About whom was just decided. */
  done: [] as string[],
  data: {
    /** `loading`, `problem`, `choose` (a branch) or `ready`. */
    state: 'loading',
    problem: null as Problem | null,
    choices: [] as DeskChoice[],
    desk: { name: '', several: false, opens: true },
    filters: [] as FilterChoice[],
    filter: firstFilter('league'),
    text: '',
    /** The list itself: `loading`, `ready` or `more`. */
    list: 'loading',
    listProblem: '',
    rows: [] as Row[],
    choice: { count: '', mark: 'none', label: '' },
    hint: '',
    /** There are more people than are shown. */
    more: false,
    /** The list is of names that were pasted, whatever the filter. */
    pasted: false,
    empty: '',
    bar: null as Bar | null,
    said: NOTHING_SAID,
    /** What was just decided can be taken back. */
    undo: false,
    /** The file beside the list in a wide window. */
    wide: false,
    open: '',
    stamp: 0,
    fileNote: SILENT,
    skeleton: [1, 2, 3, 4].map(() => ({ width: '100%', height: '136rpx', borderRadius: '24rpx' })),
  },
  onLoad(query) {
    // What stands in the definition is shared by all pages of the kind.
    this.people = new People()
    this.wantedBranch = query.branch ?? ''
    this.setData({ wide: isWide(), ...(isFilter(query.filter) ? { filter: query.filter } : {}) })
    void this.start()
  },
  onShow() {
    const id = this.visited
    this.visited = ''
    if (id !== '') void this.refreshOne(id)
  },
  onUnload() {
    clearTimeout(this.typing)
  },
  onResize({ size }) {
    const wide = isWide(size.windowWidth)
    if (wide === this.data.wide) return
    this.setData({ wide })
    if (wide) this.openFirst()
  },
  async onPullDownRefresh() {
    if (this.desk === null) await this.start()
    else await this.read()
    void wx.stopPullDownRefresh()
  },
  onReachBottom() {
    void this.readMore()
  },

  // ---------------------------------------------------------------- which branch
  async start() {
    const answer = await loadDesks()
    if (!answer.ok) {
      this.setData({ state: 'problem', problem: problemOf(answer.error) })
      return
    }
    this.desks = answer.desks
    const only = this.desks.length === 1 ? this.desks[0] : undefined
    const desk = this.desks.find(({ id }) => id === this.wantedBranch) ?? only
    if (desk) this.enter(desk)
    else this.onOtherDesk()
  },
  onSummary() {
    if (this.desk !== null) void wx.navigateTo({ url: deskUrl('summary', this.desk.id) })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.start()
  },
  onDesk({ currentTarget }: Tap<{ id: string }>) {
    const desk = this.desks.find(({ id }) => id === currentTarget.dataset.id)
    if (desk) this.enter(desk)
  },
  onOtherDesk() {
    this.setData({ state: 'choose', choices: choicesOf(this.desks), bar: null, said: NOTHING_SAID, open: '' })
  },
  enter(desk: Desk) {
    this.desk = desk
    this.people = new People(decidesAt(desk))
    void wx.setNavigationBarTitle({ title: queueTitle(desk.kind) })
    this.setData({
      state: 'ready',
      desk: { name: desk.name, several: this.desks.length > 1, opens: opensFiles(desk) },
      filters: filtersOf(desk, null),
      filter: keptFilter(this.data.filter, desk.kind),
      text: '',
    })
    void this.readAnew()
  },

  // ---------------------------------------------------------------- the list
  onFilter({ currentTarget }: Tap<{ key: FilterKey }>) {
    clearTimeout(this.typing)
    this.setData({ filter: currentTarget.dataset.key, text: '' })
    void this.readAnew()
  },
  onText({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    if (detail.value === this.data.text) return
    clearTimeout(this.typing)
    this.typing = setTimeout(() => {
      this.setData({ text: detail.value })
      void this.readAnew()
    }, TYPING_PAUSE_MS)
  },
  /** How many there are of each; a desk does without when that is not told. */
  async count() {
    const { desk } = this
    if (desk === null) return
    const answer = await call('secretary', 'desk.summary', { branchId: desk.id })
    if (answer.ok && desk === this.desk) this.setData({ filters: filtersOf(desk, answer.value) })
  },
  /** Another list: nobody of the old one stays on the screen. */
  async readAnew() {
    this.forget()
    await this.read()
  },
  forget() {
    this.people.clear()
    this.next = undefined
    this.setData({ rows: [], more: false, bar: null, empty: '', hint: '', pasted: false })
  },
  /** Reads the list from its beginning; what was there stays when that fails. */
  async read() {
    if (this.desk === null) return
    const reading = ++this.reading
    this.failedMore = false
    this.setData({ list: 'loading', listProblem: '', said: NOTHING_SAID })
    void this.count()
    const answer = await call('secretary', 'desk.list', queryOf(this.desk.id, this.data.filter, this.data.text))
    if (reading !== this.reading) return
    if (!answer.ok) {
      this.setData({ list: 'ready', listProblem: deskFailureText(answer.error) })
      return
    }
    this.forget()
    this.append(answer.value)
    if (this.data.wide) this.openFirst()
  },
  /** The next page; where all are to be chosen as many as one decision may hold. */
  async readMore(limit = PAGE_ROWS) {
    if (this.desk === null || this.next === undefined || this.data.list !== 'ready') return
    const { reading } = this
    this.setData({ list: 'more', listProblem: '' })
    const query = queryOf(this.desk.id, this.data.filter, this.data.text, this.next, limit)
    const answer = await call('secretary', 'desk.list', query)
    if (reading !== this.reading) return
    this.failedMore = !answer.ok
    if (answer.ok) this.append(answer.value)
    else this.setData({ list: 'ready', listProblem: deskFailureText(answer.error) })
  },
  onRefresh() {
    void this.read()
  },
  onReadMore() {
    void this.readMore()
  },
  onMore() {
    if (this.failedMore) void this.readMore()
    else void this.read()
  },
  append({ items, next }: { items: DeskItem[]; next?: string }) {
    this.next = next
    this.draw(this.people.append(items))
    this.setData({ list: 'ready', more: next !== undefined })
  },
  /** Only what is new or changed goes to the screen, a page at a time. */
  draw(indices: number[]) {
    const { text, filter } = this.data
    const mixed = this.data.pasted || text.trim() !== '' || filter === 'absent'
    const at = { now: serverNow(), mixed, overdueAfterDays: this.desk?.overdueAfterDays ?? 0 }
    for (let start = 0; start < indices.length; start += PAGE_ROWS) {
      const rows = indices.slice(start, start + PAGE_ROWS).flatMap((i) => {
        const item = this.people.items[i]
        return item === undefined ? [] : [[`rows[${String(i)}]`, this.people.row(item, at)] as const]
      })
      this.setData(Object.fromEntries(rows))
    }
    const { rows } = this.data
    this.setData({
      choice: choiceOf(rows, this.next !== undefined, PEOPLE_AT_ONCE),
      hint: this.data.pasted
        ? '按粘贴的姓名找到的人，选中的排在前面。换一个状态即回到全部。'
        : hintOf(filter, text, this.people.items),
      empty: rows.length === 0 && this.desk !== null ? emptyText(filter, text, this.desk) : '',
      bar: this.desk && barOf(this.people.chosen(), { ...this.desk, reminds: decidesAt(this.desk) }),
    })
  },
  redraw(ids: readonly string[]) {
    const wanted = new Set(ids)
    this.draw(this.people.items.flatMap(({ id }, i) => (wanted.has(id) ? [i] : [])))
  },

  // ---------------------------------------------------------------- names that were pasted
  onPaste() {
    if (this.desk === null) return
    void wx.navigateTo({
      url: deskUrl('pick', this.desk.id),
      events: {
        picked: (picked: Picked) => {
          this.onPicked(picked)
        },
      },
    })
  },
  /** The people who were found take the list's place; those who can be decided about are chosen. */
  onPicked({ items, chosen }: Picked) {
    this.reading += 1
    this.forget()
    this.setData({ list: 'ready', listProblem: '', text: '', said: NOTHING_SAID, pasted: true })
    const indices = this.people.append(items)
    this.people.choose(chosen)
    this.draw(indices)
    if (this.data.wide) this.openFirst()
  },

  // ---------------------------------------------------------------- choosing and opening
  onChoose({ currentTarget }: Tap<{ index: number }>) {
    const item = this.people.items[currentTarget.dataset.index]
    if (item === undefined) return
    const taken = this.people.toggle(item)
    this.setData({ said: taken ? NOTHING_SAID : { text: TOO_MANY_CHOSEN, tone: 'wait', decided: false } })
    this.redraw([item.id])
  },
  async onChooseAll() {
    const all = this.data.choice.mark !== 'on'
    this.setData({ said: NOTHING_SAID })
    const { reading } = this
    const shown = this.people.items.length
    if (all && shown < PEOPLE_AT_ONCE) await this.readMore(PEOPLE_AT_ONCE - shown)
    if (reading === this.reading) this.redraw(this.people.chooseAll(all))
  },
  onOpen({ currentTarget }: Tap<{ index: number }>) {
    const item = this.people.items[currentTarget.dataset.index]
    if (item === undefined || !this.data.desk.opens) return
    if (this.data.wide) {
      if (item.id !== this.data.open) this.setData({ open: item.id, fileNote: SILENT })
      return
    }
    this.visited = item.id
    this.setData({ said: NOTHING_SAID })
    void wx.navigateTo({ url: `/desk/case/case?id=${encodeURIComponent(item.id)}` })
  },
  /** Beside a list that was read anew: the same file anew, else the first one. */
  openFirst() {
    const { items } = this.people
    if (!this.data.desk.opens) return
    if (items.some(({ id }) => id === this.data.open)) this.setData({ stamp: this.data.stamp + 1 })
    else this.setData({ open: items[0]?.id ?? '', fileNote: SILENT })
  },
  onOpened({ detail }: WechatMiniprogram.CustomEvent<{ transfer: DeskTransfer }>) {
    this.take(detail.transfer)
  },
  async refreshOne(id: string) {
    const answer = await call('secretary', 'desk.open', { id })
    if (answer.ok) this.take(answer.value)
  },
  take(transfer: DeskTransfer) {
    if (this.people.take(itemOf(transfer), (item) => this.holds(item))) this.redraw([transfer.id])
  },
  holds(item: DeskItem): boolean {
    return this.data.pasted || belongs(item, this.data.filter, this.data.text)
  },

  // ---------------------------------------------------------------- deciding
  onAct({ currentTarget }: Tap<{ verdict: Verdict }>) {
    if (this.desk === null) return
    this.aboutFile = false
    this.ask(questionOf(currentTarget.dataset.verdict, this.people.chosen(), this.desk))
  },
  onAskFile({ detail }: WechatMiniprogram.CustomEvent<Asked>) {
    this.aboutFile = true
    this.ask(questionAbout(detail))
  },
  ask(question: Question) {
    this.setData({ said: NOTHING_SAID, fileNote: SILENT })
    const decision: object | null = this.selectComponent('#decision')
    if (isDecision(decision)) decision.begin(question, this.data.wide)
  },
  async onDone({ detail }: WechatMiniprogram.CustomEvent<Decided>) {
    const { changed, moved } = this.people.settle(detail, (item) => this.holds(item))
    this.redraw(changed)
    if (this.aboutFile) this.setData({ fileNote: resultOfOne(detail) })
    else this.say(detail)
    void this.count()
    if (changed.includes(this.data.open)) this.setData({ stamp: this.data.stamp + 1 })
    // What moved meanwhile is read anew, so that the next decision is about what is now.
    for (const id of moved) await this.refreshOne(id)
  },

  /** What came of it for many, who can be taken back at once. */
  say(detail: Decided) {
    this.done = detail.verdict === 'undo' ? [] : detail.outcomes.flatMap(({ id, ok }) => (ok ? [id] : []))
    this.setData({ said: { ...resultOf(detail), decided: true }, undo: this.undoable().length > 0 })
  },
  undoable(): DeskItem[] {
    return this.people.items.filter(
      ({ id, allowedActions }) => this.done.includes(id) && allowedActions.includes('undo'),
    )
  },
  onUndo() {
    if (this.desk === null) return
    this.aboutFile = false
    this.ask(questionOf('undo', this.undoable(), this.desk))
  },

  // ---------------------------------------------------------------- reminding
  /** Those of the chosen whose transfer goes on get one message each, where they have allowed it. */
  async onRemind() {
    const ids = this.people
      .chosen()
      .filter(isRemindable)
      .map(({ id }) => id)
    const { confirm } = await wx.showModal({ title: REMIND_MANY.title(ids.length), content: REMIND_MANY.content })
    if (!confirm || this.reminding) return
    this.reminding = true
    const { reading } = this
    const answer = await call('secretary', 'desk.remind', { ids })
    this.reminding = false
    if (reading !== this.reading) return
    if (!answer.ok) {
      this.setData({ said: { text: deskFailureText(answer.error), tone: 'bad', decided: false } })
      return
    }
    const { text, tone, errors } = remindedInList(answer.value)
    this.redraw(this.people.tell(errors))
    this.setData({ said: { text, tone, decided: false } })
  },
})
