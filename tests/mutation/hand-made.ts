import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readFileSync } from 'node:fs'
import { HAND_MUTANTS, type HandMutant } from './by-hand'

const SOURCES = fileURLToPath(new URL('../../cloudfunctions/', import.meta.url))

/** The mutant that this run is about; undefined in every other run. */
const wanted = process.env['HAND_MUTANT']
export const mutant: HandMutant | undefined = wanted === undefined ? undefined : HAND_MUTANTS[Number(wanted)]

/** The file that it changes. */
export const mutantFile = mutant === undefined ? '' : path.join(SOURCES, mutant.file)

/** The changed source; throws where the line that was meant is there no longer, or more than once. */
export const mutated = (source: string): string => {
  if (mutant === undefined) return source
  if (source.split(mutant.from).length !== 2) throw new Error(`not found once in ${mutant.file}: ${mutant.from}`)
  return source.replace(mutant.from, () => mutant.to)
}

export const mutatedSource = (): string => mutated(readFileSync(mutantFile, 'utf8'))
