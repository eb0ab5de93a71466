import { fileURLToPath } from 'node:url'
import { buildFunctions } from './build'

await buildFunctions(fileURLToPath(new URL('../../dist/cloudfunctions', import.meta.url)))
