import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileOf, isAlive, isUnknown, ROOT, SOURCES, type Result } from './report'
import { allFiles } from './shards'

/** Where Stryker keeps what the parts came to on this machine. */
const KEPT = path.join(ROOT, 'reports', 'mutation')

interface Kept {
  files: Record<string, { source: string; mutants: Omit<Result, 'fileName'>[] }>
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
const isStill = (file: string, { source }: Recorded): boolean => {
  const now = sourceOf(file)
  return now !== undefined && shortOf(now) === source
}

/** What the last whole run of each file came to that is still as it was then; and the files of which there is none. */
export const keptResults = (): { results: Result[]; missing: string[] } => {
  const runs = known()
  const runOf = (file: string): Recorded | undefined => {
    const { [file]: one } = runs
    return one !== undefined && isStill(file, one) ? one : undefined
  }
  const ran = allFiles().flatMap((file) => {
    const one = runOf(file)
    return one === undefined ? [] : [{ file, results: resultsOf(file, one) }]
  })
  return {
    results: ran.flatMap(({ results }) => results),
    missing: allFiles().filter((file) => runOf(file) === undefined),
  }
}

/** Whether a whole run of this file is known as it is now, and all that lived then has its reason. */
export const isDone = (file: string): boolean => {
  const { [file]: one } = known()
  return one !== undefined && isStill(file, one) && !resultsOf(file, one).some(isUnknown)
}

let recorded: Record<string, Recorded> | undefined
/** What a mutant came to in the recorded run of its file as it is now; undefined where there was none. */
export const recordedFate = (mutant: Omit<Result, 'status'>): string | undefined => {
  const file = fileOf(mutant)
  const { [file]: one } = (recorded ??= readRecord())
  if (one === undefined || !isStill(file, one)) return undefined
  const isIt = ({ line, mutatorName, replacement }: Recorded['others'][number]): boolean =>
    line === mutant.location.start.line && mutatorName === mutant.mutatorName && replacement === mutant.replacement
  return one.others.find(isIt)?.status ?? 'Killed'
}

/** Writes down what was run here beside what was recorded before. */
export const record = (): void => {
  const inOrder = Object.entries(known())
    .filter(([file, one]) => isStill(file, one))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(RECORD, `${JSON.stringify(Object.fromEntries(inOrder), null, 2)}\n`)
}
