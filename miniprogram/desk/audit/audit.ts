import { serverNow } from '../../clock'
import { call, type CallFailure } from '../../cloud'
import type { Trouble } from '../../texts'
import { deskTrouble, enterDesk } from '../entrance'
import { deskFailureText } from '../texts'
import { auditLine, type AuditLine } from './view'

Page({
  branchId: '',
  next: undefined as string | undefined,
  data: {
    state: 'loading',
    trouble: null as Trouble | null,
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
    const answer = await enterDesk(this.branchId)
    if (!answer.ok) {
      this.fail(answer.error)
      return
    }
    this.branchId = answer.entrance.desk.id
    this.setData({ name: answer.entrance.desk.name })
    await this.read()
  },
  fail(error: CallFailure) {
    this.setData({ state: 'trouble', trouble: deskTrouble(error) })
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
    const now = serverNow()
    const lines = answer.value.items.map((entry, i) => auditLine(entry, i, now))
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
    const now = serverNow()
    const lines = answer.value.items.map((entry, i) => [
      `lines[${String(start + i)}]`,
      auditLine(entry, start + i, now),
    ])
    this.setData({ list: 'ready', ...(Object.fromEntries(lines) as Record<string, AuditLine>) })
  },
  onMore() {
    void this.readMore()
  },
})
