import { buildFunctions } from '../../cloudfunctions/build/build'
import { buildCommands } from './build-commands'
import { dropTemporaryFolder, takeTemporaryFolder } from './temporary'

/** Where the bundles under test lie: the suite runs against what is deployed, never against the sources. */
export const BUNDLES = new URL('../../dist/cloudfunctions', import.meta.url).pathname

export default async function setup(): Promise<() => void> {
  takeTemporaryFolder()
  await Promise.all([buildFunctions(BUNDLES), buildCommands()])
  return dropTemporaryFolder
}
