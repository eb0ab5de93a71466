import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildFunctions } from './build'
import { packNpm } from './pack-npm'

/** `npm run build`: the functions as they are deployed, and the npm packages as DevTools wants them. */
const project = fileURLToPath(new URL('../..', import.meta.url))
await buildFunctions(path.join(project, 'dist', 'cloudfunctions'))
await packNpm(project)
