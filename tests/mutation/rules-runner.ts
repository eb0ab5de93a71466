import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import vm from 'node:vm'
import type { MutantCoverage } from '@stryker-mutator/api/core'
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner'
import { build } from 'esbuild'
import fc from 'fast-check'
import { expect } from 'vitest'
import { LEFT_OUT } from './shards'

/** What the mutated sources look at: `INSTRUMENTER_CONSTANTS` of Stryker. */
interface Stryker {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number | undefined
  mutantCoverage?: MutantCoverage
}
const stryker = ((globalThis as { __stryker__?: Stryker }).__stryker__ ??= {})

type Body = (...values: unknown[]) => unknown
interface Test {
  id: string
  run: () => unknown
}

/** A file of tests with all that it imports, in one script. */
interface TestFile {
  name: string
  script: vm.Script
  /** Absolute. */
  sources: ReadonlySet<string>
  /** What it took without a mutant: who is quick is asked first. */
  ms: number
}

/** What `vitest` offers the tests of the rules, in a form that only remembers them: they have no hooks and no fakes. */
const collector = (file: string) => {
  const tests: Test[] = []
  const titles: string[] = []
  const each =
    (define: (title: string, body: Body) => void) => (cases: readonly unknown[]) => (title: string, body: Body) =>
      cases.forEach((one, i) =>
        define(`${title} [${String(i)}]`, () => body(...(Array.isArray(one) ? (one as unknown[]) : [one]))),
      )
  const describe = (title: string, body: Body): void => {
    titles.push(title)
    body()
    titles.pop()
  }
  const it = (title: string, body: Body): void => {
    tests.push({ id: `${file}#${[...titles, title].join(' > ')} (${String(tests.length)})`, run: () => body() })
  }
  return {
    tests,
    api: {
      describe: Object.assign(describe, { each: each(describe) }),
      it: Object.assign(it, { each: each(it) }),
      expect,
    },
  }
}

/** Random tests as they are of use here: with one seed, so that a mutant's fate is the same twice, and of few runs. */
const RUNS = 100
const random = {
  ...fc,
  assert: <T>(property: fc.IProperty<T>, given: fc.Parameters<T> = {}): void =>
    fc.assert(property, { seed: 20_240_601, ...given, numRuns: Math.min(given.numRuns ?? RUNS, RUNS) }),
}

/**
 * Runs the tests of the rules without workers: each file of them is bundled once, and read anew for every mutant, which
 * takes milliseconds where a worker of vitest takes a second; a mutant in a table of a module is seen for that very
 * reason.
 */
class RulesRunner implements TestRunner {
  #files: TestFile[] = []
  readonly #node = createRequire(path.resolve('package.json'))

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true }
  }

  async init(): Promise<void> {
    const folder = 'tests/domain'
    const names = readdirSync(folder)
      .map((name) => `${folder}/${name}`)
      .filter((name) => name.endsWith('.test.ts') && !LEFT_OUT.includes(name))
    this.#files = await Promise.all(
      names.map(async (name) => {
        const { outputFiles, metafile } = await build({
          entryPoints: [name],
          absWorkingDir: process.cwd(),
          bundle: true,
          write: false,
          metafile: true,
          platform: 'node',
          format: 'cjs',
          packages: 'external',
          define: { 'import.meta.dirname': JSON.stringify(path.resolve(folder)) },
        })
        const code = `(function (require, module, exports) {${outputFiles[0]?.text ?? ''}\n})`
        const sources = new Set(Object.keys(metafile.inputs).map((input) => path.resolve(input)))
        return { name, script: new vm.Script(code, { filename: path.resolve(name) }), sources, ms: 0 }
      }),
    )
  }

  async dryRun(): Promise<DryRunResult> {
    stryker.activeMutant = undefined
    stryker.hitCount = undefined
    const tests: TestResult[] = []
    for (const file of this.#files) {
      const start = performance.now()
      tests.push(...(await this.#run(file, { activate: () => undefined, wanted: () => true, goesOn: true })))
      file.ms = performance.now() - start
    }
    this.#files.sort((a, b) => a.ms - b.ms)
    const { mutantCoverage = { static: {}, perTest: {} } } = stryker
    return { status: DryRunStatus.Complete, tests, mutantCoverage }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter = [], hitLimit, mutantActivation, sandboxFileName } = options
    const activate = () => (stryker.activeMutant = activeMutant.id)
    const asked = new Set(testFilter)
    const wanted = (id: string): boolean => asked.size === 0 || asked.has(id)
    const files = this.#files.filter(
      ({ name, sources }) =>
        sources.has(path.resolve(sandboxFileName)) &&
        (asked.size === 0 || testFilter.some((id) => id.startsWith(`${name}#`))),
    )
    stryker.hitLimit = hitLimit
    stryker.hitCount = 0
    const tests: TestResult[] = []
    for (const file of files) {
      stryker.activeMutant = undefined
      if (mutantActivation === 'static') activate()
      tests.push(...(await this.#run(file, { activate, wanted, goesOn: false })))
      if (tests.some(({ status }) => status === TestStatus.Failed)) break
    }
    stryker.activeMutant = undefined
    const late = determineHitLimitReached(stryker.hitCount, hitLimit)
    return toMutantRunResult(late ?? { status: DryRunStatus.Complete, tests })
  }

  async #run(
    { name, script }: TestFile,
    { activate, wanted, goesOn }: { activate: () => void; wanted: (id: string) => boolean; goesOn: boolean },
  ): Promise<TestResult[]> {
    const { tests, api } = collector(name)
    const results: TestResult[] = []
    const attempt = async (id: string, run: () => unknown): Promise<boolean> => {
      const start = performance.now()
      const about = () => ({ id, name: id, fileName: path.resolve(name), timeSpentMs: performance.now() - start })
      try {
        await run()
        results.push({ ...about(), status: TestStatus.Success })
        return true
      } catch (error) {
        results.push({ ...about(), status: TestStatus.Failed, failureMessage: String(error) })
        return false
      }
    }
    const own: Record<string, unknown> = { vitest: api, 'fast-check': random }
    const module = { exports: {} }
    const load = (): void => {
      const run = script.runInThisContext() as (
        require: (id: string) => unknown,
        module: object,
        exports: object,
      ) => void
      run((id) => own[id] ?? this.#node(id), module, module.exports)
    }
    if (!(await attempt(`${name}#it is read`, load))) return results
    activate()
    for (const { id, run } of tests.filter((test) => wanted(test.id))) {
      stryker.currentTestId = id
      const passed = await attempt(id, run)
      stryker.currentTestId = undefined
      if (!passed && !goesOn) break
    }
    return results
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'rules', injectableClass: RulesRunner }]
