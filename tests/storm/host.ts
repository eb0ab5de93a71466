import { fileURLToPath } from 'node:url'
import type { Fault } from '../../preview/cloud/faults'
import { readIndexDefinitions } from '../../preview/cloud/index-definitions'
import { openLocalCloud } from '../../preview/cloud/local-cloud'
import { LOCAL_ENVIRONMENT } from '../../preview/seed/environment'
import { seed } from '../../preview/seed/seed'
import { localWechat } from '../../preview/seed/wechat'
import { changesSince, putBack, wholeState, type WholeState } from '../support/whole-state'
import { SHORT_PATIENCE_MS, type Answer, type Order } from './orders'

/** More than any call needs, on a machine that others work on too. */
const PATIENCE_MS = Number(process.env['PATIENCE_MS'] ?? 10_000)
const CLOCK_MS = 30_000

let patience = PATIENCE_MS

/** A local cloud in a process of its own, to be struck by faults and killed: it obeys its parent's orders. */
const cloud = await openLocalCloud({
  dataDir: process.env['DATA_DIR'] ?? '',
  port: 0,
  indexes: readIndexDefinitions(fileURLToPath(new URL('../../cloudfunctions/indexes.json', import.meta.url))),
  functions: {
    directory: process.env['BUNDLES'] ?? '',
    env: LOCAL_ENVIRONMENT,
    timeLimitMs: (name) => (name === 'clock' ? CLOCK_MS : patience),
  },
  seed,
  wechat: localWechat,
})

const say = (answer: Answer): void => void process.send?.(answer)

/** How everything stood when the timer had run once: what each journey begins with, without doing it again. */
let beginning: WholeState | undefined

const begin = async (bare: boolean): Promise<void> => {
  cloud.faults.clear()
  if (bare || beginning === undefined) {
    beginning = undefined
    await cloud.reset()
    if (bare) return
    await cloud.runTimer()
    beginning = wholeState(cloud)
    return
  }
  await putBack(cloud, changesSince(cloud, beginning))
  cloud.clock.toRealTime()
  cloud.wechat?.clear()
}

const strike = (fault: Fault): void => {
  const meanwhile = () => {
    say({ id: 0, struck: fault.kind })
  }
  cloud.faults.add({ ...fault, meanwhile })
}

const documents = (): NonNullable<Answer['documents']> =>
  Object.fromEntries(
    cloud.store
      .collectionNames()
      .map((name) => [
        name,
        [...cloud.store.collection(name).versions.values()].flatMap(({ document }) =>
          document === null ? [] : [document],
        ),
      ]),
  )

const carryOut = async (order: Order): Promise<Answer> => {
  if (order.begin !== undefined) await begin(order.begin.bare)
  if (order.fault !== undefined) strike(order.fault)
  if (order.hurry === true) patience = SHORT_PATIENCE_MS
  if (order.calm === true) {
    cloud.faults.clear()
    patience = PATIENCE_MS
  }
  return { id: order.id, ...(order.documents === true ? { documents: documents() } : {}) }
}

process.on('message', (order: Order) => void carryOut(order).then(say))
process.on('disconnect', () => process.exit(0))
say({ id: 0, url: cloud.url })
