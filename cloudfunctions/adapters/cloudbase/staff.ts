import type { StaffStore } from '../../app/store/ports'
import type { RightsRecord, StaffCodeRecord, StaffNameRecord, WechatRecord } from '../../app/store/records'
import type { Documents } from './documents'

const STAFF_AT_MOST = 1_000
const CODES_AT_MOST = 200

/** Rights at the desk over documents: they lie with the WeChats that hold them. */
export const staffStore = (documents: Documents): StaffStore => ({
  staffAt: (branchIds) =>
    documents.find<WechatRecord>(
      'wechats',
      { 'staff.branchId': documents.command.in(branchIds) },
      { limit: STAFF_AT_MOST },
    ),
  rightsVersion: async (branchId) => (await documents.get<RightsRecord>('rights', branchId))?.version ?? 0,
  addStaffCode: async (code) => {
    await documents.add('staffCodes', code)
  },
  staffCode: async (tokens) => {
    const _id = documents.command.in(tokens)
    return (await documents.find<StaffCodeRecord>('staffCodes', { _id }, { limit: 1 }))[0] ?? null
  },
  staffCodeById: async (id) => (await documents.find<StaffCodeRecord>('staffCodes', { id }, { limit: 1 }))[0] ?? null,
  staffCodesAt: (branchIds, now) =>
    documents.find<StaffCodeRecord>(
      'staffCodes',
      { branchId: documents.command.in(branchIds), expiresAt: documents.command.gt(now) },
      { sort: ['expiresAt', 'asc'], limit: CODES_AT_MOST },
    ),
  dropStaffCodes: async (branchId, id) => {
    await documents.remove('staffCodes', { branchId, ...(id === undefined ? {} : { id }) })
  },
  staffNames: async (ids) =>
    ids.length === 0
      ? []
      : documents.find<StaffNameRecord>('staffNames', { _id: documents.command.in(ids) }, { limit: STAFF_AT_MOST }),
  forgetStaffNames: async (openids) => {
    if (openids.length > 0) await documents.remove('staffNames', { openids: documents.command.in(openids) })
  },
})
