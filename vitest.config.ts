import { configDefaults, defineConfig } from 'vitest/config'

// The gallery takes minutes: `npm run screens` compares it, `npm run pictures` makes it anew.
const withScreens = (mode: string): boolean => mode === 'screens' || mode === 'pictures'

export default defineConfig(({ mode }) => ({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(withScreens(mode) ? [] : ['tests/screens/**'])],
    globalSetup: ['tests/support/build-functions.ts'],
    reporters: ['default', './tests/support/closing-line.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    allowOnly: false,
  },
}))
