import type { DeskItem, DeskSummary } from '../../cloudfunctions/contract'
import { LEAGUE, PARTY } from '../support/client'
import { seeded } from '../support/seeded'
import { readSheets } from '../support/spreadsheets'
import { Journey } from './journey'
import { faultsOf, type Shown, type Stored } from './recount'
import { drawJourney, type Step } from './steps'
import type { StormCloud } from './storm-cloud'

const DESKS = [
  [LEAGUE, 'local-league-secretary'],
  [PARTY, 'local-party-secretary'],
] as const

const valueOf = async (cloud: StormCloud, op: string, input: object, openid: string): Promise<unknown> => {
  const reply = await cloud.call('secretary', op, input, openid)
  if (reply?.ok !== true) throw new Error(`${op}: ${JSON.stringify(reply)}`)
  return reply.value
}

const referencesIn = (value: unknown): string[] => {
  const { base64 } = value as { base64: string }
  return Object.values(readSheets(Buffer.from(base64, 'base64'))).flatMap(([heading = [], ...lines]) => {
    const column = heading.indexOf('登记编号')
    return lines.flatMap((line) => (/^\d{8,12}$/u.test(line[column] ?? '') ? [line[column] ?? ''] : []))
  })
}

const shownOf = async (cloud: StormCloud, branchId: string, openid: string, exports: boolean): Promise<Shown> => {
  const summary = (await valueOf(cloud, 'desk.summary', { branchId }, openid)) as DeskSummary
  const { items } = (await valueOf(cloud, 'desk.list', { branchId, limit: 100 }, openid)) as { items: DeskItem[] }
  if (!exports) return { branchId, summary, items }
  const file = await valueOf(cloud, 'desk.export', { branchId, why: '核对' }, openid)
  return { branchId, summary, items, exported: referencesIn(file) }
}

/** How a journey begins and ends: on a cloud whose timer never ran, and with the desk's own file. */
export interface Harbour {
  bare: boolean
  exports: boolean
}

/** What was wrong after these steps on an empty cloud. */
export const weather = async (
  cloud: StormCloud,
  steps: readonly Step[],
  { exports, bare }: Harbour,
): Promise<string[]> => {
  await cloud.begin(bare)
  const journey = new Journey(cloud)
  await journey.run(steps)
  const shown: Shown[] = []
  for (const [branchId, openid] of DESKS) shown.push(await shownOf(cloud, branchId, openid, exports))
  const stored = (await cloud.documents()) as Stored
  return faultsOf(stored, journey.seen, shown, await cloud.messages(), cloud.earliest())
}

/** Every fifth journey ends with the desk's own file, and every tenth begins where nothing ever ran. */
const harbourOf = (n: number): Harbour => ({ bare: n % 10 === 3, exports: n % 5 === 0 })
const stepsOf = (seed: number, n: number): Step[] => drawJourney(seeded(seed * 1_000_003 + n))

/** The shortest history that still goes wrong, by leaving out a step or its blow as long as that is so. */
const shortest = async (cloud: StormCloud, steps: readonly Step[], harbour: Harbour): Promise<readonly Step[]> => {
  const fails = async (some: readonly Step[]) => (await weather(cloud, some, harbour)).length > 0
  let kept = steps
  for (let i = kept.length - 1; i >= 0; i -= 1) {
    const without = kept.filter((_, j) => j !== i)
    if (await fails(without)) kept = without
  }
  for (let i = 0; i < kept.length; i += 1) {
    const plain = kept.map(({ blow, atOnce, ...step }, j) =>
      j === i
        ? step
        : { ...step, ...(blow === undefined ? {} : { blow }), ...(atOnce === undefined ? {} : { atOnce }) },
    )
    if (await fails(plain)) kept = plain
  }
  return kept
}

export interface Wreck {
  journey: number
  wrong: readonly string[]
  history: readonly Step[]
}

/** Journeys `from` to before `to` of a seed, by every `stride`th; stops at the first that goes wrong, and shortens it. */
export const sail = async (
  cloud: StormCloud,
  seed: number,
  { from, to, stride }: { from: number; to: number; stride: number },
  sailed: (n: number) => void = () => undefined,
): Promise<Wreck | undefined> => {
  for (let n = from; n < to; n += stride) {
    const steps = stepsOf(seed, n)
    const harbour = harbourOf(n)
    const wrong = await weather(cloud, steps, harbour)
    sailed(n)
    if (wrong.length > 0) return { journey: n, wrong, history: await shortest(cloud, steps, harbour) }
  }
  return undefined
}
