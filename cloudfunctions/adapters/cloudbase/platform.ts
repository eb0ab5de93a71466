import { getCloudbaseContext, type IContextParam } from '@cloudbase/node-sdk'
import * as v from 'valibot'

/** What the platform hands to a function beside the event. */
export const PlatformContext = v.looseObject({
  request_id: v.optional(v.string(), ''),
  time_limit_in_ms: v.optional(v.number(), 10_000),
})

const Environment = v.looseObject({
  WX_OPENID: v.optional(v.string()),
  TCB_SOURCE: v.optional(v.string()),
  TRIGGER_SRC: v.optional(v.string()),
})

/**
 * Who the platform says is calling: from the context of this very call, which stands over the environment of the
 * process; never from the event, which the caller writes.
 */
export const callerOf = (context: unknown): { openid: string | undefined; trigger: string | undefined } => {
  const found = v.safeParse(Environment, getCloudbaseContext(context as IContextParam))
  if (!found.success) return { openid: undefined, trigger: undefined }
  const { WX_OPENID, TRIGGER_SRC } = found.output
  return { openid: WX_OPENID === '' ? undefined : WX_OPENID, trigger: TRIGGER_SRC }
}
