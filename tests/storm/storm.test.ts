import { afterAll, beforeAll, expect, it } from 'vitest'
import { seeded } from '../support/seeded'
import { BLOWS } from './orders'
import { drawJourney, spell } from './steps'
import { StormCloud } from './storm-cloud'
import { sail, weather } from './weather'

/** What fits into a run of all tests on two cores; `npm run storm` sails 2,000. */
const JOURNEYS = 200
/** On a machine that others work on too. */
const PATIENCE_MS = 900_000

let clouds: StormCloud[]
beforeAll(async () => {
  clouds = await Promise.all([StormCloud.start(), StormCloud.start()])
})
afterAll(async () => {
  await Promise.all(clouds.map((cloud) => cloud.close()))
})

it(
  'whatever strikes the cloud while several people go their way, all that must hold afterwards holds',
  async () => {
    const wrecks = await Promise.all(
      clouds.map((cloud, i) => sail(cloud, 1, { from: i, to: JOURNEYS, stride: clouds.length })),
    )
    const told = wrecks.flatMap((wreck) => (wreck === undefined ? [] : [...wreck.wrong, ...wreck.history.map(spell)]))
    expect(told).toEqual([])
    // Each way to strike it happened, and more than once.
    const blows = clouds.map((cloud) => cloud.blows)
    for (const kind of BLOWS)
      expect(
        blows.reduce((sum, one) => sum + one[kind], 0),
        kind,
      ).toBeGreaterThan(1)
  },
  PATIENCE_MS,
)

it('a cloud that is killed in the middle of a step goes on where it was', async () => {
  const [cloud] = clouds
  if (cloud === undefined) throw new Error('no cloud')
  const blow = { kind: 'kill', skip: 5 } as const
  const wrong = await weather(
    cloud,
    [
      { deed: 'register', who: 0, pick: 0 },
      { deed: 'start', who: 0, pick: 0, blow },
      { deed: 'approve', who: 0, pick: 0, blow },
    ],
    { exports: true, bare: false },
  )
  expect(wrong).toEqual([])
  expect(await cloud.documents()).toMatchObject({ transfers: [{ stage: 'approved', version: 2 }] })
})

it('the same seed gives the same journey', () => {
  const drawn = (seed: number) => drawJourney(seeded(seed)).map(spell)
  expect(drawn(7)).toEqual(drawn(7))
  expect(drawn(7)).not.toEqual(drawn(8))
})
