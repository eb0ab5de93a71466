import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import { handMade } from './hand'
import { findLeaning } from './leaning'
import { keepWithoutMutants, keptReport, keptResults, notDone, record } from './record'
import { fileOf, report, ROOT, type Result } from './report'
import { allFiles, covers, SHARDS, type Shard } from './shards'

/**
 * `npm run mutate -- SHARD`, one file as `app/transfer/link.ts`, or all parts of a folder in a row as `domain`: changes
 * every line of it a little, and sees whether a test notices. What it came to is kept, so that a run goes on where it was
 * left. With `--sample N` only every N-th mutant of a part is tried (another N-th with `--seed S`), and the score is said
 * with the interval in which that of all lies 19 times of 20. What is listed as living with its reason counts as living and
 * is tried with `--doubt` alone. Besides: `-- hand` the mutants that somebody thought of,
 * `-- changed` what the working copy and the last commit changed of the rules, within a minute, `-- report` what all that
 * was kept came to, `-- leaning` in which files of tests one fails alone; without a name it lists the parts.
 */
const ENOUGH = 85
/** Of all parts of a folder together. */
const ENOUGH_OF_FOLDER = 90
/** Of the changed lines, where each mutant counts for more; fewer than so many say nothing of a share. */
const ENOUGH_OF_CHANGED = 75
const FEW = 20
const A_MINUTE_MS = 58_000

type Results = Awaited<ReturnType<Stryker['runMutationTest']>>

/**
 * Lays what the last run left of a part where this one goes on from, without what nobody noticed in the files that are run:
 * that is tried anew, for Stryker holds a mutant in a table of a module for settled, whatever tests have come since. What
 * the last run left stays as it is until this one has come to its end.
 */
const goingOnFrom = (kept: string, next: string, isRun: (file: string) => boolean): void => {
  mkdirSync(path.dirname(next), { recursive: true })
  rmSync(next, { force: true })
  if (!existsSync(kept)) return
  const report = JSON.parse(readFileSync(kept, 'utf8')) as { files: Record<string, { mutants: { status: string }[] }> }
  for (const [name, one] of Object.entries(report.files))
    if (isRun(fileOf({ fileName: path.join(ROOT, name) })))
      one.mutants = one.mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout')
  writeFileSync(next, JSON.stringify(report))
}

interface Sample {
  every: number
  seed: number
}

const run = async (
  name: string,
  { mutate, tests, bundles }: Shard,
  { ranges, sample }: { ranges?: readonly string[]; sample?: Sample | undefined } = {},
): Promise<Results> => {
  process.env['MUTATION_TESTS'] = tests.join(',')
  if (process.argv.includes('--doubt')) process.env['MUTATION_DOUBTS'] = 'yes'
  process.chdir(ROOT)
  const incremental = ranges === undefined && sample === undefined
  const [kept, next] = [keptReport(name), keptReport(`next/${name}`)]
  if (incremental) goingOnFrom(kept, next, (file) => covers({ mutate }, file))
  const results = await new Stryker({
    testRunner: 'in-process',
    plugins: ['./tests/mutation/in-process-runner.ts', './tests/mutation/sampling.mjs'],
    checkerNodeArgs: ['--import', 'tsx'],
    testRunnerNodeArgs: ['--import', 'tsx'],
    // Once for all workers, of the mutated sources.
    ...(bundles ? { buildCommand: 'npx tsx tests/mutation/build-mutated.ts' } : {}),
    ...(sample === undefined ? {} : { checkers: ['sampling'], sampling: sample }),
    warnings: { unknownOptions: false, slow: true, preprocessorErrors: true, unserializableOptions: true },
    mutate:
      ranges === undefined
        ? mutate.map((glob) => (glob.startsWith('!') ? `!cloudfunctions/${glob.slice(1)}` : `cloudfunctions/${glob}`))
        : [...ranges],
    ignorePatterns: ['dist', 'reports', '.data', 'tests/screens', 'miniprogram/miniprogram_npm'],
    coverageAnalysis: 'perTest',
    concurrency: Number(process.env['MUTATION_WORKERS'] ?? '2'),
    // The runner sees itself what hangs; who is stopped from outside has all its files of tests to read again.
    timeoutMS: bundles ? 600_000 : 5_000,
    // On a busy machine the tests of a part take longer than Stryker waits for them.
    dryRunTimeoutMinutes: 30,
    tempDirName: '.stryker-tmp',
    incremental,
    incrementalFile: next,
    reporters: ['dots'],
    allowConsoleColors: false,
    disableTypeChecks: false,
    logLevel: 'warn' as never,
  }).runMutationTest()
  if (incremental) renameSync(next, kept)
  return results
}

