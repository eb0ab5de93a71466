import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Instrumenter } from '@stryker-mutator/instrumenter'
import { transform } from 'esbuild'
import { expect, it } from 'vitest'
import { HAND_MUTANTS } from './by-hand'
import { allFiles, covers, SHARDS } from './shards'

const SOURCES = fileURLToPath(new URL('../../cloudfunctions', import.meta.url))
const TESTS = fileURLToPath(new URL('..', import.meta.url))
const FILES = allFiles()

it('the parts that are mutated are together every rule, operation and adapter, each once', () => {
  expect(FILES.length).toBeGreaterThan(80)
  const parts = Object.values(SHARDS)
  expect(FILES.filter((file) => parts.filter((part) => covers(part, file)).length !== 1)).toEqual([])
})

it('each mutant that somebody thought of is still one line of its file, and its tests are there', () => {
  const gone = HAND_MUTANTS.filter(({ file, from, tests }) => {
    const source = readFileSync(path.join(SOURCES, file), 'utf8')
    return source.split(from).length !== 2 || !existsSync(path.join(TESTS, tests))
  })
  expect(gone.map(({ what }) => what)).toEqual([])
})

const quiet = () => undefined
const off = () => false
const silent = {
  ...{ isTraceEnabled: off, isDebugEnabled: off, isInfoEnabled: off, isWarnEnabled: off, isErrorEnabled: off },
  ...{ isFatalEnabled: off, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet },
}

it('each of these files is still a program with all its mutants in it, or its whole part could not be run', async () => {
  const instrumenter = new Instrumenter(silent)
  const broken: string[] = []
  for (const file of FILES) {
    const content = readFileSync(path.join(SOURCES, file), 'utf8')
    try {
      const { files } = await instrumenter.instrument([{ name: file, mutate: true, content }], {
        plugins: null,
        excludedMutations: [],
        ignorers: [],
      })
      await transform(files[0]?.content ?? '', { loader: 'ts' })
    } catch (error) {
      broken.push(`${file}: ${String(error)}`)
    }
  }
  expect(broken).toEqual([])
})
