import type { BranchView, Kind } from '../../../cloudfunctions/contract'
import { call, type CallFailure } from '../../cloud'
import type { Change, Tap } from '../../events'
import { range } from '../../format'
import {
  BRANCH_REASONS,
  EVERY_BRANCH,
  OVERDUE_AFTER_DAYS,
  PLACE_LENGTH,
  RETENTION_DAYS,
  WAIT_HOURS,
} from '../../limits'
import { goOn } from '../../navigation'
import { BRANCHES } from '../../texts'
import { choicesOf, deskUrl, type DeskChoice } from '../desk'
import { deskPage, type Reading } from '../page'
import { CREATED, faultsText, likeText, NEW_TITLE, NOTHING_TO_SAVE, SAME_NAME, SAVED, UNSAVED } from '../texts/branch'
import { deskFailureText } from '../texts/desk'
import {
  changesOf,
  errorsOf,
  fieldsOf,
  formLike,
  formOf,
  isChanged,
  isSameNameAlone,
  newForm,
  openingGap,
  rosterChoices,
  typed,
  type Form,
  type FormErrors,
  type FormField,
  type RosterChoice,
} from './view'

type FieldChange = Change<{ value: string }, { field: FormField }>
type TickChange = Change<{ checked: boolean }, { field: FormField }>

const NO_ERRORS: FormErrors = {}

