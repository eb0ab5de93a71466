import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { FUNCTION_NAMES } from './functions'
import { loadedOnDemand, ON_DEMAND } from './on-demand'
import { withoutUnusedParts } from './unused'

const source = fileURLToPath(new URL('..', import.meta.url))

/**
 * Bundles every function into `<outDir>/<name>/index.js`, as it is deployed: one CommonJS file for Node 20 with nothing
 * to install, and beside it what is loaded only when it is needed. `more` are looked at first.
 */
export const buildFunctions = async (outDir: string, more: readonly Plugin[] = []): Promise<void> => {
  await build({
    entryPoints: [
      ...FUNCTION_NAMES.map((name) => ({ in: path.join(source, name, 'index.ts'), out: `${name}/index` })),
      ...ON_DEMAND.flatMap(({ module, file, beside }) =>
        beside.map((name) => ({ in: path.join(source, file), out: `${name}/${module}` })),
      ),
    ],
    outdir: outDir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
    // One that is required is found beside the function by any host, a module that is imported is not.
    supported: { 'dynamic-import': false },
    plugins: [...more, withoutUnusedParts, loadedOnDemand],
  })
  await Promise.all(
    FUNCTION_NAMES.map(async (name) => {
      await mkdir(path.join(outDir, name), { recursive: true })
      // Without a type of its own the file would be taken for a module under this repository's package.json.
      await writeFile(path.join(outDir, name, 'package.json'), '{ "type": "commonjs", "main": "index.js" }\n')
    }),
  )
}
