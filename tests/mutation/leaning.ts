import setup from '../support/build-functions'
import { InProcessRunner } from './in-process-runner'
import { LEANING, SHARDS } from './shards'

/** `npm run mutate -- leaning`: finds the files in which a test fails alone; how many are listed wrongly. */
export const findLeaning = async (): Promise<number> => {
  process.env['MUTATION_TESTS'] = [...new Set(Object.values(SHARDS).flatMap(({ tests }) => tests))].join(',')
  const drop = await setup()
  const runner = new InProcessRunner()
  await runner.init()
  const found = new Set<string>()
  for await (const name of runner.leaning()) {
    found.add(name)
    console.log(LEANING.includes(name) ? name : `${name}  not listed yet`)
  }
  await runner.dispose()
  drop()
  const gone = LEANING.filter((name) => !found.has(name))
  for (const name of gone) console.log(`${name}  leans no longer`)
  return gone.length + [...found].filter((name) => !LEANING.includes(name)).length
}
