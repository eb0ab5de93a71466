import * as v from 'valibot'
import type { AuditEntry } from '../../contract'
import { toIso } from '../../domain/beijing'
import { atBranchOrAll, branchesSeen, DECIDING } from '../call/authority'
import { ALL_BRANCHES, type AuditRecord } from '../store/records'
import { Cursor, Id } from '../call/schemas'
import { accepted, operation } from '../call/serve'

const PAGE = 50

const entryView = ({ at, who, what, whom, why, branchId }: AuditRecord): AuditEntry => ({
  at: toIso(at),
  who,
  what,
  ...(whom === '' ? {} : { whom }),
  ...(why === '' ? {} : { why }),
  ...(branchId === ALL_BRANCHES ? {} : { branchId }),
})

/** Who did what with people's data and rights, newest first: a branch's own, and for the administrator all. */
const list = operation(
  v.object({ branchId: Id, cursor: v.exactOptional(Cursor) }),
  async (context, { branchId, cursor }) => {
    const at = await atBranchOrAll(context, branchId, DECIDING)
    if (!at.ok) return at
    const found = await context.store.audit(branchesSeen(at.value.right, branchId), cursor, PAGE + 1)
    const page = found.slice(0, PAGE)
    const last = page.at(-1)
    return accepted({
      items: page.map(entryView),
      ...(found.length > PAGE && last !== undefined ? { next: last.position } : {}),
    })
  },
)

export const auditOperations = { 'audit.list': list }
