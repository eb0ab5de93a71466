import { defineConfig } from 'vitest/config'

/** The tests of the rules alone: they need neither built functions nor a browser. */
export default defineConfig({ test: { include: ['tests/domain/**/*.test.ts'], testTimeout: 30_000 } })
