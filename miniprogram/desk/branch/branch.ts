import type { BranchView, Kind } from '../../../cloudfunctions/contract'
import { call, type CallFailure } from '../../cloud'
import { range } from '../../format'
import { BRANCHES, type Problem } from '../../texts'
import { deskProblem, deskUrl, enterDesk } from '../desk'
import { deskFailureText } from '../texts/desk'
import { BRANCH_REASONS, OVERDUE_AFTER_DAYS, PLACE_LENGTH, RETENTION_DAYS, WAIT_HOURS } from '../../limits'
import {
  changesOf,
  errorsOf,
  faultsText,
  fieldsOf,
  formOf,
  newForm,
  typed,
  type Form,
  type FormErrors,
  type FormField,
} from './view'

type FieldEvent = WechatMiniprogram.CustomEvent<{ value: string }, Record<string, never>, { field: FormField }>
type TickEvent = WechatMiniprogram.CustomEvent<{ checked: boolean }, Record<string, never>, { field: FormField }>

const NO_ERRORS: FormErrors = {}

Page({
  branchId: '',
  branch: null as BranchView | null,
  data: {
    ranges: {
      wait: range(WAIT_HOURS),
      overdue: range(OVERDUE_AFTER_DAYS),
      retention: range(RETENTION_DAYS),
    },
    placeLength: PLACE_LENGTH,
    reasonsLength: BRANCH_REASONS.most * BRANCH_REASONS.length,
    state: 'loading',
    problem: null as Problem | null,
    /** A branch that does not exist yet. */
    fresh: false,
    who: BRANCHES.league,
    kinds: [
      { value: 'league', label: '团支部' },
      { value: 'party', label: '党支部' },
    ],
    form: newForm(),
    errors: NO_ERRORS,
    message: '',
    saved: '',
    busy: false,
    autosize: { minHeight: 72, maxHeight: 200 },
  },
  onLoad(query) {
    this.branchId = query.branch ?? ''
    if (query.created === '1')
      this.setData({ saved: '已新建。请填好其余信息并勾选“开放加入”；没有开放的，新申请搜不到。' })
    void this.load()
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  async load() {
    if (this.branchId === '') {
      this.setData({ state: 'ready', fresh: true, form: newForm() })
      void wx.setNavigationBarTitle({ title: '新建团支部或党支部' })
      return
    }
    const entered = await enterDesk(this.branchId)
    if (!entered.ok) {
      this.fail(entered.error)
      return
    }
    // Saving nothing changes nothing and answers what is there.
    const answer = await call('secretary', 'branch.save', { id: entered.entrance.desk.id })
    if (answer.ok) this.take(answer.value)
    else this.fail(answer.error)
  },
  fail(error: CallFailure) {
    this.setData({ state: 'problem', problem: deskProblem(error) })
  },
  take(branch: BranchView) {
    this.branch = branch
    this.setData({ state: 'ready', fresh: false, who: BRANCHES[branch.kind], form: formOf(branch), errors: {} })
  },
  onInput({ currentTarget, detail }: FieldEvent) {
    const { field } = currentTarget.dataset
    const changes = Object.entries(typed(this.data.form, field, detail.value))
    this.setData({
      ...Object.fromEntries(changes.map(([name, value]) => [`form.${name}`, value])),
      [`errors.${field}`]: '',
      message: '',
      saved: '',
    })
  },
  onTick({ currentTarget, detail }: TickEvent) {
    this.setData({ [`form.${currentTarget.dataset.field}`]: detail.checked, message: '', saved: '' })
  },
  onKind({ detail }: WechatMiniprogram.CustomEvent<{ value: Kind }>) {
    const { value } = detail
    // What only a League branch has goes back to how it began: for a Party branch it is not shown.
    const { waitHours, reasons } = newForm()
    const league = { 'form.besideOfficial': value === 'league', 'form.waitHours': waitHours, 'form.reasons': reasons }
    this.setData({ 'form.kind': value, ...league, who: BRANCHES[value], errors: {}, message: '' })
  },
  async onSave() {
    if (this.data.busy) return
    this.setData({ busy: true, message: '', saved: '', errors: {} })
    await (this.branch === null ? this.create(this.data.form) : this.save(this.data.form, this.branch))
    this.setData({ busy: false })
  },
  async create(form: Form) {
    const answer = await call('secretary', 'branch.create', fieldsOf(form))
    if (answer.ok) void wx.redirectTo({ url: deskUrl('branch', answer.value.id, '&created=1') })
    else this.refuse(answer.error)
  },
  async save(form: Form, branch: BranchView) {
    const changes = changesOf(form, branch)
    if (Object.keys(changes).length === 0) {
      this.setData({ saved: '没有修改，不用保存。' })
      void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
      return
    }
    const answer = await call('secretary', 'branch.save', { id: branch.id, ...changes })
    if (!answer.ok) {
      this.refuse(answer.error)
      return
    }
    this.take(answer.value)
    this.setData({ saved: '已保存。' })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
  refuse(error: CallFailure) {
    if (error.code !== 'BAD_INPUT') {
      this.setData({ message: deskFailureText(error) })
      return
    }
    const errors = errorsOf(error.detail.fields)
    this.setData({ errors, message: faultsText(errors) })
  },
})
