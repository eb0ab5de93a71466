import type { BranchView, Identity, Kind, PartyIdentity } from '../../../cloudfunctions/contract'
import { call, type CallFailure } from '../../cloud'
import { registrationDraft } from '../../draft'
import type { Change } from '../../events'
import { loadMe } from '../../me'
import { goBack, goOn } from '../../navigation'
import {
  afterSending,
  BRANCH_TITLES,
  CHANGE_BAR,
  CONSENT_VERSION,
  CONSENTS,
  DRAFT_SAVED,
  EARLY_NOT_SAID,
  failureText,
  GO_ON,
  HALF_SENT,
  IDENTITIES,
  numberHint,
  PARTY_IDENTITIES,
  problemOf,
  REGISTER_STEPS,
  sendLabel,
  tidiedText,
  type Problem,
  type RegisterStep,
} from '../../texts'
import { REASON_LENGTH } from '../../limits'
import { declareEarly } from '../../transfer/declare'
import { isOpen } from '../../transfer/view'
import { endWalk, plannedNow } from '../route/plan'
import { answerLines, type AnswerLine } from './answers'
import { draftNote, keptOf, loadDraft, loadKeptBranches, planOf, restore, saveDraft } from './draft'
import { clearForm, form, replan, takeTidied, type Form, type Start, type Typed } from './form'
import {
  amendment,
  asksMembership,
  asksReason,
  barTitle,
  errorsOf,
  fieldsOf,
  firstMissing,
  missingChoice,
  missingConsents,
  nextStep,
  ownReason,
  registration,
  startOf,
  type Errors,
} from './view'

type FieldEvent = Change<{ value: string }, { field: Typed }>

/** The choice of one branch: of which kind, and what stands above it. */
interface BranchChoice {
  kind: Kind
  title: string
  branchId: string
}

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  step: RegisterStep
  text: { title: string; hint: string }
  consents: typeof CONSENTS
  identities: { value: Identity; label: string }[]
  parties: { value: PartyIdentity; label: string }[]
  /** Whether month and number are asked. */
  asksMembership: boolean
  number: { label: string; hint: string }
  form: Omit<Form, 'starts' | 'account' | 'submittedEarly' | 'tidied'>
  branches: BranchChoice[]
  /** Whether the reason for leaving is asked; the branch's list, and the one that is chosen or typed. */
  asksReason: boolean
  reasonLength: number
  reasons: { value: string; label: string }[]
  reason: string
  /** A reason of one's own, which is not on the list. */
  other: string
  person: AnswerLine[]
  transfers: AnswerLine[][]
  /** Which answers were put into the usual spelling. */
  tidied: string
  after: string[]
  send: string
  next: string
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
  step: 'person',
  text: REGISTER_STEPS.person,
  consents: CONSENTS,
  identities: (Object.keys(IDENTITIES) as Identity[]).map((value) => ({ value, label: IDENTITIES[value] })),
  parties: (Object.keys(PARTY_IDENTITIES) as PartyIdentity[]).map((value) => ({
    value,
    label: PARTY_IDENTITIES[value],
  })),
  asksMembership: false,
  number: numberHint(''),
  form,
  branches: [],
  asksReason: false,
  reasons: [],
  reason: '',
  other: '',
  person: [],
  transfers: [],
  tidied: '',
  after: [],
  send: '',
  next: GO_ON.next,
  errors: {},
  message: '',
  taken: false,
  draft: '',
  /** Whether 继续 comes straight back to 核对信息. */
  changing: false,
  busy: false,
}

