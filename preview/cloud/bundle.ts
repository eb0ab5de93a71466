import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compileFunction, constants } from 'node:vm'

/** A deployed function: what the platform calls. */
type Main = (event: unknown, context: unknown) => unknown

export interface Surroundings {
  now: () => number
  env: Record<string, string>
  /** Takes what the function says by `console.log`; what it says by `console.error` is ours to see as well. */
  log: (line: string) => void
}

/**
 * Loads a built function with a `Date`, a `process` and a `console` of its own, handed in as the parameters of its
 * module: product code reads the clock and the environment as it does on the platform, and two bundles share none.
 */
export function loadBundle(file: string, { now, env, log }: Surroundings): Main {
  const given = { Date: dateAt(now), process: processWith(env), console: consoleTo(log) }
  const loaded = new Map<string, { exports: unknown }>()
  const exports = loadModule(file, given, loaded)
  const main: unknown = typeof exports === 'object' && exports !== null && 'main' in exports ? exports.main : undefined
  if (typeof main !== 'function') throw new TypeError(`${file}: exports.main is missing`)
  return main as Main
}

interface Given {
  Date: DateConstructor
  process: NodeJS.Process
  console: Console
}

function loadModule(file: string, given: Given, loaded: Map<string, { exports: unknown }>): unknown {
  const known = loaded.get(file)
  if (known !== undefined) return known.exports
  const module = { exports: {} as unknown }
  loaded.set(file, module)
  const source = readFileSync(file, 'utf8')
  if (file.endsWith('.json')) {
    module.exports = JSON.parse(source)
    return module.exports
  }
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname', 'process', 'Date', 'console']
  const run = compileFunction(source, parameters, {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (...values: unknown[]) => void
  const plain = createRequire(file)
  const require = (specifier: string): unknown => {
    if (specifier === 'process' || specifier === 'node:process') return given.process
    return specifier.startsWith('.') ? loadModule(plain.resolve(specifier), given, loaded) : plain(specifier)
  }
  Object.assign(require, { resolve: plain.resolve })
  const folder = file.replace(/[\\/][^\\/]*$/, '')
  run(module.exports, require, module, file, folder, given.process, given.Date, given.console)
  return module.exports
}

/** `Date` with another idea of now. A proxy, so that dates made elsewhere are still instances of it. */
function dateAt(now: () => number): DateConstructor {
  return new Proxy(Date, {
    construct: (target, values: unknown[], newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as Date,
    apply: () => new Date(now()).toString(),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  })
}

function consoleTo(log: (line: string) => void): Console {
  return Object.create(console, { log: { value: log, enumerable: true } }) as Console
}

function processWith(env: Record<string, string>): NodeJS.Process {
  return Object.create(process, { env: { value: env, writable: true, enumerable: true } }) as NodeJS.Process
}
