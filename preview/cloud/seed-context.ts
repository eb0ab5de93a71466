import type { Reply } from '../../cloudfunctions/contract'

/** What an emptied local cloud is filled with: nothing, the notice's branches and the staff, or the made-up cohort too. */
export type Filling = 'nothing' | 'branches' | 'demo'

/** What `preview/seed/seed.ts` may do to fill an empty local cloud. */
export interface SeedContext {
  /** Puts documents in directly, all in one durable write. */
  insert(collection: string, documents: Record<string, unknown>[]): Promise<void>
  /** Calls a function as somebody, with every check that a real call meets. */
  call(fn: string, openid: string | null, op: string, input: unknown): Promise<Reply<unknown>>
  /** Moves the clock without running the timer; after the seed it is set back to real time. */
  setClock(ms: number): Promise<void>
  now(): number
  /** Whether the made-up cohort is wanted as well. */
  demo: boolean
}

export type Seed = (context: SeedContext) => Promise<void>
