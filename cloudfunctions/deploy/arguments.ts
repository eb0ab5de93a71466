import { parseArgs, type ParseArgsConfig } from 'node:util'
import { Refused } from './refused'

interface Options {
  /** Flags beside `--env`, without a value. */
  flags?: readonly string[]
  /** Options beside `--env`, with a value. */
  values?: readonly string[]
  /** What else is said of the command where it is called wrongly. */
  usage: string
}

interface Given {
  env: string
  flags: ReadonlySet<string>
  values: Readonly<Record<string, string>>
}

/** What a command was given on its line: `--env NAME`, and what it knows beside. */
export const readArguments = (line: readonly string[], { flags = [], values = [], usage }: Options): Given => {
  try {
    const config: ParseArgsConfig = {
      args: [...line],
      options: {
        ...Object.fromEntries(['env', ...values].map((name) => [name, { type: 'string' }])),
        ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' }])),
      },
    }
    const found: Readonly<Record<string, unknown>> = parseArgs(config).values
    const { env } = found
    if (typeof env !== 'string' || !/^[a-z0-9][a-z0-9-]{0,63}$/u.test(env)) throw new Error('env')
    return {
      env,
      flags: new Set(Object.keys(found).filter((name) => found[name] === true)),
      values: Object.fromEntries(
        Object.entries(found).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      ),
    }
  } catch {
    throw new Refused(`用法：${usage}\nENV 是环境的名字（小写字母、数字、连字符），例如 production 或 trial-1。`)
  }
}
