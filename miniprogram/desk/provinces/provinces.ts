import { call, type CallFailure } from '../../cloud'
import type { Tone, Trouble } from '../../texts'
import { deskTrouble, enterDesk, EVERY_BRANCH } from '../entrance'
import { deskFailureText } from '../texts'
import { keyErrors, publicKeyOf, type KeyErrors } from './view'

type FieldEvent = WechatMiniprogram.CustomEvent<
  { value: string },
  Record<string, never>,
  { field: 'code' | 'name' | 'jwk' | 'kid' }
>

const SILENT: { text: string; tone: Tone } = { text: '', tone: 'done' }

const NO_ERRORS: KeyErrors = {}

Page({
  data: {
    state: 'loading',
    trouble: null as Trouble | null,
    /** `register` or `revoke`. */
    way: 'register',
    ways: [
      { key: 'register', label: '登记公钥' },
      { key: 'revoke', label: '停用公钥' },
    ],
    form: { code: '', name: '', jwk: '', kid: '' },
    errors: NO_ERRORS,
    failure: '',
    said: SILENT,
    /** The number of the key that was registered. */
    kid: '',
    busy: false,
    autosize: { minHeight: 96, maxHeight: 240 },
  },
  onLoad() {
    void this.enter()
  },
  async enter() {
    const answer = await enterDesk(EVERY_BRANCH)
    if (answer.ok) this.setData({ state: 'ready' })
    else this.setData({ state: 'trouble', trouble: deskTrouble(answer.error) })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.enter()
  },
  onWay({
    currentTarget,
  }: WechatMiniprogram.TouchEvent<Record<string, never>, Record<string, never>, { key: string }>) {
    this.setData({ way: currentTarget.dataset.key, errors: {}, failure: '', said: SILENT, kid: '' })
  },
  onInput({ currentTarget, detail }: FieldEvent) {
    const { field } = currentTarget.dataset
    this.setData({ [`form.${field}`]: detail.value, [`errors.${field}`]: '', failure: '' })
  },
  async onRegister() {
    if (this.data.busy) return
    const { code, name, jwk } = this.data.form
    const read = publicKeyOf(jwk)
    this.setData({ errors: 'fault' in read ? { jwk: read.fault } : {}, failure: '', said: SILENT, kid: '' })
    if ('fault' in read) return
    this.setData({ busy: true })
    const answer = await call('secretary', 'province.register', { code: code.trim(), name, publicKey: read.key })
    this.setData({ busy: false })
    if (!answer.ok) {
      this.refuse(answer.error)
      return
    }
    const said = { text: '已登记。请把公钥编号告诉对方，签名时写在 kid 里。', tone: 'done' as const }
    this.setData({ kid: answer.value.kid, said, 'form.jwk': '' })
  },
  async onRevoke() {
    if (this.data.busy) return
    const { code, kid } = this.data.form
    const { confirm } = await wx.showModal({
      title: '停用这个公钥',
      content: '停用后，对方用它签名的请求一律不接受。要恢复须重新登记。',
      confirmText: '停用',
    })
    if (!confirm) return
    this.setData({ busy: true, failure: '', said: SILENT, errors: {} })
    const answer = await call('secretary', 'province.revoke', { code: code.trim(), kid: kid.trim() })
    this.setData({ busy: false })
    if (answer.ok) this.setData({ said: { text: '已停用。', tone: 'done' }, 'form.kid': '' })
    else this.refuse(answer.error)
  },
  refuse(error: CallFailure) {
    if (error.code === 'BAD_INPUT') this.setData({ errors: keyErrors(error.detail.fields) })
    else if (error.code === 'NOT_FOUND') this.setData({ failure: '没有这个公钥。请核对代码和公钥编号。' })
    else this.setData({ failure: deskFailureText(error) })
  },
})
