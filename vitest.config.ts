import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/support/each-file.ts'],
    globalSetup: ['tests/support/build-functions.ts'],
    reporters: ['default', './tests/support/closing-line.ts'],
    // Long enough for a machine that others work on: what is slow is measured by `npm run bench`, not found here.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 20_000 }, requireAssertions: true },
    // One more than the cores of a small machine: a test that drives a browser waits for half of its time.
    maxWorkers: 3,
    // Files of one worker share what they import: each starts with a cloud and a browser of its own, and leaves nothing.
    isolate: false,
    allowOnly: false,
  },
})
