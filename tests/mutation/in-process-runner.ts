import crypto from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import vm from 'node:vm'
import type { MutantCoverage } from '@stryker-mutator/api/core'
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  MutantRunStatus,
  toMutantRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner'
import { build, type Plugin } from 'esbuild'
import { dropTemporaryFolder, takeTemporaryFolder } from '../support/temporary'
import { recordedFate } from './record'
import { hasReason } from './report'
import { LEANING } from './leaning-tests'
import { isOneOf, LEFT_OUT } from './shards'
import { collector, isGroup, random, testsOf, vitestOutside, type Group, type Hook } from './test-collector'

/** What the mutated sources look at: `INSTRUMENTER_CONSTANTS` of Stryker. */
interface Stryker {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number | undefined
  mutantCoverage?: MutantCoverage
}
const stryker = ((globalThis as { __stryker__?: Stryker }).__stryker__ ??= {})

/** A file of tests with all that it imports, in one script. */
interface TestFile {
  name: string
  script: vm.Script
  /** What it took without a mutant. */
  ms: number
  /** Its tests, as a run without a mutant met them. */
  tests: readonly string[]
  /** Of how many mutants it was the one that noticed. */
  noticed: number
}

/** A test's name without its number in the file. */
const namedOf = (id: string): string => id.replace(/ \(\d+\)$/u, '')
const leans = (id: string): boolean => LEANING.has(namedOf(id))

/** Whose tests notice much in little time is asked first. */
const promising = (a: TestFile, b: TestFile): number => (b.noticed + 1) / b.ms - (a.noticed + 1) / a.ms

/** Passwords are to cost much; here they are most of the time that tests take, and no mutant is noticed by it. */
const { scrypt } = crypto
type Derived = (error: Error | null, key: Buffer) => void
Object.assign(crypto, {
  scrypt: (password: string, salt: Buffer, length: number, done: Derived) => {
    scrypt(password, salt, length, { N: 2 }, done)
  },
})

const NEVER = Symbol('never')
/**
 * A test that has not ended by then, and by ten times what it took without a mutant, hangs: a slow one on a busy machine
 * does not. Without a mutant each has as long as it takes.
 */
const HANGS_MS = 5_000
const AMPLE_MS = 150_000
/** So long most tests take; a few of thousands of people or of real pauses take more together than all of these. */
const SHORT_MS = 60
/** What comes after tests waits no longer, whatever they left. */
const AFTER_MS = 5_000

const inTime = async (run: Hook, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<typeof NEVER>((resolve) => (timer = setTimeout(resolve, ms, NEVER)))
  const first = await Promise.race([Promise.resolve().then(run), late]).finally(() => {
    clearTimeout(timer)
  })
  if (first === NEVER) throw new Hanging()
}
class Hanging extends Error {}

/** Each part of a bundle finds itself where its source lies. */
const whereItLies: Plugin = {
  name: 'where-it-lies',
  setup: (build) => {
    build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8')
      const contents = source
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)))
      return { contents, loader: 'ts' }
    })
  },
}

const SETUP = 'tests/support/each-file.ts'

const read = async (name: string): Promise<TestFile> => {
  const { outputFiles } = await build({
    stdin: { contents: `import './${SETUP}'; import './${name}'`, resolveDir: process.cwd(), loader: 'ts' },
    absWorkingDir: process.cwd(),
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    plugins: [whereItLies],
  })
  const code = `(function (require, module, exports) {${outputFiles[0]?.text ?? ''}\n})`
  return { name, script: new vm.Script(code, { filename: path.resolve(name) }), ms: 0, tests: [], noticed: 0 }
}

/** What a test hears of while it runs, though it happens beside it: as in vitest, that fails it. */
let beside: unknown[] = []
for (const event of ['unhandledRejection', 'uncaughtException'])
  process.on(event, (reason) => {
    beside.push(reason)
  })

/**
 * What is not tried, unless it is doubted: one whose reason to live is known, which costs the most time, and one that was
 * noticed in the recorded run of its file.
 */
