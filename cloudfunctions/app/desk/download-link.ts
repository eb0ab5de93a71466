import type { Call } from '../call/serve'

/** How long a shared file can be had: long enough to be fetched at once, for it holds people's data. */
const SHARED_FOR_SECONDS = 600
const AT_ONCE = 50

/**
 * Puts a file where its address alone leads to it, for ten minutes; the timer removes it after that. It is written down
 * before it is there: what nobody knows of would stay for ever.
 */
export const share = async (call: Call, file: Uint8Array, ending: string): Promise<string> => {
  const path = `shared/${call.random.id()}.${ending}`
  const fileId = await call.files.idOf(path)
  await call.store.noteSharedFile({ _id: path, fileId, expiresAt: call.now + SHARED_FOR_SECONDS * 1_000 })
  await call.files.put(path, file)
  return call.files.addressOf(fileId, SHARED_FOR_SECONDS)
}

/** Removes the shared files that have run out; it may be repeated. */
export const dropShared = async (call: Call): Promise<void> => {
  for (;;) {
    const over = await call.store.sharedFilesUntil(call.now, AT_ONCE)
    if (over.length === 0) return
    await call.files.drop(over.map(({ fileId }) => fileId))
    await call.store.forgetSharedFiles(over.map(({ _id }) => _id))
    if (over.length < AT_ONCE || call.clock() > call.deadline) return
  }
}
