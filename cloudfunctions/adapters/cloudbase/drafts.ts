import type { DraftStore } from '../../app/store/ports'
import type { DraftRecord } from '../../app/store/records'
import type { Documents } from './documents'

/** Drafts of forms over documents. */
export const draftStore = (documents: Documents): DraftStore => {
  const { command } = documents
  const all = (openid: string) =>
    documents.find<Pick<DraftRecord, '_id' | 'savedAt'>>('drafts', { openid }, { fields: ['savedAt'], limit: 1_000 })
  return {
    draft: (id) => documents.get<DraftRecord>('drafts', id),
    draftsOf: async (openid) => (await all(openid)).map(({ _id }) => _id),
    putDraft: async (draft, atMost) => {
      const { _id, ...fields } = draft
      const change = { ...fields, consent: command.set(draft.consent) }
      if ((await documents.update('drafts', { _id }, change)) === 1) return
      if (!(await documents.add('drafts', draft))) await documents.update('drafts', { _id }, change)
      const others = (await all(draft.openid)).filter((other) => other._id !== _id)
      const tooMany = others.sort((a, b) => b.savedAt - a.savedAt).slice(atMost - 1)
      if (tooMany.length > 0) await documents.remove('drafts', { _id: command.in(tooMany.map((other) => other._id)) })
    },
  }
}
