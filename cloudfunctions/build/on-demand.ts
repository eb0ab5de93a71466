import path from 'node:path'
import type { Plugin } from 'esbuild'

/** What of `cloudfunctions` few calls need: it becomes a file of its own, beside these functions. */
export const ON_DEMAND = [
  { module: 'spreadsheet', file: 'adapters/spreadsheet/index.ts', beside: ['secretary'] },
  // A thread of its own, which the file before starts.
  { module: 'spreadsheet-worker', file: 'adapters/spreadsheet/worker.ts', beside: ['secretary'] },
  { module: 'export-sheet', file: 'app/desk/export-sheet.ts', beside: ['secretary'] },
] as const

/** Leaves what is imported when it is first needed out of the function's own file, and names its file there. */
export const loadedOnDemand: Plugin = {
  name: 'loaded-on-demand',
  setup: (build) => {
    build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path: specifier }) =>
      kind === 'dynamic-import' && ON_DEMAND.some(({ module }) => module === path.basename(specifier))
        ? { path: `./${path.basename(specifier)}.js`, external: true }
        : undefined,
    )
  },
}
