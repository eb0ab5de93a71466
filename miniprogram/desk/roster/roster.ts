import type { ChosenColumn, DeskSummary } from '../../../cloudfunctions/contract'
import type { Tap } from '../../events'
import { call, commandId, type CallFailure } from '../../cloud'
import { copyText } from '../../wechat/clipboard'
import type { Problem } from '../../texts'
import { isWhy } from '../components/why/view'
import { deskProblem, deskUrl, enterDesk } from '../desk'
import { isWide } from '../window'
import { PAGE_ROWS, ROSTER_ROWS } from '../../limits'
import { chooseSpreadsheet } from './choosing'
import { base64OfText, batchesOf, FILE_BYTES_AT_MOST, linesOf, partsOf, type Batch } from './file'
import { CHOICE_LABELS, CHOICES, samplesOf, sheetLines, withChoice, type SheetLine } from './reading'
import {
  added,
  brokenText,
  doneText,
  listsOf,
  moreOf,
  NOTHING,
  previewOf,
  reportOf,
  rosterFailureText,
  undoneText,
  type Counts,
  type List,
  type Preview,
  type RowList,
  type Tally,
} from './view'

type Phase = 'choose' | 'paste' | 'columns' | 'working' | 'lost' | 'preview' | 'broken' | 'done' | 'undone'

