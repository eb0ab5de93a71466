/** `npm run mutate`: every rule of the domain changed a little, to see that a test notices. For people, outside CI. */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'tests/mutation/vitest.config.ts' },
  mutate: ['cloudfunctions/domain/**/*.ts'],
  ignorePatterns: ['dist', 'reports', '.data', 'tests/screens/pictures', 'miniprogram/miniprogram_npm'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 15_000,
  reporters: ['clear-text', 'progress', 'html'],
  clearTextReporter: { allowColor: false, logTests: false },
  htmlReporter: { fileName: 'reports/mutation.html' },
  thresholds: { high: 95, low: 90, break: null },
}
