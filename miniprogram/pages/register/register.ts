import type { BranchView, Identity, PartyIdentity } from '../../../cloudfunctions/contract'
import { call, type CallFailure } from '../../cloud'
import { registrationDraft } from '../../draft'
import type { Change } from '../../events'
import { loadMe } from '../../me'
import {
  afterSending,
  CHANGE_BAR,
  CONSENT_VERSION,
  CONSENTS,
  failureText,
  HALF_SENT,
  IDENTITIES,
  numberHint,
  PARTY_IDENTITIES,
  REGISTER_MISSING,
  REGISTER_STEPS,
  sendLabel,
  problemOf,
  type RegisterStep,
  type Problem,
} from '../../texts'
import { plannedNow } from '../route/plan'
import { isOpen } from '../../transfer/view'
import { REASON_LENGTH } from '../../limits'
import { answerLines, type AnswerLine } from './answers'
import { draftNote, keptOf, loadDraft, loadKeptBranches, planOf, restore, saveDraft } from './draft'
import { clearForm, form, type Form, type Start } from './form'
import {
  amendment,
  barTitle,
  errorsOf,
  fieldsOf,
  firstMissing,
  isMissing,
  missingConsents,
  nextStep,
  ownReason,
  registration,
  startOf,
  type Errors,
} from './view'

type Typed = 'name' | 'idNumber' | 'phone' | 'joinedOn' | 'memberNumber'
type FieldEvent = Change<{ value: string }, { field: Typed }>

/** What the page shows. */
interface Data {
  reasonLength: number
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  step: RegisterStep
  text: { title: string; hint: string }
  consents: typeof CONSENTS
  identities: { value: Identity; label: string }[]
  parties: { value: PartyIdentity; label: string }[]
  number: { label: string; hint: string }
  form: Omit<Form, 'starts' | 'account'>
  branchId: string
  /** The branch's reasons for leaving, and the one that is chosen or typed. */
  reasons: { value: string; label: string }[]
  reason: string
  /** A reason of one's own, which is not on the list. */
  other: string
  person: AnswerLine[]
  transfers: AnswerLine[][]
  after: string[]
  send: string
  errors: Errors
  message: string
  /** The ID number is registered to somebody: the way to one's own old account stands beside the message. */
  taken: boolean
  /** Whether what was filled in so far is kept. */
  draft: string
  changing: boolean
  busy: boolean
}

const data: Data = {
  reasonLength: REASON_LENGTH,
  state: 'loading',
  problem: null,
  step: 'consent',
  text: REGISTER_STEPS.consent,
  consents: CONSENTS,
  identities: (Object.keys(IDENTITIES) as Identity[]).map((value) => ({ value, label: IDENTITIES[value] })),
  parties: (Object.keys(PARTY_IDENTITIES) as PartyIdentity[]).map((value) => ({
    value,
    label: PARTY_IDENTITIES[value],
  })),
  number: numberHint(''),
  form,
  branchId: '',
  reasons: [],
  reason: '',
  other: '',
  person: [],
  transfers: [],
  after: [],
  send: '',
  errors: {},
  message: '',
  taken: false,
  draft: '',
  /** Whether 继续 comes straight back to 核对信息. */
  changing: false,
  busy: false,
}

/** Lower than any of these pages reaches. */
const PAGE_END = 9_999

