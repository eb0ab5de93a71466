import type {
  AccountRecord,
  BranchRecord,
  DeskedTransfer,
  JoinedTransfer,
  OwnedTransfer,
  RecoveryRecord,
  RefusedAttemptRecord,
  StaffNameRecord,
  TransferCase,
  TransferRecord,
  WechatRecord,
} from '../../app/store/records'
import type { Lookup } from './documents'

/** What belongs to a transfer and is read with it. */
export const BRANCH_AND_REFUSED: readonly Lookup[] = [
  { from: 'branches', localField: 'branchId', foreignField: '_id', as: 'branches' },
  { from: 'attempts', localField: '_id', foreignField: 'transferId', as: 'refused' },
]
export type Rows = TransferRecord & { branches: BranchRecord[]; refused: RefusedAttemptRecord[] }

/** A transfer whose branch is gone is not shown. */
export const joinedFrom = ({ branches, refused, ...transfer }: Rows): JoinedTransfer[] => {
  const branch = branches[0]
  return branch === undefined ? [] : [{ transfer, branch, refused }]
}

/** Whose it is, as it stands at the moment of the read. */
export const WITH_BOUND: readonly Lookup[] = [
  ...BRANCH_AND_REFUSED,
  { from: 'wechats', localField: 'accountId', foreignField: 'accountId', as: 'bound' },
]
export type OwnedRows = Rows & { bound: WechatRecord[] }

export const ownedFrom = ({ bound, ...rows }: OwnedRows): OwnedTransfer[] =>
  joinedFrom(rows).map((joined) => ({ ...joined, bound }))

/** Who has a right at its branch, as it stands at the moment of the read; administrators are not among them. */
export const WITH_STAFF: readonly Lookup[] = [
  ...BRANCH_AND_REFUSED,
  { from: 'wechats', localField: 'branchId', foreignField: 'staff.branchId', as: 'staff' },
]
export type DeskedRows = Rows & { staff: WechatRecord[] }

export const deskedFrom = ({ staff, ...rows }: DeskedRows): DeskedTransfer[] =>
  joinedFrom(rows).map((joined) => ({ ...joined, staff }))

/** Everything that the case of one person shows. */
export const WHOLE_CASE: readonly Lookup[] = [
  ...WITH_STAFF,
  { from: 'accounts', localField: 'accountId', foreignField: '_id', as: 'accounts' },
  { from: 'recoveries', localField: 'accountId', foreignField: '_id', as: 'recoveries' },
  { from: 'wechats', localField: 'events.who', foreignField: 'staff.id', as: 'deciders' },
  { from: 'staffNames', localField: 'events.who', foreignField: '_id', as: 'former' },
]
export type CaseRows = DeskedRows & {
  accounts: AccountRecord[]
  recoveries: RecoveryRecord[]
  deciders: WechatRecord[]
  former: StaffNameRecord[]
}

export const caseFrom = ({ accounts, recoveries, deciders, former, ...rows }: CaseRows): TransferCase[] => {
  const held = deciders.flatMap(({ staff }) => staff.map(({ id, name }) => [id, name] as const))
  const names = new Map([...former.map(({ _id, name }) => [_id, name] as const), ...held])
  const beside = { account: accounts[0] ?? null, recovery: recoveries[0] ?? null, names }
  return deskedFrom(rows).map((joined) => ({ ...joined, ...beside }))
}
