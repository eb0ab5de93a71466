import type { DeskItem, DeskSummary, DeskTransfer, ValueOf } from '../../../cloudfunctions/contract'
import type { Change, Tap } from '../../events'
import { serverNow } from '../../clock'
import { call } from '../../cloud'
import { EXPORT_BY_ID, PAGE_ROWS, PEOPLE_AT_ONCE, SEARCH_LENGTH } from '../../limits'
import { goOn } from '../../navigation'
import { questionAbout } from '../case/view'
import type { Asked } from '../components/case-file/case-file'
import type { Decided, Verdict } from '../decided'
import { isDecision, type Question } from '../components/decision/view'
import { decidesAt, deskUrl, opensFiles } from '../desk'
import { chooseForExport, type Chosen } from '../export/chosen'
import { isShiftHeld, listenToKeys, type Key } from '../keyboard'
import { deskPage, NO_NOTICE, type Reading } from '../page'
import { Reminding } from '../remind'
import { deskFailureText, nextOpenedText, resultOf, resultOfOne } from '../texts/desk'
import {
  firstPages,
  PASTED,
  queueTitle,
  readingText,
  SORT_LABELS,
  SORTS,
  stoppedReadingText,
  TRUNCATED,
} from '../texts/queue'
import { isWide } from '../window'
import { REMIND_MANY, remindedInList, remindedSoFar, remindingText, remindRestLabel } from '../texts/reminding'
import {
  belongs,
  emptyText,
  filtersOf,
  firstFilter,
  firstSort,
  hintOf,
  isFilter,
  isMixed,
  keptFilter,
  peopleIn,
  filtersAsked,
  queryOf,
  type FilterChoice,
  type FilterKey,
  type Sort,
} from './filters'
import { follow } from './following'
import { People } from './people'
import type { Picked } from '../pick/view'
import { barOf, choiceOf, isRemindable, itemOf, questionOf, type Bar, type Row } from './view'

type Page = ValueOf<'secretary', 'desk.list'>

const TYPING_PAUSE_MS = 300
/** A table that fills a window of a PC. */
const WIDE_ROWS = 2 * PAGE_ROWS
/** So far below the top a row comes to stand that was out of sight. */
const ROWS_ABOVE = 8
const NOBODY = -1

/**
 * What was said below the list. After a decision the list can be read anew, which forgets who was chosen; `stops`: what is
 * under way can be stopped; `rest` offers to go on with those who are left.
 */
const NOTHING_NOTED = { ...NO_NOTICE, decided: false, stops: false, rest: '' }

