import { Closed } from '../../app/store/ports'
import type { MaintenanceRecord } from '../../app/store/records'
import type { Instant } from '../../domain/beijing'
import type { Documents } from './documents'

/** So long an instance goes by what it last saw of the switch: whoever closes waits longer than that, in milliseconds. */
export const SWITCH_KNOWN_FOR = 10_000

export const MAINTENANCE = 'maintenance'

/** Documents that throw `Closed` while the deployment has closed them: to writes alone, or to everything. */
export const behindSwitch = (documents: Documents, now: () => Instant): Documents => {
  let seen: { at: Instant; found: Promise<MaintenanceRecord | null> } | undefined
  const look = (): Promise<MaintenanceRecord | null> => {
    if (seen !== undefined && Math.abs(now() - seen.at) < SWITCH_KNOWN_FOR) return seen.found
    const found = documents.get<MaintenanceRecord>('deployment', MAINTENANCE)
    const current = { at: now(), found }
    seen = current
    found.catch(() => {
      if (seen === current) seen = undefined
    })
    return found
  }
  const pass = async (isWrite: boolean): Promise<void> => {
    const found = await look()
    if (found !== null && found.until > now() && (isWrite || found.closed === 'everything'))
      throw new Closed(found.until)
  }
  const writing = async <T>(write: () => Promise<T>): Promise<T> => {
    await pass(true)
    return write()
  }
  /** A read does no harm: it need not wait until the switch was looked at. */
  const reading = async <T>(read: () => Promise<T>): Promise<T> => {
    const [value] = await Promise.all([read(), pass(false)])
    return value
  }
  return {
    command: documents.command,
    get: (...given) => reading(() => documents.get(...given)),
    find: (...given) => reading(() => documents.find(...given)),
    count: (...given) => reading(() => documents.count(...given)),
    join: (...given) => reading(() => documents.join(...given)),
    group: (...given) => reading(() => documents.group(...given)),
    add: (...given) => writing(() => documents.add(...given)),
    addAll: (...given) => writing(() => documents.addAll(...given)),
    put: (...given) => writing(() => documents.put(...given)),
    update: (...given) => writing(() => documents.update(...given)),
    remove: (...given) => writing(() => documents.remove(...given)),
    transaction: (work) => writing(() => documents.transaction(work)),
  }
}
