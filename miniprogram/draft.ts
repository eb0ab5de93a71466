/**
 * Forms longer than a page are kept on the server while they are filled in, sealed there for 30 days: the same WeChat goes
 * on with one on another phone. Each form has one draft, kept under the consents that were given when registering; there
 * is no password in it. What was sent, or withdrawn, is forgotten.
 */
import { call, type CallReply } from './cloud'
import { CONSENT_VERSION, DRAFT_NOT_SAVED, DRAFT_SAVED } from './texts'

const PAUSE_MS = 600

export interface LoadedDraft {
  data: Record<string, unknown>
  savedAt: string
}

interface Draft {
  /** What was kept, and when; null where there is nothing. A form that nobody could ask for must not be begun anew over it. */
  load: () => Promise<CallReply<LoadedDraft | null>>
  /** The form is as it is kept: it was just filled, and leaving it unchanged asks nothing. */
  hold: (data: object) => void
  /** Keeps what has changed, or forgets it where there is nothing to keep; one after the other. */
  keep: (data: object | null) => void
  /** Does it after a pause in typing, unless something is kept before. */
  soon: (keep: () => void) => void
  forget: () => void
  /** Done when nothing is on its way any more and the server has deleted what was kept. */
  settled: () => Promise<void>
  /** Whether what was there last is kept now; empty while nothing was. */
  note: () => Promise<string>
}

/** Nothing was asked for: a form that is filled already. */
export const NO_DRAFT: CallReply<LoadedDraft | null> = { ok: true, value: null }

function draftOf(form: string): Draft {
  let pause: ReturnType<typeof setTimeout> | undefined
  let saving = Promise.resolve(true)
  /** What is kept, or on its way there: empty is nothing, null is not known. */
  let kept: string | null = ''
  const keep = (data: object | null): void => {
    clearTimeout(pause)
    const text = data === null ? '' : JSON.stringify(data)
    if (text === kept) return
    kept = text
    saving = saving.then(async () => {
      const saved = await save(form, data ?? {})
      if (!saved && kept === text) kept = null
      return saved
    })
  }
  return {
    load: async () => {
      await saving
      const reply = await call('member', 'draft.load', { form })
      if (!reply.ok) return reply
      saving = Promise.resolve(true)
      const { data, savedAt = '' } = reply.value
      const nothing = data === null || Object.keys(data).length === 0
      kept = nothing ? '' : JSON.stringify(data)
      return { ok: true, value: nothing ? null : { data, savedAt } }
    },
    hold: (data) => {
      kept = JSON.stringify(data)
    },
    keep,
    soon: (later) => {
      clearTimeout(pause)
      pause = setTimeout(later, PAUSE_MS)
    },
    forget: () => {
      keep(null)
    },
    settled: async () => {
      await saving
      kept = ''
    },
    note: async () => {
      if (!(await saving)) return DRAFT_NOT_SAVED
      return kept === '' ? '' : DRAFT_SAVED
    },
  }
}

async function save(form: string, data: object): Promise<boolean> {
  const consent = { version: CONSENT_VERSION, terms: true, sensitive: true }
  return (await call('member', 'draft.save', { form, data: { ...data }, consent })).ok
}

export const registrationDraft = draftOf('register')
export const preparationDraft = draftOf('party-preparation')
export const amendmentDraft = draftOf('amend')
export const requestDraft = draftOf('request')

/** Forgets what is kept about a transfer that was withdrawn. */
export async function forgetDraftsAbout(transferId: string): Promise<void> {
  await Promise.all(
    [preparationDraft, amendmentDraft, requestDraft].map(async (draft) => {
      const kept = await draft.load()
      if (kept.ok && kept.value?.data.about === transferId) draft.forget()
    }),
  )
}
