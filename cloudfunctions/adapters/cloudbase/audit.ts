import type { AuditStore } from '../../app/store/ports'
import type { AuditRecord } from '../../app/store/records'
import type { Documents } from './documents'

/** The audit log over documents: entries are added and read, nothing else. */
export const auditStore = (documents: Documents): AuditStore => {
  const { command } = documents
  return {
    noteAudit: (entry) => documents.add('audit', entry),
    audit: ({ branchIds, keys, after, before, limit }) =>
      documents.find<AuditRecord>(
        'audit',
        {
          ...(branchIds === undefined ? { scope: 'all' } : { branchId: command.in(branchIds) }),
          keys: command.in(keys),
          ...(before === undefined && after === undefined
            ? {}
            : { position: command.between(after ?? '', before ?? '~') }),
        },
        { sort: ['position', 'desc'], limit },
      ),
  }
}
