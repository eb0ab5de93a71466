import type { BranchView, DeskItem, DeskSummary, DeskTransfer, TransferView } from '../../cloudfunctions/contract'
import { leagueBranch, transferView } from './views'

/** The instant that these tests call now: 14:05 in Beijing. */
export const NOW = Date.parse('2024-11-22T06:05:00.000Z')

export const aBranch = (given: Partial<BranchView> = {}): BranchView => ({ ...leagueBranch, id: 'branch', ...given })

export const anItem = (given: Partial<DeskItem> = {}): DeskItem => ({
  id: 'one',
  version: 1,
  reference: '2411038270',
  name: '王小明',
  erased: false,
  stage: 'registered',
  origin: 'province',
  since: '2024-11-22T03:05:00.000Z',
  overdue: false,
  rosterMatch: 'none',
  missing: [],
  declared: {},
  warnings: [],
  membersTurn: false,
  allowedActions: ['approve', 'return'],
  ...given,
})

export const aTransfer = (given: Partial<TransferView> = {}): TransferView =>
  transferView({
    id: 'one',
    reference: '2411038270',
    branch: aBranch(),
    since: '2024-11-22T03:05:00.000Z',
    allowedActions: ['approve', 'return'],
    ...given,
  })

export const aFile = (given: Partial<DeskTransfer> = {}): DeskTransfer => ({
  ...aTransfer(),
  right: 'secretary',
  name: '王小明',
  idNumber: '**************315X',
  phone: '*******8000',
  memberNumber: '********1234',
  joinedOn: '2018-05',
  identity: 'member',
  rosterMatch: 'none',
  missing: [],
  overdue: false,
  warnings: [],
  ...given,
})

export const aSummary = (given: Partial<DeskSummary> = {}): DeskSummary => ({
  branchId: 'branch',
  stages: {},
  total: 0,
  overdue: 0,
  waiting: 0,
  ready: 0,
  rosterSize: 0,
  notRegistered: 0,
  people: 0,
  offRoster: 0,
  erasing: { count: 0 },
  days: [],
  medianHoursToApprove: null,
  confirmedBy: {},
  unconfirmed: 0,
  lacking: {},
  overdueAfterDays: 3,
  ...given,
})
