import type { ChosenColumn, DeskSummary } from '../../../cloudfunctions/contract'
import type { Change, Tap } from '../../events'
import { serverNow } from '../../clock'
import { call, commandId, type CallFailure } from '../../cloud'
import { copyText } from '../../wechat/clipboard'
import { isWhy } from '../components/why/view'
import { deskUrl } from '../desk'
import { deskPage, type Reading } from '../page'
import {
  brokenText,
  doneText,
  rosterFailureText,
  undoneText,
  COPIED_REPORT,
  NOT_WHOLE,
  NOTHING_PASTED,
  PASTED,
  READING_TEXTS,
  resumeText,
  UNDO_ASKING,
} from '../texts/roster'
import { chooseSpreadsheet, readFile } from '../wechat/files'
import { isWide } from '../window'
import { PAGE_ROWS, ROSTER_ROWS } from '../../limits'
import { base64OfText, batchesOf, FILE_BYTES_AT_MOST, linesOf, partsOf, type Batch } from './file'
import { CHOICE_LABELS, CHOICES, samplesOf, sheetLines, withChoice, type SheetLine } from './reading'
import {
  added,
  listsOf,
  moreOf,
  NOTHING,
  previewOf,
  recentImports,
  reportOf,
  type Counts,
  type List,
  type Preview,
  type RecentImport,
  type RowList,
  type Tally,
} from './view'
import { dropUnfinished, isSameImport, keepUnfinished, unfinishedAt, type Unfinished } from './unfinished'

type Phase = 'choose' | 'paste' | 'columns' | 'working' | 'lost' | 'preview' | 'broken' | 'done' | 'undone'

/** What the page shows. */
interface Data {
  mostPeople: number
  pageRows: number
  phase: Phase
  roster: { size: number; missing: number } | null
  /** An import that broke off here before: what to do to go on; empty where there is none. */
  resume: string
  /** Imports that can still be taken back, the newest first. */
  recent: RecentImport[]
  /** Where the list is from. */
  source: string
  /** The place to paste into is there. */
  pasting: boolean
  pastedLines: number
  message: string
  progress: { text: string; percent: number }
  /** What was read, and which column is what. */
  sheets: SheetLine[]
  samples: ReturnType<typeof samplesOf>
  preview: Preview | null
  lists: RowList[]
  done: string
  copied: string
}

const data: Data = {
  mostPeople: ROSTER_ROWS.file,
  pageRows: PAGE_ROWS,
  phase: 'choose',
  roster: null,
  resume: '',
  recent: [],
  source: '',
  pasting: false,
  pastedLines: 0,
  message: '',
  progress: { text: '', percent: 0 },
  sheets: [],
  samples: [],
  preview: null,
  lists: [],
  done: '',
  copied: '',
}

/** How often a call whose time ended is repeated by itself: each goes on where the last one stopped. */
const REPEATS = 5

const NO_LIST: List = { rows: [], lines: [], sheets: [] }

/** A file on its way: what is sent already is not sent again. */
interface Upload {
  id: string
  /** Chosen by hand. */
  columns: ChosenColumn[]
  fileName: string
  parts: string[]
  sent: number
}

