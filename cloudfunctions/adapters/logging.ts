import type { Reply } from '../contract'
import type { Documents, DocumentTransaction } from './cloudbase/documents'

/** What one call asked of the database. Requests that overlap are of one round. */
export interface Asked {
  requests: number
  rounds: number
}

/** Documents of one call at a time, and what it has asked of them so far. */
export interface Metered {
  documents: Documents
  asked: Readonly<Asked>
  /** Counts anew for another call; false where something is still under way that this one did not wait for. */
  reset: () => boolean
}

/**
 * The same documents, counted for one call at a time: a transaction's beginning and end are a request each, its retries count.
 * What is read once for many calls, the switch of the deployment, and what the SDK repeats by itself are not in it.
 */
export const metered = (documents: Documents): Metered => {
  const asked: Asked = { requests: 0, rounds: 0 }
  let underWay = 0
  const counted = async <T>(ask: () => Promise<T>): Promise<T> => {
    asked.requests += 1
    if (underWay === 0) asked.rounds += 1
    underWay += 1
    try {
      return await ask()
    } finally {
      underWay -= 1
    }
  }
  const countedTransaction = (tx: DocumentTransaction): DocumentTransaction => {
    asked.requests += 2
    asked.rounds += 2
    return {
      get: (...given) => counted(() => tx.get(...given)),
      put: (...given) => counted(() => tx.put(...given)),
      add: (...given) => counted(() => tx.add(...given)),
      remove: (...given) => counted(() => tx.remove(...given)),
    }
  }
  return {
    asked,
    reset: () => {
      Object.assign(asked, { requests: 0, rounds: 0 })
      return underWay === 0
    },
    documents: {
      command: documents.command,
      get: (...given) => counted(() => documents.get(...given)),
      find: (...given) => counted(() => documents.find(...given)),
      count: (...given) => counted(() => documents.count(...given)),
      join: (...given) => counted(() => documents.join(...given)),
      group: (...given) => counted(() => documents.group(...given)),
      add: (...given) => counted(() => documents.add(...given)),
      addAll: (...given) => counted(() => documents.addAll(...given)),
      put: (...given) => counted(() => documents.put(...given)),
      update: (...given) => counted(() => documents.update(...given)),
      remove: (...given) => counted(() => documents.remove(...given)),
      transaction: (work) => documents.transaction((tx) => work(countedTransaction(tx))),
    },
  }
}

/** What a call is to the log: a name out of our own list, a code out of our own list, numbers, and the platform's number of it. */
export interface Entry {
  /** The function. */
  call: string
  /** One of its operations; null where the caller named none of them: what was sent is never repeated. */
  op: string | null
  /** `ok`, or the code of the refusal. */
  code: string
  /** Of a bulk call that was accepted: how many of its items were refused, by code. */
  items?: Record<string, number>
  /** What the timer did. */
  did?: Record<string, number>
  ms: number
  requests: number
  rounds: number
  /** The first call of this instance: its time began before, with loading. */
  cold?: true
  traceId: string
}

/** A call from its start to its line in the log. */
export interface Timed {
  close: (end: Pick<Entry, 'op' | 'code' | 'items' | 'did'>) => void
}

let called = false

/**
 * Starts the clock of a call, which writes one line of JSON when it is closed. What a person on duty reads out of these
 * lines is in `cloudfunctions/README.md`, "值班：从日志里看什么".
 */
export const timed = (call: string, traceId: string, asked: Readonly<Asked>): Timed => {
  const started = performance.now()
  const first = called ? {} : { cold: true as const }
  called = true
  return {
    close: ({ op, code, ...more }) => {
      const { requests, rounds } = asked
      const ms = Math.round(performance.now() - started)
      const entry: Entry = { call, op, code, ...more, ms, requests, rounds, ...first, traceId }
      console.log(JSON.stringify(entry))
    },
  }
}

/** The code of a reply, and of its items where it answers many. */
export const resultOf = (reply: Reply<unknown>): Pick<Entry, 'code' | 'items'> => {
  if (!reply.ok) return { code: reply.error.code }
  const { value } = reply
  if (typeof value !== 'object' || value === null || !('outcomes' in value) || !Array.isArray(value.outcomes))
    return { code: 'ok' }
  const items: Record<string, number> = {}
  for (const outcome of value.outcomes as Reply<unknown>[])
    if (!outcome.ok) items[outcome.error.code] = (items[outcome.error.code] ?? 0) + 1
  return Object.keys(items).length === 0 ? { code: 'ok' } : { code: 'ok', items }
}
