import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { covers, SHARDS } from './shards'

const SOURCES = fileURLToPath(new URL('../../cloudfunctions', import.meta.url))
const filesIn = (folder: string): string[] =>
  readdirSync(path.join(SOURCES, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name).split(path.sep).join('/'))

it('the parts that are mutated are together every rule, operation and adapter, each once', () => {
  const files = ['domain', 'app', 'adapters'].flatMap(filesIn).filter((file) => !file.includes('/spreadsheet/'))
  expect(files.length).toBeGreaterThan(80)
  const parts = Object.values(SHARDS)
  expect(files.filter((file) => parts.filter((part) => covers(part, file)).length !== 1)).toEqual([])
})
