import type { DraftStore } from '../../app/store/ports'
import type { DraftRecord } from '../../app/store/records'
import type { Documents } from './documents'

/** Drafts of forms over documents. */
export const draftStore = (documents: Documents): DraftStore => {
  const { command } = documents
  const all = (openid: string) =>
    documents.find<Pick<DraftRecord, '_id' | 'expiresAt'>>(
      'drafts',
      { openid },
      { fields: ['expiresAt'], limit: 1_000 },
    )
  return {
    draft: (id) => documents.get<DraftRecord>('drafts', id),
    draftsOf: async (openid) => (await all(openid)).map(({ _id }) => _id),
    putDraft: async (draft, atMost) => {
      const { _id, ...fields } = draft
      const change = { ...fields, consent: command.set(draft.consent) }
      if ((await documents.update('drafts', { _id }, change)) === 1) return undefined
      if (!(await documents.add('drafts', draft))) await documents.update('drafts', { _id }, change)
      const kept = (await all(draft.openid)).filter((other) => other._id !== _id && other.expiresAt > draft.savedAt)
      if (kept.length < atMost) return undefined
      await documents.remove('drafts', { _id })
      return Math.min(...kept.map(({ expiresAt }) => expiresAt))
    },
  }
}
