import type { AccountView, BranchView, TransferView } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { call, commandId, type CallFailure } from '../../cloud'
import type { Change } from '../../events'
import { amendmentDraft, NO_DRAFT, type LoadedDraft } from '../../draft'
import { moment } from '../../format'
import { loadMe } from '../../me'
import { goBack, goOn } from '../../navigation'
import {
  AMEND_HINT,
  AMENDED,
  IDENTITY_OPTIONS,
  amendWarning,
  failureText,
  goneOnText,
  NOTHING_CHANGED,
  OWN_NUMBER,
  PARTY_OPTIONS,
  numberHint,
  problemOf,
  type Problem,
} from '../../texts'
import { errorsOf, ownReason, type Errors } from '../register/view'
import { REASON_LENGTH } from '../../limits'
import {
  asksAgain,
  asksReason,
  changed,
  changeLines,
  changesOf,
  checkOf,
  closedBranch,
  keptAmendment,
  keptText,
  mayEmptyNumber,
  movesTo,
  newReason,
  openFields,
  readAmendment,
  type Amendment,
} from './view'

type FieldEvent = Change<{ value: string }, { field: keyof Amendment }>

/** What the page shows. */
interface Data {
  reasonLength: number
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  phase: 'form' | 'check'
  hint: string
  warning: string
  /** The branch takes nobody new in now: until when it did, whom to call; null while it does. */
  closed: { text: string; contact: string; phone: string } | null
  fields: Amendment
  identities: typeof IDENTITY_OPTIONS
  parties: typeof PARTY_OPTIONS
  kept: { idNumber: string; phone: string; memberNumber: string }
  /** Whether there is a League membership to mend. */
  member: boolean
  number: { label: string; hint: string }
  /** The registered number may be taken out. */
  mayEmpty: boolean
  mayMove: boolean
  branchName: string
  branchId: string
  searching: boolean
  /** The reason for leaving, where it is asked; the branch's list is a help. */
  asksReason: boolean
  reasons: { value: string; label: string }[]
  reason: string
  /** A reason of one's own, which is not on the list. */
  other: string
  lines: { key: string; label: string; value: string }[]
  errors: Errors
  message: string
  /** The ID number is registered to somebody: help stands beside the message. */
  taken: boolean
  busy: boolean
  /** What was filled in from the draft. */
  goneOn: string
  /** Whether what was filled in so far is kept. */
  draft: string
}

const data: Data = {
  reasonLength: REASON_LENGTH,
  state: 'loading',
  problem: null,
  phase: 'form',
  hint: AMEND_HINT,
  warning: '',
  closed: null,
  fields: {
    name: '',
    idNumber: '',
    phone: '',
    joinedOn: '',
    memberNumber: '',
    withoutNumber: false,
    identity: '',
    party: '',
  },
  identities: IDENTITY_OPTIONS,
  parties: PARTY_OPTIONS,
  kept: { idNumber: '', phone: '', memberNumber: '' },
  member: true,
  number: numberHint(''),
  mayEmpty: false,
  /** Another branch can be chosen while nobody has approved. */
  mayMove: false,
  branchName: '',
  branchId: '',
  searching: false,
  asksReason: false,
  reasons: [],
  reason: '',
  other: '',
  lines: [],
  errors: {},
  message: '',
  taken: false,
  busy: false,
  goneOn: '',
  draft: '',
}

