import type { TransferView } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { call, commandId, type CallFailure } from '../../cloud'
import { NO_DRAFT, preparationDraft, type LoadedDraft } from '../../draft'
import type { Change, Tap } from '../../events'
import { addMonths, beijingDay } from '../../format'
import { loadMe } from '../../me'
import { goBack, goOn } from '../../navigation'
import {
  CHANNEL_OPTIONS,
  DONE,
  failureText,
  fieldText,
  fileMessage,
  GO_ON,
  HAND_IN_USUAL,
  handInText,
  letterLines,
  NOT_PREPARED_YET,
  ONLINE_NO_LETTER,
  partyMessage,
  PREPARE_ORDER,
  prepareHead,
  RECEIVING_NAME,
  SENT_TICK,
  SENT_TICK_MISSING,
  problemOf,
  VALID_DAYS_HINT,
  type PreparePhase,
  type Problem,
} from '../../texts'
import { copyText } from '../../wechat/clipboard'
import { copiesOf, letterUrl } from '../../transfer/view'
import { isProbationary } from '../../transfer/stages/party'
import {
  announcement,
  checkLines,
  closedText,
  faultsOf,
  firstUnfinished,
  freshPreparation,
  nextPhase,
  keptPreparation,
  letterNote,
  missingErrors,
  pageOfFault,
  prepareItems,
  savedPreparation,
  type CheckLine,
  type PrepareErrors,
  type PrepareItem,
  type Preparation,
} from './view'

type Ticks = 'file' | 'letterToCounsellor' | 'probationPapers'
type Typed = Exclude<keyof Preparation, Ticks | 'channel'>

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  closed: string
  contact: { name: string; phone: string }
  phase: PreparePhase
  text: ReturnType<typeof prepareHead>
  /** What leads on, by where it leads. */
  goOn: string
  given: Preparation | null
  items: PrepareItem[]
  probationary: boolean
  /** Where wheels stand at first, and the last that they reach. */
  today: string
  thisMonth: string
  until: string
  untilMonth: string
  handIn: string
  onlineNote: string
  channels: typeof CHANNEL_OPTIONS
  names: { label: string; value: string; note: string }[]
  letter: { label: string; value: string }[]
  daysHint: string
  note: { warning: string; ends: string }
  lines: CheckLine[]
  sentTick: string
  sent: boolean
  errors: PrepareErrors
  /** Whether what was filled in so far is kept. */
  draft: string
  message: string
  busy: boolean
}

const data: Data = {
  state: 'loading',
  problem: null,
  closed: '',
  contact: { name: '', phone: '' },
  phase: 'channel',
  text: prepareHead('channel', ''),
  goOn: GO_ON.next,
  given: null,
  items: [],
  probationary: false,
  today: '',
  thisMonth: '',
  until: '',
  untilMonth: '',
  handIn: '',
  onlineNote: ONLINE_NO_LETTER,
  channels: CHANNEL_OPTIONS,
  names: [],
  letter: [],
  daysHint: VALID_DAYS_HINT,
  note: { warning: '', ends: '' },
  lines: [],
  sentTick: '',
  sent: false,
  errors: {},
  draft: '',
  message: '',
  busy: false,
}

