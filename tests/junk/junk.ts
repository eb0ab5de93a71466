import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildFunctions } from '../../cloudfunctions/build/build'
import { BUNDLES } from '../support/build-functions'
import { startLocalCloud } from '../support/local-cloud'
import { placeForData } from '../support/temporary'
import { throwJws } from './throw-jws'
import { throwJunk } from './throw-junk'

/** `npm run junk -- --seed N --calls M`: so many calls with junk in them; ends with 1 where one was answered as none may be. */
const { values } = parseArgs({ options: { seed: { type: 'string' }, calls: { type: 'string' } } })
const seed = Number(values.seed ?? '1')
const calls = Number(values.calls ?? '10000')

await buildFunctions(BUNDLES)
const dataDir = await mkdtemp(join(placeForData(), 'junk-'))
const cloud = await startLocalCloud({ dataDir })
const started = performance.now()
const { wrong: asWrong, slow, codes, slowest, ...thrown } = await throwJunk(cloud, seed, calls)
await cloud.reset()
const signed = await throwJws(cloud, seed, calls)
const wrong = [...asWrong, ...signed.wrong]
await cloud.close()
await rm(dataDir, { recursive: true, force: true })
const seconds = ((performance.now() - started) / 1000).toFixed(0)
console.log(
  `seed ${String(seed)}: ${String(thrown.calls)} calls of ${String(thrown.ops.size)} operations with ${String(thrown.kinds.size)} kinds of junk in ${seconds} s`,
)
console.log(
  `and ${String(signed.calls)} signed requests of an outside system, by status: ${JSON.stringify(signed.statuses)}`,
)
console.log(`refused ${String(thrown.refused)}: ${JSON.stringify(codes)}`)
console.log(`slowest ${slowest.ms.toFixed(0)} ms: ${slowest.call}`)
for (const { call, why } of slow) console.log(`SLOW ${call} → ${why}`)
for (const { call, why } of wrong) console.log(`WRONG ${call} → ${why}`)
const faults = wrong.length + slow.length
console.log(faults === 0 ? 'all answered as they should be' : `${String(faults)} answered as none may be`)
process.exit(faults === 0 ? 0 : 1)
