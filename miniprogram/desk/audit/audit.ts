import type { AuditEntry } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { call } from '../../cloud'
import { deskPage, type Reading } from '../page'
import { deskFailureText } from '../texts/desk'
import { EVERY_BRANCH } from '../../limits'
import { auditLine, type AuditLine } from './view'

deskPage({
  next: undefined as string | undefined,
  /** What the branches are called, where entries of several stand in one list. */
  names: new Map<string, string>(),
  data: {
    lines: [] as AuditLine[],
    /** `ready` or `more`. */
    list: 'ready',
    failure: '',
  },
  entered() {
    const everywhere = this.branchId === EVERY_BRANCH
    this.names = new Map(everywhere ? this.desks.map(({ id, name }) => [id, name]) : [])
  },
  async read(): Reading {
    const reply = await call('secretary', 'audit.list', { branchId: this.branchId })
    if (!reply.ok) return reply.error
    this.next = reply.value.next
    this.setData({ failure: '', lines: reply.value.items.map((entry, i) => this.line(entry, i)) })
    return null
  },
  onReachBottom() {
    void this.readMore()
  },
  async readMore() {
    if (this.next === undefined || this.data.list !== 'ready') return
    this.setData({ list: 'more', failure: '' })
    const reply = await call('secretary', 'audit.list', { branchId: this.branchId, cursor: this.next })
    if (!reply.ok) {
      this.setData({ list: 'ready', failure: deskFailureText(reply.error) })
      return
    }
    this.next = reply.value.next
    const start = this.data.lines.length
    const lines = reply.value.items.map((entry, i) => [`lines[${String(start + i)}]`, this.line(entry, start + i)])
    this.setData({ list: 'ready', ...(Object.fromEntries(lines) as Record<string, AuditLine>) })
  },
  line(entry: AuditEntry, index: number): AuditLine {
    return auditLine(entry, index, serverNow(), this.names.get(entry.branchId ?? ''))
  },
  onMore() {
    void this.readMore()
  },
})
