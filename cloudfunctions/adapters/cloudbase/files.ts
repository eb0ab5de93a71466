import cloudbase from '@cloudbase/node-sdk'
import type { Files } from '../../app/store/ports'
import type { DatabaseAccess } from './documents'

const DONE = 'SUCCESS'
const GONE = 'STORAGE_FILE_NONEXIST'

/** The storage says `code` of each file, and leaves the list out where it refuses the whole request. */
const each = <T extends { code: string }>(answer: { code?: string; fileList?: T[] }): T[] => {
  if (answer.fileList === undefined) throw new Error(answer.code ?? 'no list of files')
  return answer.fileList
}

/**
 * The storage of the environment that the function runs in, or of another by its account's keys. It must be closed to clients, for only then does an address
 * carry a signature that runs out.
 */
export const openFiles = (access?: DatabaseAccess): Files => {
  const app = cloudbase.init(access ?? { env: cloudbase.SYMBOL_CURRENT_ENV, keepalive: true })
  return {
    idOf: async (path) => (await app.getUploadMetadata({ cloudPath: path })).data.fileId,
    put: async (path, file) => {
      await app.uploadFile({ cloudPath: path, fileContent: Buffer.from(file) })
    },
    addressOf: async (id, seconds) => {
      const [found] = each(await app.getTempFileURL({ fileList: [{ fileID: id, maxAge: seconds }] }))
      if (found?.code !== DONE) throw new Error(found?.code ?? 'no address')
      return found.tempFileURL
    },
    drop: async (ids) => {
      const failed = each(await app.deleteFile({ fileList: [...ids] })).find(
        ({ code }) => code !== DONE && code !== GONE,
      )
      if (failed !== undefined) throw new Error(failed.code)
    },
  }
}
