import setup from '../support/build-functions'
import { InProcessRunner } from './in-process-runner'
import { LEANING } from './leaning-tests'
import { SHARDS } from './shards'

/** `npm run mutate -- leaning`: finds the tests that fail alone, of these files or of all; how many are listed wrongly. */
export const findLeaning = async (files: readonly string[]): Promise<number> => {
  const all = [...new Set(Object.values(SHARDS).flatMap(({ tests }) => tests))]
  process.env['MUTATION_TESTS'] = (files.length === 0 ? all : files).join(',')
  const drop = await setup()
  const runner = new InProcessRunner()
  await runner.init()
  const found = new Set<string>()
  for await (const name of runner.leaning()) {
    found.add(name)
    console.log(LEANING.has(name) ? name : `${name}  not listed yet`)
  }
  await runner.dispose()
  drop()
  const gone = files.length > 0 ? [] : [...LEANING].filter((name) => !found.has(name))
  for (const name of gone) console.log(`${name}  leans no longer`)
  return gone.length + [...found].filter((name) => !LEANING.has(name)).length
}
