/**
 * The only file that touches `wx.cloud`: one typed call for all operations.
 * A reply is always a value; what never arrived is the failure `OFFLINE`.
 */
import type { ContractVersion, Failure, Functions, InputOf, OpOf, Reply, ValueOf } from '../cloudfunctions/contract'
import type { Environment } from './environment'

/**
 * No reply came: no network, a time-out, or a function that died. Whether it was carried out is not known. `service` is
 * WeChat's code where its service answered, and not the network is to blame.
 */
export interface Offline {
  code: 'OFFLINE'
  detail?: { service: string }
}
export type CallFailure = Failure | Offline
/** What a call answers: the reply of the function, or that none came. */
export type CallReply<T> = { ok: true; value: T } | { ok: false; error: CallFailure }

/** What these pages were built for: functions that no longer serve it say so (`TOO_OLD`). */
const CONTRACT: ContractVersion = 1
/** Longer than any function may run. */
export const PATIENCE_MS = 25_000
/** Refused by the service (no such environment or function, no right, too much at once), or by a function that failed. */
const SERVICE = /^-50[14]\d{3}$/
const OFFLINE: { ok: false; error: Offline } = { ok: false, error: { code: 'OFFLINE' } }

/** Connects to the environment of this mini-program; once, at launch. */
export function connect({ env }: Environment): void {
  wx.cloud.init(env === '' ? { traceUser: false } : { env, traceUser: false })
}

/** Calls one operation. Never throws. */
export async function call<F extends keyof Functions, O extends OpOf<F>>(
  name: F,
  op: O,
  input: InputOf<F, O>,
): Promise<CallReply<ValueOf<F, O>>> {
  try {
    const reply = await inTime(wx.cloud.callFunction({ name, data: { op, input, contract: CONTRACT } }))
    return isReply<ValueOf<F, O>>(reply.result) ? reply.result : OFFLINE
  } catch (error) {
    return lost(error)
  }
}

/** What `wx.cloud` says of a call that failed: its code alone, for the rest may hold what was sent. */
function lost(error: unknown): { ok: false; error: Offline } {
  const code = typeof error === 'object' && error !== null && 'errCode' in error ? Number(error.errCode) : Number.NaN
  console.warn('wx.cloud', Number.isNaN(code) ? 'no code' : code)
  const service = SERVICE.test(String(code))
  return service ? { ok: false, error: { code: 'OFFLINE', detail: { service: String(code) } } } : OFFLINE
}

/**
 * Names one intention of the user. Made when the intention begins and sent again with every retry of it,
 * so that a second tap or a lost reply does nothing twice.
 */
export function commandId(): string {
  const part = () => Math.random().toString(36).slice(2, 12)
  return `${Date.now().toString(36)}-${part()}${part()}`
}

function isReply<T>(result: unknown): result is Reply<T> {
  return typeof result === 'object' && result !== null && 'ok' in result && typeof result.ok === 'boolean'
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('no reply in time'))
    }, PATIENCE_MS)
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
    })
  })
}