const takenAtItsWord = ({
  location: { start },
  ...about
}: MutantRunOptions['activeMutant']): MutantRunResult | undefined => {
  if (process.env['MUTATION_DOUBTS'] !== undefined) return undefined
  // Here Stryker counts lines from 0, in what it reports from 1.
  const mutant = { ...about, location: { start: { line: start.line + 1 } } }
  if (hasReason(mutant)) return { status: MutantRunStatus.Survived, nrOfTests: 0 }
  const fate = recordedFate(mutant)
  if (fate === 'Timeout') return { status: MutantRunStatus.Timeout, reason: 'as recorded' }
  return fate === 'Killed'
    ? { status: MutantRunStatus.Killed, killedBy: [], failureMessage: 'as recorded', nrOfTests: 0 }
    : undefined
}

interface Wanted {
  has: (id: string) => boolean
  /** Whether the next test is asked though one has failed. */
  goesOn: boolean
  /** So many milliseconds a test, or what happens around it, may take. */
  patienceWith: (id: string) => number
}

/**
 * Runs tests without workers of vitest: each file of them is bundled once, and read anew for every mutant, which takes
 * milliseconds where such a worker takes a second; so a mutant in a table of a module is seen too, and every mutant is
 * there from the beginning. The local cloud loads the built functions into this process, where the switch is set.
 */
