import { loadBundle, type Surroundings } from './bundle'

/** What a function answered, as it goes over the wire, with its code; or where it threw, without what the error says. */
export type Answer = { text: string; code: string } | { thrown: string }

/** A deployed function that can be called. */
export interface RunningFunction {
  /** Never rejects. */
  run(event: unknown, context: unknown): Promise<Answer>
  /** Lets the calls under way come to their end, and takes no more. */
  retire(): void
  /** Ends it at once. */
  end(): void
}

/** Loads a function into this thread. */
export function runHere(file: string, surroundings: Surroundings): RunningFunction {
  const main = loadBundle(file, surroundings)
  return {
    run: async (event, context) => {
      try {
        const value = await main(event, context)
        return { text: JSON.stringify(value ?? null), code: codeOf(value) }
      } catch (error) {
        return { thrown: withoutMessage(error) }
      }
    },
    retire: () => undefined,
    end: () => undefined,
  }
}

function codeOf(reply: unknown): string {
  if (typeof reply !== 'object' || reply === null || !('error' in reply)) return 'ok'
  const { error } = reply
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'ok'
}

/** The kind of error and where it was thrown; its message may hold what a member typed. */
export function withoutMessage(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line))
  return [error.name, ...frames.slice(0, 6)].join('\n')
}
