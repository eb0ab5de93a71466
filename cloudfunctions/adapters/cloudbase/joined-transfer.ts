import type { AttemptRecord, BranchRecord, TransferRecord, TransferWhole } from '../../app/store/records'
import type { Lookup } from './documents'

/** What belongs to a transfer and is read with it. */
export const WHOLE: readonly Lookup[] = [
  { from: 'branches', localField: 'branchId', foreignField: '_id', as: 'branches' },
  { from: 'attempts', localField: '_id', foreignField: 'transferId', as: 'attempts' },
]
export type Joined = TransferRecord & { branches: BranchRecord[]; attempts: AttemptRecord[] }

/** A transfer whose branch is gone is not shown. */
export const wholeOf = ({ branches, attempts, ...transfer }: Joined): TransferWhole[] => {
  const branch = branches[0]
  return branch === undefined ? [] : [{ transfer, branch, attempts }]
}
