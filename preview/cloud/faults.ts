import { setTimeout as delay } from 'node:timers/promises'
import { busy, DatabaseFailure, type BusyRefusal, type DuplicateSpelling } from './failures'

/**
 * A fault to inject, before or after the request is carried out: the caller cannot tell the two apart, which is what
 * makes them worth testing. `drop` ends the connection without an answer.
 */
export interface Fault {
  kind: 'errorBefore' | 'errorAfter' | 'dropBefore' | 'dropAfter' | 'delay'
  /** As on the wire, for example `database.modifyDocument`; any when absent. */
  action?: string
  collection?: string
  /** How many requests it strikes; 1 when absent. */
  times?: number
  /** How many that it could strike pass first; none when absent. */
  skip?: number
  /** For `delay`. */
  ms?: number
  /** Happens, to its end, before the request is carried out. */
  meanwhile?: () => void | Promise<void>
  /** For the errors; `DATABASE_REQUEST_FAILED` when absent. */
  code?: string
  /** For the errors: one of the service's own ways to say that it is busy; before `code`. */
  busy?: BusyRefusal
}

/** The connection ends here, without a word. */
export class ConnectionDropped extends Error {
  override name = 'ConnectionDropped'
}

/** Faults that wait for their request. */
export class Faults {
  /** How the database spells that a key is taken. */
  duplicates: DuplicateSpelling = 'E11000'
  #waiting: { fault: Fault; left: number; skip: number }[] = []

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1, skip: fault.skip ?? 0 })
  }

  clear(): void {
    this.#waiting = []
    this.duplicates = 'E11000'
  }

  /** Performs an action with the fault that waits for it, if any. */
  async around<T>(action: string, collection: string | undefined, perform: () => Promise<T>): Promise<T> {
    const fault = this.#take(action, collection)
    if (fault === null) return await perform()
    await fault.meanwhile?.()
    if (fault.kind === 'delay') await delay(fault.ms ?? 0)
    if (fault.kind === 'errorBefore' || fault.kind === 'dropBefore') throw injected(fault)
    const result = await perform()
    if (fault.kind === 'errorAfter' || fault.kind === 'dropAfter') throw injected(fault)
    return result
  }

  #take(action: string, collection: string | undefined): Fault | null {
    const found = this.#waiting.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.action === undefined || fault.action === action) &&
        (fault.collection === undefined || fault.collection === collection),
    )
    if (found === undefined) return null
    if (found.skip > 0) {
      found.skip--
      return null
    }
    found.left--
    this.#waiting = this.#waiting.filter(({ left }) => left > 0)
    return found.fault
  }
}

function injected({ busy: name, code, kind }: Fault): Error {
  if (kind === 'dropBefore' || kind === 'dropAfter') return new ConnectionDropped()
  if (name !== undefined) return busy(name)
  return new DatabaseFailure(code ?? 'DATABASE_REQUEST_FAILED', `injected fault: ${kind}`)
}
