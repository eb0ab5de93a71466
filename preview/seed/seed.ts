import type { SeedContext } from '../cloud/seed-context'
import { branches } from './branches'
import { seedCohort } from './cohort'
import { wechats } from './staff'

/** Loads the notice's branches and the staff; with `demo` a made-up cohort too. */
export const seed = async (context: SeedContext): Promise<void> => {
  await context.insert(
    'branches',
    branches.map((branch) => ({ ...branch })),
  )
  await context.insert(
    'wechats',
    wechats.map((wechat) => ({ ...wechat })),
  )
  if (context.demo) await seedCohort(context)
}
