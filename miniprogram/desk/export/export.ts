import type { Stage } from '../../../cloudfunctions/contract'
import type { Tap } from '../../events'
import { call, type CallFailure } from '../../cloud'
import type { Problem } from '../../texts'
import { copyText } from '../../wechat/clipboard'
import { onPhone, refusalOf } from '../../wechat/refusal'
import { whyFault } from '../components/why/view'
import { deskProblem, enterDesk } from '../desk'
import { deskFailureText } from '../texts/desk'
import { DOWNLOAD_MINUTES, REASON_LENGTH } from '../../limits'
import { dropFile, fetchFile, keepFile, type LocalFile } from './file'
import { EXPORT_REASONS, stageChoices, type StageChoice } from './view'

const NOT_KEPT = '手机没有写入文件，可能是存储空间不足。请清理后重试。'
const NOT_FETCHED = `表格太大，没有下载下来。请复制下载地址，${String(DOWNLOAD_MINUTES)} 分钟内在浏览器中打开。`
const NOT_OPENED = '没有打开。请改用“发送到聊天”，再从聊天中打开。'
const NOT_OPENED_ON_PC = '没有打开。请重试，或在手机上打开这一页导出，再发送到聊天。'
const NOT_SENT = '没有发送。请改用“打开”，再从右上角菜单保存或发送。'

Page({
  branchId: '',
  file: null as LocalFile | null,
  data: {
    reasonLength: REASON_LENGTH,
    state: 'loading',
    problem: null as Problem | null,
    name: '',
    choices: [] as StageChoice[],
    stage: 'all',
    reasons: EXPORT_REASONS,
    why: '',
    fault: '',
    failure: '',
    busy: false,
    /** Where it is to be had: a file on this phone, or an address. */
    ready: { name: '', url: '' },
    /** A PC's WeChat hands no file on. */
    sends: true,
    autosize: { minHeight: 72, maxHeight: 144 },
  },
  onLoad(query) {
    this.branchId = query.branch ?? ''
    this.setData({ sends: onPhone() })
    void this.enter()
  },
  onUnload() {
    this.drop()
  },
  async enter() {
    const answer = await enterDesk(this.branchId)
    if (!answer.ok || !answer.entrance.decides) {
      const error: CallFailure = answer.ok ? { code: 'READ_ONLY' } : answer.error
      this.setData({ state: 'problem', problem: deskProblem(error) })
      return
    }
    const { desk } = answer.entrance
    this.branchId = desk.id
    this.setData({ state: 'ready', name: desk.name, choices: stageChoices(desk.kind) })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.enter()
  },
  onStage(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ stage: event.detail.value })
  },
  onWhy(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ why: event.detail.value, fault: '' })
  },
  onReason(event: Tap<{ text: string }>) {
    this.setData({ why: event.currentTarget.dataset.text, fault: '' })
  },
  async onExport() {
    const { why, stage, busy } = this.data
    if (busy) return
    const fault = whyFault(why)
    this.setData({ fault, failure: '' })
    if (fault !== '') return
    this.setData({ busy: true })
    const answer = await call('secretary', 'desk.export', {
      branchId: this.branchId,
      ...(stage === 'all' ? {} : { stage: stage as Stage }),
      why: why.trim(),
    })
    if (!answer.ok) this.setData({ failure: deskFailureText(answer.error) })
    else if ('url' in answer.value) await this.fetch(answer.value.fileName, answer.value.url)
    else await this.keep(answer.value.fileName, answer.value.base64)
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
  onOpen() {
    if (this.file === null) return
    this.setData({ failure: '' })
    wx.openDocument({ filePath: this.file.path, fileType: 'xlsx', showMenu: true }).catch(() => {
      this.setData({ failure: this.data.sends ? NOT_OPENED : NOT_OPENED_ON_PC })
    })
  },
  onSend() {
    if (this.file === null) return
    this.setData({ failure: '' })
    const { path: filePath, name: fileName } = this.file
    wx.shareFileMessage({ filePath, fileName }).catch((error: unknown) => {
      if (refusalOf(error) !== 'cancelled') this.setData({ failure: NOT_SENT })
    })
  },
  onCopyUrl() {
    void copyText(this.data.ready.url)
  },
  onAgain() {
    this.drop()
    this.setData({ ready: { name: '', url: '' }, why: '', failure: '' })
  },
})
