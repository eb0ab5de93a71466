import fc from 'fast-check'
import type { vi as Vi } from 'vitest'

type Body = (...values: unknown[]) => unknown
export type Hook = () => unknown

/** A part of a file of tests with what happens before and after it, and before and after each of its tests. */
export interface Group {
  title: string
  before: Hook[]
  after: Hook[]
  beforeEach: Hook[]
  afterEach: Hook[]
  within: (Group | Test)[]
}
export interface Test {
  id: string
  run: Hook
}

export const isGroup = (one: Group | Test): one is Group => 'within' in one

export const testsOf = (group: Group): Test[] => group.within.flatMap((one) => (isGroup(one) ? testsOf(one) : [one]))

const emptyGroup = (title: string): Group => ({
  title,
  before: [],
  after: [],
  beforeEach: [],
  afterEach: [],
  within: [],
})

/** So long a test may take; those that hang are noticed by it. */
export const TEST_TIME_MS = 10_000

/**
 * Lets `vitest` be used outside of its workers: it looks for the worker's settings in a global of this name, and these
 * are all that the tests need of them.
 */
export const vitestOutside = async (): Promise<{ expect: typeof import('vitest').expect; vi: typeof Vi }> => {
  Object.assign(globalThis, {
    __vitest_worker__: { config: { fakeTimers: {}, expect: {} }, metaEnv: process.env, environment: { name: 'node' } },
  })
  const { expect, vi } = await import('vitest')
  // Each file is read anew as it is.
  Object.assign(vi, { resetModules: () => vi })
  return { expect: Object.assign((...given: Parameters<typeof expect>) => expect(...given), expect, { poll }), vi }

  /** Asks until what is expected is so: vitest's own asks which of its tests is running. */
  function poll(ask: () => unknown, { timeout = TEST_TIME_MS, interval = 50 } = {}): unknown {
    const until = performance.now() + timeout
    return new Proxy(
      {},
      {
        get:
          (_, matcher: string) =>
          async (...expected: unknown[]) => {
            for (;;) {
              try {
                const found = expect(await ask())
                ;(Reflect.get(found, matcher) as Body).apply(found, expected)
                return
              } catch (error) {
                if (performance.now() > until) throw error
                await new Promise((resolve) => setTimeout(resolve, interval))
              }
            }
          },
      },
    )
  }
}

/** What `vitest` offers a file of tests, in a form that only remembers them. */
export const collector = (
  file: string,
  vitest: Awaited<ReturnType<typeof vitestOutside>>,
): { root: Group; api: object } => {
  const root = emptyGroup('')
  const path = [root]
  const here = (): Group => path.at(-1) ?? root
  let defined = 0

  const each =
    (define: (title: string, body: Body) => void) =>
    (cases: readonly unknown[]) =>
    (title: string, ...given: readonly (Body | object | number)[]) => {
      const body = given.find((one): one is Body => typeof one === 'function') ?? (() => undefined)
      // As in vitest: rows of values only where all of them are rows.
      const rows = cases.every((one) => Array.isArray(one)) ? (cases as unknown[][]) : cases.map((one) => [one])
      for (const [i, row] of rows.entries()) define(`${title} [${String(i)}]`, () => body(...row))
    }
  const describe = (title: string, ...given: readonly unknown[]): void => {
    const body = given.find((one): one is Body => typeof one === 'function') ?? (() => undefined)
    const group = emptyGroup(title)
    here().within.push(group)
    path.push(group)
    body()
    path.pop()
  }
  const it = (title: string, ...given: readonly (Body | object | number)[]): void => {
    const body = given.find((one): one is Body => typeof one === 'function') ?? (() => undefined)
    const titles = [...path.map((group) => group.title), title].filter((one) => one !== '')
    here().within.push({ id: `${file}#${titles.join(' > ')} (${String(defined++)})`, run: () => body() })
  }
  const eachOf = <T extends (title: string, body: Body) => void>(define: T) =>
    Object.assign(define, { each: each(define) })
  return {
    root,
    api: {
      describe: eachOf(describe),
      it: Object.assign(eachOf(it), { concurrent: eachOf((title: string, body: Body) => it(title, body)) }),
      beforeAll: (hook: Hook) => here().before.push(hook),
      afterAll: (hook: Hook) => here().after.unshift(hook),
      beforeEach: (hook: Hook) => here().beforeEach.push(hook),
      afterEach: (hook: Hook) => here().afterEach.unshift(hook),
      ...vitest,
    },
  }
}

/** Random tests as they are of use here: with one seed, so that a mutant's fate is the same twice, and of few runs. */
const RUNS = 100
export const random = {
  ...fc,
  assert: <T>(property: fc.IProperty<T>, given: fc.Parameters<T> = {}): void =>
    fc.assert(property, { seed: 20_240_601, ...given, numRuns: Math.min(given.numRuns ?? RUNS, RUNS) }),
}
