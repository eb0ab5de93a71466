import { functionFor } from '../adapters/function'
import { accountOperations } from '../app/operations/account'
import { branchOperations } from '../app/operations/branch'
import { draftOperations } from '../app/operations/draft'
import { inviteOperations } from '../app/operations/invite'
import { reminderOperations } from '../app/operations/reminder'
import { transferOperations } from '../app/operations/transfer'

/** The function `member`: what a person in WeChat does for himself. */
export const main = functionFor({
  ...accountOperations,
  ...branchOperations,
  ...transferOperations,
  ...inviteOperations,
  ...reminderOperations,
  ...draftOperations,
})
