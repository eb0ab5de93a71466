import type { Fault } from '../../preview/cloud/faults'
import type { Fields } from '../../preview/cloud/values'

/** How long a request is held back that is to come too late, in milliseconds. */
export const LATE_MS = 700
/** How long a function is waited for meanwhile, before it is taken for dead, while it goes on. */
export const SHORT_PATIENCE_MS = 400

/** What the storm tells the process of its cloud beside what goes over HTTP. */
export interface Order {
  id: number
  /** The data as they are before anybody came: `bare` as the first start leaves them, else as its timer left them once. */
  begin?: { bare: boolean }
  fault?: Fault
  /** Functions are waited for no longer than `SHORT_PATIENCE_MS` until it is calm again. */
  hurry?: boolean
  /** No more faults. */
  calm?: boolean
  /** Asks for every document. */
  documents?: boolean
}

/** How the cloud is struck while something happens. */
export const BLOWS = ['errorBefore', 'errorAfter', 'dropBefore', 'dropAfter', 'late', 'kill'] as const
export type Blows = Record<(typeof BLOWS)[number], number>

export interface Answer {
  id: number
  /** With the first word of a process. */
  url?: string
  /** A fault has just struck; it answers no order. */
  struck?: Fault['kind']
  documents?: Record<string, Fields[]>
}
