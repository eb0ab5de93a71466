import { openLocalCloud } from '../../preview/cloud/local-cloud'

/** A local cloud in a process of its own, to be killed: `DATA_DIR` in the environment, its address on the first line. */
const cloud = await openLocalCloud({
  dataDir: process.env['DATA_DIR'] ?? '',
  port: 0,
  indexes: { pairs: [], logs: [] },
})
console.log(cloud.url)
