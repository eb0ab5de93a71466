import type { TransferView } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { call, commandId, type CallFailure } from '../../cloud'
import { NO_DRAFT, requestDraft, type LoadedDraft } from '../../draft'
import { moment } from '../../format'
import { loadMe } from '../../me'
import { goBack } from '../../navigation'
import {
  failureText,
  fieldText,
  goneOnText,
  NUMBER_HINT,
  outsideMessage,
  PRECHECKS_USED,
  REQUEST_HINT,
  REQUEST_TICK,
  REQUEST_TICK_MISSING,
  REQUEST_TITLE,
  troubleOf,
  type Trouble,
} from '../../texts'
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

type FieldEvent = WechatMiniprogram.CustomEvent<{ value: string }, Record<string, never>, { field: keyof Typed }>

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'trouble'
  trouble: Trouble | null
  title: string
  hint: string
  tick: string
  numberHint: string
  closed: Closed | null
  phase: 'form' | 'check'
  submitted: boolean
  typed: Typed
  errors: { name: string; idNumber: string; submitted: string }
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
  trouble: null,
  title: REQUEST_TITLE,
  hint: REQUEST_HINT,
  tick: REQUEST_TICK,
  numberHint: NUMBER_HINT,
  closed: null,
  phase: 'form',
  submitted: false,
  typed: { name: '', idNumber: '', memberNumber: '' },
  errors: { name: '', idNumber: '', submitted: '' },
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
  intent: '',
  sent: false,
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
  async load() {
    const fresh = this.transfer === null
    const [answer, draft] = await Promise.all([loadMe(), fresh ? requestDraft.load() : NO_DRAFT])
    if (!answer.ok) {
      this.setData({ state: 'trouble', trouble: troubleOf(answer.error) })
      return
    }
    if (!draft.ok) {
      this.setData({ state: 'trouble', trouble: troubleOf(draft.error) })
      return
    }
    const transfer = answer.value.transfers.find(({ id }) => id === this.id)
    if (transfer === undefined) {
      this.setData({ state: 'trouble', trouble: troubleOf({ code: 'NOT_FOUND' }) })
      return
    }
    this.transfer = transfer
    if (draft.value !== null) this.goOn(draft.value, transfer)
    this.setData({ state: 'ready', closed: closedFor(transfer, serverNow()) })
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
      submitted,
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
  onTick(event: WechatMiniprogram.CustomEvent<{ checked: boolean }>) {
    this.setData({ submitted: event.detail.checked, 'errors.submitted': '', message: '' })
    this.keepSoon()
  },
  onInput(event: FieldEvent) {
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
    requestDraft.keep(keptRequest(this.transfer, this.data.typed, this.data.submitted))
    void requestDraft.note().then((draft) => {
      this.setData({ draft })
    })
  },

  // ---------------------------------------------------------------- check, then send
  async onPrecheck() {
    if (this.data.busy) return
    const { typed, submitted } = this.data
    const errors = {
      name: typed.name.trim() === '' ? fieldText('name', 'required') : '',
      idNumber: typed.idNumber.trim() === '' ? fieldText('idNumber', 'required') : '',
      submitted: submitted ? '' : REQUEST_TICK_MISSING,
    }
    this.setData({ errors, message: '' })
    // The box stands first, above what is seen when the last field is filled in.
    if (!submitted) void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    if (Object.values(errors).some((error) => error !== '')) return
    this.setData({ busy: true })
    const answer = await call('member', 'transfer.precheck', { id: this.id, claimed: claimOf(typed) })
    this.setData({ busy: false })
    if (!answer.ok && answer.error.code !== 'TOO_MANY') {
      await this.refuse(answer.error)
      return
    }
    this.intent = commandId()
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
  async onSend() {
    if (this.data.busy || !this.transfer) return
    this.setData({ busy: true, message: '' })
    const { id, version } = this.transfer
    const claimed = claimOf(this.data.typed)
    const answer = await call('member', 'transfer.act', {
      id,
      version,
      commandId: this.intent,
      action: 'request',
      claimed,
    })
    this.setData({ busy: false })
    if (answer.ok) {
      this.sent = true
      requestDraft.forget()
      this.leave()
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
  /** Back to the transfer, which shows the result. */
  leave() {
    goBack(`/pages/transfer/transfer?id=${encodeURIComponent(this.id)}`)
  },
})
