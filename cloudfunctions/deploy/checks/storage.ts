import type { Files } from '../../app/store/ports'
import { finding, notTried, type Finding } from '../findings'

/** The storage of an environment, and what anybody gets who has an address of it. */
export interface StorageSpace {
  files: Files
  /** The status with which an address answers. */
  statusOf: (address: string) => Promise<number>
}

const FILE = 'check/made-up.txt'
const SECONDS = 2
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const CLAIM = '云存储的下载地址到时就失效'

/** Puts a made-up file there, reads it by an address of a few seconds, and once more after them. */
export const checkStorage = async ({ files, statusOf }: StorageSpace): Promise<Finding[]> => {
  try {
    await files.put(FILE, Buffer.from('made up'))
    const id = await files.idOf(FILE)
    try {
      const address = await files.addressOf(id, SECONDS)
      const fresh = await statusOf(address)
      if (fresh !== 200) return [notTried('storage-address', CLAIM, `新的地址也打不开（${String(fresh)}）`)]
      await pause((SECONDS + 1) * 1_000)
      const late = await statusOf(address)
      return [
        finding('storage-address', CLAIM, late >= 400, {
          seen: `到时以后还能打开（${String(late)}）`,
          breaks: '很大的导出名单，谁拿到地址都能一直下载；请把云存储设为 ADMINONLY（npm run deploy）',
        }),
      ]
    } finally {
      await files.drop([id])
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '没有回答'
    return [notTried('storage-address', CLAIM, `云存储没有照办（${code}）`)]
  }
}
