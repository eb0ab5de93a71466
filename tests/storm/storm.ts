import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { buildFunctions } from '../../cloudfunctions/build/build'
import { BUNDLES } from '../support/build-functions'
import { BLOWS } from './orders'
import { spell } from './steps'
import { StormCloud } from './storm-cloud'
import { sail } from './weather'

/** So many clouds beside each other, as most machines have cores. */
const CLOUDS = 2

/** `npm run storm -- --seed N --journeys M`: ends with 1, and with the shortest history, where something was not as it must be. */
const { values } = parseArgs({
  options: { seed: { type: 'string' }, journeys: { type: 'string' }, from: { type: 'string' } },
})
const seed = Number(values.seed ?? '1')
const from = Number(values.from ?? '0')
const to = from + Number(values.journeys ?? '2000')

await buildFunctions(BUNDLES)
const clouds = await Promise.all(Array.from({ length: CLOUDS }, () => StormCloud.start()))
const started = performance.now()
const secondsNow = () => ((performance.now() - started) / 1000).toFixed(0)
let sailed = 0
/** A long voyage is heard of now and then. */
const tell = () => {
  sailed += 1
  if (sailed % 100 === 0) console.log(`${String(sailed)} journeys after ${secondsNow()} s`)
}
const wrecks = await Promise.all(
  clouds.map((cloud, i) => sail(cloud, seed, { from: from + i, to, stride: CLOUDS }, tell)),
)
await Promise.all(clouds.map((cloud) => cloud.close()))
console.log(
  `seed ${String(seed)}: ${String(sailed)} journeys of ${String(from)} to ${String(to - 1)} in ${secondsNow()} s, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`,
)
for (const kind of BLOWS)
  console.log(`  struck by ${kind}: ${String(clouds.reduce((sum, { blows }) => sum + blows[kind], 0))} times`)
for (const wreck of wrecks) {
  if (wreck === undefined) continue
  console.log(
    `\nWRONG in journey ${String(wreck.journey)} (--seed ${String(seed)} --from ${String(wreck.journey)} --journeys 1):`,
  )
  for (const why of wreck.wrong) console.log(`  ${why}`)
  console.log('the shortest history:')
  for (const step of wreck.history) console.log(`  ${spell(step)}`)
}
process.exit(wrecks.every((wreck) => wreck === undefined) ? 0 : 1)