deskPage({
  needs: 'decides',
  branch: null as BranchView | null,
  /** The branch that a new one is like; empty for one from nothing. */
  like: '',
  /** What the fields began with. */
  begun: newForm(),
  /** There is another branch of this name, and that is meant. */
  sameName: false,
  seen: false,
  data: {
    ranges: {
      wait: range(WAIT_HOURS),
      overdue: range(OVERDUE_AFTER_DAYS),
      retention: range(RETENTION_DAYS),
    },
    placeLength: PLACE_LENGTH,
    reasonsLength: BRANCH_REASONS.most * BRANCH_REASONS.length,
    /** A branch that does not exist yet. */
    fresh: false,
    /** It takes nobody in any more. */
    closed: false,
    who: BRANCHES.league,
    kinds: [
      { value: 'league', label: BRANCHES.league },
      { value: 'party', label: BRANCHES.party },
    ],
    /** Branches that a new one may be like, while they are offered. */
    models: [] as DeskChoice[],
    rosters: [] as RosterChoice[],
    form: newForm(),
    errors: NO_ERRORS,
    /** What is missing before it can be opened. */
    gap: '',
    message: '',
    saved: '',
    busy: false,
    autosize: { minHeight: 72, maxHeight: 200 },
  },
  begin(query) {
    if (query.created === '1') this.setData({ saved: CREATED })
    if (this.branchId !== '') return
    this.branchId = EVERY_BRANCH
    this.like = query.like ?? ''
    void wx.setNavigationBarTitle({ title: NEW_TITLE })
  },
  onShow() {
    // It may have been closed on the page that was opened from here.
    if (this.seen && this.branch !== null && !isChanged(this.data.form, this.branch, this.begun)) void this.refresh()
    this.seen = true
  },
  async read(): Reading {
    if (this.branchId === EVERY_BRANCH) return this.beginNew()
    // Saving nothing changes nothing and answers what is there.
    const reply = await call('secretary', 'branch.save', { id: this.branchId })
    if (!reply.ok) return reply.error
    this.take(reply.value)
    if (reply.value.kind === 'party') await this.offerRosters()
    return null
  },

  // ---------------------------------------------------------------- a new branch
  async beginNew(): Reading {
    this.setData({ fresh: true })
    if (this.like === '') {
      this.fillIn(newForm())
      return null
    }
    return this.fillInLike(this.like)
  },
  onOfferModels() {
    this.setData({ models: this.data.models.length > 0 ? [] : choicesOf(this.desks) })
  },
  async onModel({ currentTarget }: Tap<{ id: string }>) {
    const failure = await this.fillInLike(currentTarget.dataset.id)
    if (failure !== null) this.setData({ message: deskFailureText(failure) })
  },
  async fillInLike(id: string): Reading {
    const reply = await call('secretary', 'branch.save', { id })
    if (!reply.ok) return reply.error
    this.like = id
    this.fillIn(formLike(reply.value))
    this.setData({ models: [], saved: likeText(reply.value.shortName), who: BRANCHES[reply.value.kind] })
    if (reply.value.kind === 'party') await this.offerRosters()
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    return null
  },
  fillIn(form: Form) {
    this.begun = form
    this.setData({ form: { ...form }, errors: {}, gap: openingGap(form), message: '' })
    this.watch()
  },
  take(branch: BranchView) {
    this.branch = branch
    this.setData({ fresh: false, closed: branch.closed, who: BRANCHES[branch.kind] })
    this.fillIn(formOf(branch))
  },
  /** The League branches whose list a Party branch can read. */
  async offerRosters() {
    const found = await call('member', 'branch.find', { kind: 'league', text: '' })
    const leagues = [
      ...this.desks.filter(({ kind, closed }) => kind === 'league' && !closed),
      ...(found.ok ? found.value.map(({ id, shortName: name }) => ({ id, name })) : []),
    ]
    this.setData({ rosters: rosterChoices(leagues, this.data.form.rosterOf) })
  },

  // ---------------------------------------------------------------- filling in
  onInput({ currentTarget, detail }: FieldChange) {
    const { field } = currentTarget.dataset
    const changes = Object.entries(typed(this.data.form, field, detail.value))
    if (field === 'fullName') this.sameName = false
    this.setData({
      ...Object.fromEntries(changes.map(([name, value]) => [`form.${name}`, value])),
      [`errors.${field}`]: '',
      message: '',
      saved: '',
    })
    this.changed()
  },
  onTick({ currentTarget, detail }: TickChange) {
    this.setData({ [`form.${currentTarget.dataset.field}`]: detail.checked, message: '', saved: '' })
    this.changed()
  },
  onRoster({ detail }: Change<{ value: string }>) {
    this.setData({ 'form.rosterOf': detail.value, message: '', saved: '' })
    this.changed()
  },
  onKind({ detail }: Change<{ value: Kind }>) {
    const { value } = detail
    // What only a League branch has goes back to how it began: for a Party branch it is not shown.
    const { waitHours, reasons } = newForm()
    const league = { 'form.besideOfficial': value === 'league', 'form.waitHours': waitHours, 'form.reasons': reasons }
    this.like = ''
    this.setData({ 'form.kind': value, 'form.rosterOf': '', ...league, who: BRANCHES[value], errors: {}, message: '' })
    if (value === 'party') void this.offerRosters()
    this.changed()
  },
  changed() {
    const gap = openingGap(this.data.form)
    if (gap !== this.data.gap) this.setData({ gap })
    this.watch()
  },
  /** WeChat asks before the page is left while something is not saved. */
  watch() {
    if (isChanged(this.data.form, this.branch, this.begun)) wx.enableAlertBeforeUnload({ message: UNSAVED })
    else wx.disableAlertBeforeUnload({})
  },

  // ---------------------------------------------------------------- saving
  async onSave() {
    if (this.data.busy) return
    this.setData({ busy: true, message: '', saved: '', errors: {} })
    await (this.branch === null ? this.create(this.data.form) : this.save(this.data.form, this.branch))
    this.setData({ busy: false })
  },
  async create(form: Form): Promise<void> {
    const { like, sameName } = this
    const reply = await call('secretary', 'branch.create', {
      ...fieldsOf(form),
      ...(like === '' ? {} : { like }),
      sameName,
    })
    if (reply.ok) {
      wx.disableAlertBeforeUnload({})
      void wx.redirectTo({ url: deskUrl('branch', reply.value.id, '&created=1') })
    } else if (await this.meansSameName(reply.error)) await this.create(form)
    else this.refuse(reply.error)
  },
  async save(form: Form, branch: BranchView): Promise<void> {
    const changes = changesOf(form, branch)
    if (Object.keys(changes).length === 0) {
      this.say(NOTHING_TO_SAVE)
      return
    }
    const reply = await call('secretary', 'branch.save', { id: branch.id, sameName: this.sameName, ...changes })
    if (reply.ok) {
      this.take(reply.value)
      this.say(SAVED)
    } else if (await this.meansSameName(reply.error)) await this.save(form, branch)
    else this.refuse(reply.error)
  },
  say(saved: string) {
    this.setData({ saved })
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
  /** Asked once where nothing else is at fault. */
  async meansSameName(error: CallFailure): Promise<boolean> {
    if (this.sameName || error.code !== 'BAD_INPUT' || !isSameNameAlone(error.detail.fields)) return false
    const { confirm } = await wx.showModal(SAME_NAME)
    this.sameName = confirm
    return confirm
  },
  refuse(error: CallFailure) {
    if (error.code !== 'BAD_INPUT') {
      this.setData({ message: deskFailureText(error) })
      return
    }
    const errors = errorsOf(error.detail.fields)
    this.setData({ errors, message: faultsText(Object.keys(errors)) })
  },

  // ---------------------------------------------------------------- where to go
  onClose() {
    goOn(deskUrl('close', this.branchId))
  },
})