export class InProcessRunner implements TestRunner {
  #files: TestFile[] = []
  readonly #node = createRequire(path.resolve('package.json'))
  #vitest: Awaited<ReturnType<typeof vitestOutside>> | undefined
  /** Milliseconds that each test, and what happens around it, took without a mutant. */
  readonly #took = new Map<string, number>()

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true }
  }

  async init(): Promise<void> {
    takeTemporaryFolder()
    this.#vitest = await vitestOutside()
    console.error = () => undefined
    const globs = (process.env['MUTATION_TESTS'] ?? '').split(',').map((glob) => `tests/${glob}`)
    const names = readdirSync('tests', { recursive: true, encoding: 'utf8' })
      .map((name) => `tests/${name}`)
      .filter((name) => isOneOf(globs, name) && !LEFT_OUT.includes(name))
    this.#files = await Promise.all(names.map(read))
  }

  dispose(): Promise<void> {
    dropTemporaryFolder()
    return Promise.resolve()
  }

  async dryRun(): Promise<DryRunResult> {
    stryker.activeMutant = undefined
    stryker.hitCount = undefined
    const tests: TestResult[] = []
    for (const file of this.#files) {
      const start = performance.now()
      const ran = await this.#run(file, { has: () => true, goesOn: true, patienceWith: () => AMPLE_MS })
      file.ms = performance.now() - start
      file.tests = ran.map(({ id }) => id)
      tests.push(...ran)
    }
    const { mutantCoverage = { static: {}, perTest: {} } } = stryker
    return { status: DryRunStatus.Complete, tests, mutantCoverage }
  }

  async mutantRun({ activeMutant, testFilter = [], hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    const known = takenAtItsWord(activeMutant)
    if (known !== undefined) return known
    const asked = new Set(testFilter)
    const files = this.#files
      .filter(({ name }) => asked.size === 0 || testFilter.some((id) => id.startsWith(`${name}#`)))
      .sort(promising)
    const tests: TestResult[] = []
    const notices = async (file: TestFile, has: Wanted['has']): Promise<boolean> => {
      stryker.activeMutant = activeMutant.id
      const patienceWith = (id: string): number => HANGS_MS + 10 * this.#tookOf(id)
      const ran = await this.#run(file, { has, goesOn: false, patienceWith })
      tests.push(...ran)
      const failed = ran.some(({ status }) => status === TestStatus.Failed)
      if (failed) file.noticed += 1
      return failed
    }
    const isAsked = (id: string): boolean => asked.size === 0 || asked.has(id)
    const isShort = (id: string): boolean => this.#tookOf(id) <= SHORT_MS
    const isAskedAlone = (id: string): boolean => isAsked(id) && !leans(id)
    // Most are noticed by short tests. Those that lean on others say something with their whole file alone. At last short
    // ones that do not pass the mutant are asked as well: they may notice what those before them have left.
    const rounds = [
      ...files.map((file) => [file, (id: string) => isAskedAlone(id) && isShort(id)] as const),
      ...files.map((file) => [file, (id: string) => isAskedAlone(id) && !isShort(id)] as const),
      ...files.flatMap((file) => {
        const { name, tests } = file
        const whole = [...(asked.size === 0 ? LEANING : asked)].some((id) => id.startsWith(`${name}#`) && leans(id))
        // A worker that came in place of another has made no run without a mutant, and knows of no test.
        const more = tests.length === 0 || tests.some((id) => !isAsked(id) && !leans(id) && isShort(id))
        if (whole) return [[file, () => true] as const]
        return more ? [[file, (id: string) => isShort(id) && !leans(id)] as const] : []
      }),
    ]
    stryker.hitLimit = hitLimit
    stryker.hitCount = 0
    try {
      for (const [file, has] of rounds) if (await notices(file, has)) break
    } catch (error) {
      if (!(error instanceof Hanging)) throw error
      return toMutantRunResult({ status: DryRunStatus.Timeout, reason: 'a test hung' })
    } finally {
      stryker.activeMutant = undefined
    }
    const late = determineHitLimitReached(stryker.hitCount, hitLimit)
    return toMutantRunResult(late ?? { status: DryRunStatus.Complete, tests })
  }

  #tookOf(id: string): number {
    return this.#took.get(id) ?? 0
  }

  /** The tests that fail without those before them, where nothing is mutated; told as they are found. */
  async *leaning(): AsyncGenerator<string> {
    await this.dryRun()
    const failsAlone = async (file: TestFile, alone: string): Promise<boolean> => {
      try {
        const patienceWith = (id: string): number => HANGS_MS + 10 * this.#tookOf(id)
        const ran = await this.#run(file, { has: (id) => id === alone, goesOn: false, patienceWith })
        return ran.some(({ status }) => status === TestStatus.Failed)
      } catch (error) {
        if (error instanceof Hanging) return true
        throw error
      }
    }
    for (const file of this.#files) for (const test of file.tests) if (await failsAlone(file, test)) yield namedOf(test)
  }

  /** A file's tests with what happens around them; what happens before counts for each of them. */
  async #run({ name, script }: TestFile, { has, goesOn, patienceWith }: Wanted): Promise<TestResult[]> {
    if (this.#vitest === undefined) throw new Error('not ready')
    const { root, api } = collector(name, this.#vitest)
    const results: TestResult[] = []
    const attempt = async (id: string, ...steps: Hook[]): Promise<boolean> => {
      const start = performance.now()
      const about = () => ({ id, name: id, fileName: path.resolve(name), timeSpentMs: performance.now() - start })
      beside = []
      stryker.currentTestId = id
      try {
        for (const step of steps) await inTime(step, patienceWith(id))
        if (beside.length > 0) throw beside[0]
        const passed = about()
        if (stryker.activeMutant === undefined) this.#took.set(id, passed.timeSpentMs)
        results.push({ ...passed, status: TestStatus.Success })
        return true
      } catch (error) {
        if (error instanceof Hanging) throw error
        results.push({ ...about(), status: TestStatus.Failed, failureMessage: String(error) })
        return false
      } finally {
        stryker.currentTestId = undefined
      }
    }
    /** Not a test of its own: what is passed in it is passed by all tests of the group. */
    const around = async (id: string, group: Group, steps: Hook[]): Promise<boolean> => {
      const passed = await attempt(id, ...steps)
      if (passed) results.pop()
      const { perTest = {} } = stryker.mutantCoverage ?? {}
      const { [id]: counted = {} } = perTest
      Reflect.deleteProperty(perTest, id)
      for (const test of testsOf(group)) {
        const own = (perTest[test.id] ??= {})
        for (const [mutant, times] of Object.entries(counted)) own[mutant] = (own[mutant] ?? 0) + times
      }
      return passed
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
    const inGroup = async (group: Group, outer: Group[]): Promise<boolean> => {
      const all = [...outer, group]
      if (!testsOf(group).some(({ id }) => has(id))) return true
      let good = group.before.length === 0 || (await around(`${name}#before ${group.title}`, group, group.before))
      if (good || goesOn)
        for (const one of group.within) {
          if (isGroup(one)) good = (await inGroup(one, all)) && good
          else if (has(one.id)) {
            const before = all.flatMap(({ beforeEach }) => beforeEach)
            const passed = await attempt(one.id, ...before, one.run)
            for (const step of all.toReversed().flatMap(({ afterEach }) => afterEach))
              await inTime(step, AFTER_MS).catch(() => undefined)
            good = passed && good
          }
          if (!good && !goesOn) break
        }
      for (const step of group.after) await inTime(step, AFTER_MS).catch(() => undefined)
      return good
    }
    if (await around(`${name}#read`, root, [load])) await inGroup(root, [])
    return results
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner }]
