import type { Claimed, TransferView } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { call, commandId, type CallFailure } from '../../cloud'
import { NO_DRAFT, requestDraft, type LoadedDraft } from '../../draft'
import type { Change } from '../../events'
import { moment } from '../../format'
import { loadMe } from '../../me'
import { goBack } from '../../navigation'
import { notLoaded } from '../../refresh'
import {
  ALREADY_SUBMITTED,
  DONE,
  failureText,
  fieldText,
  goneOnText,
  NUMBER_HINT,
  outsideMessage,
  PRECHECKS_USED,
  REQUEST_HINT,
  REQUEST_ONLY,
  REQUEST_TITLE,
  problemOf,
  type Problem,
  whenQuestion,
} from '../../texts'
import { declareEarly } from '../../transfer/declare'
import { copyText } from '../../wechat/clipboard'
import {
  claimLines,
  claimOf,
  closedFor,
  keptRequest,
  precheckPage,
  readRequest,
  type ClaimLine,
  type Closed,
  type Typed,
} from './view'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  /** Why what is shown could not be loaded anew, and how old it is. */
  stale: string
  title: string
  hint: string
  numberHint: string
  closed: Closed | null
  /** When it was submitted is asked first. */
  phase: 'when' | 'form' | 'check'
  when: ReturnType<typeof whenQuestion> | null
  only: string
  already: string
  typed: Typed
  errors: { name: string; idNumber: string }
  lines: ClaimLine[]
  result: { tone: string; text: string; send: boolean } | null
  message: string
  busy: boolean
  /** What was filled in from the draft. */
  goneOn: string
  /** Whether what was filled in so far is kept. */
  draft: string
}

const data: Data = {
  state: 'loading',
  problem: null,
  stale: '',
  title: REQUEST_TITLE,
  hint: REQUEST_HINT,
  numberHint: NUMBER_HINT,
  closed: null,
  phase: 'when',
  when: null,
  only: REQUEST_ONLY,
  already: ALREADY_SUBMITTED,
  typed: { name: '', idNumber: '', memberNumber: '' },
  errors: { name: '', idNumber: '' },
  lines: [],
  result: null,
  message: '',
  busy: false,
  goneOn: '',
  draft: '',
}

