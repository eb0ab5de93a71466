/** The import law: who may know whom. Each rule carries its reason; tests/architecture.test.ts holds the tree to it. */
export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment:
        'The rules know contract types, the numbers that the pages say too, and dayjs: they are read, tested and argued about alone.',
      severity: 'error',
      from: { path: '^cloudfunctions/domain/' },
      to: {
        pathNot: [
          '^cloudfunctions/domain/',
          '^cloudfunctions/contract\\.ts$',
          '^miniprogram/limits\\.ts$',
          '^node_modules/dayjs/',
        ],
      },
    },
    {
      name: 'domain-takes-types-of-the-contract',
      comment: 'The contract is types only.',
      severity: 'error',
      from: { path: '^(cloudfunctions|miniprogram)/' },
      to: { path: '^cloudfunctions/contract\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'app-knows-no-adapter',
      comment: 'Operations speak to ports: what stands behind them can be changed without reading an operation.',
      severity: 'error',
      from: { path: '^cloudfunctions/app/' },
      to: {
        path: [
          '^cloudfunctions/(adapters|build|member|secretary|province|clock)/',
          '^preview/',
          '^miniprogram/(?!limits\\.ts$)',
        ],
      },
    },
    {
      name: 'adapters-know-no-function',
      comment: 'A function is wiring: nothing depends on it.',
      severity: 'error',
      from: { path: '^cloudfunctions/adapters/' },
      to: {
        path: [
          '^cloudfunctions/(build|member|secretary|province|clock)/',
          '^preview/',
          '^miniprogram/(?!limits\\.ts$)',
        ],
      },
    },
    {
      name: 'one-place-for-the-sdk',
      comment: 'What the SDK does is known in one folder, and what the management SDK does in another.',
      severity: 'error',
      from: { path: '^cloudfunctions/', pathNot: '^cloudfunctions/(adapters/cloudbase|deploy)/' },
      to: { path: '^node_modules/@cloudbase/' },
    },
    {
      name: 'nothing-deployed-knows-deploying',
      comment: 'The commands of a deployment run on a desk, over the functions: nothing that is deployed needs them.',
      severity: 'error',
      from: { path: '^(cloudfunctions|miniprogram|preview)/', pathNot: '^cloudfunctions/deploy/' },
      to: { path: '^cloudfunctions/deploy/' },
    },
    {
      name: 'pages-take-contract-types-alone',
      comment: 'Pages ask the server for every rule; a rule written twice is a rule that differs.',
      severity: 'error',
      from: { path: '^miniprogram/' },
      to: {
        pathNot: ['^miniprogram/', '^cloudfunctions/contract\\.ts$', '^node_modules/(dayjs|tdesign-miniprogram)/'],
      },
    },
    {
      name: 'limits-are-values-alone',
      comment:
        'Both halves read the limits, and WeChat compiles them: they lie in the mini-program, for its compiler sees nothing outside of it but types, and need nothing themselves.',
      severity: 'error',
      from: { path: '^miniprogram/limits\\.ts$' },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-knows-no-preview',
      comment: 'The product runs where there is no preview.',
      severity: 'error',
      from: { path: '^(cloudfunctions|miniprogram)/' },
      to: { path: '^(preview|tests)/' },
    },
    {
      name: 'preview-knows-no-test',
      comment: 'Tests use the preview, not the other way round.',
      severity: 'error',
      from: { path: '^preview/' },
      to: { path: '^tests/' },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or hide a third; a type alone is a need as well.',
      severity: 'error',
      from: { path: '^(cloudfunctions|miniprogram|preview)/' },
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['miniprogram_npm', '^dist/', '^tests/preview/fixture/'] },
  },
}
