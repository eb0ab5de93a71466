import path from 'node:path'
import type { Plugin } from 'esbuild'

/** Folders of `cloudfunctions/adapters` that become a file of their own, each beside the function that asks for it. */
export const ON_DEMAND = [{ name: 'secretary', folder: 'spreadsheet' }] as const

/** Leaves what is imported when it is first needed out of the function's own file, and names its file there. */
export const loadedOnDemand: Plugin = {
  name: 'loaded-on-demand',
  setup: (build) => {
    build.onResolve({ filter: /^\.\// }, ({ kind, path: specifier }) =>
      kind === 'dynamic-import' && ON_DEMAND.some(({ folder }) => folder === path.basename(specifier))
        ? { path: `./${path.basename(specifier)}.js`, external: true }
        : undefined,
    )
  },
}
