import { StartFailure } from '../../preview/cloud/failures'
import { openLocalCloud } from '../../preview/cloud/local-cloud'

/** Opens a local cloud as `npm start` does, and says what `npm start` would say. */
try {
  await openLocalCloud({ dataDir: process.env['DATA_DIR'] ?? '', port: 0, indexes: { things: [] } })
  process.exit(0)
} catch (error) {
  if (!(error instanceof StartFailure)) throw error
  console.error(error.message)
  process.exit(1)
}
