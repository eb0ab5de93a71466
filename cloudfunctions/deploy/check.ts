import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { FUNCTION_NAMES } from '../build/functions'
import { buildFunctions } from '../build/build'
import { readArguments } from './arguments'
import { lookingThrough } from './checks/environment'
import { check } from './checking'
import { anyDiffers, tableOf, totalOf } from './findings'
import { openLocalConsole } from './local-console'
import { managementOf } from './management'
import { run } from './refused'
import { cloudScratch, localScratch } from './scratch'
import { readSettings } from './settings'
import { digestOf } from './wanted'

/**
 * `npm run deploy:check -- --env ENV`: whether an environment is as the product needs it, and whether the platform does
 * what the product takes for granted. It writes made-up documents into collections of its own and drops them.
 */
const USAGE = 'npm run deploy:check -- --env ENV'
const project = fileURLToPath(new URL('../..', import.meta.url))

await run(async () => {
  const { env } = readArguments(process.argv.slice(2), { usage: USAGE })
  const settings = readSettings(env, process.env)
  const { local } = settings
  let chapters
  if (local === undefined) {
    const management = managementOf(settings)
    const built = path.join(project, 'dist', 'cloudfunctions')
    await buildFunctions(built)
    const codes = new Map(FUNCTION_NAMES.map((name) => [name, digestOf(path.join(built, name))]))
    const scratch = () => cloudScratch(settings, management)
    chapters = await check({ settings, looking: lookingThrough(management), scratch, codes })
  } else {
    const scratch = () => localScratch(settings, local)
    chapters = await check({ settings, looking: openLocalConsole(local), scratch })
  }
  console.log(`${tableOf(chapters)}\n\n${totalOf(chapters)}`)
  return anyDiffers(chapters) ? 1 : 0
})
