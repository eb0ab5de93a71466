import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compileFunction, constants } from 'node:vm'

/** A deployed function: what the platform calls. */
export type Main = (event: unknown, context: unknown) => unknown

/**
 * Loads a built function with a `Date` and a `process` of its own, handed in as the parameters of its module: product
 * code reads the clock and the environment as it does on the platform, and two bundles never share either.
 */
export function loadBundle(file: string, surroundings: { now: () => number; env: Record<string, string> }): Main {
  const given = { Date: dateAt(surroundings.now), process: processWith(surroundings.env) }
  const loaded = new Map<string, { exports: unknown }>()
  const exports = loadModule(file, given, loaded)
  const main: unknown = typeof exports === 'object' && exports !== null && 'main' in exports ? exports.main : undefined
  if (typeof main !== 'function') throw new TypeError(`${file}: exports.main is missing`)
  return main as Main
}

interface Given {
  Date: DateConstructor
  process: NodeJS.Process
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
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname', 'process', 'Date']
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
  run(module.exports, require, module, file, file.replace(/[\\/][^\\/]*$/, ''), given.process, given.Date)
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

function processWith(env: Record<string, string>): NodeJS.Process {
  return Object.create(process, { env: { value: env, writable: true, enumerable: true } }) as NodeJS.Process
}
