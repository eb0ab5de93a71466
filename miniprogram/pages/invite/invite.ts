import type { InviteView } from '../../../cloudfunctions/contract'
import { addToCalendar } from '../../calendar'
import { serverNow, setServerNow } from '../../clock'
import { call, commandId, type CallFailure } from '../../cloud'
import { failureText, type Trouble } from '../../texts'
import { copyText } from '../../wechat/clipboard'
import { KEPT_NOTHING } from './texts'
import {
  branchText,
  claimOf,
  faultsOf,
  invitePage,
  inviteTrouble,
  isOver,
  missing,
  outcomePage,
  type Errors,
  type InvitePage,
  type OutcomePage,
  type Typed,
} from './view'

type FieldEvent = WechatMiniprogram.CustomEvent<{ value: string }, Record<string, never>, { field: keyof Typed }>

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'trouble'
  trouble: Trouble | null
  page: InvitePage | null
  keptNothing: string
  typed: Typed
  errors: Errors
  outcome: OutcomePage | null
  message: string
  busy: boolean
}

const data: Data = {
  state: 'loading',
  trouble: null,
  page: null,
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
  /** One for what is typed now: sent again after a lost reply, it checks nothing twice. */
  intent: '',
  data,
  onLoad(query) {
    this.token = query.token ?? ''
    void this.load()
  },
  async load() {
    const answer = await call('member', 'invite.open', { token: this.token })
    if (!answer.ok || isOver(answer.value)) {
      this.setData({ state: 'trouble', trouble: inviteTrouble(answer.ok ? { code: 'OVER' } : answer.error) })
      return
    }
    setServerNow(answer.value.now)
    this.invite = answer.value
    this.setData({ state: 'ready', page: invitePage(answer.value, serverNow()) })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  /** The card may be passed on within the outside organisation. */
  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: '请核对转入北京的团员信息', path: `/pages/invite/invite?token=${encodeURIComponent(this.token)}` }
  },
  onInput(event: FieldEvent) {
    const { field } = event.currentTarget.dataset
    this.intent = ''
    this.setData({ [`typed.${field}`]: event.detail.value, [`errors.${field}`]: '', message: '' })
  },
  onCalendar() {
    const until = this.data.page?.early?.until ?? ''
    if (until !== '') void addToCalendar('可以核对并提交转入北京申请', until)
  },
  onCopy() {
    if (this.data.page) void copyText(branchText(this.data.page.branch))
  },

  // ---------------------------------------------------------------- check
  async onCheck() {
    const { page, typed } = this.data
    if (this.data.busy || page === null) return
    const errors = missing(typed)
    this.setData({ errors, message: '' })
    if (Object.keys(errors).length > 0) return
    if (this.intent === '') this.intent = commandId()
    this.setData({ busy: true })
    const answer = await call('member', 'invite.request', {
      token: this.token,
      claimed: claimOf(typed, page.number),
      organisation: typed.organisation,
      commandId: this.intent,
    })
    this.setData({ busy: false })
    if (!answer.ok) {
      await this.refuse(answer.error)
      return
    }
    this.intent = ''
    const outcome = outcomePage(answer.value, this.invite?.fields ?? [])
    this.setData({ outcome, ...(outcome.again ? {} : { typed: { ...data.typed } }) })
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
    else if (code === 'LINK_USED' || code === 'LINK_EXPIRED' || code === 'NOT_FOUND')
      this.setData({ state: 'trouble', trouble: inviteTrouble(error) })
    else {
      this.setData({ message: failureText(error) })
      if (code === 'WAIT_NOT_OVER' || code === 'NOT_APPROVED' || code === 'NOT_NOW') await this.load()
    }
  },
})
