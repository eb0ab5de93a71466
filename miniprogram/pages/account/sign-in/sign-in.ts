import { contactsOf, loadBranches, type Contact } from '../../../branches'
import { call } from '../../../cloud'
import type { Change } from '../../../events'
import { HELP, PASSWORD_HINT, SIGN_IN, TAKEN_TEXT } from '../../../texts'
import { PASSWORD_LENGTH } from '../../../limits'
import { missing, refusal, type By, type Errors, type Typed } from './view'

type FieldEvent = Change<{ value: string }, { field: keyof Typed }>

/** What the page shows. */
interface Data {
  passwordLength: number
  by: By
  text: { title: string; hint: string; button: string }
  taken: string
  passwordHint: string
  typed: Typed
  errors: Errors
  /** Whether the password can be read while it is typed. */
  plain: boolean
  help: { title: string; lines: readonly string[] }
  contacts: Contact[]
  message: string
  /** Signing in would be refused for a while: the other way stands first. */
  locked: boolean
  busy: boolean
}

const data: Data = {
  passwordLength: PASSWORD_LENGTH.most,
  by: 'login',
  text: SIGN_IN.login,
  /** Why somebody was sent here whose ID number is registered already. */
  taken: '',
  passwordHint: PASSWORD_HINT,
  typed: { login: '', code: '', password: '' },
  errors: {},
  plain: false,
  help: HELP.login,
  contacts: [],
  message: '',
  locked: false,
  busy: false,
}

Page({
  data,
  onLoad(query) {
    this.setData({ taken: query.why === 'taken' ? TAKEN_TEXT : '' })
    this.turn(query.by === 'recover' ? 'recover' : 'login')
    void this.loadContacts()
  },
  /** Whom to call is a help beside the page: without it the page serves all the same. */
  async loadContacts() {
    const reply = await loadBranches()
    if (reply.ok) this.setData({ contacts: contactsOf([...reply.value.league, ...reply.value.party]) })
  },
  turn(by: By) {
    this.setData({
      by,
      text: SIGN_IN[by],
      help: HELP[by],
      errors: {},
      message: '',
      locked: false,
      'typed.password': '',
      'typed.code': '',
    })
    void wx.setNavigationBarTitle({ title: SIGN_IN[by].bar })
  },
  onTurn() {
    this.turn(this.data.by === 'login' ? 'recover' : 'login')
    void wx.pageScrollTo({ scrollTop: 0, duration: 0 })
  },
  onInput(event: FieldEvent) {
    const { field } = event.currentTarget.dataset
    const other = field === 'login' ? { locked: false } : {}
    this.setData({ [`typed.${field}`]: event.detail.value, [`errors.${field}`]: '', message: '', ...other })
  },
  onPlain(event: Change<{ checked: boolean }>) {
    this.setData({ plain: event.detail.checked })
  },
  async onSend() {
    if (this.data.busy) return
    const { by, typed } = this.data
    const errors = missing(typed, by)
    this.setData({ errors, message: '' })
    if (Object.keys(errors).length > 0) return
    this.setData({ busy: true })
    const { login, code, password } = typed
    const reply =
      by === 'login'
        ? await call('member', 'account.login', { login, password })
        : await call('member', 'account.recover', { login, code, password })
    this.setData({ busy: false })
    if (reply.ok) void wx.reLaunch({ url: '/pages/home/home?welcome=1' })
    else this.setData({ ...refusal(reply.error), locked: by === 'login' && reply.error.code === 'LOCKED' })
  },
})
