/** A person the preview offers to be. */
export interface SeededPerson {
  readonly openid: string
  readonly label: string
  readonly note?: string
}

/** The people that the local cloud knows from the start; all are made up. */
export const people: readonly SeededPerson[] = [
  { openid: 'local-student-1', label: '林一诺', note: '已申请，等团支部同意' },
  { openid: 'local-student-2', label: '阿依古丽·买买提', note: '已同意，未满一天' },
  { openid: 'local-student-3', label: '周子墨', note: '已满一天，可以提交' },
  { openid: 'local-student-4', label: '陈雨桐', note: '转移失败：姓名不一致' },
  { openid: 'local-student-5', label: '赵一航', note: '核对一致，等待确认' },
  { openid: 'local-student-6', label: '李想', note: '被退回' },
  { openid: 'local-party-1', label: '王芳', note: '党员，正在准备材料' },
  { openid: 'local-party-2', label: '赵磊', note: '党员，已线上转出' },
  { openid: 'local-party-3', label: '孙悦', note: '预备党员，缺考察材料' },
  { openid: 'local-both-1', label: '何静', note: '党、团组织关系都要转' },
  { openid: 'local-league-secretary', label: '团支部书记' },
  { openid: 'local-party-secretary', label: '党支部书记' },
  { openid: 'local-admin', label: '管理员' },
]
