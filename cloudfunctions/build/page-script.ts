/**
 * Page scripts compiled as WeChat's tools do in the mode of `project.config.json` (`es6` with `enhance`): Babel 7.21.4
 * with exactly these plugins. Not `"swc": true`: there is no recipe to hold it to here, and it leaves ES2015 in.
 */
import { createRequire } from 'node:module'
import { parse } from 'acorn'

/** What is used of Babel, which brings no types. */
interface Babel {
  version: string
  transformSync(source: string, options: object): { code: string } | null
}

const require = createRequire(import.meta.url)
const babel = require('@babel/core') as Babel
/** Babel core and its traversal, which is another package: the fault that is looked for comes of the two together. */
export const COMPILER = { core: babel.version, traverse: versionOf('@babel/traverse') }

function versionOf(name: string): string {
  return (require(`${name}/package.json`) as { version: string }).version
}

/** One TypeScript source as it is uploaded, before it is made small. Throws where WeChat's tools refuse it. */
export function compilePageScript(source: string): string {
  const result = babel.transformSync(source, {
    babelrc: false,
    configFile: false,
    comments: false,
    filename: 'page.ts',
    presets: [
      [
        require.resolve('@babel/preset-env'),
        {
          targets: { chrome: 53, ios: 8 },
          modules: 'commonjs',
          include: ['@babel/plugin-transform-computed-properties'],
        },
      ],
    ],
    plugins: [require.resolve('@babel/plugin-transform-typescript')],
  })
  if (result === null) throw new Error('nothing came out')
  return result.code
}

/** What is in no engine that WeChat runs pages on, or not in the old ones, and what no compiler replaces. */
const MISSING: readonly [what: string, written: RegExp][] = [
  ['Intl', /\bIntl\b/],
  ['lookbehind', /\(\?<[=!]/],
  ['named groups', /\(\?<[A-Za-z_]/],
  ['\\p{…}', /\\[pP]\{/],
  ['.at(', /\.at\(/],
  ['replaceAll', /\breplaceAll\b/],
  ['structuredClone', /\bstructuredClone\b/],
  ['BigInt', /\bBigInt\b/],
]

/** What a compiled script asks of an engine that old phones do not have; empty where it runs on all. */
export function lackedByOldEngines(code: string): string[] {
  const lacked = MISSING.filter(([, written]) => written.test(code)).map(([what]) => what)
  try {
    parse(code, { ecmaVersion: 5 })
  } catch (error) {
    lacked.push(`ES5: ${error instanceof Error ? error.message : ''}`)
  }
  return lacked
}