/** Files of the rules with the lines that were changed, as Stryker takes them; undefined where git cannot say. */
const changedLines = (): string[] | undefined => {
  let text: string
  try {
    const args = ['diff', '-U0', '--no-color', 'HEAD~1', '--', 'cloudfunctions/domain/*.ts']
    text = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return undefined
  }
  let file = ''
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('+++ ')) file = line.replace(/^\+\+\+ (?:b\/)?/u, '')
    const [, start, count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/u.exec(line) ?? []
    if (start === undefined || count === '0' || file === '/dev/null') return []
    return [`${file}:${start}-${String(Number(start) + Number(count) - 1)}`]
  })
}

const mutateChanged = async (): Promise<number> => {
  const ranges = changedLines()
  if (ranges === undefined || ranges.length === 0) {
    console.log('no changed rule to mutate')
    return 0
  }
  setTimeout(() => {
    console.log('a minute is over: mutate the rest with npm run mutate -- SHARD')
    process.exit(0)
  }, A_MINUTE_MS).unref()
  const changed: Shard = { mutate: [], tests: ['domain/*.test.ts'], bundles: false }
  const { score, judged } = report(await run('changed', changed, { ranges }), { wholeFiles: false })
  return judged >= FEW && score < ENOUGH_OF_CHANGED ? 1 : 0
}

const reportKept = (): number => {
  const { results, missing } = keptResults()
  const { score, lives } = report(results)
  if (missing.length > 0) console.log(`not run as they are now, not counted: ${missing.join(', ')}`)
  return lives > 0 || missing.length > 0 || score < ENOUGH_OF_FOLDER ? 1 : 0
}

/** One file alone, with the tests of its shard. */
const shardOfFile = (file: string): Shard | undefined => {
  if (!file.endsWith('.ts')) return undefined
  const shard = Object.values(SHARDS).find((part) => covers(part, file))
  return shard === undefined ? undefined : { ...shard, mutate: [file] }
}

const numberAfter = (option: string): number | undefined => {
  const at = process.argv.indexOf(option)
  if (at < 0) return undefined
  const value = Number(process.argv[at + 1])
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} takes a whole number from 1`)
  return value
}

const main = async (what: string): Promise<number> => {
  if (what === 'hand') return handMade() === 0 ? 0 : 1
  if (what === 'changed') return mutateChanged()
  if (what === 'report') return reportKept()
  if (what === 'record') {
    record()
    return 0
  }
  if (what === 'leaning') return (await findLeaning(process.argv.slice(3))) === 0 ? 0 : 1
  const file = shardOfFile(what)
  const parts =
    file === undefined
      ? Object.entries(SHARDS).filter(([name]) => name === what || name.startsWith(`${what}-`))
      : [[what.replaceAll('/', '-'), file] as const]
  if (parts.length === 0) {
    const all = ['hand', 'changed', 'report', 'record', 'leaning', ...Object.keys(SHARDS)]
    console.log(`npm run mutate -- ${all.join(' | ')}`)
    return what === '' ? 0 : 1
  }
  const every = numberAfter('--sample')
  const { score, lives } = report(await (every === undefined ? runLeft(parts) : runSample(parts, every)))
  return lives > 0 || score < (parts.length > 1 ? ENOUGH_OF_FOLDER : ENOUGH) ? 1 : 0
}

type Parts = readonly (readonly [string, Shard])[]

const runSample = async (parts: Parts, every: number): Promise<Results> => {
  const results: Results = []
  for (const [name, part] of parts)
    results.push(...(await run(name, part, { sample: { every, seed: numberAfter('--seed') ?? 1 } })))
  return results
}

/** Runs the files of which no whole run is known; what is known of all of them in the end. */
const runLeft = async (parts: Parts): Promise<Result[]> => {
  const anew = process.argv.includes('--doubt')
  for (const [name, part] of parts) {
    const files = allFiles().filter((file) => covers(part, file))
    const left = anew ? files : notDone(files)
    if (left.length === 0) continue
    await run(name, { ...part, mutate: left })
    keepWithoutMutants(name, left)
  }
  return keptResults().results.filter((result) => parts.some(([, part]) => covers(part, fileOf(result))))
}

process.exit(await main(process.argv[2] ?? ''))
