import cloudbase from '@cloudbase/node-sdk'
import type { Files } from '../../app/store/ports'
import type { DatabaseAccess } from './documents'

const DONE = 'SUCCESS'
const GONE = 'STORAGE_FILE_NONEXIST'

/**
 * The storage of the environment that the function runs in, or of another by its account's keys. It must be closed to
 * clients, for only then does an address carry a signature that runs out. A request that is refused as a whole throws in
 * the SDK.
 */
export const openFiles = (access?: DatabaseAccess): Files => {
  const app = cloudbase.init(access ?? { env: cloudbase.SYMBOL_CURRENT_ENV, keepalive: true })
  return {
    idOf: async (path) => (await app.getUploadMetadata({ cloudPath: path })).data.fileId,
    put: async (path, file) => {
      await app.uploadFile({ cloudPath: path, fileContent: Buffer.from(file) })
    },
    addressOf: async (id, seconds) => {
      const { fileList } = await app.getTempFileURL({ fileList: [{ fileID: id, maxAge: seconds }] })
      const [found] = fileList
      if (found?.code !== DONE) throw new Error(found?.code)
      return found.tempFileURL
    },
    drop: async (ids) => {
      const { fileList } = await app.deleteFile({ fileList: [...ids] })
      const failed = fileList.find(({ code }) => code !== DONE && code !== GONE)
      if (failed !== undefined) throw new Error(failed.code)
    },
  }
}
