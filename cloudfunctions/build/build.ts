import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { FUNCTION_NAMES } from './functions'
import { loadedOnDemand, ON_DEMAND } from './on-demand'
import { withoutUnusedParts } from './unused'

const source = fileURLToPath(new URL('..', import.meta.url))

/**
 * Puts a file in its place as a whole, and leaves one that is the same alone: a cloud that runs from this folder may load
 * it at any moment, and a command that builds there must not leave half a file in its way.
 */
const putInPlace = async (outDir: string, file: string, contents: Uint8Array): Promise<void> => {
  const there = await readFile(file).catch(() => undefined)
  if (there?.equals(contents) === true) return
  await mkdir(path.dirname(file), { recursive: true })
  const beside = path.join(path.dirname(outDir), `.${randomUUID()}`)
  await writeFile(beside, contents)
  await rename(beside, file)
}

/**
 * Bundles every function into `<outDir>/<name>/index.js`, as it is deployed: one CommonJS file for Node 20 with nothing
 * to install, and beside it what is loaded only when it is needed. `more` are looked at first.
 */
export const buildFunctions = async (outDir: string, more: readonly Plugin[] = []): Promise<void> => {
  const { outputFiles } = await build({
    entryPoints: [
      ...FUNCTION_NAMES.map((name) => ({ in: path.join(source, name, 'index.ts'), out: `${name}/index` })),
      ...ON_DEMAND.flatMap(({ module, file, beside }) =>
        beside.map((name) => ({ in: path.join(source, file), out: `${name}/${module}` })),
      ),
    ],
    outdir: outDir,
    write: false,
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
  // Without a type of its own a file would be taken for a module under this repository's package.json.
  const manifest = Buffer.from('{ "type": "commonjs", "main": "index.js" }\n')
  await Promise.all([
    ...outputFiles.map((one) => putInPlace(outDir, one.path, one.contents)),
    ...FUNCTION_NAMES.map((name) => putInPlace(outDir, path.join(outDir, name, 'package.json'), manifest)),
  ])
}
