import path from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The local cloud of one tree with a branch of thousands, in a process of its own that a parent started: this project's
 * tree or another commit's, each with its own functions, its own local cloud and its own form of stored records.
 */

/** How many transfers the branch has; they are the first of the cohort. */
export const REGISTERED = 3_000

/** What the parent is told at first. */
export interface DeskCloud {
  url: string
  branchId: string
  secretary: string
}

/** What the database was asked since it was last told to be slow. */
export interface DatabaseAsked {
  requests: number
  rounds: number
}

/** `slow`: every request of the database takes so long, so that what is asked at once overlaps; 0 ends it. */
export interface Order {
  slow: number
}

type Asked = readonly { startedAt: number; endedAt: number }[]

/** Requests that overlap in time are one round. */
const roundsOf = (requests: Asked): number => {
  let rounds = 0
  let until = -1
  for (const { startedAt, endedAt } of requests.toSorted((a, b) => a.startedAt - b.startedAt)) {
    if (startedAt >= until) rounds += 1
    until = Math.max(until, endedAt)
  }
  return rounds
}

const tell = (message: DeskCloud | DatabaseAsked): void => {
  process.send?.(message)
}

const open = async (tree: string): Promise<void> => {
  const of = (file: string): string => pathToFileURL(path.join(tree, file)).href
  const { startLocalCloud } = (await import(
    of('tests/support/local-cloud.ts')
  )) as typeof import('../support/local-cloud')
  const { BUNDLES } = (await import(
    of('tests/support/build-functions.ts')
  )) as typeof import('../support/build-functions')
  const { buildFunctions } = (await import(
    of('cloudfunctions/build/build.ts')
  )) as typeof import('../../cloudfunctions/build/build')
  const client = (await import(of('tests/support/client.ts'))) as typeof import('../support/client')
  const { addCohort, KNOWN_KEYS } = (await import(of('tests/support/cohort.ts'))) as typeof import('../support/cohort')

  await buildFunctions(BUNDLES)
  const cloud = await startLocalCloud({ functions: BUNDLES, env: KNOWN_KEYS, inThreads: true })
  const branchId = client.addBranch(cloud, 'bench-desk')
  const secretary = 'bench-secretary'
  client.addStaff(cloud, secretary, branchId, 'secretary')
  const model = await (await client.aStudent(cloud)).started({ branchId })
  addCohort(cloud, model.id, REGISTERED - 1)
  await cloud.clock.tick()

  process.on('message', ({ slow }: Order) => {
    cloud.clearFaults()
    if (slow === 0) {
      const { requests } = cloud.metrics
      tell({ requests: requests.length, rounds: roundsOf(requests) })
      return
    }
    cloud.metrics.reset()
    cloud.fault({ kind: 'delay', ms: slow, times: 10_000 })
    tell({ requests: 0, rounds: 0 })
  })
  process.once('disconnect', () => void cloud.close().finally(() => process.exit()))
  tell({ url: cloud.url, branchId, secretary })
}

await open(process.argv[2] ?? '')
