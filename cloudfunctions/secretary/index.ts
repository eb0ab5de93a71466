import { functionFor } from '../adapters/function'
import { auditOperations } from '../app/audit/list'
import { branchDeskOperations } from '../app/branch/settings'
import { conflictOperations } from '../app/conflicts/conflicts'
import { deskOperations } from '../app/desk/desk'
import { findOperations } from '../app/desk/find'
import { listOperations } from '../app/desk/list'
import { overviewOperations } from '../app/figures/overview'
import { exportOperations } from '../app/desk/export'
import { provinceKeyOperations } from '../app/province/keys'
import { recoveryOperations } from '../app/account/recovery'
import { digestOperations } from '../app/messages/digest'
import { remindOperations } from '../app/messages/nudge'
import { revealOperations } from '../app/desk/reveal'
import { staffOperations } from '../app/staff/staff'
import { rosterOperations } from '../app/roster/roster'
import { summaryOperations } from '../app/desk/summary'

/** The function `secretary`: what a branch's staff does at the desk. */
export const main = functionFor('secretary', {
  ...deskOperations,
  ...listOperations,
  ...findOperations,
  ...revealOperations,
  ...summaryOperations,
  ...overviewOperations,
  ...conflictOperations,
  ...remindOperations,
  ...digestOperations,
  ...branchDeskOperations,
  ...staffOperations,
  ...auditOperations,
  ...rosterOperations,
  ...exportOperations,
  ...recoveryOperations,
  ...provinceKeyOperations,
})
