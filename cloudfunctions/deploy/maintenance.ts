import type { Documents } from '../adapters/cloudbase/documents'
import { MAINTENANCE, SWITCH_KNOWN_FOR } from '../adapters/cloudbase/maintenance'
import type { MaintenanceRecord } from '../app/store/records'
import { orderLocal } from './local-console'
import type { Settings } from './settings'

/** A write that was let through a moment before has arrived by then. */
const MARGIN = 4_000

/** Closes the functions until this instant, and waits until every instance of them knows. */
export const close = async (
  documents: Documents,
  { local }: Settings,
  closed: MaintenanceRecord['closed'],
  until: number,
): Promise<void> => {
  await documents.put('deployment', { _id: MAINTENANCE, closed, until } as MaintenanceRecord)
  // In the local cloud functions can be begun anew, by being given their keys.
  if (local === undefined) await new Promise((resolve) => setTimeout(resolve, SWITCH_KNOWN_FOR + MARGIN))
  else await orderLocal(local, { keys: 'again' })
}

/** Opens them again; they know within seconds. */
export const reopen = async (documents: Documents, { local }: Settings): Promise<void> => {
  await documents.remove('deployment', { _id: MAINTENANCE })
  if (local !== undefined) await orderLocal(local, { keys: 'again' })
}
