import { functionFor } from '../adapters/function'
import { auditOperations } from '../app/operations/audit'
import { branchDeskOperations } from '../app/operations/branch-desk'
import { conflictOperations } from '../app/operations/conflicts'
import { deskOperations } from '../app/operations/desk'
import { exportOperations } from '../app/operations/export'
import { provinceKeyOperations } from '../app/operations/province-keys'
import { recoveryOperations } from '../app/operations/recovery'
import { remindOperations } from '../app/operations/remind'
import { revealOperations } from '../app/operations/reveal'
import { staffOperations } from '../app/operations/staff'
import { rosterOperations } from '../app/operations/roster'
import { summaryOperations } from '../app/operations/summary'

/** The function `secretary`: what a branch's staff does at the desk. */
export const main = functionFor({
  ...deskOperations,
  ...revealOperations,
  ...summaryOperations,
  ...conflictOperations,
  ...remindOperations,
  ...branchDeskOperations,
  ...staffOperations,
  ...auditOperations,
  ...rosterOperations,
  ...exportOperations,
  ...recoveryOperations,
  ...provinceKeyOperations,
})
