import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { aStudent, LEAGUE, type Student } from '../support/client'
import type { TestCloud } from '../support/local-cloud'
import { KEYS, pointSdkAt } from './bare-sdk'
import { median, row } from './measure'
import type { openWatchedFunctions } from './watched-functions'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/** The operations in this process; bundled, for the SDK is CommonJS and says so to bundlers alone. */
const watchedFunctions = async (cloud: TestCloud) => {
  pointSdkAt(cloud)
  const outfile = `${PROJECT}dist/bench/watched-functions.cjs`
  await build({
    entryPoints: [`${PROJECT}tests/bench/watched-functions.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  })
  const loaded = createRequire(import.meta.url)(outfile) as { openWatchedFunctions: typeof openWatchedFunctions }
  return loaded.openWatchedFunctions({ seal: KEYS.SEAL_KEYS, token: KEYS.TOKEN_KEYS })
}

const SECRETARY = 'local-league-secretary'
const PEOPLE = 40

/** The time of each operation less what the database takes, at the median of many calls. */
export const ownTime = async (cloud: TestCloud): Promise<void> => {
  const call = await watchedFunctions(cloud)
  const measure = async (op: string, calls: number, ask: (i: number) => [openid: string, input: unknown]) => {
    const all: number[] = []
    for (let i = 0; i < calls; i += 1) {
      const [openid, input] = ask(i)
      const { reply, own } = await call({ openid, op, input, now: cloud.clock.now() })
      if (!reply.ok) throw new Error(`${op}: ${reply.error.code}`)
      all.push(own)
    }
    row(`own time of ${op}, database apart`, `${median(all).toFixed(2)} ms`, '1 ms')
  }

  const people: { student: Student; openid: string; id: string }[] = []
  for (let i = 0; i < PEOPLE; i += 1) {
    const student = await aStudent(cloud)
    people.push({ student, openid: student.openid ?? '', id: (await student.started()).id })
  }
  const at = (i: number) => {
    const found = people[i % PEOPLE]
    if (found === undefined) throw new Error('nobody')
    return found
  }
  const commandOf = (i: number) => `own-time-${String(i)}`

  await measure('account.me', 5 * PEOPLE, (i) => [at(i).openid, {}])
  await measure('desk.list', 5 * PEOPLE, () => [SECRETARY, { branchId: LEAGUE, limit: 20 }])
  await measure('desk.open', 5 * PEOPLE, (i) => [SECRETARY, { id: at(i).id }])
  await measure('desk.decide', PEOPLE, (i) => [
    SECRETARY,
    { items: [{ id: at(i).id, version: 1, verdict: 'approve', officiallyApproved: true }], commandId: commandOf(i) },
  ])
  await cloud.clock.advance('PT24H')
  await measure('transfer.act', PEOPLE, (i) => {
    const { openid, id, student } = at(i)
    return [openid, { id, version: 2, commandId: commandOf(i), action: 'request', claimed: student.claim }]
  })
}
