import * as v from 'valibot'
import { DRAFT_KEPT_DAYS } from '../../../miniprogram/limits'
import { DAY, toIso } from '../../domain/beijing'
import { identify } from '../call/caller'
import type { Place } from '../store/ports'
import { Consent, FreeText } from '../call/schemas'
import { accepted, badInput, operation, refused } from '../call/serve'

const BYTES_AT_MOST = 16 * 1024
/** So many forms of one WeChat have a draft at once. */
const DRAFTS_AT_MOST = 5
const DEPTH_AT_MOST = 32
const PASSWORD_KEY = /password|passwd|pwd|密码/iu

const Form = v.pipe(v.string(), v.minLength(1, 'length'), FreeText(32))
const Data = v.custom<Record<string, unknown>>(
  (data) => typeof data === 'object' && data !== null && !Array.isArray(data),
)

const idOf = (openid: string, form: string): string => `${openid}:${form}`
const placeOf = (id: string): Place => ({ collection: 'drafts', id, field: 'data' })

/** The same without anything named like a password; undefined where it is nested too deeply to be a form. */
const withoutPasswords = (value: unknown, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (depth === DEPTH_AT_MOST) return undefined
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutPasswords(item, depth + 1))
    return items.includes(undefined) ? undefined : items
  }
  const entries = Object.entries(value)
    .filter(([key]) => !PASSWORD_KEY.test(key))
    .map(([key, part]) => [key, withoutPasswords(part, depth + 1)] as const)
  return entries.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(entries)
}

/**
 * Keeps what was filled in so far, sealed, for 30 days; the same WeChat finds it on any phone. A password is never kept.
 * Errors: `BAD_INPUT` without both consents, `TOO_LARGE` over 16 KB, `TOO_MANY` with five other forms.
 */
const save = operation(v.object({ form: Form, data: Data, consent: Consent }), async (context, input) => {
  const data = withoutPasswords(input.data)
  if (data === undefined) return badInput([{ path: 'data', rule: 'depth' }])
  const text = JSON.stringify(data)
  if (new TextEncoder().encode(JSON.stringify(input.data)).length > BYTES_AT_MOST) return refused({ code: 'TOO_LARGE' })
  const caller = await identify(context)
  if (!caller.ok) return caller
  const { openid } = caller.value
  const id = idOf(openid, input.form)
  const draft = {
    _id: id,
    openid,
    data: context.sealing.seal(text, placeOf(id)),
    consent: { version: input.consent.version, at: context.now },
    savedAt: context.now,
    expiresAt: context.now + DRAFT_KEPT_DAYS * DAY,
  }
  const retryAt = await context.store.putDraft(draft, DRAFTS_AT_MOST)
  if (retryAt !== undefined) return refused({ code: 'TOO_MANY', detail: { retryAt: toIso(retryAt) } })
  return accepted({ savedAt: toIso(draft.savedAt) })
})

/** The draft of a form, or `data: null` where there is none or its 30 days are over. */
const load = operation(v.object({ form: Form }), async (context, { form }) => {
  const caller = await identify(context)
  if (!caller.ok) return caller
  const id = idOf(caller.value.openid, form)
  const draft = await context.store.draft(id)
  if (draft === null || draft.expiresAt <= context.now) return accepted({ data: null })
  const data: unknown = JSON.parse(context.sealing.open(draft.data, placeOf(id)))
  return accepted({ data, savedAt: toIso(draft.savedAt) })
})

export const draftOperations = { 'draft.save': save, 'draft.load': load }
