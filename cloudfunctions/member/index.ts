import { functionFor } from '../adapters/function'
import { accountOperations } from '../app/account/account'
import { branchOperations } from '../app/branch/find'
import { draftOperations } from '../app/account/draft'
import { inviteOperations } from '../app/transfer/link'
import { reminderOperations } from '../app/messages/allow'
import { transferOperations } from '../app/transfer/transfer'

/** The function `member`: what a person in WeChat does for himself. */
export const main = functionFor('member', {
  ...accountOperations,
  ...branchOperations,
  ...transferOperations,
  ...inviteOperations,
  ...reminderOperations,
  ...draftOperations,
})
