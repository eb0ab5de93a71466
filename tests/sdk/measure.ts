import { existsSync } from 'node:fs'
import path from 'node:path'
import { startVitest, type TestCase } from 'vitest/node'
import { duplicateSpellings } from '../../preview/cloud/failures'
import { startLocalCloud } from '../support/local-cloud'
import { publishedTests } from './published-tests'

/**
 * `npm run sdk-tests -- FOLDER`: the SDK's own database tests (`test/database` of a checkout of its repository) against
 * the local cloud, with the unmodified SDK of this project. Ends with the figures and each failure by name; the
 * environment's variable `DUPLICATES` chooses the spelling of a duplicate key.
 */

const [folder = ''] = process.argv.slice(2)
const tests = path.resolve(folder, 'test', 'database')
if (folder === '' || !existsSync(tests)) {
  console.error('usage: npm run sdk-tests -- FOLDER, a checkout of https://github.com/TencentCloudBase/node-sdk')
  process.exit(2)
}

const cloud = await startLocalCloud({ functions: null, indexes: {} })
const spelling = duplicateSpellings.find((one) => one === process.env['DUPLICATES'])
if (spelling !== undefined) cloud.spellDuplicates(spelling)
const vitest = await startVitest(
  'test',
  process.argv.slice(3),
  {
    root: path.resolve(folder),
    config: false,
    include: ['test/database/**/*.test.ts'],
    globals: true,
    watch: false,
    // One after the other: the tests share collections by name, and empty them.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['dot'],
    env: {
      // Where they were written: some compare days of local time with days of UTC.
      TZ: 'Asia/Shanghai',
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_REGION: 'local',
      TENCENTCLOUD_SECRETID: 'local-no-credential',
      TENCENTCLOUD_SECRETKEY: 'local-no-credential',
      SCF_NAMESPACE: 'local-env',
      TCB_ENV: 'local-env',
      TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${cloud.url}/tcb` }),
    },
  },
  { plugins: [publishedTests()], server: { watch: null } },
)

const cases = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
const of = (state: string): TestCase[] => cases.filter((test) => test.result().state === state)
for (const test of of('failed')) {
  const file = path.relative(tests, test.module.moduleId)
  console.log(`${file}: ${test.fullName}\n    ${test.result().errors?.[0]?.message.split('\n')[0] ?? ''}`)
}
for (const module of vitest.state.getTestModules())
  for (const error of module.errors()) console.log(`${path.relative(tests, module.moduleId)}: ${error.message}`)
console.log(
  `${String(of('passed').length)} passed, ${String(of('failed').length)} failed, ${String(of('skipped').length)} skipped by their authors`,
)
await vitest.close()
await cloud.close()
