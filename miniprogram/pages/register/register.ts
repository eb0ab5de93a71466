import type { BranchView, Identity } from '../../../cloudfunctions/contract'
import { call, type CallFailure } from '../../cloud'
import { loadMe } from '../../me'
import {
  CONSENT_VERSION,
  CONSENTS,
  failureText,
  IDENTITIES,
  numberHint,
  REGISTER_STEPS,
  troubleOf,
  type RegisterStep,
  type Trouble,
} from '../../texts'
import { isOpen } from '../transfer/view'
import { clearForm, form, type Form } from './form'
import {
  answerLines,
  barTitle,
  errorsOf,
  fieldsOf,
  firstMissing,
  nextStep,
  registration,
  type AnswerLine,
  type Errors,
} from './view'

type Typed = 'name' | 'idNumber' | 'phone' | 'joinedOn' | 'memberNumber'
type FieldEvent = WechatMiniprogram.CustomEvent<{ value: string }, Record<string, never>, { field: Typed }>

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'trouble'
  trouble: Trouble | null
  step: RegisterStep
  text: { title: string; hint: string }
  consents: typeof CONSENTS
  identities: { value: Identity; label: string }[]
  number: { label: string; hint: string }
  form: Form
  branchId: string
  lines: AnswerLine[]
  errors: Errors
  message: string
  changing: boolean
  busy: boolean
}

const data: Data = {
  state: 'loading',
  trouble: null,
  step: 'consent',
  text: REGISTER_STEPS.consent,
  consents: CONSENTS,
  identities: (Object.keys(IDENTITIES) as Identity[]).map((value) => ({ value, label: IDENTITIES[value] })),
  number: numberHint(''),
  form,
  branchId: '',
  lines: [],
  errors: {},
  message: '',
  /** Whether 继续 comes straight back to 核对信息. */
  changing: false,
  busy: false,
}

Page({
  data,
  onLoad(query) {
    this.setData({ changing: query.changing === '1' })
    if (query.step === undefined) void this.begin(query.identity)
    else this.show(query.step as RegisterStep)
  },
  onShow() {
    if (this.data.state === 'ready') this.show(this.data.step)
  },
  /** The first page: who is registered already goes straight to the branch. */
  async begin(identity: string | undefined) {
    clearForm()
    const me = await loadMe()
    if (!me.ok) {
      this.setData({ state: 'trouble', trouble: troubleOf(me.error) })
      return
    }
    if (me.value.transfers.some((transfer) => transfer.kind === 'league' && isOpen(transfer))) {
      this.setData({ state: 'trouble', trouble: troubleOf({ code: 'ALREADY_OPEN' }) })
      return
    }
    form.account = me.value.account
    if (identity === 'member' || identity === 'cadre') form.identity = identity
    this.show(form.account === null ? 'consent' : 'branch')
  },
  show(step: RegisterStep) {
    const missing = firstMissing(form)
    const reached = step === 'check' && missing !== 'check' ? missing : step
    void wx.setNavigationBarTitle({ title: this.data.changing ? '修改信息' : barTitle(form, reached) })
    this.setData({
      state: 'ready',
      step: reached,
      text: REGISTER_STEPS[reached],
      number: numberHint(form.joinedOn),
      form: { ...form, branch: null, account: null },
      branchId: form.branch?.id ?? '',
      lines: reached === 'check' ? answerLines(form) : [],
    })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.begin(undefined)
  },

  // ---------------------------------------------------------------- answers
  onConsent(
    event: WechatMiniprogram.CustomEvent<{ checked: boolean }, Record<string, never>, { key: 'terms' | 'sensitive' }>,
  ) {
    form[event.currentTarget.dataset.key] = event.detail.checked
    this.setData({ message: '', form: { ...this.data.form, [event.currentTarget.dataset.key]: event.detail.checked } })
  },
  onIdentity(event: WechatMiniprogram.CustomEvent<{ value: Identity }>) {
    form.identity = event.detail.value
    this.setData({ message: '', 'form.identity': form.identity })
  },
  onInput(event: FieldEvent) {
    const { field } = event.currentTarget.dataset
    form[field] = event.detail.value
    const error = this.data.errors[field] === undefined ? {} : { [`errors.${field}`]: '' }
    const joined = field === 'joinedOn' ? { number: numberHint(form.joinedOn) } : {}
    this.setData({ message: '', [`form.${field}`]: event.detail.value, ...error, ...joined })
  },
  onBranch(event: WechatMiniprogram.CustomEvent<{ branch: BranchView }>) {
    form.branch = event.detail.branch
    this.setData({ message: '', branchId: event.detail.branch.id })
  },

  // ---------------------------------------------------------------- going on
  async onNext() {
    if (this.data.busy) return
    const { step } = this.data
    const missing = this.missing(step)
    if (missing !== '') {
      this.setData({ message: missing })
      return
    }
    this.setData({ busy: true, message: '' })
    const right = await this.check(step)
    this.setData({ busy: false })
    if (!right) return
    if (this.data.changing) void wx.navigateBack()
    else void wx.navigateTo({ url: `/pages/register/register?step=${nextStep(form, step)}` })
  },
  /** What keeps this page from being left, without asking the server. */
  missing(step: RegisterStep): string {
    if (step === 'consent' && !(form.terms && form.sensitive)) return '请分别勾选两项同意后继续。'
    if (step === 'identity' && form.identity === '') return '请选择你的身份。'
    if (step === 'identity' && form.identity === 'nonmember') return failureText({ code: 'NOTHING_TO_TRANSFER' })
    if (step === 'branch' && form.branch === null) return '请选择转入的团支部。'
    return ''
  },
  /** Asks the server whether what was typed is well formed. */
  async check(step: RegisterStep): Promise<boolean> {
    const fields = fieldsOf(form, step)
    if (Object.keys(fields).length === 0) return true
    const answer = await call('member', 'account.check', fields)
    if (!answer.ok) {
      this.refuse(answer.error)
      return false
    }
    const errors = errorsOf(answer.value.fields, { ...fields })
    this.setData({ errors })
    return answer.value.fields.length === 0
  },
  onChange(event: WechatMiniprogram.CustomEvent<Record<string, never>, Record<string, never>, { step: RegisterStep }>) {
    void wx.navigateTo({ url: `/pages/register/register?step=${event.currentTarget.dataset.step}&changing=1` })
  },

  // ---------------------------------------------------------------- sending
  async onSubmit() {
    if (this.data.busy || form.branch === null) return
    this.setData({ busy: true, message: '' })
    if (await this.register()) await this.start(form.branch.id)
    this.setData({ busy: false })
  },
  /** Registers, unless an earlier try already did. */
  async register(): Promise<boolean> {
    if (form.account !== null) return true
    const consent = { version: CONSENT_VERSION, terms: form.terms, sensitive: form.sensitive }
    const answer = await call('member', 'account.register', { ...registration(form), consent })
    if (answer.ok) form.account = answer.value
    else if (answer.error.code !== 'ALREADY_REGISTERED') {
      this.refuse(answer.error)
      return false
    }
    return true
  },
  async start(branchId: string) {
    const command = { kind: 'league', origin: 'province', branchId, commandId: form.intent } as const
    const answer = await call('member', 'transfer.start', command)
    if (!answer.ok) {
      this.refuse(answer.error)
      this.show('check')
      return
    }
    clearForm()
    void wx.reLaunch({ url: '/pages/home/home?started=1' })
  },
  refuse(error: CallFailure) {
    this.setData({ message: failureText(error) })
  },
})