Page({
  /** Opened to go on with a draft. */
  resume: false,
  data,
  onLoad(query) {
    // Opened again in the middle, with nothing in memory: the draft is gone on with.
    const anew = query.step !== undefined && form.starts.length === 0
    this.resume = query.resume === '1' || anew
    this.setData({ changing: query.changing === '1' && !anew })
    if (query.step === undefined || anew) void this.begin()
    else this.show(query.step as RegisterStep)
  },
  onShow() {
    if (this.data.state === 'ready') this.show(this.data.step)
  },
  onHide() {
    saveDraft(form)
  },
  onUnload() {
    saveDraft(form)
  },
  /** The first page: who is registered already is asked only for what is missing, a draft is gone on with. */
  async begin() {
    const [me, draft] = await Promise.all([loadMe(), loadDraft()])
    if (!me.ok) {
      this.setData({ state: 'problem', problem: problemOf(me.error) })
      return
    }
    if (!draft.ok) {
      this.setData({ state: 'problem', problem: problemOf(draft.error) })
      return
    }
    const kept = draft.value?.kept ?? null
    const plan = this.resume && kept !== null ? planOf(kept) : plannedNow()
    if (plan === null) {
      void wx.redirectTo({ url: '/pages/route/route' })
      return
    }
    clearForm(plan)
    const open = me.value.transfers.filter(isOpen)
    form.starts = form.starts.filter((start) => !open.some(({ kind }) => kind === start.kind))
    if (form.starts.length === 0) {
      this.setData({ state: 'problem', problem: problemOf({ code: 'ALREADY_OPEN' }) })
      return
    }
    form.account = me.value.account
    if (kept !== null) {
      restore(form, kept, await loadKeptBranches(kept))
      registrationDraft.hold(keptOf(form))
    }
    this.show(firstMissing(form))
  },
  show(step: RegisterStep) {
    const missing = firstMissing(form)
    const reached = step === 'check' && missing !== 'check' ? missing : step
    void wx.setNavigationBarTitle({ title: this.data.changing ? CHANGE_BAR : barTitle(form, reached) })
    const { starts, account: _account, ...typed } = form
    const league = startOf(form, 'league')
    const start = reached === 'partyBranch' ? startOf(form, 'party') : league
    this.setData({
      state: 'ready',
      step: reached,
      text: REGISTER_STEPS[reached],
      number: numberHint(form.joinedOn),
      form: typed,
      branchId: start?.branch?.id ?? '',
      reasons: (league?.branch?.reasons ?? []).map((value) => ({ value, label: value })),
      reason: league?.reason ?? '',
      other: ownReason(league?.branch?.reasons, league?.reason),
      send: sendLabel(starts.map(({ kind }) => kind)),
      after: starts.map(({ kind, origin }) => afterSending(kind, origin)),
      ...(reached === 'check' ? answerLines(form) : {}),
    })
    void draftNote(form).then((draft) => {
      this.setData({ draft })
    })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.begin()
  },

  // ---------------------------------------------------------------- answers
  onConsent(event: Change<{ checked: boolean }, { key: 'terms' | 'sensitive' }>) {
    const { key } = event.currentTarget.dataset
    form[key] = event.detail.checked
    this.setData({ message: '', [`form.${key}`]: event.detail.checked, [`errors.${key}`]: '' })
  },
  onIdentity(event: Change<{ value: Identity }>) {
    form.identity = event.detail.value
    this.setData({ message: '', 'form.identity': form.identity })
  },
  onParty(event: Change<{ value: PartyIdentity }>) {
    form.party = event.detail.value
    this.setData({ message: '', 'form.party': form.party })
  },
  onInput(event: FieldEvent) {
    const { field } = event.currentTarget.dataset
    form[field] = event.detail.value
    const error = this.data.errors[field] === undefined ? {} : { [`errors.${field}`]: '' }
    const joined = field === 'joinedOn' ? { number: numberHint(form.joinedOn) } : {}
    this.setData({ message: '', [`form.${field}`]: event.detail.value, ...error, ...joined })
  },
  onBranch(event: Change<{ branch: BranchView }>) {
    const start = startOf(form, this.data.step === 'partyBranch' ? 'party' : 'league')
    if (start) start.branch = event.detail.branch
    this.setData({ message: '', branchId: event.detail.branch.id })
  },
  /** Chosen from the branch's list. */
  onReason(event: Change<{ value: string }>) {
    this.takeReason(event.detail.value)
    this.setData({ other: '' })
  },
  onOther(event: Change<{ value: string }>) {
    this.takeReason(event.detail.value)
    this.setData({ other: event.detail.value })
  },
  takeReason(reason: string) {
    const start = startOf(form, 'league')
    if (start) start.reason = reason
    this.setData({ message: '', reason })
  },

  // ---------------------------------------------------------------- going on
  async onNext() {
    if (this.data.busy) return
    const { step } = this.data
    if (step === 'consent' && !this.consented()) return
    const missing = this.missing(step)
    if (missing !== '') {
      this.setData({ message: missing })
      return
    }
    this.setData({ busy: true, message: '' })
    const right = await this.check(step)
    this.setData({ busy: false })
    if (!right) return
    saveDraft(form)
    if (this.data.changing) void wx.navigateBack()
    else void wx.navigateTo({ url: `/pages/register/register?step=${nextStep(form, step)}` })
  },
  /** Both consents, each asked for beside its own box. */
  consented(): boolean {
    const errors = missingConsents(form)
    this.setData({ errors })
    const complete = Object.keys(errors).length === 0
    // The box that is meant may lie above or below what is seen.
    if (!complete) void wx.pageScrollTo({ scrollTop: errors.terms === undefined ? PAGE_END : 0, duration: 0 })
    return complete
  },
  /** What keeps this page from being left, without asking the server. */
  missing(step: RegisterStep): string {
    if (step === 'identity' && form.identity === 'nonmember') return failureText({ code: 'NOTHING_TO_TRANSFER' })
    return isMissing(form, step) ? (REGISTER_MISSING[step] ?? '') : ''
  },
  /** Asks the server whether what was typed is well formed. */
  async check(step: RegisterStep): Promise<boolean> {
    const fields = fieldsOf(form, step)
    if (Object.keys(fields).length === 0) return true
    const reply = await call('member', 'account.check', fields)
    if (!reply.ok) {
      this.refuse(reply.error)
      return false
    }
    const errors = errorsOf(reply.value.fields, { ...fields })
    this.setData({ errors })
    return reply.value.fields.length === 0
  },
  onChange(event: Change<Record<string, never>, { url: string }>) {
    this.setData({ message: '', taken: false })
    void wx.navigateTo({ url: event.currentTarget.dataset.url })
  },

  // ---------------------------------------------------------------- sending
  async onSubmit() {
    if (this.data.busy) return
    this.setData({ busy: true, message: '', taken: false })
    if ((await this.register()) && (await this.startAll())) {
      clearForm(null)
      registrationDraft.forget()
      void wx.reLaunch({ url: '/pages/home/home?started=1' })
    }
    this.setData({ busy: false })
  },
  /** Registers, unless an earlier try already did; adds to an account what the transfers need. */
  async register(): Promise<boolean> {
    if (form.account !== null) return this.complete()
    await registrationDraft.settled()
    const consent = { version: CONSENT_VERSION, terms: form.terms, sensitive: form.sensitive }
    const reply = await call('member', 'account.register', { ...registration(form), consent })
    if (reply.ok) form.account = reply.value
    else if (reply.error.code !== 'ALREADY_REGISTERED') {
      this.refuse(reply.error)
      return false
    }
    return true
  },
  async complete(): Promise<boolean> {
    const lacking = amendment(form)
    if (Object.keys(lacking).length === 0) return true
    const reply = await call('member', 'account.amend', lacking)
    if (reply.ok) form.account = reply.value
    else this.refuse(reply.error)
    return reply.ok
  },
  /** Starts one after the other; what an earlier try started is not started again. */
  async startAll(): Promise<boolean> {
    for (const start of form.starts) {
      if (!start.done && !(await this.start(start))) return false
    }
    return true
  },
  async start(start: Start): Promise<boolean> {
    const { kind, origin, branch, reason, commandId } = start
    if (branch === null) return false
    const leaving = reason.trim() === '' ? {} : { reason: reason.trim() }
    const command = { kind, origin, branchId: branch.id, ...leaving, commandId }
    const reply = await call('member', 'transfer.start', command)
    start.done = reply.ok
    if (!reply.ok) {
      this.show('check')
      const before = form.starts.some(({ done }) => done) ? HALF_SENT : ''
      this.setData({ message: `${before}${failureText(reply.error)}` })
    }
    return reply.ok
  },
  onSignIn() {
    void wx.navigateTo({ url: '/pages/account/sign-in/sign-in?why=taken' })
  },
  refuse(error: CallFailure) {
    this.setData({ message: failureText(error), taken: error.code === 'ID_TAKEN' })
  },
})
