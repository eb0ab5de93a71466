import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stryker } from '@stryker-mutator/core'
import { handMade } from './hand'
import { covers, SHARDS, type Shard } from './shards'
import { SURVIVORS } from './survivors'

/**
 * `npm run mutate -- SHARD`, one file as `app/transfer/link.ts`, or all parts of a folder in a row as `domain`: changes
 * every line of it a little, and sees whether a test notices; what a part came to is kept, so that a run goes on where
 * it was left;
 * `-- hand` the mutants that somebody thought of, `-- changed` what the working copy and the last commit changed of the
 * rules, within a minute; without a name it lists the parts.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ENOUGH = 85
/** Of all parts of a folder together. */
const ENOUGH_OF_FOLDER = 90
/** Of the changed lines, where each mutant counts for more; fewer than so many say nothing of a share. */
const ENOUGH_OF_CHANGED = 75
const FEW = 20
const A_MINUTE_MS = 58_000

type Results = Awaited<ReturnType<Stryker['runMutationTest']>>
type Result = Results[number]

const lineOf = ({ fileName, location }: Result): string =>
  readFileSync(fileName, 'utf8').split('\n')[location.start.line - 1]?.trim() ?? ''
const fileOf = ({ fileName }: Result): string => path.relative(path.join(ROOT, 'cloudfunctions'), fileName)

const isKnown = (result: Result): boolean =>
  SURVIVORS.some(
    ({ file, line, replacement }) =>
      file === fileOf(result) && line === lineOf(result) && replacement === result.replacement,
  )

const run = async (name: string, { mutate, tests, bundles }: Shard, ranges?: readonly string[]): Promise<Results> => {
  process.env['MUTATION_TESTS'] = tests.join(',')
  process.env['MUTATION_BUNDLES'] = bundles ? 'yes' : 'no'
  process.chdir(ROOT)
  return new Stryker({
    testRunner: bundles ? 'vitest' : 'rules',
    plugins: ['@stryker-mutator/vitest-runner', './tests/mutation/rules-runner.ts'],
    checkerNodeArgs: bundles ? [] : ['--import', 'tsx'],
    testRunnerNodeArgs: bundles ? [] : ['--import', 'tsx'],
    vitest: { configFile: 'tests/mutation/vitest.config.ts', related: false },
    mutate:
      ranges === undefined
        ? mutate.map((glob) => (glob.startsWith('!') ? `!cloudfunctions/${glob.slice(1)}` : `cloudfunctions/${glob}`))
        : [...ranges],
    ignorePatterns: ['dist', 'reports', '.data', 'tests/screens', 'miniprogram/miniprogram_npm'],
    coverageAnalysis: 'perTest',
    concurrency: Number(process.env['MUTATION_WORKERS'] ?? '2'),
    timeoutMS: bundles ? 15_000 : 5_000,
    tempDirName: '.stryker-tmp',
    incremental: ranges === undefined,
    incrementalFile: `reports/mutation/${name}.json`,
    reporters: ['dots'],
    allowConsoleColors: false,
    disableTypeChecks: false,
    logLevel: 'warn' as never,
  }).runMutationTest()
}

const percent = (part: number, whole: number): number => (whole === 0 ? 100 : (100 * part) / whole)

/** Prints what came of it; the share that was noticed, and the mutants that live without a reason. */
const report = (results: Results): { score: number; lives: number; judged: number } => {
  const having = (...statuses: string[]) => results.filter(({ status }) => statuses.includes(status))
  const [killed, late] = [having('Killed'), having('Timeout')]
  const [alive, uncovered] = [having('Survived'), having('NoCoverage')]
  const unknown = [...alive, ...uncovered].filter((result) => !isKnown(result))
  const judged = killed.length + late.length + alive.length + uncovered.length
  const noticed = killed.length + late.length
  const score = percent(noticed, judged)
  for (const result of unknown) {
    const { status, location, mutatorName, replacement } = result
    const at = `${fileOf(result)}:${String(location.start.line)}`
    console.log(
      `${status}  ${at}  ${mutatorName}\n    ${lineOf(result)}\n    → ${replacement.replaceAll('\n', ' ').slice(0, 120)}`,
    )
  }
  const files = [...new Set([...killed, ...late, ...alive, ...uncovered].map(fileOf))].sort()
  console.log(
    '| file | mutants | killed | timed out | alive | not covered | static | score |\n|---|---|---|---|---|---|---|---|',
  )
  for (const file of [...files, `${String(files.length)} files`]) {
    const [ofKilled, ofLate, ofAlive, ofUncovered] = [killed, late, alive, uncovered].map((some) =>
      files.includes(file) ? some.filter((result) => fileOf(result) === file) : some,
    ) as [Results, Results, Results, Results]
    const all = [...ofKilled, ...ofLate, ...ofAlive, ...ofUncovered]
    const fixed = all.filter((result) => result.static === true).length
    const counts = [all, ofKilled, ofLate, ofAlive, ofUncovered].map(({ length }) => length)
    const share = percent(ofKilled.length + ofLate.length, all.length).toFixed(1)
    console.log(`| ${[file, ...counts, fixed, `${share} %`].join(' | ')} |`)
  }
  console.log(
    `${score.toFixed(1)} % of ${String(judged)}: killed ${String(killed.length)}, timed out ${String(late.length)}, ` +
      `alive ${String(alive.length)}, not covered ${String(uncovered.length)}; ${String(unknown.length)} without a reason`,
  )
  return { score, lives: unknown.length, judged }
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
  const { score, judged } = report(
    await run('changed', { mutate: [], tests: ['domain/**/*.test.ts'], bundles: false }, ranges),
  )
  return judged >= FEW && score < ENOUGH_OF_CHANGED ? 1 : 0
}

/** One file alone, with the tests of its shard. */
const shardOfFile = (file: string): Shard | undefined => {
  if (!file.endsWith('.ts')) return undefined
  const shard = Object.values(SHARDS).find((part) => covers(part, file))
  return shard === undefined ? undefined : { ...shard, mutate: [file] }
}

const main = async (what: string): Promise<number> => {
  if (what === 'hand') return handMade() === 0 ? 0 : 1
  if (what === 'changed') return mutateChanged()
  const file = shardOfFile(what)
  const parts =
    file === undefined
      ? Object.entries(SHARDS).filter(([name]) => name === what || name.startsWith(`${what}-`))
      : [[what.replaceAll('/', '-'), file] as const]
  if (parts.length === 0) {
    console.log(`npm run mutate -- ${['hand', 'changed', ...Object.keys(SHARDS)].join(' | ')}`)
    return what === '' ? 0 : 1
  }
  const results: Result[] = []
  for (const [name, part] of parts) results.push(...(await run(name, part)))
  const { score, lives } = report(results)
  return lives > 0 || score < (parts.length > 1 ? ENOUGH_OF_FOLDER : ENOUGH) ? 1 : 0
}

process.exit(await main(process.argv[2] ?? ''))
