import { afterAll, beforeAll, type RunnerTestCase, type RunnerTestSuite } from 'vitest'

/** What Stryker counts while it runs the tests once without a mutant: how often each mutant's place was passed. */
interface Counted {
  static: Record<string, number>
  perTest: Record<string, Record<string, number>>
}
const counted = (): Counted | undefined =>
  (globalThis as { __stryker__?: { mutantCoverage?: Counted } }).__stryker__?.mutantCoverage

const testsIn = (suite: Readonly<RunnerTestSuite>): RunnerTestCase[] =>
  suite.tasks.flatMap((task) => (task.type === 'suite' ? testsIn(task) : [task]))

/** A test's name as Stryker's runner has it. */
const idOf = (test: RunnerTestCase): string => {
  const names = [test.name]
  for (let suite = test.suite; suite !== undefined; suite = suite.suite) names.unshift(suite.name)
  return `${test.file.filepath}#${names.join(' ').trim()}`
}

/*
 * What is passed outside of a test Stryker holds for passed by all tests of the part, and judges it in a new process:
 * half of all mutants and nine tenths of the time. Bundles are loaded anew by each file's local cloud, so what its hooks
 * pass is passed by the tests of that file and by no other. What an import passes stays as Stryker counts it.
 */
let imported: Record<string, number> = {}
beforeAll(() => {
  imported = { ...counted()?.static }
})
// Vitest reads the pattern: what a hook does not destructure it takes for a fixture.
afterAll(({}, suite) => {
  const { static: outside, perTest } = counted() ?? { static: {}, perTest: {} }
  const inHooks = Object.entries(outside).filter(([id, times]) => times > (imported[id] ?? 0))
  for (const test of testsIn(suite)) {
    const passed = (perTest[idOf(test)] ??= {})
    for (const [id, times] of inHooks) passed[id] = (passed[id] ?? 0) + times - (imported[id] ?? 0)
  }
  for (const [id] of inHooks) {
    if (id in imported) outside[id] = imported[id] ?? 0
    else Reflect.deleteProperty(outside, id)
  }
})