/** What is chosen among, League first. */
function branchChoices({ starts }: Form): BranchChoice[] {
  return starts.map(({ kind, branch }) => ({ kind, title: BRANCH_TITLES[kind], branchId: branch?.id ?? '' }))
}

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
    else this.show(query.step in REGISTER_STEPS ? (query.step as RegisterStep) : firstMissing(form))
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
    // Gone back to the way and on again: what was typed stays, also while it may not be kept on the server.
    if (kept === null && form.starts.length > 0 && form.account === null) replan(plan)
    else clearForm(plan)
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
    const { starts, account: _account, submittedEarly: _early, tidied, ...typed } = form
    const league = startOf(form, 'league')
    this.setData({
      state: 'ready',
      step: reached,
      text: REGISTER_STEPS[reached],
      asksMembership: asksMembership(form),
      number: numberHint(form.joinedOn),
      form: typed,
      branches: branchChoices(form),
      asksReason: asksReason(league) && league?.branch !== null,
      reasons: (league?.branch?.reasons ?? []).map((value) => ({ value, label: value })),
      reason: league?.reason ?? '',
      other: ownReason(league?.branch?.reasons, league?.reason),
      tidied: tidiedText(tidied),
      next: this.data.changing ? GO_ON.back : GO_ON.next,
      send: sendLabel(starts.map(({ kind }) => kind)),
      after: starts.map(({ kind, origin }) => afterSending(kind, origin)),
      ...(reached === 'check' ? answerLines(form) : {}),
    })
    void this.tellDraft()
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
    form.tidied = form.tidied.filter((other) => other !== field)
    this.keepSoon()
    this.setData({ message: '', [`form.${field}`]: event.detail.value, ...error, ...joined })
  },
  onBranch(event: Change<{ branch: BranchView }>) {
    const start = startOf(form, event.detail.branch.kind)
    if (start) start.branch = event.detail.branch
    this.keepSoon()
    this.setData({ message: '' })
    this.show(this.data.step)
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
    this.keepSoon()
    this.setData({ message: '', reason })
  },

  /** Also whoever closes the window in the middle finds it again. */
  keepSoon() {
    registrationDraft.soon(() => {
      saveDraft(form)
      void this.tellDraft()
    })
  },
  async tellDraft() {
    const draft = await draftNote(form)
    // Where it is kept the page before has said so.
    this.setData({ draft: this.data.step === 'check' && draft === DRAFT_SAVED ? '' : draft })
  },

  // ---------------------------------------------------------------- going on
  async onNext() {
    if (this.data.busy) return
    const { step } = this.data
    if (step === 'identity' && form.identity === 'nonmember') {
      this.setData({ message: failureText({ code: 'NOTHING_TO_TRANSFER' }) })
      return
    }
    this.setData({ busy: true, message: missingChoice(form, step) })
    const right = (await this.check(step)) && this.data.message === ''
    this.setData({ busy: false })
    if (!right) return
    saveDraft(form)
    if (this.data.changing) goBack('/pages/home/home')
    else goOn(`/pages/register/register?step=${nextStep(form, step)}`)
  },
  /** Asks the server whether what was typed is well formed; each consent is asked for beside its own box. */
  async check(step: RegisterStep): Promise<boolean> {
    const errors = step === 'person' ? missingConsents(form) : {}
    const fields = fieldsOf(form, step)
    const asked = Object.keys(fields).length > 0
    const reply = asked ? await call('member', 'account.check', fields) : null
    if (reply?.ok === false) {
      this.refuse(reply.error)
      return false
    }
    const found = reply === null ? errors : { ...errors, ...errorsOf(reply.value.fields, { ...fields }) }
    this.setData({ errors: found })
    const right = Object.keys(found).length === 0
    if (right && reply !== null) takeTidied(form, fields, reply.value.tidied ?? {})
    // What is meant may lie above what is seen.
    else if (!right) void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    return right
  },
  onChange(event: Change<Record<string, never>, { url: string }>) {
    this.setData({ message: '', taken: false })
    goOn(event.currentTarget.dataset.url)
  },

  // ---------------------------------------------------------------- sending
  async onSubmit() {
    if (this.data.busy) return
    this.setData({ busy: true, message: '', taken: false })
    if ((await this.register()) && (await this.startAll())) {
      clearForm(null)
      endWalk()
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
      if (start.transferId === '' && !(await this.start(start))) return false
    }
    return this.sayEarly()
  },
  async start(start: Start): Promise<boolean> {
    const { kind, origin, branch, reason, commandId } = start
    if (branch === null) return false
    const leaving = reason.trim() === '' ? {} : { reason: reason.trim() }
    const command = { kind, origin, branchId: branch.id, ...leaving, commandId }
    const reply = await call('member', 'transfer.start', command)
    if (reply.ok) start.transferId = reply.value.id
    else {
      this.show('check')
      const before = form.starts.some(({ transferId }) => transferId !== '') ? HALF_SENT : ''
      this.setData({ message: `${before}${failureText(reply.error)}` })
    }
    return reply.ok
  },
  /** Whoever answered that the outside organisation has submitted already says so of the transfer. */
  async sayEarly(): Promise<boolean> {
    const league = startOf(form, 'league')
    if (!form.submittedEarly || league?.origin !== 'province') return true
    const reply = await declareEarly(league.transferId)
    if (reply.ok) form.submittedEarly = false
    else {
      this.show('check')
      this.setData({ message: `${EARLY_NOT_SAID}${failureText(reply.error)}` })
    }
    return reply.ok
  },
  onSignIn() {
    goOn('/pages/account/sign-in/sign-in?why=taken')
  },
  refuse(error: CallFailure) {
    this.setData({ message: failureText(error), taken: error.code === 'ID_TAKEN' })
  },
})
