import { serverNow } from '../../clock'
import type { Tap } from '../../events'
import { call, type CallFailure } from '../../cloud'
import type { Tone, Problem } from '../../texts'
import { confirmed } from '../confirmation'
import { deskProblem, enterDesk } from '../desk'
import { deskFailureText } from '../texts/desk'
import { EVERY_BRANCH } from '../../limits'
import { keyErrors, keyLine, publicKeyOf, type KeyErrors, type KeyLine } from './view'

type FieldEvent = WechatMiniprogram.CustomEvent<
  { value: string },
  Record<string, never>,
  { field: 'code' | 'name' | 'jwk' }
>

const SILENT: { text: string; tone: Tone } = { text: '', tone: 'done' }

const NO_ERRORS: KeyErrors = {}

Page({
  data: {
    state: 'loading',
    problem: null as Problem | null,
    keys: [] as KeyLine[],
    /** The list could not be read anew. */
    stale: '',
    form: { code: '', name: '', jwk: '' },
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
    if (!answer.ok) {
      this.setData({ state: 'problem', problem: deskProblem(answer.error) })
      return
    }
    const failure = await this.read()
    if (failure === null) this.setData({ state: 'ready' })
    else this.setData({ state: 'problem', problem: deskProblem(failure) })
  },
  /** Which keys there are; what was shown stays when that fails. */
  async read(): Promise<CallFailure | null> {
    const answer = await call('secretary', 'province.list', {})
    if (!answer.ok) return answer.error
    const now = serverNow()
    this.setData({ keys: answer.value.items.map((key) => keyLine(key, now)), stale: '' })
    return null
  },
  async readAgain() {
    const failure = await this.read()
    if (failure !== null) this.setData({ stale: deskFailureText(failure) })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.enter()
  },
  onInput({ currentTarget, detail }: FieldEvent) {
    const { field } = currentTarget.dataset
    this.setData({ [`form.${field}`]: detail.value, [`errors.${field}`]: '', failure: '' })
  },
  async onRegister() {
    if (this.data.busy) return
    const { code, name, jwk } = this.data.form
    const read = publicKeyOf(jwk)
    const fault = 'fault' in read ? read.fault : ''
    this.setData({ errors: NO_ERRORS, failure: '', said: SILENT, kid: '', busy: true })
    // No key at all is never taken: the server says what is wrong with the rest, and all stands beside its field at once.
    const publicKey = 'key' in read ? read.key : {}
    const answer = await call('secretary', 'province.register', { code: code.trim(), name, publicKey })
    this.setData({ busy: false })
    if (!answer.ok) {
      this.refuse(answer.error, fault)
      return
    }
    const said = { text: '已登记。请把公钥编号告诉对方，签名时写在 kid 里。', tone: 'done' as const }
    this.setData({ kid: answer.value.kid, said, form: { code: '', name: '', jwk: '' } })
    await this.readAgain()
    void wx.pageScrollTo({ scrollTop: 0, duration: 200 })
  },
  async onRevoke({ currentTarget }: Tap<{ kid: string }>) {
    const key = this.data.keys.find(({ kid }) => kid === currentTarget.dataset.kid)
    if (this.data.busy || key === undefined) return
    const sure = await confirmed({
      title: `停用${key.name}的公钥`,
      content: '停用后，对方用它签名的请求一律不接受。要恢复须重新登记。',
      confirmText: '停用',
    })
    if (!sure) return
    this.setData({ busy: true, failure: '', said: SILENT, kid: '' })
    const answer = await call('secretary', 'province.revoke', { code: key.code, kid: key.kid })
    this.setData({ busy: false })
    if (answer.ok) this.setData({ said: { text: `已停用${key.name}的公钥。`, tone: 'done' } })
    else this.setData({ said: { text: deskFailureText(answer.error), tone: 'bad' } })
    await this.readAgain()
  },
  refuse(error: CallFailure, fault: string) {
    const errors = error.code === 'BAD_INPUT' ? keyErrors(error.detail.fields) : NO_ERRORS
    this.setData({ errors: fault === '' ? errors : { ...errors, jwk: fault } })
    if (error.code !== 'BAD_INPUT') this.setData({ failure: deskFailureText(error) })
  },
})