deskPage({
  chooses: true,
  people: new People(),
  summary: null as DeskSummary | null,
  next: undefined as string | undefined,
  /** A search looked no further. */
  truncated: false,
  /** So many of the people are on the screen. */
  shown: 0,
  /** Which reading of the list is the latest: an older reply is dropped. */
  reading: 0,
  /** What failed was the next page, or reading everybody, not the list itself. */
  failedMore: false,
  failedAll: false,
  /** Everybody is read no further. */
  stopping: false,
  /** What stands in the field of the search; after a pause it is looked for. */
  typed: '',
  typing: undefined as ReturnType<typeof setTimeout> | undefined,
  /** Opened on a page of its own: read anew on coming back. */
  visited: '',
  /** The reminding that is on its way, or broke off. */
  reminding: null as Reminding | null,
  /** The decision under way is about the open file, not about the chosen. */
  aboutFile: false,
  /** About whom was just decided. */
  done: new Set<string>(),
  /** Where the choice began that Shift makes longer. */
  chosenLast: NOBODY,
  /** Hears no keys any more. */
  deaf: (): void => undefined,
  data: {
    searchLength: SEARCH_LENGTH,
    opens: true,
    decides: false,
    filters: [] as FilterChoice[],
    filter: firstFilter('league'),
    text: '',
    sort: firstSort(),
    sortLabel: SORT_LABELS[firstSort()],
    /** The list itself: `loading`, `ready`, `more` or `all`, which reads everybody. */
    list: 'loading',
    listProblem: '',
    progress: '',
    rows: [] as Row[],
    choice: { count: '', mark: 'none', everybody: '' },
    hint: '',
    /** There are more people than are shown. */
    more: false,
    /** The list is of names that were pasted, whatever the filter. */
    pasted: false,
    empty: '',
    bar: null as Bar | null,
    notice: NOTHING_NOTED,
    /** What was just decided can be taken back. */
    undo: false,
    /** In a wide window the list is a table, and the file stands beside it. */
    wide: false,
    /** The row at which the keyboard is. */
    at: NOBODY,
    open: '',
    stamp: 0,
    fileNote: NO_NOTICE,
    skeleton: [1, 2, 3, 4, 5].map(() => ({ width: '100%', height: '104rpx', borderRadius: '24rpx' })),
  },
  begin({ filter }) {
    this.setData({ wide: isWide(), ...(isFilter(filter) ? { filter } : {}) })
  },
  onShow() {
    this.deaf = listenToKeys((key) => {
      this.press(key)
    })
    const id = this.visited
    this.visited = ''
    if (id !== '') void this.refreshOne(id)
  },
  onHide() {
    this.deaf()
  },
  onUnload() {
    this.deaf()
    follow(null)
    clearTimeout(this.typing)
  },
  onResize({ size }) {
    const wide = isWide(size.windowWidth)
    if (wide === this.data.wide) return
    this.setData({ wide, at: NOBODY })
    if (wide) this.openFirst()
  },
  onReachBottom() {
    void this.showMore()
  },

  // ---------------------------------------------------------------- which branch
  entered() {
    const { desk } = this.entrance
    this.people = new People(decidesAt(desk))
    this.summary = null
    void wx.setNavigationBarTitle({ title: queueTitle(desk.kind) })
    this.forget()
    this.setData({
      state: 'ready',
      opens: opensFiles(desk),
      decides: decidesAt(desk),
      filters: filtersOf(desk, null),
      filter: keptFilter(this.data.filter, desk.kind),
      text: '',
      open: '',
    })
    this.typed = ''
    follow({ decided: (detail) => this.settle(detail), next: (id) => this.nextOf(id) })
  },
  onSummary() {
    goOn(deskUrl('summary', this.branchId))
  },
  /** The other pages of the desk, from its first one. */
  async onPages() {
    const pages = firstPages(this.entrance.desk.kind)
    const chosen = await wx.showActionSheet({ itemList: pages.map(({ title }) => title) }).catch(() => null)
    const page = chosen === null ? undefined : pages[chosen.tapIndex]?.page
    if (page === 'export') chooseForExport(this.exported())
    if (page !== undefined) goOn(deskUrl(page, this.branchId))
  },

  /** Whom a file can be about alone: those who are chosen or whose names were pasted, else, or where they are too many to name, those of the list. */
  exported(): Chosen {
    const chosen = this.people.chosen()
    const ids = (chosen.length === 0 && this.data.pasted ? this.people.items : chosen).map(({ id }) => id)
    return ids.length > 0 && ids.length <= EXPORT_BY_ID ? { ids } : filtersAsked(this.data)
  },

  // ---------------------------------------------------------------- the list
  onFilter({ currentTarget }: Tap<{ key: FilterKey }>) {
    this.look({ filter: currentTarget.dataset.key })
  },
  /** Who was searched for in a part is looked for among all. */
  onEverywhere() {
    this.look({ filter: 'all' })
  },
  onText({ detail }: Change<{ value: string }>) {
    if (detail.value === this.typed) return
    this.typed = detail.value
    clearTimeout(this.typing)
    this.typing = setTimeout(() => {
      this.look({})
    }, TYPING_PAUSE_MS)
  },
  onSort({ currentTarget }: Tap<{ sort: Sort }>) {
    this.look({ sort: currentTarget.dataset.sort })
  },
  /** On a phone the order is chosen by name: there are no headings. */
  async onOrder() {
    const chosen = await wx.showActionSheet({ itemList: SORTS.map((sort) => SORT_LABELS[sort]) }).catch(() => null)
    const sort = chosen === null ? undefined : SORTS[chosen.tapIndex]
    if (sort !== undefined && sort !== this.data.sort) this.look({ sort })
  },
  /** Another list, by what stands in the field of the search by now: nobody of the old one stays on the screen. */
  look(at: Partial<{ filter: FilterKey; sort: Sort }>) {
    clearTimeout(this.typing)
    const { sort = this.data.sort } = at
    this.setData({ ...at, text: this.typed, sortLabel: SORT_LABELS[sort] })
    this.forget()
    void this.read()
  },
  forget() {
    this.people.clear()
    this.next = undefined
    this.truncated = false
    this.shown = 0
    this.chosenLast = NOBODY
    this.setData({
      rows: [],
      more: false,
      bar: null,
      empty: '',
      hint: '',
      pasted: false,
      at: NOBODY,
    })
  },
  /** How many there are of each; a desk does without when that is not told. */
  async count() {
    const { branchId } = this
    const reply = await call('secretary', 'desk.summary', { branchId })
    if (!reply.ok || branchId !== this.branchId) return
    this.summary = reply.value
    this.setData({ filters: filtersOf(this.entrance.desk, reply.value) })
    this.sum()
  },
  /** Reads the list from its beginning; what was there stays when that fails, and where nobody was the list says so itself. */
  async read(): Reading {
    const reading = ++this.reading
    this.failedMore = false
    this.failedAll = false
    this.setData({ list: 'loading', listProblem: '', stale: '', notice: NOTHING_NOTED })
    void this.count()
    const reply = await this.ask(undefined, this.data.wide ? WIDE_ROWS : PAGE_ROWS)
    if (reading !== this.reading) return null
    if (!reply.ok) {
      const kept = this.people.items.length > 0
      this.setData({ list: 'ready', listProblem: kept ? '' : deskFailureText(reply.error) })
      return kept ? reply.error : null
    }
    this.forget()
    this.keep(reply.value)
    this.extend(this.people.items.length)
    this.setData({ list: 'ready' })
    if (this.data.wide) this.openFirst()
    return null
  },
  ask(cursor: string | undefined, limit: number) {
    return call('secretary', 'desk.list', queryOf(this.branchId, this.data, cursor, limit))
  },
  keep({ items, next, truncated }: Page) {
    this.next = next
    this.truncated ||= truncated === true
    this.people.append(items)
  },
  /** The next people: of those who were read already, else the next page. */
  async showMore() {
    if (this.data.list !== 'ready' || !this.data.more) return
    if (this.shown < this.people.items.length) this.extend(this.shown + PAGE_ROWS)
    else await this.readOn(PAGE_ROWS)
  },
  async readOn(limit: number) {
    const { reading } = this
    this.setData({ list: 'more', listProblem: '' })
    const reply = await this.ask(this.next, limit)
    if (reading !== this.reading) return
    this.failedMore = !reply.ok
    this.setData({ list: 'ready', listProblem: reply.ok ? '' : deskFailureText(reply.error) })
    if (!reply.ok) return
    this.keep(reply.value)
    this.extend(this.people.items.length)
  },
  onReadMore() {
    void this.showMore()
  },
  onRefresh() {
    void this.refresh()
  },
  onMore() {
    if (this.failedMore) void this.showMore()
    else if (this.failedAll) void this.onEverybody()
    else void this.refresh()
  },

  // ---------------------------------------------------------------- on the screen
  /** Puts people on the screen up to so many. */
  extend(to: number) {
    const from = this.shown
    this.shown = Math.min(to, this.people.items.length)
    this.draw(Array.from({ length: this.shown - from }, (_, i) => from + i))
    this.sum()
  },
  /** Only what is new or changed goes to the screen, a page at a time. */
  draw(places: number[]) {
    const { text, filter, pasted } = this.data
    const mixed = pasted || text.trim() !== '' || isMixed(filter)
    const at = { now: serverNow(), mixed, overdueAfterDays: this.entrance.desk.overdueAfterDays }
    const shown = places.filter((place) => place < this.shown)
    for (let start = 0; start < shown.length; start += PAGE_ROWS) {
      const rows = shown.slice(start, start + PAGE_ROWS).flatMap((place) => {
        const item = this.people.items[place]
        return item === undefined ? [] : [[`rows[${String(place)}]`, this.people.row(item, at)] as const]
      })
      this.setData(Object.fromEntries(rows))
    }
  },
  redraw(ids: readonly string[]) {
    this.draw(this.people.placesOf(ids))
    this.sum()
  },
  /** What is said of all of them together. */
  sum() {
    const { desk } = this.entrance
    const { pasted, text, filter } = this.data
    const { items } = this.people
    const more = this.next !== undefined || this.shown < items.length
    const people = text.trim() === '' && !pasted ? peopleIn(filter, this.summary) : null
    this.setData({
      more,
      choice: choiceOf(this.people.tally(), this.shown, this.next !== undefined, people),
      hint: pasted ? PASTED : this.truncated ? TRUNCATED : hintOf(this.data, items),
      empty: items.length === 0 ? emptyText(this.data, desk) : '',
      bar: barOf(this.people.chosen(), { ...desk, reminds: decidesAt(desk) }),
    })
  },

  // ---------------------------------------------------------------- names that were pasted
  onPaste() {
    void wx.navigateTo({
      url: deskUrl('pick', this.branchId),
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
    clearTimeout(this.typing)
    this.typed = ''
    this.setData({ text: '' })
    this.forget()
    this.setData({ list: 'ready', listProblem: '', notice: NOTHING_NOTED, pasted: true })
    this.people.append(items)
    this.people.choose(chosen)
    this.extend(this.data.wide ? WIDE_ROWS : PAGE_ROWS)
    if (this.data.wide) this.openFirst()
  },

  // ---------------------------------------------------------------- choosing
  onChoose({ currentTarget }: Tap<{ index: number }>) {
    this.chooseAt(currentTarget.dataset.index)
  },
  /** One more or one less; with Shift all from the last one on. */
  chooseAt(place: number) {
    const item = this.people.items[place]
    if (item === undefined) return
    this.setData({ notice: NOTHING_NOTED, at: this.data.wide ? place : NOBODY })
    if (isShiftHeld() && this.chosenLast !== NOBODY) {
      this.redraw(this.people.chooseRange(this.chosenLast, place))
    } else {
      this.people.toggle(item)
      this.redraw([item.id])
    }
    this.chosenLast = place
  },
  /** All that are there, or none; of a list that is not long the rest is read first. */
  async onChooseAll() {
    const all = this.data.choice.mark !== 'on'
    this.setData({ notice: NOTHING_NOTED })
    const { reading } = this
    const left = PEOPLE_AT_ONCE - this.people.items.length
    if (all && this.next !== undefined && left > 0 && this.data.list === 'ready') await this.readOn(left)
    if (reading === this.reading) this.redraw(this.people.chooseAll(all))
  },
  /** Everybody of the filter, also those who are not on the screen: they are read first, so that it is known who they are. */
  async onEverybody() {
    if (this.data.list !== 'ready') return
    const { reading } = this
    this.stopping = false
    this.failedAll = false
    const isStopped = (): boolean => this.stopping
    this.setData({ notice: NOTHING_NOTED })
    const people = this.data.text.trim() === '' ? peopleIn(this.data.filter, this.summary) : null
    while (this.next !== undefined && !isStopped()) {
      this.setData({ list: 'all', listProblem: '', progress: readingText(this.people.items.length, people) })
      const reply = await this.ask(this.next, PEOPLE_AT_ONCE)
      if (reading !== this.reading) return
      if (!reply.ok) {
        this.failedAll = true
        this.setData({ list: 'ready', listProblem: deskFailureText(reply.error) })
        return
      }
      this.keep(reply.value)
    }
    this.setData({ list: 'ready' })
    this.redraw(this.people.chooseAll(true))
    if (this.next === undefined) return
    this.setData({ notice: { ...NOTHING_NOTED, text: stoppedReadingText(this.people.items.length), tone: 'wait' } })
  },
  /** Those who were read by then are chosen, and the rest can be chosen from there. */
  onStopReading() {
    this.stopping = true
  },

  // ---------------------------------------------------------------- the keyboard of a PC
  press(key: Key) {
    const decision: object | null = this.selectComponent('#decision')
    if (!this.data.wide || this.shown === 0 || (isDecision(decision) && decision.isOpen())) return
    const { at } = this.data
    if (key === 'enter') this.openAt(at)
    else if (key === 'space') this.chooseAt(at)
    else this.moveTo(Math.min(Math.max(at + (key === 'up' ? -1 : 1), 0), this.shown - 1))
  },
  moveTo(place: number) {
    const from = this.data.at
    this.setData({ at: place })
    if (isShiftHeld() && from !== NOBODY) this.redraw(this.people.chooseRange(from, place))
    this.bringIntoSight(place)
    if (place === this.shown - 1) void this.showMore()
  },
  bringIntoSight(place: number) {
    const { windowHeight } = wx.getWindowInfo()
    const query = this.createSelectorQuery()
    query.select(`#row-${String(place)}`).boundingClientRect()
    query.select('#table-head').boundingClientRect()
    query.select('#bar').boundingClientRect()
    query.exec(([row, head, bar]: ({ top: number; bottom: number; height: number } | null)[]) => {
      if (row === undefined || row === null) return
      const isInSight = row.top >= (head?.height ?? 0) && row.bottom <= windowHeight - (bar?.height ?? 0)
      const selector = `#row-${String(Math.max(0, place - ROWS_ABOVE))}`
      if (!isInSight) void wx.pageScrollTo({ selector, duration: 0 })
    })
  },

  // ---------------------------------------------------------------- opening
  onOpen({ currentTarget }: Tap<{ index: number }>) {
    this.openAt(currentTarget.dataset.index)
  },
  openAt(place: number) {
    const item = this.people.items[place]
    if (item === undefined || !this.data.opens) return
    if (this.data.wide) {
      this.setData({ at: place })
      if (item.id !== this.data.open) this.setData({ open: item.id, fileNote: NO_NOTICE })
      return
    }
    this.visited = item.id
    this.setData({ notice: NOTHING_NOTED })
    goOn(`/desk/case/case?id=${encodeURIComponent(item.id)}`)
  },
  /** Beside a list that was read anew: the same file anew, else the first one. */
  openFirst() {
    const { items } = this.people
    if (!this.data.opens) return
    if (items.some(({ id }) => id === this.data.open)) this.setData({ stamp: this.data.stamp + 1 })
    else this.setData({ open: items[0]?.id ?? '', fileNote: NO_NOTICE })
  },
  onOpened({ detail }: Change<{ transfer: DeskTransfer }>) {
    this.take(detail.transfer)
  },
  async refreshOne(id: string) {
    const reply = await call('secretary', 'desk.open', { id })
    if (reply.ok) this.take(reply.value)
  },
  take(transfer: DeskTransfer) {
    if (this.people.take(itemOf(transfer), (item) => this.holds(item))) this.redraw([transfer.id])
  },
  holds(item: DeskItem): boolean {
    return this.data.pasted || belongs(item, this.data.filter)
  },
  /** Whose file a page of its own opens next; it is read anew on coming back. */
  nextOf(id: string): string | undefined {
    const next = this.people.nextAfter(id)?.id
    this.visited = next ?? ''
    return next
  },

  // ---------------------------------------------------------------- deciding
  onAct({ currentTarget }: Tap<{ verdict: Verdict }>) {
    this.aboutFile = false
    this.begins(questionOf(currentTarget.dataset.verdict, this.people.chosen(), this.entrance.desk))
  },
  onAskFile({ detail }: Change<Asked>) {
    this.aboutFile = true
    this.begins(questionAbout(detail))
  },
  begins(question: Question) {
    this.setData({ notice: NOTHING_NOTED, fileNote: NO_NOTICE })
    const decision: object | null = this.selectComponent('#decision')
    if (isDecision(decision)) decision.begin(question, this.data.wide)
  },
  async onDone({ detail }: Change<Decided>) {
    const moved = this.settle(detail)
    if (this.aboutFile) this.setData({ fileNote: resultOfOne(detail) })
    else this.report(detail)
    void this.count()
    this.goOn(detail)
    // What moved meanwhile is read anew, so that the next decision is about what is now.
    for (const id of moved) await this.refreshOne(id)
  },
  /** Takes in what was decided; answers who has to be read anew. */
  settle(detail: Decided): string[] {
    const { changed, moved } = this.people.settle(detail, (item) => this.holds(item))
    this.redraw(changed)
    return moved
  },
  /** Beside the list the next file opens once this one is decided about; one that was refused stays, and is read anew. */
  goOn({ verdict, outcomes, result }: Decided) {
    const { open, wide, stamp } = this.data
    const outcome = outcomes.find(({ id }) => id === open)
    if (!wide || outcome === undefined) return
    const next = outcome.ok && verdict !== 'undo' ? this.people.nextAfter(open) : undefined
    if (next === undefined) {
      this.setData({ stamp: stamp + 1 })
      return
    }
    const [place = NOBODY] = this.people.placesOf([next.id])
    const [before = NOBODY] = this.people.placesOf([open])
    const name = this.people.items[before]?.name ?? ''
    const fileNote = this.aboutFile ? nextOpenedText(verdict, result, name) : NO_NOTICE
    this.setData({ open: next.id, at: place < this.shown ? place : NOBODY, fileNote })
    if (place < this.shown) this.bringIntoSight(place)
  },

  /** What came of it for many, who can be taken back at once. */
  report(detail: Decided) {
    const done = detail.verdict === 'undo' ? [] : detail.outcomes.flatMap(({ id, ok }) => (ok ? [id] : []))
    this.done = new Set(done)
    this.setData({ notice: { ...NOTHING_NOTED, ...resultOf(detail), decided: true }, undo: this.undoable().length > 0 })
  },
  undoable(): DeskItem[] {
    return this.people.items.filter(({ id, allowedActions }) => this.done.has(id) && allowedActions.includes('undo'))
  },
  onUndo() {
    this.aboutFile = false
    this.begins(questionOf('undo', this.undoable(), this.entrance.desk))
  },

  // ---------------------------------------------------------------- reminding
  /** Those of the chosen whose own step is next get one message each, where they have allowed it. */
  async onRemind() {
    const ids = this.people
      .chosen()
      .filter(isRemindable)
      .map(({ id }) => id)
    const { confirm } = await wx.showModal({ title: REMIND_MANY.title(ids.length), content: REMIND_MANY.content })
    if (!confirm) return
    this.reminding = new Reminding(ids, (answered, all) => {
      const text = remindingText(answered, all)
      this.setData({ notice: { ...NOTHING_NOTED, text, tone: 'wait', stops: all > PEOPLE_AT_ONCE } })
    })
    await this.remind()
  },
  /** Reminds those who are left; what is known is said, whatever list is shown by then. */
  async remind() {
    const { reminding, branchId } = this
    if (reminding === null) return
    const failure = await reminding.run()
    if (branchId !== this.branchId) return
    const { reminded } = reminding
    const { left, goesOn } = reminding.leftAfter(failure)
    const { errors, ...said } = remindedInList(reminded)
    this.redraw(this.people.tell(errors))
    const notice = { ...NOTHING_NOTED, ...remindedSoFar(said, reminded, left, failure) }
    this.setData({ notice: { ...notice, rest: goesOn ? remindRestLabel(left) : '' } })
  },
  onStopReminding() {
    this.reminding?.stop()
    this.setData({ 'notice.stops': false })
  },
  onRemindRest() {
    void this.remind()
  },
})