Page({
  id: '',
  transfer: null as TransferView | null,
  /** One per claim that was checked: a second tap or a lost reply records nothing twice. */
  command: '',
  sent: false,
  loadedAt: 0,
  data,
  onLoad(query) {
    this.id = query.id ?? ''
    void this.load()
  },
  onHide() {
    this.keep()
  },
  onUnload() {
    this.keep()
  },
  async onPullDownRefresh() {
    await this.load()
    void wx.stopPullDownRefresh()
  },
  async load() {
    const fresh = this.transfer === null
    const [answer, draft] = await Promise.all([loadMe(), fresh ? requestDraft.load() : NO_DRAFT])
    if (!answer.ok) {
      this.setData(notLoaded(answer.error, this.loadedAt))
      return
    }
    if (!draft.ok) {
      this.setData(notLoaded(draft.error, this.loadedAt))
      return
    }
    const transfer = answer.value.transfers.find(({ id }) => id === this.id)
    if (transfer === undefined) {
      this.setData({ state: 'problem', problem: problemOf({ code: 'NOT_FOUND' }) })
      return
    }
    this.transfer = transfer
    if (draft.value !== null) this.goOn(draft.value, transfer)
    const now = serverNow()
    this.loadedAt = now
    this.setData({
      state: 'ready',
      stale: '',
      closed: closedFor(transfer, now),
      when: whenQuestion(transfer.readyAt ?? transfer.since, now),
    })
  },
  /** Goes on with what was kept, as long as it is still to be recorded. */
  goOn(draft: LoadedDraft, transfer: TransferView) {
    const kept = readRequest(draft.data, transfer)
    if (kept === null) {
      if (draft.data.about === this.id) requestDraft.forget()
      return
    }
    const { submitted, name, idNumber, memberNumber } = kept
    this.setData({
      phase: submitted ? 'form' : 'when',
      typed: { name, idNumber, memberNumber },
      goneOn: goneOnText(moment(draft.savedAt, serverNow())),
    })
    this.keep()
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  onCopy() {
    if (this.transfer) void copyText(outsideMessage(this.transfer, serverNow()))
  },
  onAfter() {
    this.setData({ phase: 'form', message: '' })
    this.keep()
  },
  /** Submitted before the time: said once, and the transfer goes on saying it. */
  async onEarly() {
    if (this.data.busy) return
    this.setData({ busy: true, message: '' })
    const answer = await declareEarly(this.id)
    this.setData({ busy: false })
    if (answer.ok) this.leave(DONE.early)
    else await this.refuse(answer.error)
  },
  onInput(event: Change<{ value: string }, { field: keyof Typed }>) {
    const { field } = event.currentTarget.dataset
    this.setData({ [`typed.${field}`]: event.detail.value, [`errors.${field}`]: '', message: '' })
    this.keepSoon()
  },
  keepSoon() {
    requestDraft.soon(() => {
      this.keep()
    })
  },
  /** Keeps what is filled in, until it is sent. */
  keep() {
    if (this.transfer === null || this.sent || this.data.closed !== null) return
    requestDraft.keep(keptRequest(this.transfer, this.data.typed, this.data.phase !== 'when'))
    void requestDraft.note().then((draft) => {
      this.setData({ draft })
    })
  },

  // ---------------------------------------------------------------- check, then send
  async onPrecheck() {
    if (this.data.busy) return
    const { typed } = this.data
    const errors = {
      name: typed.name.trim() === '' ? fieldText('name', 'required') : '',
      idNumber: typed.idNumber.trim() === '' ? fieldText('idNumber', 'required') : '',
    }
    this.setData({ errors, message: '' })
    if (Object.values(errors).some((error) => error !== '')) return
    this.setData({ busy: true })
    const answer = await call('member', 'transfer.precheck', { id: this.id, claimed: claimOf(typed) })
    this.setData({ busy: false })
    if (!answer.ok && answer.error.code !== 'TOO_MANY') {
      await this.refuse(answer.error)
      return
    }
    this.command = commandId()
    const result = answer.ok ? precheckPage(answer.value) : { tone: 'wait', text: PRECHECKS_USED, send: true }
    this.setData({ phase: 'check', lines: claimLines(typed), result })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  onChange() {
    this.setData({ phase: 'form', message: '' })
  },
  /** It is one's own side that is wrong; what was typed stays in the draft until an approval of its own. */
  onAmend() {
    void wx.redirectTo({ url: `/pages/amend/amend?id=${encodeURIComponent(this.id)}` })
  },
  onSend() {
    void this.send({ claimed: claimOf(this.data.typed) })
  },
  /** Known that it was submitted, not what. */
  onOnly() {
    if (this.command === '') this.command = commandId()
    void this.send({})
  },
  async send(what: { claimed?: Claimed }) {
    if (this.data.busy || !this.transfer) return
    this.setData({ busy: true, message: '' })
    const { id, version } = this.transfer
    const answer = await call('member', 'transfer.act', {
      id,
      version,
      commandId: this.command,
      action: 'request',
      ...what,
    })
    this.setData({ busy: false })
    if (answer.ok) {
      this.sent = true
      requestDraft.forget()
      this.leave(DONE.submitted)
    } else await this.refuse(answer.error)
  },
  async refuse(error: CallFailure) {
    this.setData({ message: failureText(error) })
    if (
      error.code === 'CHANGED_MEANWHILE' ||
      error.code === 'NOT_NOW' ||
      error.code === 'WAIT_NOT_OVER' ||
      error.code === 'NOT_APPROVED'
    )
      await this.load()
  },
  onLeave() {
    this.back()
  },
  leave(done: string) {
    void wx.showToast({ title: done, icon: 'none' })
    this.back()
  },
  /** Back to the transfer, which shows the result. */
  back() {
    goBack(`/pages/transfer/transfer?id=${encodeURIComponent(this.id)}`)
  },
})
