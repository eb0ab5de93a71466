import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { HAND_MUTANTS } from './by-hand'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))

const run = (tests: string, index?: number): { passed: boolean; output: string } => {
  const args = [VITEST, 'run', '--config', 'tests/mutation/hand.config.ts', `tests/${tests}`]
  const env = { ...process.env, ...(index === undefined ? {} : { HAND_MUTANT: String(index) }) }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' })
  return { passed: status === 0, output: `${stdout}${stderr}` }
}

/** `npm run mutate -- hand`: makes every mutant of the list; how many no test noticed. */
export const handMade = (): number => {
  const files = [...new Set(HAND_MUTANTS.map(({ tests }) => tests))]
  const broken = files.filter((tests) => !run(tests).passed)
  if (broken.length > 0) throw new Error(`these fail without a mutant: ${broken.join(', ')}`)
  let alive = 0
  for (const [i, { what, file, tests }] of HAND_MUTANTS.entries()) {
    const { passed, output } = run(tests, i)
    const failed = /FAIL|AssertionError/u.test(output)
    const state = passed ? 'ALIVE' : failed ? 'killed' : 'BROKEN'
    if (state !== 'killed') alive += 1
    console.log(`${state}  ${what}  (${file}; ${tests})`)
    if (state === 'BROKEN') console.log(output.slice(-2_000))
  }
  console.log(
    `${String(HAND_MUTANTS.length - alive)} of ${String(HAND_MUTANTS.length)} mutants made by hand are killed`,
  )
  return alive
}
