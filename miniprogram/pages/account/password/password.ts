import type { AccountView } from '../../../../cloudfunctions/contract'
import { call } from '../../../cloud'
import { loadMe } from '../../../me'
import { goBack } from '../../../navigation'
import { problemOf, type Problem } from '../../../texts'
import { PASSWORD_DROPS, PASSWORD_HINT } from '../texts'
import { doneText, inputOf, refusal, type Errors, type Typed } from './view'

type FieldEvent = WechatMiniprogram.CustomEvent<{ value: string }, Record<string, never>, { field: keyof Typed }>

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  has: boolean
  drops: string
  hint: string
  typed: Typed
  errors: Errors
  /** Whether the password can be read while it is typed. */
  plain: boolean
  message: string
  done: string
  busy: boolean
}

const data: Data = {
  state: 'loading',
  problem: null,
  has: false,
  drops: PASSWORD_DROPS,
  hint: PASSWORD_HINT,
  typed: { username: '', password: '' },
  errors: {},
  plain: false,
  message: '',
  done: '',
  busy: false,
}

Page({
  account: null as AccountView | null,
  data,
  onLoad() {
    void this.load()
  },
  async load() {
    const answer = await loadMe()
    if (!answer.ok || answer.value.account === null) {
      const failure = answer.ok ? { code: 'NOT_REGISTERED' as const } : answer.error
      this.setData({ state: 'problem', problem: problemOf(failure) })
      return
    }
    const { account } = answer.value
    this.account = account
    this.setData({ state: 'ready', has: account.hasPassword, 'typed.username': account.username ?? '' })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  onInput(event: FieldEvent) {
    const { field } = event.currentTarget.dataset
    this.setData({ [`typed.${field}`]: event.detail.value, [`errors.${field}`]: '', message: '' })
  },
  onPlain(event: WechatMiniprogram.CustomEvent<{ checked: boolean }>) {
    this.setData({ plain: event.detail.checked })
  },
  async onSave() {
    if (this.data.busy || this.account === null) return
    this.setData({ busy: true, errors: {}, message: '' })
    const answer = await call('member', 'account.password', inputOf(this.data.typed, this.account))
    this.setData({ busy: false })
    if (answer.ok) this.setData({ done: doneText(answer.value), 'typed.password': '', plain: false })
    else this.setData(refusal(answer.error))
  },
  onLeave() {
    goBack('/pages/account/account')
  },
})
