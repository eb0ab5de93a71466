import { branches } from './branches'
import { seedCohort, type Cohort } from './cohort'
import { wechats } from './staff'

/** What the local cloud offers to a seed. */
export interface SeedContext extends Cohort {
  insert(collection: string, documents: readonly object[]): Promise<void>
  demo: boolean
}

/** Loads the notice's branches and the staff; with `demo` a made-up cohort too. */
export const seed = async (context: SeedContext): Promise<void> => {
  await context.insert('branches', branches)
  await context.insert('wechats', wechats)
  if (context.demo) await seedCohort(context)
}
