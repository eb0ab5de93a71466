import type { StaffStore } from '../../app/store/ports'
import type { RightsRecord, StaffCodeRecord, WechatRecord } from '../../app/store/records'
import type { Documents } from './documents'

const STAFF_AT_MOST = 1_000

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
})
