/** A command that cannot go on, with what to do about it, for whoever typed it. Never holds a key or a person's data. */
export class Refused extends Error {
  override name = 'Refused'
}

/** Runs a command: what stops it is one message and a status of 1, never a stack with what it carried. */
export const run = async (work: () => Promise<number>): Promise<void> => {
  try {
    process.exitCode = await work()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
