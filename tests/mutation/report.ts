import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SURVIVORS, type Survivor } from './survivors/index'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const SOURCES = path.join(ROOT, 'cloudfunctions')

/** What a run tells of a mutant, as far as it is said here. */
export interface Result {
  fileName: string
  mutatorName: string
  replacement: string
  status: string
  static?: boolean
  location: { start: { line: number } }
}

const lineOf = ({ fileName, location }: Pick<Result, 'fileName' | 'location'>): string =>
  readFileSync(fileName, 'utf8').split('\n')[location.start.line - 1]?.trim() ?? ''
/** The file under `cloudfunctions/`. */
export const fileOf = ({ fileName }: Pick<Result, 'fileName'>): string =>
  path.relative(SOURCES, fileName).split(path.sep).join('/')

export const isAlive = ({ status }: Pick<Result, 'status'>): boolean => status === 'Survived' || status === 'NoCoverage'
type Mutant = Pick<Result, 'fileName' | 'replacement' | 'location'>
const tells = ({ file, line, replacements }: Survivor, result: Mutant): boolean =>
  file === fileOf(result) && line === lineOf(result) && replacements.includes(result.replacement)

export const percent = (part: number, whole: number): number => (whole === 0 ? 100 : (100 * part) / whole)

/** Wilson's interval of 95 % for a share of which a part was looked at, narrower the more of all that part is. */
const interval = (noticed: number, judged: number, all: number): [number, number] => {
  if (judged === 0) return [0, 100]
  if (judged === all) return [percent(noticed, judged), percent(noticed, judged)]
  const n = (judged * (all - 1)) / (all - judged)
  const [z2, share] = [1.96 ** 2, noticed / judged]
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n)
  const half = Math.sqrt(z2 * ((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n)
  return [100 * (middle - half), 100 * (middle + half)]
}

const having = (results: readonly Result[], ...statuses: string[]) =>
  results.filter(({ status }) => statuses.includes(status))

const table = (results: readonly Result[], nameOf: (result: Result) => string): void => {
  console.log(
    '| file | mutants | killed | timed out | alive | not covered | without a reason | score |\n|---|---|---|---|---|---|---|---|',
  )
  const names = [...new Set(results.map(nameOf))].sort()
  for (const name of [...names, 'all']) {
    const some = results.filter((result) => name === 'all' || nameOf(result) === name)
    const counts = ['Killed', 'Timeout', 'Survived', 'NoCoverage'].map((status) => having(some, status).length)
    const score = percent(having(some, 'Killed', 'Timeout').length, some.length).toFixed(1)
    console.log(`| ${[name, some.length, ...counts, some.filter(isUnknown).length, `${score} %`].join(' | ')} |`)
  }
}

/** Whether it stands in the list of those that live, with its reason. */
export const hasReason = (mutant: Mutant): boolean => SURVIVORS.some((one) => tells(one, mutant))
/** Whether nobody noticed it, and nobody knows why. */
export const isUnknown = (result: Result): boolean => isAlive(result) && !hasReason(result)

/**
 * Prints what came of it; the share that was noticed, and the mutants that live without a reason. Of whole files also the
 * reasons that are needed no longer: some lines of a file say nothing of its others.
 */
export const report = (
  results: readonly Result[],
  { wholeFiles = true } = {},
): { score: number; lives: number; judged: number } => {
  const judged = having(results, 'Killed', 'Timeout', 'Survived', 'NoCoverage')
  const noticed = having(judged, 'Killed', 'Timeout').length
  const unknown = judged.filter(isUnknown)
  for (const result of unknown) {
    const { status, location, mutatorName, replacement } = result
    const at = `${fileOf(result)}:${String(location.start.line)}`
    console.log(
      `${status}  ${at}  ${mutatorName}\n    ${lineOf(result)}\n    → ${replacement.replaceAll('\n', ' ').slice(0, 120)}`,
    )
  }
  table(judged, fileOf)
  const folders = new Set(judged.map((result) => path.posix.dirname(fileOf(result))))
  if (folders.size > 1) table(judged, (result) => path.posix.dirname(fileOf(result)))
  const score = percent(noticed, judged.length)
  console.log(
    `${score.toFixed(1)} % of ${String(judged.length)}; ${String(unknown.length)} live without a reason, ` +
      `${String(judged.filter(isAlive).length - unknown.length)} with one`,
  )
  const all = judged.length + having(results, 'CompileError').length
  if (all > judged.length) {
    const bounds = interval(noticed, judged.length, all).map((bound) => bound.toFixed(1))
    console.log(
      `a sample of ${String(judged.length)} of ${String(all)} mutants: of all, ${bounds.join(' to ')} % (95 %)`,
    )
  }
  const mutated = new Set(judged.map(fileOf))
  const needed = (one: Survivor): boolean => judged.some((result) => isAlive(result) && tells(one, result))
  for (const one of wholeFiles && all === judged.length ? SURVIVORS : [])
    if (mutated.has(one.file) && !needed(one))
      console.log(`lives no longer, take its reason away: ${one.file}  ${one.line}`)
  return { score, lives: unknown.length, judged: judged.length }
}
