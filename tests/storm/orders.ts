import type { Fault } from '../../preview/cloud/faults'
import type { Fields } from '../../preview/cloud/values'

/** How long a request is held back that is to come too late, in milliseconds. */
export const LATE_MS = 2_500

/** What the storm tells the process of its cloud beside what goes over HTTP. */
export interface Order {
  id: number
  fault?: Fault
  /** No more faults. */
  calm?: boolean
  /** Asks for every document. */
  documents?: boolean
}

export interface Answer {
  id: number
  /** With the first word of a process. */
  url?: string
  documents?: Record<string, Fields[]>
}
