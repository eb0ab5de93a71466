import type { Failure } from '../../contract'
import { accepted, refused } from '../../domain/reply'

/** A refusal found inside a transaction: nothing of it is written. */
export class Refusal extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code)
  }
}

/** Runs a transaction's work; a `Refusal` thrown inside becomes the reply. */
export const orRefused = async <T>(work: () => Promise<T>) => {
  try {
    return accepted(await work())
  } catch (error) {
    if (error instanceof Refusal) return refused(error.failure)
    throw error
  }
}
