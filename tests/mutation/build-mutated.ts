import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buildFunctions } from '../../cloudfunctions/build/build'
import { ON_DEMAND } from '../../cloudfunctions/build/on-demand'
import { BUNDLES } from '../support/build-functions'

/** What spreadsheets are read in: a program of its own, and not mutated. */
const WORKER = 'spreadsheet-worker'

/*
 * In Stryker's sandbox: the functions from its sources, which hold all mutants behind a switch on `globalThis`. What they
 * load on demand they load at once here: else a mutant in one of its tables would be known to the first test alone that
 * asks for it.
 */
await buildFunctions(BUNDLES)
for (const { module, beside } of ON_DEMAND)
  for (const name of module === WORKER ? [] : beside) {
    const file = path.join(BUNDLES, name, 'index.js')
    await writeFile(file, `require("./${module}.js");${await readFile(file, 'utf8')}`)
  }