Page({
  /** The transfer that asked for it; empty where the account did. */
  id: '',
  transfer: null as TransferView | null,
  account: null as AccountView | null,
  branch: null as BranchView | null,
  /** Names one sending and its retries. */
  commandId: '',
  sent: false,
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
  /** `fresh` fills the fields; otherwise what is registered is taken anew, and what was changed here stays. */
  async load(fresh: boolean): Promise<boolean> {
    const [reply, draft] = await Promise.all([loadMe(), fresh ? amendmentDraft.load() : NO_DRAFT])
    if (!reply.ok) {
      if (fresh) this.setData({ state: 'problem', problem: problemOf(reply.error) })
      else this.refuse(reply.error)
      return false
    }
    if (!draft.ok) {
      this.setData({ state: 'problem', problem: problemOf(draft.error) })
      return false
    }
    const transfer = this.id === '' ? null : reply.value.transfers.find(({ id }) => id === this.id)
    const { account, transfers } = reply.value
    if (transfer === undefined || account === null) {
      const code = transfer === undefined ? 'NOT_FOUND' : 'NOT_REGISTERED'
      this.setData({ state: 'problem', problem: problemOf({ code }) })
      return false
    }
    const changes = this.account === null ? {} : changesOf(this.data.fields, this.account)
    this.transfer = transfer
    this.account = account
    if (fresh) {
      this.fill(transfer, account, transfers)
      if (draft.value !== null) await this.goOn(draft.value, account, transfer)
      this.offerEmpty()
    } else this.setData({ fields: changed(openFields(account, transfers), changes) })
    return true
  },
  fill(transfer: TransferView | null, account: AccountView, transfers: readonly TransferView[]) {
    this.setData({
      state: 'ready',
      warning: transfer?.kind === 'league' ? amendWarning(transfer.stage) : '',
      closed: transfer === null ? null : closedBranch(transfer, serverNow()),
      fields: openFields(account, transfers),
      kept: {
        idNumber: account.idReleased === true ? OWN_NUMBER : keptText(account.idNumber),
        phone: keptText(account.phone),
        memberNumber: keptText(account.memberNumber),
      },
      member: account.identity !== 'nonmember',
      number: numberHint(account.joinedOn ?? ''),
      mayMove: transfer?.allowedActions.includes('amend') === true,
      branchName: transfer?.branch.fullName ?? '',
      branchId: transfer?.branch.id ?? '',
      asksReason: transfer !== null && asksReason(transfer),
      reasons: (transfer?.branch.reasons ?? []).map((value) => ({ value, label: value })),
      reason: transfer?.reason ?? '',
      other: ownReason(transfer?.branch.reasons, transfer?.reason),
    })
  },
  /** Goes on with what was kept, as long as what it would change is still the same. */
  async goOn(draft: LoadedDraft, account: AccountView, transfer: TransferView | null) {
    const kept = readAmendment(draft.data, account, transfer)
    if (kept === null) {
      if (draft.data.about === this.id) amendmentDraft.forget()
      return
    }
    const { changes, branchId, branchName, reason } = kept
    const fields = changed(this.data.fields, changes)
    const leaving = reason || this.data.reason
    this.setData({
      fields,
      number: numberHint(fields.joinedOn),
      reason: leaving,
      other: ownReason(transfer?.branch.reasons, leaving),
      goneOn: goneOnText(moment(draft.savedAt, serverNow())),
    })
    if (branchName !== '') await this.findBranch(branchId, branchName)
    this.keep()
  },
  async findBranch(branchId: string, text: string) {
    const reply = await call('member', 'branch.find', { kind: 'league', text })
    const branch = reply.ok ? reply.value.find(({ id }) => id === branchId) : undefined
    if (branch === undefined) return
    this.branch = branch
    this.setData({ branchId: branch.id, branchName: branch.fullName })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load(true)
  },
  onInput(event: FieldEvent) {
    const { field } = event.currentTarget.dataset
    const { value } = event.detail
    const joined = field === 'joinedOn' ? { number: numberHint(value) } : {}
    this.setData({ [`fields.${field}`]: value, [`errors.${field}`]: '', message: '', ...joined })
    this.offerEmpty()
    this.keepSoon()
  },
  onEmpty(event: Change<{ checked: boolean }>) {
    const { checked } = event.detail
    this.setData({ 'fields.withoutNumber': checked, 'fields.memberNumber': '', 'errors.memberNumber': '', message: '' })
    this.keepSoon()
  },
  /** Another month may make the number one that must be there. */
  offerEmpty() {
    const mayEmpty = this.account !== null && mayEmptyNumber(this.account, this.data.fields)
    const typed = this.data.fields.memberNumber.trim() !== ''
    this.setData({ mayEmpty, ...(mayEmpty && !typed ? {} : { 'fields.withoutNumber': false }) })
  },
  onReason(event: Change<{ value: string }>) {
    this.setData({ reason: event.detail.value, other: '', message: '' })
    this.keepSoon()
  },
  onOther(event: Change<{ value: string }>) {
    this.setData({ reason: event.detail.value, other: event.detail.value, message: '' })
    this.keepSoon()
  },
  onSearch() {
    this.setData({ searching: true })
  },
  onBranch(event: Change<{ branch: BranchView }>) {
    this.branch = event.detail.branch
    const { id, fullName } = event.detail.branch
    this.setData({ branchId: id, branchName: fullName, searching: false, message: '' })
    this.keepSoon()
  },
  keepSoon() {
    amendmentDraft.soon(() => {
      this.keep()
    })
  },
  /** Keeps what would change, until it is sent. */
  keep() {
    const { account, transfer, branch, sent } = this
    if (sent || account === null || this.data.state !== 'ready') return
    const changes = changesOf(this.data.fields, account)
    amendmentDraft.keep(keptAmendment(changes, account, transfer, branch, this.data.reason))
    void amendmentDraft.note().then((draft) => {
      this.setData({ draft })
    })
  },

  // ---------------------------------------------------------------- check, then send
  async onCheck() {
    const { account, transfer } = this
    if (this.data.busy || !account) return
    const changes = changesOf(this.data.fields, account)
    const move = transfer && movesTo(transfer, this.branch)
    if (account.idReleased === true && changes.idNumber === undefined) {
      this.setData({ 'errors.idNumber': OWN_NUMBER })
      return
    }
    if (Object.keys(changes).length === 0 && !(transfer && asksAgain(transfer, move, this.data.reason))) {
      this.setData({ message: NOTHING_CHANGED })
      return
    }
    this.setData({ busy: true, message: '' })
    const reply = await call('member', 'account.check', checkOf(changes, this.data.fields))
    this.setData({ busy: false })
    if (!reply.ok) {
      this.refuse(reply.error)
      return
    }
    this.setData({ errors: errorsOf(reply.value.fields, { joinedOn: this.data.fields.joinedOn, ...changes }) })
    if (reply.value.fields.length > 0) return
    this.commandId = commandId()
    this.setData({
      phase: 'check',
      lines: changeLines(changes, move, transfer ? newReason(transfer, this.data.reason) : undefined),
    })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  onChange() {
    this.setData({ phase: 'form', message: '', taken: false })
  },
  async onSend() {
    if (this.data.busy) return
    this.setData({ busy: true, message: '' })
    if ((await this.amendAccount()) && (await this.askAgain())) {
      this.sent = true
      amendmentDraft.forget()
      void wx.showToast({ title: AMENDED, icon: 'none' })
      goBack(this.id === '' ? '/pages/account/account' : `/pages/transfer/transfer?id=${encodeURIComponent(this.id)}`)
    }
    this.setData({ busy: false })
  },
  /** The registration first: it moves the transfer's version, so that is taken anew. */
  async amendAccount(): Promise<boolean> {
    if (!this.account) return false
    const changes = changesOf(this.data.fields, this.account)
    if (Object.keys(changes).length === 0) return true
    const reply = await call('member', 'account.amend', changes)
    if (!reply.ok) {
      this.refuse(reply.error)
      return false
    }
    this.account = reply.value
    this.setData({
      'fields.name': reply.value.name,
      'fields.idNumber': '',
      'fields.phone': '',
      'fields.memberNumber': '',
    })
    return this.load(false)
  },
  async askAgain(): Promise<boolean> {
    const { transfer } = this
    if (!transfer || !asksAgain(transfer, this.branch, this.data.reason)) return true
    const move = movesTo(transfer, this.branch)
    const { id, version } = transfer
    const reason = newReason(transfer, this.data.reason)
    const reply = await call('member', 'transfer.act', {
      id,
      version,
      commandId: this.commandId,
      action: 'amend',
      ...(move === null ? {} : { branchId: move.id }),
      ...(reason === undefined ? {} : { reason }),
    })
    if (reply.ok) return true
    this.refuse(reply.error)
    if (reply.error.code === 'CHANGED_MEANWHILE') await this.load(false)
    return false
  },
  onHelp() {
    goOn('/pages/account/sign-in/sign-in?why=taken')
  },
  refuse(error: CallFailure) {
    this.setData({ message: failureText(error), taken: error.code === 'ID_TAKEN' })
  },
})
