import cloudbase from '@cloudbase/node-sdk'
import * as v from 'valibot'
import type { DatabaseAccess } from '../adapters/cloudbase/documents'
import { openFiles } from '../adapters/cloudbase/files'
import type { Files } from '../app/store/ports'
import { askOutside } from './outside'

const Upload = v.looseObject({
  data: v.looseObject({ url: v.string(), token: v.string(), authorization: v.string(), cosFileId: v.string() }),
})

/** The storage did not take a file; `code` is the status with which it said so. */
class NotTaken extends Error {
  override name = 'NotTaken'
  constructor(readonly code: string) {
    super('the storage did not take the file')
  }
}

/** The storage as a desk reaches it: files go up by the proxy too, past which the SDK's own upload goes. */
export const openStorage = (access: DatabaseAccess): Files => {
  const app = cloudbase.init(access)
  return {
    ...openFiles(access),
    put: async (path, file) => {
      const { data } = v.parse(Upload, await app.getUploadMetadata({ cloudPath: path }))
      const { url, token, authorization, cosFileId } = data
      const headers = {
        Signature: authorization,
        authorization,
        'x-cos-security-token': token,
        'x-cos-meta-fileid': cosFileId,
        key: encodeURIComponent(path),
        'content-length': String(file.length),
      }
      const { status } = await askOutside(url, { method: 'PUT', headers, body: Buffer.from(file) }, access.proxy)
      if (status !== 200) throw new NotTaken(String(status))
    },
  }
}
