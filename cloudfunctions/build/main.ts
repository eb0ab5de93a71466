import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildFunctions } from './build'
import { cloudbaserc } from './functions'
import { databaseOptions } from './database'
import { packNpm } from './pack-npm'

/** `npm run build`: the functions as they are deployed, and the npm packages as DevTools wants them. */
const project = fileURLToPath(new URL('../..', import.meta.url))
const dist = path.join(project, 'dist')
await buildFunctions(path.join(dist, 'cloudfunctions'))
await writeFile(path.join(dist, 'cloudbaserc.json'), `${JSON.stringify(cloudbaserc(), null, 2)}\n`)
await writeFile(path.join(dist, 'database.json'), `${JSON.stringify(databaseOptions(), null, 2)}\n`)
await packNpm(project)