deskPage({
  needs: 'decides',
  pasted: '',
  upload: null as Upload | null,
  list: NO_LIST,
  batches: [] as Batch[],
  /** How many calls of the present run are answered. */
  answered: 0,
  tally: NOTHING,
  /** What the rehearsal said of each call: of one that was sent again nobody else tells what it did in all. */
  planned: [] as Counts[],
  /** The next call was sent before, and may have been carried out in part or in whole. */
  sentBefore: false,
  /** The one import, kept through what breaks off. */
  importId: '',
  /** The one that broke off when this page was left before. */
  unfinished: null as Unfinished | null,
  data,
  async read(): Reading {
    this.unfinished = unfinishedAt(this.branchId, serverNow())
    this.setData({ resume: this.unfinished === null ? '' : resumeText(this.unfinished) })
    void this.count()
    void this.listRecent()
    return Promise.resolve(null)
  },
  /** What was imported lately, by whomever; the page does without when that is not told. */
  async listRecent() {
    const { branchId } = this
    const [imported, undone] = await Promise.all([
      call('secretary', 'audit.list', { branchId, what: 'import' }),
      call('secretary', 'audit.list', { branchId, what: 'rosterUndo' }),
    ])
    if (imported.ok && undone.ok)
      this.setData({ recent: recentImports(imported.value.items, undone.value.items, serverNow()) })
  },
  onForget() {
    dropUnfinished(this.branchId)
    this.unfinished = null
    this.setData({ resume: '' })
  },
  /** How large the roster is; the page does without when that is not told. */
  async count() {
    const reply = await call('secretary', 'desk.summary', { branchId: this.branchId })
    if (reply.ok) this.setData({ roster: rosterOf(reply.value) })
  },

  // ---------------------------------------------------------------- where the list comes from
  async onFile() {
    this.setData({ message: '' })
    const file = await chooseSpreadsheet()
    if (typeof file === 'string') {
      this.setData({ message: file })
      return
    }
    if (file.size > FILE_BYTES_AT_MOST) {
      this.refuse({ code: 'BAD_FILE', detail: { rule: 'size' } })
      return
    }
    const base64 = await readFile(file.path)
    if (base64 === null) this.refuse({ code: 'BAD_FILE', detail: { rule: 'broken' } })
    else await this.send(file.name, base64, file.name)
  },
  onPasteWay() {
    this.pasted = ''
    this.setData({ phase: 'paste', pasting: true, message: '', pastedLines: 0 })
  },
  onPasted(event: Change<{ value: string }>) {
    this.pasted = event.detail.value
    this.setData({ pastedLines: linesOf(this.pasted), message: '' })
  },
  async onRead() {
    if (linesOf(this.pasted) < 2) {
      this.setData({ message: NOTHING_PASTED })
      return
    }
    await this.send('pasted.tsv', base64OfText(this.pasted), PASTED)
  },
  onBack() {
    this.list = NO_LIST
    this.upload = null
    this.setData({ phase: 'choose', pasting: false, message: '', preview: null, lists: [], sheets: [], samples: [] })
    void this.read()
  },
  refuse(error: CallFailure) {
    this.setData({
      phase: this.data.phase === 'working' ? 'choose' : this.data.phase,
      message: rosterFailureText(error),
    })
  },

  // ---------------------------------------------------------------- reading
  async send(fileName: string, base64: string, source: string) {
    this.upload = { id: commandId(), columns: [], fileName, parts: partsOf(base64), sent: 0 }
    this.setData({ source, message: '' })
    await this.readList(this.data.phase)
  },
  /** Sends the parts that are left; `from` is where a refusal leads back to. */
  async readList(from: Phase) {
    const { upload } = this
    if (upload === null) return
    const { id, columns, fileName, parts } = upload
    for (; upload.sent < parts.length; upload.sent += 1) {
      this.progress(READING_TEXTS.read, upload.sent, parts.length)
      const base64 = parts[upload.sent] ?? ''
      const part = { id, part: upload.sent + 1, parts: parts.length }
      const reply = await call('secretary', 'roster.read', {
        fileName,
        base64,
        ...(columns.length === 0 ? {} : { columns }),
        ...(parts.length === 1 ? {} : { upload: part }),
      })
      if (!reply.ok) {
        if (this.letChoose(reply.error)) return
        const again = reply.error.code === 'OFFLINE' || reply.error.code === 'TRY_AGAIN'
        this.setData({ phase: again ? 'lost' : from, message: rosterFailureText(reply.error) })
        return
      }
      if ('rows' in reply.value) {
        this.list = reply.value
        await this.rehearse()
        return
      }
    }
    // The parts waited too long and are gone: they have to be sent anew.
    upload.sent = 0
    this.setData({ phase: 'lost', message: NOT_WHOLE })
  },
  /** Where no rule knows the headings, somebody may say what they are; false where there is nothing to choose from. */
  letChoose(error: CallFailure): boolean {
    if (error.code !== 'BAD_FILE') return false
    const { rule, sheets = [] } = error.detail
    if (!rule.startsWith('heading') || !sheets.some(({ columns }) => columns.length > 0)) return false
    this.setData({
      phase: 'columns',
      pasting: false,
      message: rosterFailureText(error),
      sheets: sheetLines(sheets),
      samples: [],
    })
    return true
  },
  /** Says what a column is; the file is read again by it. */
  async onColumn({ currentTarget: { dataset } }: Tap<{ sheet: string; heading: string }>) {
    const { upload } = this
    if (upload === null) return
    const chosen = await wx.showActionSheet({ itemList: CHOICE_LABELS }).catch(() => null)
    if (chosen === null) return
    const { sheet, heading } = dataset
    const as = CHOICES[chosen.tapIndex]
    const columns = withChoice(upload.columns, { sheet, heading, ...(as === undefined ? {} : { as }) })
    this.list = NO_LIST
    this.upload = { ...upload, id: commandId(), columns, sent: 0 }
    await this.readList('columns')
  },
  async onReadAgain() {
    if (this.list.rows.length > 0) await this.rehearse()
    else await this.readList('choose')
  },
  /** What would happen, without doing it. */
  async rehearse() {
    const { unfinished, list } = this
    this.importId = isSameImport(unfinished, this.data.source, list.rows.length) ? unfinished.importId : commandId()
    this.planned = []
    this.begin()
    const failure = await this.run(true, READING_TEXTS.compare)
    if (failure !== null) {
      this.setData({ phase: 'lost', message: rosterFailureText(failure) })
      return
    }
    const { tally } = this
    this.pasted = ''
    this.setData({
      phase: 'preview',
      pasting: false,
      copied: '',
      sheets: sheetLines(this.list.sheets),
      samples: samplesOf(this.list.rows),
      preview: previewOf(tally),
      lists: listsOf(tally),
    })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  onMore({ currentTarget: { dataset } }: Tap<{ list: number }>) {
    const list = this.data.lists[dataset.list]
    if (list === undefined) return
    const place = (i: number) => `lists[${String(dataset.list)}].rows[${String(list.rows.length + i)}]`
    this.setData(Object.fromEntries(moreOf(this.tally, list).map((row, i) => [place(i), row])))
  },

  /** Everything that is said row by row, for whoever mends the list. */
  async onCopyReport() {
    const rows = this.data.phase === 'done' ? { ...this.tally, changes: [] } : this.tally
    if (await copyText(reportOf(rows))) this.setData({ copied: COPIED_REPORT })
  },

  // ---------------------------------------------------------------- taking it back
  onUndoRecent({ currentTarget: { dataset } }: Tap<{ id: string }>) {
    this.importId = dataset.id
    this.onUndo()
  },
  onUndo() {
    const why: object | null = this.selectComponent('#why')
    if (!isWhy(why)) return
    const { importId } = this
    const asking = { ...UNDO_ASKING, carryOut: (reason: string) => this.undo(importId, reason) }
    why.begin(asking, isWide())
  },
  async undo(importId: string, why: string): Promise<string> {
    for (let repeats = 0; ; repeats += 1) {
      const reply = await call('secretary', 'roster.undo', { importId, why })
      if (reply.ok) {
        this.onForget()
        this.setData({ phase: 'undone', done: undoneText(reply.value), lists: [], preview: null })
        void this.count()
        void this.listRecent()
        return ''
      }
      if (reply.error.code !== 'TRY_AGAIN' || repeats === REPEATS) return rosterFailureText(reply.error)
    }
  },

  // ---------------------------------------------------------------- importing
  begin() {
    this.batches = batchesOf(this.list.rows)
    this.answered = 0
    this.tally = NOTHING
    this.sentBefore = false
  },
  async onImport() {
    this.begin()
    this.remember(0)
    await this.goOn()
  },
  /** Imports what is left, under the same id. */
  async goOn() {
    const failure = await this.run(false, READING_TEXTS.importing)
    if (failure === null) {
      const { tally } = this
      // Of a call that was sent again the rehearsal tells, and only of that one which rows it changed.
      const lists = listsOf({ ...tally, changes: [] })
      this.upload = null
      this.onForget()
      this.setData({
        phase: 'done',
        copied: '',
        done: doneText(tally),
        preview: previewOf(tally),
        lists,
        sheets: [],
        samples: [],
      })
      void this.count()
      return
    }
    const done = this.batches[this.answered]?.start ?? 0
    this.setData({ phase: 'broken', message: brokenText(failure, done, this.list.rows.length) })
  },
  onGoOn() {
    void this.goOn()
  },
  /** One call after the other; answers why it stopped. */
  async run(dryRun: boolean, what: string): Promise<CallFailure | null> {
    const { list } = this
    for (; this.answered < this.batches.length; this.answered += 1) {
      const batch = this.batches[this.answered]
      if (batch === undefined) break
      this.progress(what, batch.start, list.rows.length, READING_TEXTS.rows)
      const reply = await this.ask(batch, dryRun)
      if (!reply.ok) return reply.error
      const counts = this.sentBefore ? (this.planned[this.answered] ?? reply.value) : reply.value
      if (dryRun) this.planned.push(reply.value)
      else this.remember(batch.start + batch.rows.length)
      this.sentBefore = false
      this.tally = this.add(counts, batch)
    }
    return null
  },
  /** Keeps how far it came, so that it goes on after the page was left. */
  remember(done: number) {
    const { importId, list } = this
    const total = list.rows.length
    keepUnfinished(this.branchId, { importId, source: this.data.source, done, total, at: serverNow() })
  },
  /** One call; again where its time ended before it was through, which is harmless. */
  async ask({ rows }: Batch, dryRun: boolean) {
    const { branchId, importId } = this
    for (let repeats = 0; ; repeats += 1) {
      const reply = await call('secretary', 'roster.import', { branchId, importId, rows, dryRun })
      if (reply.ok) return reply
      this.sentBefore = !dryRun
      if (reply.error.code !== 'TRY_AGAIN' || repeats === REPEATS) return reply
    }
  },
  add(counts: Parameters<typeof added>[1], batch: Batch): Tally {
    return added(this.tally, counts, batch.start, this.list)
  },
  progress(what: string, done: number, total: number, unit = '') {
    const text = total === 1 ? what : `${what} ${String(done)} / ${String(total)}${unit === '' ? '' : ` ${unit}`}`
    this.setData({ phase: 'working', message: '', progress: { text, percent: Math.round((done / total) * 100) } })
  },
  onGaps() {
    void wx.redirectTo({ url: deskUrl('gaps', this.branchId) })
  },
  onMatched() {
    void wx.redirectTo({ url: deskUrl('queue', this.branchId, '&filter=matched') })
  },
})

function rosterOf({ rosterSize, notRegistered }: DeskSummary): Data['roster'] {
  return { size: rosterSize, missing: notRegistered }
}
