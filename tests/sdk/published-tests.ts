import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

const here = createRequire(import.meta.url)
const sdk = here.resolve('@cloudbase/node-sdk')
const there = createRequire(sdk)

/** What the published tests import of their own repository, as this project's installed packages give it. */
const stands: [asked: RegExp, source: string][] = [
  [
    /\/src\/index$/,
    // What was an option of `init` is a function of its own now.
    `import * as sdk from ${JSON.stringify(sdk)}
     import { setThrowOnCode } from ${JSON.stringify(there.resolve('@cloudbase/node-sdk/dist/utils/utils'))}
     const { init } = sdk.default ?? sdk
     export default { init: (given) => (setThrowOnCode(given.throwOnCode !== false), init(given)) }`,
  ],
  [/\/lib\/const\/code$/, `export * from ${JSON.stringify(there.resolve('@cloudbase/node-sdk/dist/const/code'))}`],
  [
    /\/config\.local$/,
    `export const env = 'local-env', secretId = 'local-no-credential', secretKey = secretId, appId = 'local'`,
  ],
  [
    /^power-assert$/,
    // The package allows one value where two are compared, which one of the tests does by a slip.
    `import assert from 'node:assert'
     const strictEqual = (a, b, message) => assert.strictEqual(a, b, message)
     export default Object.assign((...given) => assert(...given), assert, { strictEqual })`,
  ],
]

const own = '\0published-tests:'

/**
 * Lets the SDK's published tests run as they are: they were written for jest and CommonJS, where a whole module could be
 * called, and for the sources of their own repository.
 */
export function publishedTests(): Plugin {
  return {
    name: 'published-tests',
    enforce: 'pre',
    resolveId(asked) {
      const stand = stands.findIndex(([pattern]) => pattern.test(asked))
      if (stand !== -1) return `${own}${String(stand)}`
      const database = /^@cloudbase\/database\/src\/(.+)$/.exec(asked)?.[1]
      if (database !== undefined) return there.resolve(`@cloudbase/database/dist/commonjs/${database}`)
      return asked === 'bson' ? there.resolve('bson') : null
    },
    load(id) {
      return id.startsWith(own) ? (stands[Number(id.slice(own.length))]?.[1] ?? null) : null
    },
    transform(code, id) {
      return id.endsWith('.ts')
        ? code.replace("import * as assert from 'power-assert'", "import assert from 'power-assert'")
        : null
    },
  }
}
