import type { UploadStore } from '../../app/store/ports'
import type { UploadPartRecord } from '../../app/store/records'
import type { Documents } from './documents'

/** Files on their way to us, over documents: one for each part. */
export const uploadStore = (documents: Documents): UploadStore => ({
  putPart: (part) => documents.put('uploads', part),
  partsOf: (upload) => documents.find('uploads', { upload }, { fields: ['part', 'bytes', 'expiresAt'], limit: 1_000 }),
  part: (id) => documents.get<UploadPartRecord>('uploads', id),
  dropUpload: async (upload) => {
    await documents.remove('uploads', { upload })
  },
})
