import type { RefusedAttemptRecord, BranchRecord, TransferRecord, JoinedTransfer } from '../../app/store/records'
import type { Lookup } from './documents'

/** What belongs to a transfer and is read with it. */
export const BRANCH_AND_REFUSALS: readonly Lookup[] = [
  { from: 'branches', localField: 'branchId', foreignField: '_id', as: 'branches' },
  { from: 'attempts', localField: '_id', foreignField: 'transferId', as: 'attempts' },
]
export type Rows = TransferRecord & { branches: BranchRecord[]; attempts: RefusedAttemptRecord[] }

/** A transfer whose branch is gone is not shown. */
export const joinedFrom = ({ branches, attempts, ...transfer }: Rows): JoinedTransfer[] => {
  const branch = branches[0]
  return branch === undefined ? [] : [{ transfer, branch, attempts }]
}
