import { createHash } from 'node:crypto'
import path from 'node:path'
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin'

/**
 * Lets every N-th mutant be tried and says of all others `compileError`, which Stryker counts as no mutant at all. Which
 * they are depends on file, place, kind and replacement alone, and on the seed. Loaded by Stryker's own processes, which
 * know no TypeScript.
 */
class Sampling {
  static inject = tokens(commonTokens.options)

  constructor({ sampling }) {
    this.sampling = sampling
  }

  async init() {}

  async check(mutants) {
    return Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id,
        this.#isTaken(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not in the sample' },
      ]),
    )
  }

  /** All in one go: an answer costs nothing. */
  async group(mutants) {
    return [mutants.map(({ id }) => id)]
  }

  #isTaken({ fileName, location: { start, end }, mutatorName, replacement }) {
    const { seed, every } = this.sampling
    const file = fileName
      .split(path.sep)
      .join('/')
      .replace(/^.*?(?=cloudfunctions\/)/u, '')
    const place = [start.line, start.column, end.line, end.column]
    const digest = createHash('sha256')
      .update(JSON.stringify([seed, file, place, mutatorName, replacement]))
      .digest()
    return digest.readUInt32BE(0) % every === 0
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sampling', Sampling)]