/** What the page shows. */
interface Data {
  mostPeople: number
  pageRows: number
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  phase: Phase
  name: string
  roster: { size: number; missing: number } | null
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
  state: 'loading',
  problem: null,
  phase: 'choose',
  name: '',
  roster: null,
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

Page({
  branchId: '',
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
  data,
  onLoad(query) {
    this.branchId = query.branch ?? ''
    void this.load()
  },
  async load() {
    const answer = await enterDesk(this.branchId)
    if (!answer.ok) {
      this.setData({ state: 'problem', problem: deskProblem(answer.error) })
      return
    }
    const { desk, decides } = answer.entrance
    this.branchId = desk.id
    if (!decides) {
      this.setData({ state: 'problem', problem: deskProblem({ code: 'READ_ONLY' }) })
      return
    }
    this.setData({ state: 'ready', name: desk.name })
    void this.count()
  },
  onRetryLoad() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  /** How large the roster is; the page does without when that is not told. */
  async count() {
    const answer = await call('secretary', 'desk.summary', { branchId: this.branchId })
    if (answer.ok) this.setData({ roster: rosterOf(answer.value) })
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
    const base64 = await contentOf(file.path)
    if (base64 === null) this.refuse({ code: 'BAD_FILE', detail: { rule: 'broken' } })
    else await this.send(file.name, base64, file.name)
  },
  onPasteWay() {
    this.pasted = ''
    this.setData({ phase: 'paste', pasting: true, message: '', pastedLines: 0 })
  },
  onPasted(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.pasted = event.detail.value
    this.setData({ pastedLines: linesOf(this.pasted), message: '' })
  },
  async onRead() {
    if (linesOf(this.pasted) < 2) {
      this.setData({ message: '请先在表格软件中连同表头一起复制，再粘贴到上面。' })
      return
    }
    await this.send('pasted.tsv', base64OfText(this.pasted), '粘贴的表格')
  },
  onBack() {
    this.list = NO_LIST
    this.upload = null
    this.setData({ phase: 'choose', pasting: false, message: '', preview: null, lists: [], sheets: [], samples: [] })
    void this.count()
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
    await this.read(this.data.phase)
  },
  /** Sends the parts that are left; `from` is where a refusal leads back to. */
  async read(from: Phase) {
    const { upload } = this
    if (upload === null) return
    const { id, columns, fileName, parts } = upload
    for (; upload.sent < parts.length; upload.sent += 1) {
      this.progress('正在读取表格', upload.sent, parts.length)
      const base64 = parts[upload.sent] ?? ''
      const part = { id, part: upload.sent + 1, parts: parts.length }
      const answer = await call('secretary', 'roster.read', {
        fileName,
        base64,
        ...(columns.length === 0 ? {} : { columns }),
        ...(parts.length === 1 ? {} : { upload: part }),
      })
      if (!answer.ok) {
        if (this.letChoose(answer.error)) return
        const again = answer.error.code === 'OFFLINE' || answer.error.code === 'TRY_AGAIN'
        this.setData({ phase: again ? 'lost' : from, message: rosterFailureText(answer.error) })
        return
      }
      if ('rows' in answer.value) {
        this.list = answer.value
        await this.rehearse()
        return
      }
    }
    // The parts waited too long and are gone: they have to be sent anew.
    upload.sent = 0
    this.setData({ phase: 'lost', message: '文件没有传完整，请重试。' })
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
    await this.read('columns')
  },
  async onReadAgain() {
    if (this.list.rows.length > 0) await this.rehearse()
    else await this.read('choose')
  },
  /** What would happen, without doing it. */
  async rehearse() {
    this.importId = commandId()
    this.planned = []
    this.begin()
    const failure = await this.run(true, '正在比对名单')
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
    if (await copyText(reportOf(rows))) this.setData({ copied: '已复制。可以粘贴到表格里逐行核对。' })
  },

  // ---------------------------------------------------------------- taking it back
  onUndo() {
    const why: object | null = this.selectComponent('#why')
    if (!isWhy(why)) return
    const asking = {
      title: '撤销这次导入',
      hint: '这次新增的人移出名单，更新的恢复原样；后来又改过的不动。理由会记入操作记录。',
      reasons: ['导错了文件', '列对错了', '导到了别的支部'],
      button: '撤销这次导入',
      carryOut: (reason: string) => this.undo(reason),
    }
    why.begin(asking, isWide())
  },
  async undo(why: string): Promise<string> {
    const { importId } = this
    for (let repeats = 0; ; repeats += 1) {
      const answer = await call('secretary', 'roster.undo', { importId, why })
      if (answer.ok) {
        this.setData({ phase: 'undone', done: undoneText(answer.value), lists: [], preview: null })
        void this.count()
        return ''
      }
      if (answer.error.code !== 'TRY_AGAIN' || repeats === REPEATS) return rosterFailureText(answer.error)
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
    await this.goOn()
  },
  /** Imports what is left, under the same id. */
  async goOn() {
    const failure = await this.run(false, '正在导入')
    if (failure === null) {
      const { tally } = this
      // Of a call that was sent again the rehearsal tells, and only of that one which rows it changed.
      const lists = listsOf({ ...tally, changes: [] })
      this.upload = null
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
      this.progress(what, batch.start, list.rows.length, '行')
      const answer = await this.ask(batch, dryRun)
      if (!answer.ok) return answer.error
      const counts = this.sentBefore ? (this.planned[this.answered] ?? answer.value) : answer.value
      if (dryRun) this.planned.push(answer.value)
      this.sentBefore = false
      this.tally = this.add(counts, batch)
    }
    return null
  },
  /** One call; again where its time ended before it was through, which is harmless. */
  async ask({ rows }: Batch, dryRun: boolean) {
    const { branchId, importId } = this
    for (let repeats = 0; ; repeats += 1) {
      const answer = await call('secretary', 'roster.import', { branchId, importId, rows, dryRun })
      if (answer.ok) return answer
      this.sentBefore = !dryRun
      if (answer.error.code !== 'TRY_AGAIN' || repeats === REPEATS) return answer
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

/** A file as base64; null where it cannot be read. */
function contentOf(filePath: string): Promise<string | null> {
  return new Promise((resolve) => {
    wx.getFileSystemManager().readFile({
      filePath,
      encoding: 'base64',
      success: ({ data: content }) => {
        resolve(typeof content === 'string' ? content : null)
      },
      fail: () => {
        resolve(null)
      },
    })
  })
}
