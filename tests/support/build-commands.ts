import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const project = fileURLToPath(new URL('../..', import.meta.url))
const { scripts } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}
const folder = path.join('cloudfunctions', 'deploy')
/** The commands of a deployment, as package.json names their files. */
const COMMANDS = Object.values(scripts).flatMap(
  (script) => /^tsx cloudfunctions\/deploy\/(\w+)\.ts$/u.exec(script)?.[1] ?? [],
)

/** Where a built command lies. */
export const commandFile = (command: string): string => path.join(project, 'dist', 'commands', `${command}.mjs`)

/**
 * Builds the commands of a deployment, for tests start them some hundred times and `tsx` translates them each time. Each
 * part finds itself where its source lies.
 */
export const buildCommands = async (): Promise<void> => {
  await build({
    entryPoints: COMMANDS.map((name) => ({ in: path.join(project, folder, `${name}.ts`), out: name })),
    outdir: path.dirname(commandFile('')),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins: [
      {
        name: 'where-its-source-lies',
        setup: (build) => {
          // A module of Node's names files whole; tsx and the functions' bundles do not ask for it.
          build.onResolve({ filter: /^dayjs\/plugin\// }, ({ path: file }) => ({ path: `${file}.js`, external: true }))
          build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => ({
            loader: 'ts',
            contents: (await readFile(file, 'utf8')).replaceAll(
              'import.meta.url',
              JSON.stringify(pathToFileURL(file).href),
            ),
          }))
        },
      },
    ],
  })
}
