/** A person the preview offers to be. */
export interface SeededPerson {
  readonly openid: string
  readonly label: string
  /** What one sees and can try as this person. */
  readonly note: string
  readonly group: 'league' | 'party' | 'desk'
}

/** The people that the local cloud knows from the start; all are made up. */
export const people: readonly SeededPerson[] = [
  { openid: 'local-student-1', group: 'league', label: '林一诺', note: '已申请，等团支部同意' },
  { openid: 'local-student-2', group: 'league', label: '阿依古丽·买买提', note: '已同意，未满一天：看倒计时' },
  { openid: 'local-student-3', group: 'league', label: '周子墨', note: '已满一天：发说明，登记提交' },
  { openid: 'local-student-4', group: 'league', label: '陈雨桐', note: '转移失败：姓名不一致' },
  { openid: 'local-student-5', group: 'league', label: '赵一航', note: '核对一致，等待确认' },
  { openid: 'local-student-6', group: 'league', label: '李想', note: '被退回：修改后重新申请' },
  { openid: 'local-party-1', group: 'party', label: '王芳', note: '党员，正在准备材料' },
  { openid: 'local-party-2', group: 'party', label: '赵磊', note: '党员，已线上转出' },
  { openid: 'local-party-3', group: 'party', label: '孙悦', note: '预备党员，缺考察材料' },
  { openid: 'local-both-1', group: 'party', label: '何静', note: '党、团组织关系都要转' },
  { openid: 'local-league-secretary', group: 'desk', label: '团支部书记', note: '审核、名单、统计、导出' },
  { openid: 'local-party-secretary', group: 'desk', label: '党支部书记', note: '登记接收情况' },
  { openid: 'local-admin', group: 'desk', label: '管理员', note: '全部支部、权限、外部系统' },
]
