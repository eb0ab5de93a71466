import type { AccountView, BranchView, StepView, TransferView } from '../../cloudfunctions/contract'

/** An instant by the Beijing clock: `at('2024-11-22 14:05')`. */
export const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)
export const iso = (text: string): string => new Date(at(text)).toISOString()

export const leagueBranch: BranchView = {
  id: 'ustb-scce-2024-league',
  kind: 'league',
  joinable: true,
  fullName: '中国共产主义青年团计通24级临时团支部',
  shortName: '计通24级临时团支部',
  systemId: '5324992',
  systemIdConfirmed: false,
  letterTitle: '北京科技大学计算机与通信工程学院团委',
  letterDestination: '计通学院2024级研究生临时团支部',
  contact: '计通学院团委',
  phone: '01062334997',
  address: '北京市海淀区学院路30号北京科技大学计算机与通信工程学院团委',
  reasons: ['升学'],
  waitHours: 24,
  besideOfficial: true,
  retentionDays: 90,
  overdueAfterDays: 3,
  closed: false,
}

const KEYS = ['join', 'approval', 'wait', 'request', 'verification', 'confirmation'] as const

/** Steps of which the first `done` are done. */
export const stepsDone = (done: number, instants: string[]): StepView[] =>
  KEYS.map((key, index) => {
    if (index < done) return { key, state: 'done', at: instants[index] ?? instants[0] ?? '' }
    return { key, state: index === done ? 'current' : 'blocked' }
  })

/** A League transfer from a province, registered at 09:31 on 22 November, with what differs. */
export const transferView = (changes: Partial<TransferView> = {}): TransferView => ({
  id: 't1',
  reference: '241103827',
  kind: 'league',
  origin: 'province',
  stage: 'registered',
  version: 1,
  branch: leagueBranch,
  since: iso('2024-11-22 09:31'),
  declared: {},
  attempts: 0,
  erased: false,
  membersTurn: false,
  allowedActions: ['amend', 'withdraw'],
  steps: stepsDone(1, [iso('2024-11-22 09:31')]),
  log: [{ at: iso('2024-11-22 09:31'), by: 'member', what: 'started' }],
  ...changes,
})

/** Approved at 14:05:30; the wait ends at 14:05:30 the day after, which is shown as 14:06. */
export const approvedView = (changes: Partial<TransferView> = {}): TransferView =>
  transferView({
    stage: 'approved',
    version: 2,
    since: iso('2024-11-22 14:05:30'),
    readyAt: iso('2024-11-23 14:05:30'),
    allowedActions: ['withdraw'],
    steps: stepsDone(2, [iso('2024-11-22 09:31'), iso('2024-11-22 14:05:30')]),
    ...changes,
  })

export const accountView: AccountView = {
  id: 'a1',
  name: '阿依古丽·买买提',
  idNumber: '**************002X',
  phone: '*******8000',
  identity: 'member',
  joinedOn: '2018-05',
  memberNumber: '********1234',
  hasPassword: false,
  wechats: 1,
}
