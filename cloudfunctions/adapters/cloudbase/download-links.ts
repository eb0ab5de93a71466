import type { SharedFileStore } from '../../app/store/ports'
import type { SharedFileRecord } from '../../app/store/records'
import type { Documents } from './documents'

/** What lies in the storage and until when, over documents. */
export const sharedFileStore = (documents: Documents): SharedFileStore => {
  const { command } = documents
  return {
    noteSharedFile: (file) => documents.put('sharedFiles', file),
    sharedFilesUntil: (instant, limit) =>
      documents.find<SharedFileRecord>(
        'sharedFiles',
        { expiresAt: command.lt(instant + 1) },
        { sort: ['expiresAt', 'asc'], limit },
      ),
    forgetSharedFiles: async (ids) => {
      await documents.remove('sharedFiles', { _id: command.in(ids) })
    },
  }
}
