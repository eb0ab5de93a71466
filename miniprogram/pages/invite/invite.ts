import type { Claimed, InviteView } from '../../../cloudfunctions/contract'
import { serverNow, setServerNow } from '../../clock'
import { call, commandId, type CallFailure } from '../../cloud'
import type { Change } from '../../events'
import { failureText, INVITE_STEPS, KEPT_NOTHING, SUBMIT_ENTRY, type Problem } from '../../texts'
import { NUMBER_SINCE_YEAR } from '../../limits'
import { notLoaded } from '../../refresh'
import { checkCard } from '../link/view'
import { addToCalendar } from '../../wechat/calendar'
import {
  checkPage,
  claimOf,
  endedPage,
  faultsOf,
  invitePage,
  inviteProblem,
  missing,
  overPage,
  submittedPage,
  type EndedPage,
  type Errors,
  type InvitePage,
  type OutcomePage,
  type Typed,
} from './view'

/** What the page shows. */
interface Data {
  numberSinceYear: number
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  /** Why what is shown could not be loaded anew, and how old it is. */
  stale: string
  page: InvitePage | null
  ended: EndedPage | null
  steps: typeof INVITE_STEPS
  keptNothing: string
  typed: Typed
  errors: Errors
  outcome: OutcomePage | null
  message: string
  busy: boolean
}

const data: Data = {
  numberSinceYear: NUMBER_SINCE_YEAR,
  state: 'loading',
  problem: null,
  stale: '',
  page: null,
  ended: null,
  steps: INVITE_STEPS,
  keptNothing: KEPT_NOTHING,
  typed: { organisation: '', name: '', idNumber: '', memberNumber: '' },
  errors: {},
  outcome: null,
  message: '',
  busy: false,
}

Page({
  token: '',
  invite: null as InviteView | null,
  /** One for what is typed now: sent again after a lost reply, it checks or records nothing twice. */
  command: { check: '', submit: '' },
  /** What was found to agree: it is recorded with the submission. */
  agreed: null as Claimed | null,
  loadedAt: 0,
  data,
  onLoad(query) {
    this.token = query.token ?? ''
    void this.load()
  },
  async onPullDownRefresh() {
    await this.load()
    void wx.stopPullDownRefresh()
  },
  async load() {
    const answer = await call('member', 'invite.open', { token: this.token })
    if (!answer.ok) {
      this.end(answer.error)
      return
    }
    setServerNow(answer.value.now)
    this.invite = answer.value
    this.loadedAt = serverNow()
    const { checked } = answer.value
    const typed = this.data.typed.organisation === '' && checked ? { 'typed.organisation': checked.organisation } : {}
    this.setData({
      state: 'ready',
      stale: '',
      page: invitePage(answer.value, serverNow()),
      ended: overPage(answer.value),
      ...typed,
    })
  },
  /** A link that serves no more still names the branch; one that does not open says why. */
  end(error: CallFailure) {
    const ended = endedPage(error)
    if (ended !== null) {
      this.setData({ state: 'ready', stale: '', ended, outcome: null })
      return
    }
    const shown = notLoaded(error, this.loadedAt)
    this.setData('stale' in shown ? shown : { state: 'problem', problem: inviteProblem(error) })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  /** The card may be passed on within the outside organisation. */
  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return checkCard(this.token)
  },
  onInput(event: Change<{ value: string }, { field: keyof Typed }>) {
    const { field } = event.currentTarget.dataset
    this.command = { check: '', submit: '' }
    this.agreed = null
    this.setData({ [`typed.${field}`]: event.detail.value, [`errors.${field}`]: '', message: '' })
  },
  onCalendar() {
    const until = this.data.page?.submit.until ?? ''
    if (until !== '') void addToCalendar(SUBMIT_ENTRY, until)
  },

  // ---------------------------------------------------------------- check, then say that it was submitted
  async onCheck() {
    const { page, typed, busy } = this.data
    if (busy || page === null || this.invite === null) return
    const errors = missing(typed, 'check')
    this.setData({ errors, message: '' })
    if (Object.keys(errors).length > 0) return
    if (this.command.check === '') this.command.check = commandId()
    this.setData({ busy: true })
    const claimed = claimOf(typed, page.number)
    const answer = await call('member', 'invite.check', {
      token: this.token,
      claimed,
      organisation: typed.organisation,
      commandId: this.command.check,
    })
    this.setData({ busy: false })
    if (!answer.ok) {
      await this.refuse(answer.error)
      return
    }
    this.command.check = ''
    this.agreed = answer.value.outcome === 'matches' ? claimed : null
    this.show(checkPage(answer.value, this.invite, serverNow()))
  },
  async onSubmitted() {
    const { typed, busy } = this.data
    if (busy || this.invite === null) return
    const errors = missing(typed, 'submit')
    this.setData({ errors, message: '' })
    if (Object.keys(errors).length > 0) return
    if (this.command.submit === '') this.command.submit = commandId()
    this.setData({ busy: true })
    const answer = await call('member', 'invite.request', {
      token: this.token,
      organisation: typed.organisation,
      commandId: this.command.submit,
      ...(this.agreed === null ? {} : { claimed: this.agreed }),
    })
    this.setData({ busy: false })
    if (!answer.ok) {
      await this.refuse(answer.error)
      return
    }
    this.command.submit = ''
    this.show(submittedPage(answer.value, this.invite.fields))
    if (answer.value.outcome !== 'failed') this.setData({ typed: { ...data.typed } })
  },
  show(outcome: OutcomePage) {
    this.setData({ outcome, message: '' })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  onAgain() {
    this.setData({ outcome: null, message: '' })
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  async refuse(error: CallFailure) {
    const { code } = error
    const errors = faultsOf(error)
    if (Object.keys(errors).length > 0) this.setData({ errors })
    else if (code === 'LINK_USED' || code === 'LINK_EXPIRED' || code === 'NOT_FOUND') this.end(error)
    else {
      this.setData({ message: failureText(error) })
      if (code === 'WAIT_NOT_OVER' || code === 'NOT_APPROVED' || code === 'NOT_NOW') await this.load()
    }
  },
})
