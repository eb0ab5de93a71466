import { preference } from '../phone'

/** The callbacks that every asynchronous `wx` function takes. */
export interface Callbacks {
  readonly success?: (result: never) => void
  readonly fail?: (error: WxError) => void
  readonly complete?: (result: never) => void
}

export interface WxError {
  readonly errMsg: string
  readonly errCode?: number
  readonly errno?: number
}

/** Thrown inside an implementation: `reason` becomes `name:fail reason`, as WeChat words it. */
export class WxFailure extends Error {
  readonly code: number | undefined
  /** WeChat's newer number, of faults that all interfaces share. */
  readonly errno: number | undefined

  constructor(reason: string, code?: number, errno?: number) {
    super(reason)
    this.code = code
    this.errno = errno
  }
}

/**
 * Makes a `wx` function of WeChat's two manners: with callbacks it answers through them, without it answers a promise.
 * The work begins in a later turn, so a page that navigates while it loads is complete first, as in WeChat.
 */
export function api<Options extends object>(
  name: string,
  work: (options: Options) => unknown,
): (options?: Options & Callbacks) => Promise<unknown> {
  return async (given) => {
    const options = given ?? ({} as Options & Callbacks)
    const { success, fail, complete } = options as Callbacks
    const called = success !== undefined || fail !== undefined || complete !== undefined
    await Promise.resolve()
    try {
      const answer = await work(options)
      const result = { errMsg: `${name}:ok`, ...(answer as object | undefined) }
      success?.(result as never)
      complete?.(result as never)
      return called ? undefined : result
    } catch (error) {
      const failed = toWxError(name, error)
      fail?.(failed)
      complete?.(failed as never)
      if (called) return undefined
      // WeChat rejects with a plain object; pages read its errMsg.
      throw Object.assign(new Error(failed.errMsg), failed)
    }
  }
}

function toWxError(name: string, error: unknown): WxError {
  const reason = error instanceof Error ? error.message : String(error)
  const code = error instanceof WxFailure ? error.code : undefined
  const errno = error instanceof WxFailure ? error.errno : undefined
  return {
    errMsg: `${name}:fail ${reason}`,
    ...(code === undefined ? {} : { errCode: code }),
    ...(errno === undefined ? {} : { errno }),
  }
}

/** What WeChat says of an interface that touches private data, by its number, as the panel's switch has it. */
const REFUSALS: Readonly<Record<string, string>> = {
  '104': 'privacy permission is not authorized',
  '112': 'api scope is not declared in the privacy agreement',
}

/** One of the interfaces that WeChat lets through only where they are declared and the person has agreed. */
export function guarded<Options extends object>(name: string, work: (options: Options) => unknown) {
  return api(name, (options: Options) => {
    const asked = preference('refusal') ?? ''
    const reason = REFUSALS[asked]
    if (reason !== undefined) throw new WxFailure(reason, undefined, Number(asked))
    return work(options)
  })
}
