import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileOf, isAlive, isUnknown, ROOT, SOURCES, type Result } from './report'
import { allFiles } from './shards'

/** Where Stryker keeps what the parts came to on this machine. */
const KEPT = path.join(ROOT, 'reports', 'mutation')
export const keptReport = (part: string): string => path.join(KEPT, `${part}.json`)

interface Kept {
  files: Record<string, { language: string; source: string; mutants: Omit<Result, 'fileName'>[] }>
}

/** What a whole run of a file came to, as it stands beside the code, so that it holds on other machines too. */
interface Recorded {
  /** What the file was, in short: a record of another one says nothing. */
  source: string
  killed: number
  /** Those that took too long and those that lived; all others were killed. */
  others: { line: number; status: string; mutatorName: string; replacement: string }[]
}
const RECORD = path.join(ROOT, 'tests', 'mutation', 'record.json')

const shortOf = (source: string): string => createHash('sha256').update(source).digest('hex').slice(0, 16)
const sourceOf = (file: string): string | undefined => {
  const lies = path.join(SOURCES, file)
  return existsSync(lies) ? readFileSync(lies, 'utf8') : undefined
}
const readRecord = (): Record<string, Recorded> => JSON.parse(readFileSync(RECORD, 'utf8')) as Record<string, Recorded>

const recordedOf = (source: string, mutants: readonly Omit<Result, 'fileName'>[]): Recorded => ({
  source: shortOf(source),
  killed: mutants.filter(({ status }) => status === 'Killed').length,
  others: mutants
    .filter((one) => isAlive(one) || one.status === 'Timeout')
    .map(({ status, mutatorName, replacement, location }) => ({
      ...{ line: location.start.line, status, mutatorName, replacement },
    })),
})
/** What is recorded as results: of those that were killed only how many there are is known. */
const resultsOf = (file: string, { killed, others }: Recorded): Result[] => {
  const fileName = path.join(SOURCES, file)
  const nameless = { fileName, status: 'Killed', mutatorName: '', replacement: '', location: { start: { line: 0 } } }
  return [
    ...Array.from({ length: killed }, () => nameless),
    ...others.map(({ line, ...one }) => ({ ...one, fileName, location: { start: { line } } })),
  ]
}

/** What the last whole runs on this machine came to, by file; the newest of each. */
const ranHere = (): Map<string, Kept['files'][string]> => {
  const found = existsSync(KEPT) ? readdirSync(KEPT).filter((name) => name.endsWith('.json')) : []
  const oldestFirst = found
    .map((name) => path.join(KEPT, name))
    .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
  const newest = new Map<string, Kept['files'][string]>()
  for (const report of oldestFirst)
    for (const [name, one] of Object.entries((JSON.parse(readFileSync(report, 'utf8')) as Kept).files))
      newest.set(fileOf({ fileName: path.join(ROOT, name) }), one)
  return newest
}

/** The record, and over it what was run here since. */
const known = (): Record<string, Recorded> => ({
  ...readRecord(),
  ...Object.fromEntries([...ranHere()].map(([file, { source, mutants }]) => [file, recordedOf(source, mutants)])),
})
/** What is known of a whole run of a file that is still as it was then. */
const runOf = (file: string, runs: Readonly<Record<string, Recorded>>): Recorded | undefined => {
  const { [file]: one } = runs
  const now = sourceOf(file)
  return one !== undefined && now !== undefined && one.source === shortOf(now) ? one : undefined
}

/** What the last whole run of each file came to that is still as it was then; and the files of which there is none. */
export const keptResults = (): { results: Result[]; missing: string[] } => {
  const runs = known()
  const missing: string[] = []
  const results = allFiles().flatMap((file) => {
    const one = runOf(file, runs)
    if (one !== undefined) return resultsOf(file, one)
    missing.push(file)
    return []
  })
  return { results, missing }
}

/** Those of the files of which no whole run is known as they are now, or after which something lives without a reason. */
export const notDone = (files: readonly string[]): string[] => {
  const runs = known()
  return files.filter((file) => {
    const one = runOf(file, runs)
    return one === undefined || resultsOf(file, one).some(isUnknown)
  })
}

let recorded: Record<string, Recorded> | undefined
/** What a mutant came to in the recorded run of its file as it is now; undefined where there was none. */
export const recordedFate = (mutant: Omit<Result, 'status'>): string | undefined => {
  const one = runOf(fileOf(mutant), (recorded ??= readRecord()))
  const isIt = ({ line, mutatorName, replacement }: Recorded['others'][number]): boolean =>
    line === mutant.location.start.line && mutatorName === mutant.mutatorName && replacement === mutant.replacement
  return one === undefined ? undefined : (one.others.find(isIt)?.status ?? 'Killed')
}

/** Keeps of the files in which there was nothing to change that they were run with this part, too. */
export const keepWithoutMutants = (part: string, files: readonly string[]): void => {
  const report = JSON.parse(readFileSync(keptReport(part), 'utf8')) as Kept
  const nothing = { language: 'typescript', mutants: [] }
  for (const file of files) report.files[`cloudfunctions/${file}`] ??= { ...nothing, source: sourceOf(file) ?? '' }
  writeFileSync(keptReport(part), JSON.stringify(report))
}

/** Writes down what was run here beside what was recorded before. */
export const record = (): void => {
  const runs = known()
  const inOrder = Object.keys(runs)
    .sort()
    .flatMap((file) => {
      const one = runOf(file, runs)
      return one === undefined ? [] : [[file, one] as const]
    })
  writeFileSync(RECORD, `${JSON.stringify(Object.fromEntries(inOrder), null, 2)}\n`)
}
