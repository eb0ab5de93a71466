import type { Role } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { call } from '../../cloud'
import type { Change, Tap } from '../../events'
import { CODE_VALID_HOURS, EVERY_BRANCH, SEARCH_LENGTH } from '../../limits'
import { loadMe } from '../../me'
import { ROLES } from '../../texts'
import { copyText } from '../../wechat/clipboard'
import { confirmed } from '../confirmation'
import { deskPage, failureNotice, NO_NOTICE, type Notice, type Reading } from '../page'
import { deskFailureText } from '../texts/desk'
import {
  grantedText,
  HANDING_OVER,
  NOBODY_CHOSEN,
  NOBODY_FOUND,
  removalText,
  removedText,
  ROLE_MISSING,
  rolesOf,
  UNINVITE,
  UNINVITED,
  type RoleLine,
} from '../texts/staff'
import {
  candidateLine,
  codeCard,
  invitationLines,
  staffLines,
  type CandidateLine,
  type CodeCard,
  type InvitationLine,
  type StaffLine,
} from './view'

const TYPING_PAUSE_MS = 300

/** What the page shows. */
interface Data {
  codeHours: number
  searchLength: number
  everyBranch: boolean
  phase: 'list' | 'invite' | 'code' | 'grant'
  lines: StaffLine[]
  invitations: InvitationLine[]
  roles: RoleLine[]
  role: Role | ''
  /** The one who is invited takes over: what that means. */
  handingOver: string
  fault: string
  code: CodeCard | null
  candidates: CandidateLine[]
  chosen: string
  /** What a search without result says. */
  found: string
  failure: string
  notice: Notice
  busy: boolean
}

const data: Data = {
  codeHours: CODE_VALID_HOURS,
  searchLength: SEARCH_LENGTH,
  everyBranch: false,
  phase: 'list',
  lines: [],
  invitations: [],
  roles: [],
  role: '',
  handingOver: '',
  fault: '',
  code: null,
  candidates: [],
  chosen: '',
  found: '',
  failure: '',
  notice: NO_NOTICE,
  busy: false,
}

deskPage({
  needs: 'decides',
  typing: undefined as ReturnType<typeof setTimeout> | undefined,
  data,
  onUnload() {
    clearTimeout(this.typing)
  },
  entered() {
    const everyBranch = this.branchId === EVERY_BRANCH
    this.setData({ everyBranch, roles: rolesOf(everyBranch) })
  },
  async read(): Reading {
    const { branchId } = this
    const [staff, invited, me] = await Promise.all([
      call('secretary', 'staff.list', { branchId }),
      call('secretary', 'staff.invitations', { branchId }),
      loadMe(),
    ])
    if (!staff.ok) return staff.error
    if (!invited.ok) return invited.error
    const own = me.ok ? me.value.staffOf.map(({ id }) => id) : []
    this.setData({
      lines: staffLines(staff.value.items, own),
      invitations: invitationLines(invited.value.items, serverNow()),
    })
    return null
  },
  onBack() {
    this.setData({ phase: 'list', code: null, handingOver: '', failure: '', fault: '', notice: NO_NOTICE })
    void this.refresh()
  },

  // ---------------------------------------------------------------- a code to hand on
  onInvite() {
    const { roles } = this.data
    this.invite(roles.length === 1 ? (roles[0]?.value ?? '') : '', '')
  },
  invite(role: Role | '', handingOver: string) {
    this.setData({ phase: 'invite', role, handingOver, failure: '', fault: '', notice: NO_NOTICE })
  },
  onRole({ detail }: Change<{ value: Role }>) {
    this.setData({ role: detail.value, fault: '' })
  },
  async onCode() {
    const { role, busy, name } = this.data
    if (busy) return
    if (role === '') {
      this.setData({ fault: ROLE_MISSING })
      return
    }
    this.setData({ busy: true, failure: '' })
    const reply = await call('secretary', 'staff.invite', { branchId: this.branchId, role })
    this.setData({ busy: false })
    if (!reply.ok) {
      this.setData({ failure: deskFailureText(reply.error) })
      return
    }
    const { code, expiresAt } = reply.value
    this.setData({ phase: 'code', code: codeCard(code, expiresAt, ROLES[role], name, serverNow()) })
  },
  onCopyMessage() {
    if (this.data.code !== null) void copyText(this.data.code.message)
  },
  async onUninvite({ currentTarget }: Tap<{ id: string }>) {
    this.setData({ notice: NO_NOTICE })
    if (!(await confirmed(UNINVITE))) return
    const reply = await call('secretary', 'staff.uninvite', { id: currentTarget.dataset.id })
    this.setData({ notice: reply.ok ? { text: UNINVITED, tone: 'done' } : failureNotice(reply.error) })
    await this.refresh()
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
      notice: NO_NOTICE,
    })
  },
  onText({ detail }: Change<{ value: string }>) {
    clearTimeout(this.typing)
    const text = detail.value.trim()
    this.typing = setTimeout(() => void this.find(text), TYPING_PAUSE_MS)
  },
  async find(text: string) {
    if (text === '') {
      this.setData({ candidates: [], found: '' })
      return
    }
    const reply = await call('secretary', 'desk.list', { branchId: this.branchId, text, limit: 10 })
    if (!reply.ok) {
      this.setData({ failure: deskFailureText(reply.error) })
      return
    }
    const candidates = reply.value.items.map(candidateLine)
    this.setData({ candidates, found: candidates.length === 0 ? NOBODY_FOUND : '', chosen: '', failure: '' })
  },
  onCandidate({ currentTarget }: Tap<{ id: string }>) {
    this.setData({ chosen: currentTarget.dataset.id, fault: '' })
  },
  async onGive() {
    const { role, chosen, busy, candidates } = this.data
    if (busy) return
    if (chosen === '' || role === '') {
      this.setData({ fault: chosen === '' ? NOBODY_CHOSEN : ROLE_MISSING })
      return
    }
    this.setData({ busy: true, failure: '' })
    const reply = await call('secretary', 'staff.grant', { transferId: chosen, role })
    this.setData({ busy: false })
    if (!reply.ok) {
      this.setData({ failure: deskFailureText(reply.error) })
      return
    }
    const name = candidates.find(({ id }) => id === chosen)?.name ?? ''
    this.setData({ phase: 'list', notice: { text: grantedText(name, ROLES[role]), tone: 'done' } })
    await this.refresh()
  },

  // ---------------------------------------------------------------- leaving and removing
  async onAct({ currentTarget }: Tap<{ id: string }>) {
    const line = this.data.lines.find(({ id }) => id === currentTarget.dataset.id)
    if (line === undefined) return
    if (line.last !== '') {
      this.invite(this.data.everyBranch ? 'administrator' : 'secretary', HANDING_OVER)
      return
    }
    this.setData({ notice: NO_NOTICE })
    if (!(await confirmed(removalText(line)))) return
    const reply = await call('secretary', 'staff.remove', { branchId: this.branchId, id: line.id })
    if (!reply.ok) {
      this.setData({ notice: failureNotice(reply.error) })
      return
    }
    if (line.own) {
      void wx.reLaunch({ url: '/pages/home/home' })
      return
    }
    this.setData({ notice: { text: removedText(line.name), tone: 'done' } })
    await this.refresh()
  },
})
