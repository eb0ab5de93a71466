import { defineConfig } from 'vitest/config'
import { mutantFile, mutated } from './hand-made'

/** A run with one mutant made by hand, in what tests import and in what is built for them. */
export default defineConfig({
  plugins: [
    {
      name: 'hand-made-mutant',
      enforce: 'pre',
      transform: (code, id) => (id === mutantFile ? { code: mutated(code), map: null } : undefined),
    },
  ],
  test: {
    setupFiles: ['tests/support/each-file.ts'],
    globalSetup: ['tests/mutation/build-hand-made.ts'],
    reporters: ['dot'],
    bail: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 5_000 } },
    maxWorkers: 1,
  },
})
