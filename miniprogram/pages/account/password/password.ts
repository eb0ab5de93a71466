import type { AccountView } from '../../../../cloudfunctions/contract'
import { call } from '../../../cloud'
import type { Change } from '../../../events'
import { range } from '../../../format'
import { loadMe } from '../../../me'
import { goBack } from '../../../navigation'
import { PASSWORD_DROPS, PASSWORD_HINT, problemOf, type Problem } from '../../../texts'
import { PASSWORD_LENGTH, USERNAME_LENGTH } from '../../../limits'
import { doneText, inputOf, refusal, type Errors, type Typed } from './view'

type FieldEvent = Change<{ value: string }, { field: keyof Typed }>

/** What the page shows. */
interface Data {
  usernameLength: string
  most: { username: number; password: number }
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
  usernameLength: range(USERNAME_LENGTH),
  most: { username: USERNAME_LENGTH.most, password: PASSWORD_LENGTH.most },
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
    const reply = await loadMe()
    if (!reply.ok || reply.value.account === null) {
      const failure = reply.ok ? { code: 'NOT_REGISTERED' as const } : reply.error
      this.setData({ state: 'problem', problem: problemOf(failure) })
      return
    }
    const { account } = reply.value
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
  onPlain(event: Change<{ checked: boolean }>) {
    this.setData({ plain: event.detail.checked })
  },
  async onSave() {
    if (this.data.busy || this.account === null) return
    this.setData({ busy: true, errors: {}, message: '' })
    const reply = await call('member', 'account.password', inputOf(this.data.typed, this.account))
    this.setData({ busy: false })
    if (reply.ok) this.setData({ done: doneText(reply.value), 'typed.password': '', plain: false })
    else this.setData(refusal(reply.error))
  },
  onLeave() {
    goBack('/pages/account/account')
  },
})
