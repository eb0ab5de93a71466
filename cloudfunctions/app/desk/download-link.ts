import { DOWNLOAD_MINUTES } from '../../../miniprogram/limits'
import type { Context } from '../call/context'

/** How long a shared file can be had: long enough to be fetched at once, for it holds people's data. */
const SHARED_FOR_SECONDS = DOWNLOAD_MINUTES * 60
const AT_ONCE = 50

/**
 * Puts a file where its address alone leads to it, for some minutes; the timer removes it after that. It is written down
 * before it is there: what nobody knows of would stay for ever.
 */
export const share = async (context: Context, file: Uint8Array, ending: string): Promise<string> => {
  const path = `shared/${context.random.id()}.${ending}`
  const fileId = await context.files.idOf(path)
  await context.store.noteSharedFile({ _id: path, fileId, expiresAt: context.now + SHARED_FOR_SECONDS * 1_000 })
  await context.files.put(path, file)
  return context.files.addressOf(fileId, SHARED_FOR_SECONDS)
}

/** Removes the shared files that have run out; it may be repeated. */
export const dropShared = async (context: Context): Promise<void> => {
  for (;;) {
    const over = await context.store.sharedFilesUntil(context.now, AT_ONCE)
    if (over.length === 0) return
    await context.files.drop(over.map(({ fileId }) => fileId))
    await context.store.forgetSharedFiles(over.map(({ _id }) => _id))
    if (over.length < AT_ONCE || context.clock() > context.deadline) return
  }
}
