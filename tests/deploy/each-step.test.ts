import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FUNCTION_NAMES } from '../../cloudfunctions/build/functions'
import type { FunctionRules, FunctionState, Index, Management } from '../../cloudfunctions/deploy/management'
import type { Settings } from '../../cloudfunctions/deploy/settings'
import { carryOut, type Outcome } from '../../cloudfunctions/deploy/stage'
import { collectionsStage } from '../../cloudfunctions/deploy/stages/collections'
import { functionsStage } from '../../cloudfunctions/deploy/stages/functions'
import { permissionsStage } from '../../cloudfunctions/deploy/stages/permissions'
import { WANTED_COLLECTIONS } from '../../cloudfunctions/deploy/wanted'

/** An environment as the management interface shows it, in memory, where any one change can be cut off. */
interface Environment {
  management: Management
  /** What changed something, in the order in which it was asked for. */
  asked: string[]
  /** From now on this many changes pass; the next is cut off, before it is done or with its answer lost. */
  cut(after: number, when: 'before' | 'after'): void
  /** Everything that lies there. */
  seen(): unknown
}

const anEnvironment = (): Environment => {
  const tables = new Map<string, { indexes: Index[]; permission: string }>()
  const functions = new Map<string, FunctionState>()
  let storage = 'PRIVATE'
  let rules: FunctionRules | undefined
  const access = { on: false, paths: [] as { path: string; name: string }[] }
  const asked: string[] = []
  let left = Infinity
  let mishap: 'before' | 'after' = 'before'

  const change = (what: string, work: () => void): Promise<void> => {
    asked.push(what)
    left -= 1
    const struck = left === -1
    if (struck && mishap === 'before') return Promise.reject(new Error('cut off'))
    work()
    return struck ? Promise.reject(new Error('cut off')) : Promise.resolve()
  }
  const table = (name: string) => {
    const found = tables.get(name)
    if (found === undefined) throw new Error(`no collection ${name}`)
    return found
  }
  const set = (name: string, state: Partial<FunctionState>): void => {
    const before = functions.get(name)
    if (before !== undefined) functions.set(name, { ...before, ...state })
  }
  return {
    asked,
    cut: (after, when) => {
      left = after
      mishap = when
    },
    seen: () => structuredClone({ tables, functions, storage, rules, access }),
    management: {
      collections: () => Promise.resolve([...tables.keys()]),
      createCollection: (name) =>
        change(`collection ${name}`, () => tables.set(name, { indexes: [], permission: 'PRIVATE' })),
      dropCollection: (name) => change(`drop ${name}`, () => tables.delete(name)),
      indexes: (name) => Promise.resolve(table(name).indexes),
      changeIndexes: (name, { create, drop }) =>
        change(`indexes ${name}`, () => {
          const kept = table(name).indexes.filter((index) => !drop.includes(index.name))
          table(name).indexes = [...kept, ...create]
        }),
      permissionOf: (name) => Promise.resolve(table(name).permission),
      closeCollection: (name) =>
        change(`close ${name}`, () => {
          table(name).permission = 'ADMINONLY'
        }),
      openToReaders: (name) =>
        change(`open ${name}`, () => {
          table(name).permission = 'READONLY'
        }),
      storagePermission: () => Promise.resolve(storage),
      closeStorage: () =>
        change('close the storage', () => {
          storage = 'ADMINONLY'
        }),
      functionRules: () => Promise.resolve(rules),
      setFunctionRules: (given) =>
        change('rules', () => {
          rules = given
        }),
      functionState: (name) => Promise.resolve(functions.get(name)),
      // The timer is another request.
      createFunction: (name, state) => change(`function ${name}`, () => functions.set(name, { ...state, timers: [] })),
      updateCode: (name) => change(`code ${name}`, () => undefined),
      updateSettings: (name, state) =>
        change(`settings ${name}`, () => {
          set(name, { ...state, timers: functions.get(name)?.timers ?? [] })
        }),
      addTimers: (name, timers) =>
        change(`timer ${name}`, () => {
          set(name, { timers: [...(functions.get(name)?.timers ?? []), ...timers] })
        }),
      dropTimer: (name, timer) =>
        change(`drop timer ${name}`, () => {
          set(name, { timers: functions.get(name)?.timers.filter((one) => one.name !== timer) ?? [] })
        }),
      accessPaths: () => Promise.resolve(structuredClone(access)),
      addAccessPath: (name, to) => change(`path ${to}`, () => access.paths.push({ path: to, name })),
      switchAccessOn: () =>
        change('access on', () => {
          access.on = true
        }),
    },
  }
}

const key = (letter: string): string => `k1:${Buffer.alloc(32, letter).toString('base64')}`
const settings: Settings = {
  name: 'production',
  envId: 'league-0g1abc',
  trial: false,
  keys: { SEAL_KEYS: key('a'), TOKEN_KEYS: key('b'), SIGN_KEYS: key('c') },
  province: { audience: 'league.example' },
}
let built: string
beforeAll(() => {
  built = mkdtempSync(path.join(tmpdir(), 'built-'))
  for (const name of FUNCTION_NAMES) {
    mkdirSync(path.join(built, name))
    writeFileSync(path.join(built, name, 'index.js'), name)
  }
})
afterAll(() => {
  rmSync(built, { recursive: true })
})

const deploy = async ({ management }: Environment): Promise<Outcome & { said: string[] }> => {
  const said: string[] = []
  const stages = [
    collectionsStage(management),
    permissionsStage(management),
    functionsStage(management, settings, built),
  ]
  return { ...(await carryOut(stages, { rehearsal: false, say: (line) => said.push(line) })), said }
}

describe('a deployment that is cut off', () => {
  it('at any of its steps, before it is done or with its answer lost, goes on there and ends as one that was not', async () => {
    const whole = anEnvironment()
    expect(await deploy(whole)).toMatchObject({ done: whole.asked.length })
    expect(whole.asked.length).toBeGreaterThan(2 * WANTED_COLLECTIONS.size + 10)

    for (const when of ['before', 'after'] as const)
      for (const [step, what] of whole.asked.entries()) {
        const here = `${what}, ${when}`
        const environment = anEnvironment()
        environment.cut(step, when)
        const cut = await deploy(environment)
        expect(cut.done, here).toBe(step)
        expect(cut.stopped?.change, here).toBeDefined()
        environment.cut(Infinity, when)
        const resumed = await deploy(environment)
        expect(resumed, here).not.toHaveProperty('stopped')
        expect(environment.seen(), here).toEqual(whole.seen())
        // Asked for twice is what was not done, and nothing else.
        const twice = when === 'before' ? [what] : []
        expect([...environment.asked].sort(), here).toEqual([...whole.asked, ...twice].sort())
        expect((await deploy(environment)).done, here).toBe(0)
      }
  })
})
