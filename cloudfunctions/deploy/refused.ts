/** A command that cannot go on, with what to do about it, for whoever typed it. Never holds a key or a person's data. */
export class Refused extends Error {
  override name = 'Refused'
}

/** What may be said of something thrown: the service's own code and words, which hold no key of ours. */
export const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return '未知错误'
  const code = codeOf(error)
  return code === undefined ? error.message : `${code}：${error.message}`
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Runs a command: what stops it is one message and a status of 1, never a stack with what it carried. */
export const run = async (work: () => Promise<number>): Promise<void> => {
  try {
    process.exitCode = await work()
  } catch (error) {
    const isService = codeOf(error) !== undefined
    // What is neither is a fault of ours, and is looked for by its stack.
    if (!(error instanceof Refused) && !isService) throw error
    console.error(error instanceof Refused ? error.message : `停在这里：${wordsOf(error)}\n处理好之后再运行一次。`)
    process.exitCode = 1
  }
}
