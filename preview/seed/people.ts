/** A person the preview offers to be. */
export interface SeededPerson {
  readonly openid: string
  readonly label: string
  readonly note?: string
}

/** The people that the local cloud knows from the start. */
export const people: readonly SeededPerson[] = [
  { openid: 'local-student-1', label: '学生一' },
  { openid: 'local-student-2', label: '学生二' },
  { openid: 'local-student-3', label: '学生三' },
  { openid: 'local-student-4', label: '学生四' },
  { openid: 'local-student-5', label: '学生五' },
  { openid: 'local-student-6', label: '学生六' },
  { openid: 'local-league-secretary', label: '团支部书记' },
  { openid: 'local-party-secretary', label: '党支部书记' },
  { openid: 'local-admin', label: '管理员' },
]
