import type { AuditEntry } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { call, type CallFailure } from '../../cloud'
import type { Problem } from '../../texts'
import { deskProblem, entranceOf, EVERY_BRANCH, loadDesks } from '../desk'
import { deskFailureText } from '../texts/desk'
import { auditLine, type AuditLine } from './view'

Page({
  branchId: '',
  next: undefined as string | undefined,
  /** What the branches are called, where entries of several stand in one list. */
  names: new Map<string, string>(),
  data: {
    state: 'loading',
    problem: null as Problem | null,
    name: '',
    lines: [] as AuditLine[],
    /** `ready` or `more`. */
    list: 'ready',
    failure: '',
  },
  onLoad(query) {
    this.branchId = query.branch ?? ''
    void this.enter()
  },
  async enter() {
    const answer = await loadDesks()
    const entrance = answer.ok ? entranceOf(answer.desks, this.branchId) : null
    if (!answer.ok || entrance === null) {
      this.fail(answer.ok ? { code: 'NOT_YOURS' } : answer.error)
      return
    }
    this.branchId = entrance.desk.id
    this.names = new Map(entrance.desk.id === EVERY_BRANCH ? answer.desks.map(({ id, name }) => [id, name]) : [])
    this.setData({ name: entrance.desk.name })
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
  onReachBottom() {
    void this.readMore()
  },
  async read() {
    const answer = await call('secretary', 'audit.list', { branchId: this.branchId })
    if (!answer.ok) {
      this.fail(answer.error)
      return
    }
    this.next = answer.value.next
    const lines = answer.value.items.map((entry, i) => this.line(entry, i))
    this.setData({ state: 'ready', failure: '', lines })
  },
  async readMore() {
    if (this.next === undefined || this.data.list !== 'ready') return
    this.setData({ list: 'more', failure: '' })
    const answer = await call('secretary', 'audit.list', { branchId: this.branchId, cursor: this.next })
    if (!answer.ok) {
      this.setData({ list: 'ready', failure: deskFailureText(answer.error) })
      return
    }
    this.next = answer.value.next
    const start = this.data.lines.length
    const lines = answer.value.items.map((entry, i) => [`lines[${String(start + i)}]`, this.line(entry, start + i)])
    this.setData({ list: 'ready', ...(Object.fromEntries(lines) as Record<string, AuditLine>) })
  },
  line(entry: AuditEntry, index: number): AuditLine {
    return auditLine(entry, index, serverNow(), this.names.get(entry.branchId ?? ''))
  },
  onMore() {
    void this.readMore()
  },
})
