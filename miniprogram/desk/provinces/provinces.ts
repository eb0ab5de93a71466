import { serverNow } from '../../clock'
import { call, type CallFailure } from '../../cloud'
import type { Change, Tap } from '../../events'
import { EVERY_BRANCH } from '../../limits'
import { confirmed } from '../confirmation'
import { deskPage, failureNotice, NO_NOTICE, type Reading } from '../page'
import { deskFailureText } from '../texts/desk'
import { REGISTERED, revokedText, revokeQuestion } from '../texts/provinces'
import { keyErrors, keyLine, publicKeyOf, type KeyErrors, type KeyLine } from './view'

type FieldChange = Change<{ value: string }, { field: 'code' | 'name' | 'jwk' }>

const NO_ERRORS: KeyErrors = {}

deskPage({
  branchId: EVERY_BRANCH,
  data: {
    keys: [] as KeyLine[],
    form: { code: '', name: '', jwk: '' },
    errors: NO_ERRORS,
    failure: '',
    notice: NO_NOTICE,
    /** The number of the key that was registered. */
    kid: '',
    busy: false,
    autosize: { minHeight: 96, maxHeight: 240 },
  },
  /** Which keys there are; what was shown stays when that fails. */
  async read(): Reading {
    const reply = await call('secretary', 'province.list', {})
    if (!reply.ok) return reply.error
    const now = serverNow()
    this.setData({ keys: reply.value.items.map((key) => keyLine(key, now)) })
    return null
  },
  onInput({ currentTarget, detail }: FieldChange) {
    const { field } = currentTarget.dataset
    this.setData({ [`form.${field}`]: detail.value, [`errors.${field}`]: '', failure: '' })
  },
  async onRegister() {
    if (this.data.busy) return
    const { code, name, jwk } = this.data.form
    const read = publicKeyOf(jwk)
    const fault = 'fault' in read ? read.fault : ''
    this.setData({ errors: NO_ERRORS, failure: '', notice: NO_NOTICE, kid: '', busy: true })
    // No key at all is never taken: the server says what is wrong with the rest, and all stands beside its field at once.
    const publicKey = 'key' in read ? read.key : {}
    const reply = await call('secretary', 'province.register', { code: code.trim(), name, publicKey })
    this.setData({ busy: false })
    if (!reply.ok) {
      this.refuse(reply.error, fault)
      return
    }
    const notice = { text: REGISTERED, tone: 'done' as const }
    this.setData({ kid: reply.value.kid, notice, form: { code: '', name: '', jwk: '' } })
    await this.refresh()
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
  async onRevoke({ currentTarget }: Tap<{ kid: string }>) {
    const key = this.data.keys.find(({ kid }) => kid === currentTarget.dataset.kid)
    if (this.data.busy || key === undefined) return
    const sure = await confirmed(revokeQuestion(key.name))
    if (!sure) return
    this.setData({ busy: true, failure: '', notice: NO_NOTICE, kid: '' })
    const reply = await call('secretary', 'province.revoke', { code: key.code, kid: key.kid })
    this.setData({ busy: false })
    this.setData({
      notice: reply.ok ? { text: revokedText(key.name), tone: 'done' } : failureNotice(reply.error),
    })
    await this.refresh()
  },
  refuse(error: CallFailure, fault: string) {
    const errors = error.code === 'BAD_INPUT' ? keyErrors(error.detail.fields) : NO_ERRORS
    this.setData({ errors: fault === '' ? errors : { ...errors, jwk: fault } })
    if (error.code !== 'BAD_INPUT') this.setData({ failure: deskFailureText(error) })
  },
})
