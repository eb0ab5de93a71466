import type { DeploymentStore } from '../../app/store/ports'
import type { ClockRunRecord } from '../../app/store/records'
import type { Documents } from './documents'

/** What the deployment's own commands look at, over documents. */
export const deploymentStore = (documents: Documents): DeploymentStore => ({
  noteClockRun: (at) => {
    const run = { _id: 'clock', at, server: documents.command.serverTime() } satisfies Record<
      keyof ClockRunRecord,
      unknown
    >
    return documents.put('deployment', run)
  },
})
