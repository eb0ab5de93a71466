import type { Role } from '../../../cloudfunctions/contract'
import type { Tap } from '../../events'
import { serverNow } from '../../clock'
import { call, type CallFailure } from '../../cloud'
import { loadMe } from '../../me'
import { ROLES, type Tone, type Problem } from '../../texts'
import { copyText } from '../../wechat/clipboard'
import { confirmed } from '../confirmation'
import { deskProblem, enterDesk } from '../desk'
import { deskFailureText } from '../texts/desk'
import { rolesOf, type RoleLine } from '../texts/staff'
import { CODE_VALID_HOURS, EVERY_BRANCH } from '../../limits'
import {
  candidateLine,
  codeCard,
  removalOf,
  staffLines,
  type CandidateLine,
  type CodeCard,
  type StaffLine,
} from './view'

const SILENT: { text: string; tone: Tone } = { text: '', tone: 'done' }
const TYPING_PAUSE_MS = 300

/** What the page shows. */
interface Data {
  codeHours: number
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  name: string
  everyBranch: boolean
  phase: 'list' | 'invite' | 'code' | 'grant'
  lines: StaffLine[]
  roles: RoleLine[]
  role: Role | ''
  fault: string
  code: CodeCard | null
  candidates: CandidateLine[]
  chosen: string
  /** What a search without result says. */
  found: string
  failure: string
  said: typeof SILENT
  busy: boolean
}

const data: Data = {
  codeHours: CODE_VALID_HOURS,
  state: 'loading',
  problem: null,
  name: '',
  everyBranch: false,
  phase: 'list',
  lines: [],
  roles: [],
  role: '',
  fault: '',
  code: null,
  candidates: [],
  chosen: '',
  found: '',
  failure: '',
  said: SILENT,
  busy: false,
}

Page({
  branchId: '',
  typing: undefined as ReturnType<typeof setTimeout> | undefined,
  data,
  onLoad(query) {
    this.branchId = query.branch ?? ''
    void this.enter()
  },
  onUnload() {
    clearTimeout(this.typing)
  },
  async enter() {
    const answer = await enterDesk(this.branchId)
    if (!answer.ok) {
      this.fail(answer.error)
      return
    }
    const { desk } = answer.entrance
    this.branchId = desk.id
    const everyBranch = desk.id === EVERY_BRANCH
    this.setData({ name: desk.name, everyBranch, roles: rolesOf(everyBranch) })
    await this.read()
  },
  fail(error: CallFailure) {
    this.setData({ state: 'problem', problem: deskProblem(error) })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.enter()
  },
  async onPullDownRefresh() {
    await this.read()
    void wx.stopPullDownRefresh()
  },
  async read() {
    const [answer, me] = await Promise.all([call('secretary', 'staff.list', { branchId: this.branchId }), loadMe()])
    if (!answer.ok) {
      this.fail(answer.error)
      return
    }
    const own = me.ok ? me.value.staffOf.map(({ id }) => id) : []
    this.setData({ state: 'ready', lines: staffLines(answer.value.items, own) })
  },
  onBack() {
    this.setData({ phase: 'list', code: null, failure: '', fault: '', said: SILENT })
    void this.read()
  },

  // ---------------------------------------------------------------- a code to hand on
  onInvite() {
    const { roles } = this.data
    this.setData({
      phase: 'invite',
      role: roles.length === 1 ? (roles[0]?.value ?? '') : '',
      failure: '',
      fault: '',
      said: SILENT,
    })
  },
  onRole({ detail }: WechatMiniprogram.CustomEvent<{ value: Role }>) {
    this.setData({ role: detail.value, fault: '' })
  },
  async onCode() {
    const { role, busy, name } = this.data
    if (busy) return
    if (role === '') {
      this.setData({ fault: '请选择角色。' })
      return
    }
    this.setData({ busy: true, failure: '' })
    const answer = await call('secretary', 'staff.invite', { branchId: this.branchId, role })
    this.setData({ busy: false })
    if (!answer.ok) {
      this.setData({ failure: deskFailureText(answer.error) })
      return
    }
    const { code, expiresAt } = answer.value
    this.setData({ phase: 'code', code: codeCard(code, expiresAt, ROLES[role], name, serverNow()) })
  },
  onCopyMessage() {
    if (this.data.code !== null) void copyText(this.data.code.message)
  },

  // ---------------------------------------------------------------- a right for somebody of the branch
  onGrant() {
    this.setData({
      phase: 'grant',
      role: '',
      candidates: [],
      chosen: '',
      found: '',
      failure: '',
      fault: '',
      said: SILENT,
    })
  },
  onText({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    clearTimeout(this.typing)
    const text = detail.value.trim()
    this.typing = setTimeout(() => void this.find(text), TYPING_PAUSE_MS)
  },
  async find(text: string) {
    if (text === '') {
      this.setData({ candidates: [], found: '' })
      return
    }
    const answer = await call('secretary', 'desk.list', { branchId: this.branchId, text, limit: 10 })
    if (!answer.ok) {
      this.setData({ failure: deskFailureText(answer.error) })
      return
    }
    const candidates = answer.value.items.map(candidateLine)
    const found = candidates.length === 0 ? '没有找到。须是在这里提交过申请的人。' : ''
    this.setData({ candidates, found, chosen: '', failure: '' })
  },
  onCandidate({ currentTarget }: Tap<{ id: string }>) {
    this.setData({ chosen: currentTarget.dataset.id, fault: '' })
  },
  async onGive() {
    const { role, chosen, busy, candidates } = this.data
    if (busy) return
    if (chosen === '' || role === '') {
      this.setData({ fault: chosen === '' ? '请先找到并选中这个人。' : '请选择角色。' })
      return
    }
    this.setData({ busy: true, failure: '' })
    const answer = await call('secretary', 'staff.grant', { transferId: chosen, role })
    this.setData({ busy: false })
    if (!answer.ok) {
      this.setData({ failure: deskFailureText(answer.error) })
      return
    }
    const name = candidates.find(({ id }) => id === chosen)?.name ?? ''
    this.setData({
      phase: 'list',
      said: { text: `${name}现在是${ROLES[role]}，重新打开小程序即可进入工作台。`, tone: 'done' },
    })
    await this.read()
  },

  // ---------------------------------------------------------------- removing
  async onRemove({ currentTarget }: Tap<{ id: string }>) {
    const line = this.data.lines.find(({ id }) => id === currentTarget.dataset.id)
    if (line === undefined) return
    this.setData({ said: SILENT })
    if (!(await confirmed({ ...removalOf(line), confirmText: '移除' }))) return
    const answer = await call('secretary', 'staff.remove', { branchId: this.branchId, id: line.id })
    if (!answer.ok) {
      this.setData({ said: { text: deskFailureText(answer.error), tone: 'bad' } })
      return
    }
    if (line.own) {
      void wx.reLaunch({ url: '/pages/home/home' })
      return
    }
    this.setData({ said: { text: `已移除 ${line.name}。`, tone: 'done' } })
    await this.read()
  },
})
