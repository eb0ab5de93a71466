import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The entrance of a function's thread in one text: a thread knows nothing of the loaders that this process was started with. */
export async function buildThread(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('thread-main.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
