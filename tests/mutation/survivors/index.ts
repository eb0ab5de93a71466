import { ACCOUNT } from './account'
import { ADAPTERS } from './adapters'
import { CLOUDBASE } from './cloudbase'
import { DESK } from './desk'
import { DOMAIN } from './domain'
import { ROSTER } from './roster'
import { STAFF } from './staff'
import { TRANSFER } from './transfer'
import type { Survivor } from './survivor'

export type { Survivor }

/** The mutants that are known to live. A run fails where another one does, and names those that live no longer. */
export const SURVIVORS: readonly Survivor[] = [
  ...DOMAIN,
  ...ACCOUNT,
  ...TRANSFER,
  ...ROSTER,
  ...DESK,
  ...STAFF,
  ...ADAPTERS,
  ...CLOUDBASE,
]
