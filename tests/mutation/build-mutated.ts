import { buildFunctions } from '../../cloudfunctions/build/build'
import { BUNDLES } from '../support/build-functions'

/* In Stryker's sandbox: the functions from its sources, which hold all mutants behind a switch on `globalThis`. */
await buildFunctions(BUNDLES)
