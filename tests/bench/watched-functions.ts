import { openDocuments } from '../../cloudfunctions/adapters/cloudbase/documents'
import { openFiles } from '../../cloudfunctions/adapters/cloudbase/files'
import { createStore } from '../../cloudfunctions/adapters/cloudbase/store'
import { spreadsheets } from '../../cloudfunctions/adapters/on-demand'
import { publicKeys } from '../../cloudfunctions/adapters/public-keys'
import { createSealing, readKeys } from '../../cloudfunctions/adapters/sealing'
import { passwords, randomness } from '../../cloudfunctions/adapters/secrets'
import { accountOperations } from '../../cloudfunctions/app/account/account'
import { deskOperations } from '../../cloudfunctions/app/desk/desk'
import { listOperations } from '../../cloudfunctions/app/desk/list'
import { transferOperations } from '../../cloudfunctions/app/transfer/transfer'
import type { Ports, Transaction } from '../../cloudfunctions/app/store/ports'
import { serve } from '../../cloudfunctions/app/call/serve'
import type { Reply } from '../../cloudfunctions/contract'

/** How long something was waited for, milliseconds: waits that overlap count once. */
class Waiting {
  #open = 0
  #since = 0
  total = 0

  begin(): void {
    if (this.#open++ === 0) this.#since = performance.now()
  }
  end(): void {
    if (--this.#open === 0) this.total += performance.now() - this.#since
  }
  async during(work: () => unknown): Promise<unknown> {
    this.begin()
    try {
      return await work()
    } finally {
      this.end()
    }
  }
}

type Method = (...given: unknown[]) => unknown

/** The same port, each method of which tells when it is waited for. */
const watched = <T extends object>(port: T, waiting: Waiting): T =>
  new Proxy(port, {
    get: (target, name): unknown => {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      const ask = method.bind(target) as Method
      return (...given: unknown[]) =>
        waiting.during(() => ask(...(name === 'transaction' ? [inside(given[0] as Method, waiting)] : given)))
    },
  })

/** Within a transaction our own work counts as ours, the database's as waiting. */
const inside =
  (work: Method, waiting: Waiting) =>
  async (tx: Transaction): Promise<unknown> => {
    waiting.end()
    try {
      return await work(watched(tx, waiting))
    } finally {
      waiting.begin()
    }
  }

export interface WatchedCall {
  openid: string
  op: string
  input: unknown
  /** Milliseconds since 1970. */
  now: number
}

/** The operations over the database that this process's environment names, each call with its own time in milliseconds. */
export const openWatchedFunctions = (keys: { seal: string; token: string }) => {
  const waiting = new Waiting()
  const ports: Ports = {
    store: watched(createStore(openDocuments()), waiting),
    sealing: createSealing(readKeys('SEAL_KEYS', keys.seal), readKeys('TOKEN_KEYS', keys.token)),
    random: randomness,
    passwords,
    publicKeys,
    spreadsheets,
    templates: {},
    files: openFiles(),
  }
  const operations = { ...accountOperations, ...transferOperations, ...deskOperations, ...listOperations }
  return async ({ openid, op, input, now }: WatchedCall): Promise<{ reply: Reply<unknown>; own: number }> => {
    waiting.total = 0
    const begun = performance.now()
    const asked = { ...ports, openid, now, clock: () => now, deadline: now + 10_000, traceId: 'bench' }
    const reply = await serve(operations, { op, input }, asked)
    return { reply, own: performance.now() - begun - waiting.total }
  }
}
