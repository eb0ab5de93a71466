import type { ExportColumn } from '../../../cloudfunctions/contract'
import { call } from '../../cloud'
import type { Change, Tap } from '../../events'
import { REASON_LENGTH } from '../../limits'
import { copyText } from '../../wechat/clipboard'
import { onPhone } from '../../wechat/refusal'
import { whyFault } from '../components/why/view'
import { deskPage, type Reading } from '../page'
import { deskFailureText } from '../texts/desk'
import { ARCHIVE_REASONS, EXPORT_REASONS, NO_COLUMN, NOT_FETCHED, NOT_KEPT } from '../texts/export'
import { dropFile, fetchFile, keepFile, openFile, sendFile, type LocalFile } from '../wechat/files'
import { takeChosen, type Chosen } from './chosen'
import { askedFor, columnChoices, firstPart, partChoices, type ColumnChoice, type PartChoice } from './view'

/** What the page shows. */
interface Data {
  reasonLength: number
  /** Everything of the branch, to be kept before people go. */
  archive: boolean
  parts: PartChoice[]
  part: PartChoice['value']
  columns: ColumnChoice[]
  /** The columns are offered. */
  choosing: boolean
  /** So many of them are chosen. */
  columnCount: number
  reasons: readonly string[]
  why: string
  fault: string
  failure: string
  busy: boolean
  /** Where it is to be had: a file on this phone, or an address. */
  ready: { name: string; url: string }
  /** A PC's WeChat hands no file on. */
  sends: boolean
  autosize: { minHeight: number; maxHeight: number }
}

const data: Data = {
  reasonLength: REASON_LENGTH,
  archive: false,
  parts: [],
  part: 'all',
  columns: [],
  choosing: false,
  columnCount: 0,
  reasons: EXPORT_REASONS,
  why: '',
  fault: '',
  failure: '',
  busy: false,
  ready: { name: '', url: '' },
  sends: true,
  autosize: { minHeight: 72, maxHeight: 144 },
}

deskPage({
  needs: 'decides',
  file: null as LocalFile | null,
  chosen: null as Chosen | null,
  data,
  begin(query) {
    const archive = query.archive === '1'
    this.chosen = archive ? null : takeChosen()
    this.setData({ sends: onPhone(), archive, reasons: archive ? ARCHIVE_REASONS : EXPORT_REASONS })
  },
  onUnload() {
    this.drop()
  },
  read(): Reading {
    const { kind } = this.entrance.desk
    const columns = columnChoices(kind)
    this.setData({
      parts: partChoices(kind, this.chosen),
      part: firstPart(this.chosen),
      columns,
      columnCount: columns.length,
    })
    return Promise.resolve(null)
  },
  onPart({ detail }: Change<{ value: PartChoice['value'] }>) {
    this.setData({ part: detail.value })
  },
  onColumns() {
    this.setData({ choosing: !this.data.choosing })
  },
  onColumn({ currentTarget }: Tap<{ key: ExportColumn }>) {
    const { key } = currentTarget.dataset
    const columns = this.data.columns.map((one) => (one.key === key ? { ...one, on: !one.on } : one))
    this.setData({ columns, columnCount: columns.filter(({ on }) => on).length, failure: '' })
  },
  onWhy({ detail }: Change<{ value: string }>) {
    this.setData({ why: detail.value, fault: '' })
  },
  onReason({ currentTarget }: Tap<{ text: string }>) {
    this.setData({ why: currentTarget.dataset.text, fault: '' })
  },
  async onExport() {
    const { why, part, columns, columnCount, archive, busy } = this.data
    if (busy) return
    const fault = whyFault(why)
    const failure = !archive && columnCount === 0 ? NO_COLUMN : ''
    this.setData({ fault, failure })
    if (fault !== '' || failure !== '') return
    this.setData({ busy: true })
    const reply = await call('secretary', 'desk.export', {
      branchId: this.branchId,
      ...askedFor(part, columns, this.chosen, archive),
      why: why.trim(),
    })
    if (!reply.ok) this.setData({ failure: deskFailureText(reply.error) })
    else if ('url' in reply.value) await this.fetch(reply.value.fileName, reply.value.url)
    else await this.keep(reply.value.fileName, reply.value.base64)
    this.setData({ busy: false })
  },
  async keep(fileName: string, base64: string) {
    this.drop()
    this.file = await keepFile(fileName, base64)
    if (this.file === null) this.setData({ failure: NOT_KEPT })
    else this.setData({ ready: { name: fileName, url: '' } })
  },
  /** One that was too large for a reply; where it does not come its address is left. */
  async fetch(fileName: string, url: string) {
    this.drop()
    this.file = await fetchFile(fileName, url)
    this.setData(
      this.file === null
        ? { failure: NOT_FETCHED, ready: { name: fileName, url } }
        : { ready: { name: fileName, url: '' } },
    )
  },
  drop() {
    if (this.file !== null) dropFile(this.file)
    this.file = null
  },
  async onOpen() {
    if (this.file === null) return
    this.setData({ failure: '' })
    this.setData({ failure: await openFile(this.file) })
  },
  async onSend() {
    if (this.file === null) return
    this.setData({ failure: '' })
    this.setData({ failure: await sendFile(this.file) })
  },
  onCopyUrl() {
    void copyText(this.data.ready.url)
  },
  onAgain() {
    this.drop()
    this.setData({ ready: { name: '', url: '' }, why: '', failure: '' })
  },
})
