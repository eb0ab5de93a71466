import { configDefaults, defineConfig } from 'vitest/config'
import { LEFT_OUT } from './shards'

/** Which tests, and whether they need bundles: `mutate.ts` says so. */
const tests = (process.env['MUTATION_TESTS'] ?? 'domain/**/*.test.ts').split(',')
const bundles = process.env['MUTATION_BUNDLES'] === 'yes'

/**
 * The tests of one shard. In the sandbox the sources hold all mutants behind a switch on `globalThis`; bundles are built
 * from them, and the local cloud loads these into the process of the tests, where the switch is set.
 */
export default defineConfig({
  test: {
    include: tests.map((glob) => `tests/${glob}`),
    exclude: [...configDefaults.exclude, ...LEFT_OUT],
    setupFiles: ['tests/support/each-file.ts', ...(bundles ? ['tests/mutation/coverage.ts'] : [])],
    globalSetup: bundles ? ['tests/support/build-functions.ts'] : [],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A worker that keeps what it imported has a mutant judged in three quarters of the time.
    isolate: false,
  },
})
