import { getCloudbaseContext, type IContextParam } from '@cloudbase/node-sdk'
import * as v from 'valibot'

/** Where the platform says nothing that can be read. */
const USUAL_LIMIT_MS = 10_000
/** No function may be given less than a second: a smaller number is one of seconds, as `tcb fn run` gives it. */
const SECOND_MS = 1_000

/** Numbers come as text from `tcb fn run`, Tencent's own runtime for a function on one's own machine. */
const Text = v.fallback(v.pipe(v.union([v.string(), v.number()]), v.transform(String)), '')
const Limit = v.fallback(
  v.pipe(
    v.union([v.string(), v.number()]),
    v.transform(Number),
    v.check((limit) => Number.isFinite(limit) && limit > 0),
    v.transform((limit) => (limit < SECOND_MS ? limit * SECOND_MS : limit)),
  ),
  USUAL_LIMIT_MS,
)

/** What the platform hands to a function beside the event; nothing in it can make a call fail. */
const PlatformContext = v.fallback(
  v.looseObject({ request_id: v.optional(Text, ''), time_limit_in_ms: v.optional(Limit, USUAL_LIMIT_MS) }),
  { request_id: '', time_limit_in_ms: USUAL_LIMIT_MS },
)

/** The call's number, empty where it has none, and how long it may take. */
export const termsOf = (context: unknown): { requestId: string; timeLimitMs: number } => {
  const { request_id: requestId, time_limit_in_ms: timeLimitMs } = v.parse(PlatformContext, context)
  return { requestId, timeLimitMs }
}

const Environment = v.looseObject({
  WX_OPENID: v.optional(v.string()),
  TRIGGER_SRC: v.optional(v.string()),
})

/** What the SDK reads of a context; it throws where a context has no environment in either of its forms. */
const environmentOf = (context: unknown): unknown => {
  if (typeof context !== 'object' || context === null) return undefined
  try {
    return getCloudbaseContext(context as IContextParam)
  } catch {
    return undefined
  }
}

/**
 * Who the platform says is calling: from the context of this very call, which stands over the environment of the
 * process; never from the event, which the caller writes.
 */
export const callerOf = (context: unknown): { openid: string | undefined; trigger: string | undefined } => {
  const found = v.safeParse(Environment, environmentOf(context))
  if (!found.success) return { openid: undefined, trigger: undefined }
  const { WX_OPENID, TRIGGER_SRC } = found.output
  return { openid: WX_OPENID === '' ? undefined : WX_OPENID, trigger: TRIGGER_SRC }
}
