import { configDefaults, defineConfig } from 'vitest/config'

/**
 * The tests of the rules alone: they need neither built functions nor a browser. Those that try random sequences are
 * left out: they meet nearly every line, and would make an hour of minutes.
 */
export default defineConfig({
  test: {
    include: ['tests/domain/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'tests/domain/model.test.ts'],
    testTimeout: 30_000,
  },
})
