import { ALL_BRANCHES, type WechatRecord } from '../../cloudfunctions/app/store/records'

const staff = (openid: string, branchId: string, role: 'secretary' | 'administrator', name: string): WechatRecord => ({
  _id: openid,
  accountId: null,
  staff: [{ id: `staff-${openid}`, branchId, role, name }],
})

/** The staff that the local cloud knows from the start. */
export const wechats: readonly WechatRecord[] = [
  staff('local-league-secretary', 'ustb-scce-2024-league', 'secretary', '团支部书记'),
  staff('local-party-secretary', 'ustb-scce-2024-party', 'secretary', '党支部书记'),
  staff('local-admin', ALL_BRANCHES, 'administrator', '管理员'),
]
