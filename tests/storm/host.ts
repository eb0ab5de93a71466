import { fileURLToPath } from 'node:url'
import { readIndexDefinitions } from '../../preview/cloud/index-definitions'
import { openLocalCloud } from '../../preview/cloud/local-cloud'
import { LOCAL_ENVIRONMENT } from '../../preview/seed/environment'
import { seed } from '../../preview/seed/seed'
import { localWechat } from '../../preview/seed/wechat'
import { BUNDLES } from '../support/build-functions'
import { LATE_MS, type Answer, type Order } from './orders'

/** A function that waits for a delayed request longer than this is taken for dead, while it goes on. */
const PATIENCE_MS = LATE_MS - 500
const CLOCK_MS = 30_000

/** A local cloud in a process of its own, to be struck by faults and killed: it obeys its parent's orders. */
const cloud = await openLocalCloud({
  dataDir: process.env['DATA_DIR'] ?? '',
  port: 0,
  indexes: readIndexDefinitions(fileURLToPath(new URL('../../cloudfunctions/indexes.json', import.meta.url))),
  functions: {
    directory: BUNDLES,
    env: LOCAL_ENVIRONMENT,
    timeLimitMs: (name) => (name === 'clock' ? CLOCK_MS : PATIENCE_MS),
  },
  seed,
  wechat: localWechat,
})

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

const carryOut = (order: Order): Answer => {
  if (order.fault !== undefined) cloud.faults.add(order.fault)
  if (order.calm === true) cloud.faults.clear()
  return { id: order.id, ...(order.documents === true ? { documents: documents() } : {}) }
}

process.on('message', (order: Order) => process.send?.(carryOut(order)))
process.on('disconnect', () => process.exit(0))
process.send?.({ id: 0, url: cloud.url } satisfies Answer)