Page({
  id: '',
  transfer: null as TransferView | null,
  /** Names the announcement that is checked now: a second tap or a lost reply announces nothing twice. */
  command: '',
  announced: false,
  /** Somebody came from 核对信息 to change a line, and goes back there. */
  changing: false,
  data,
  onLoad(query) {
    this.id = query.id ?? ''
    void this.load(true)
  },
  onHide() {
    this.keep()
  },
  onUnload() {
    this.keep()
  },
  /** `fresh` fills the form; otherwise only the transfer's version is taken anew. */
  async load(fresh: boolean) {
    const [me, draft] = await Promise.all([loadMe(), fresh ? preparationDraft.load() : NO_DRAFT])
    if (!me.ok) {
      if (fresh) this.setData({ state: 'problem', problem: problemOf(me.error) })
      return
    }
    if (!draft.ok) {
      this.setData({ state: 'problem', problem: problemOf(draft.error) })
      return
    }
    const transfer = me.value.transfers.find(({ id, kind }) => id === this.id && kind === 'party')
    if (transfer === undefined) {
      this.setData({ state: 'problem', problem: problemOf({ code: 'NOT_FOUND' }) })
      return
    }
    this.transfer = transfer
    if (fresh) this.fill(transfer, draft.value)
    this.setData({ closed: closedText(transfer) })
  },
  fill(transfer: TransferView, draft: LoadedDraft | null) {
    const { branch } = transfer
    const today = beijingDay(serverNow())
    const until = addMonths(today, 24)
    const [name, ...others] = copiesOf(branch)
    const fresh = freshPreparation(transfer)
    const given = savedPreparation(fresh, draft?.data ?? null, transfer.id)
    this.setData({
      state: 'ready',
      contact: { name: branch.contact, phone: branch.phone },
      given,
      probationary: isProbationary(transfer),
      today,
      thisMonth: today.slice(0, 7),
      until,
      untilMonth: until.slice(0, 7),
      // Said already where the branch has neither a place nor dates of its own.
      handIn: handInText(branch) === HAND_IN_USUAL ? '' : handInText(branch),
      names: name === undefined ? [] : [{ ...name, label: RECEIVING_NAME }, ...others],
      letter: letterLines(branch),
    })
    this.draw()
    // What was answered here before is not asked again; what was announced may be what is to be changed.
    if (given.channel !== fresh.channel) this.go('list')
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load(true)
  },

  // ---------------------------------------------------------------- filling in
  onTick({ detail, currentTarget }: Change<{ checked: boolean }, { key: Ticks }>) {
    this.change(currentTarget.dataset.key, detail.checked)
  },
  onInput({ detail, currentTarget }: Change<{ value: string }, { key: Typed }>) {
    this.change(currentTarget.dataset.key, detail.value)
  },
  onChannel({ detail }: Change<{ value: 'online' | 'paper' }>) {
    this.setData({ sent: false })
    this.change('channel', detail.value)
    this.onNext()
  },
  onSent({ detail }: Change<{ checked: boolean }>) {
    this.setData({ sent: detail.checked, 'errors.sent': '' })
  },
  change<K extends keyof Preparation>(key: K, value: Preparation[K]) {
    this.setData({ [`given.${key}`]: value, [`errors.${key}`]: '', message: '' })
    this.draw()
    preparationDraft.soon(() => {
      this.keep()
    })
  },
  draw() {
    const { given } = this.data
    if (given && this.transfer) this.setData({ note: letterNote(given, this.transfer.branch, serverNow()) })
  },
  /** Keeps what is filled in, until it is announced. */
  keep() {
    const { given } = this.data
    if (this.announced || given === null || this.transfer === null) return
    preparationDraft.keep(keptPreparation(given, this.transfer))
    void preparationDraft.note().then((draft) => {
      this.setData({ draft })
    })
  },
  onCopyAsk() {
    void copyText(fileMessage())
  },
  onCopyMove() {
    if (this.transfer) void copyText(partyMessage(this.transfer.branch))
  },
  onLetter() {
    if (this.transfer) goOn(letterUrl(this.transfer))
  },

  // ---------------------------------------------------------------- going on
  onNext() {
    const { phase, given } = this.data
    if (given === null || this.transfer === null) return
    const errors = faultsOf(phase, this.transfer, given)
    this.setData({ errors, message: Object.keys(errors).length > 0 ? NOT_PREPARED_YET : '' })
    if (Object.keys(errors).length > 0) return
    if (this.changing) this.go(firstUnfinished(this.transfer, given))
    else this.go(nextPhase(phase, this.transfer, given))
  },
  onBack() {
    this.go(PREPARE_ORDER[PREPARE_ORDER.indexOf(this.data.phase) - 1] ?? 'channel')
  },
  onChange({ currentTarget }: Tap<{ phase: PreparePhase }>) {
    this.changing = true
    this.go(currentTarget.dataset.phase)
  },
  go(phase: PreparePhase) {
    const { given } = this.data
    if (given === null || this.transfer === null) return
    if (phase === 'check') {
      this.command = commandId()
      this.changing = false
    }
    const text = prepareHead(phase, given.channel)
    void wx.setNavigationBarTitle({ title: text.bar })
    this.setData({
      phase,
      text,
      goOn: this.changing ? GO_ON.back : GO_ON.next,
      items: prepareItems(this.transfer, given),
      message: '',
      lines: checkLines(this.transfer, given),
      sentTick: SENT_TICK[given.channel === 'paper' ? 'paper' : 'online'],
    })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  async onSend() {
    const { given, sent, busy } = this.data
    if (busy || given === null || this.transfer === null) return
    if (!sent) {
      this.setData({ errors: { sent: SENT_TICK_MISSING } })
      return
    }
    this.setData({ busy: true, message: '' })
    const { id, version } = this.transfer
    const answer = await call('member', 'transfer.act', {
      id,
      version,
      commandId: this.command,
      ...announcement(this.transfer, given),
    })
    this.setData({ busy: false })
    if (answer.ok) {
      this.announced = true
      preparationDraft.forget()
      void wx.showToast({ title: DONE.announced, icon: 'none' })
      goBack(`/pages/transfer/transfer?id=${encodeURIComponent(id)}`)
    } else await this.refuse(answer.error)
  },
  /** A refusal about the letter stands beside its field. */
  async refuse(error: CallFailure) {
    if (error.code === 'LETTER_EXPIRED') this.point('move', { issuedOn: failureText(error) })
    else if (error.code === 'BAD_INPUT') {
      const faults = error.detail.fields.map(({ path, rule }) => [
        path.slice(path.lastIndexOf('.') + 1),
        fieldText(path, rule),
      ])
      this.point(pageOfFault(faults[0]?.[0] ?? ''), Object.fromEntries(faults) as PrepareErrors)
    } else if (error.code === 'NOT_PREPARED') this.point('list', missingErrors(error.detail.missing))
    else this.setData({ message: failureText(error) })
    if (error.code === 'CHANGED_MEANWHILE' || error.code === 'NOT_NOW') await this.load(false)
  },
  point(phase: PreparePhase, errors: PrepareErrors) {
    this.go(phase)
    this.setData({ errors })
  },
})
