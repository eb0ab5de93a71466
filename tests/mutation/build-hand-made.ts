import type { Plugin } from 'esbuild'
import { buildFunctions } from '../../cloudfunctions/build/build'
import { BUNDLES } from '../support/build-functions'
import { dropTemporaryFolder, takeTemporaryFolder } from '../support/temporary'
import { mutantFile, mutatedSource } from './hand-made'

const changed: Plugin = {
  name: 'hand-made-mutant',
  setup: (build) => {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) =>
      path === mutantFile ? { contents: mutatedSource(), loader: 'ts' } : undefined,
    )
  },
}

export default async function setup(): Promise<() => void> {
  takeTemporaryFolder()
  await buildFunctions(BUNDLES, [changed])
  return dropTemporaryFolder
}
