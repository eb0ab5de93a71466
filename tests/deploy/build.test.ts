import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { buildFunctions } from '../../cloudfunctions/build/build'

const folder = mkdtempSync(path.join(tmpdir(), 'built-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

it('a function that is built anew is whole at every moment, and one that is the same is left alone', async () => {
  const outDir = path.join(folder, 'functions')
  const files = ['member/index.js', 'secretary/spreadsheet-worker.js'].map((name) => path.join(outDir, name))
  const now = () => files.map((file) => readFileSync(file, 'utf8'))
  await buildFunctions(outDir)
  const built = now()
  const OLD = 'exports.old = true'
  for (const file of files) writeFileSync(file, OLD)

  let over = false as boolean
  const again = buildFunctions(outDir).finally(() => (over = true))
  const seen = new Set<string>()
  while (!over) {
    for (const text of now()) seen.add(text)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await again
  expect([...seen].filter((text) => text !== OLD && !built.includes(text))).toEqual([])
  expect(now()).toEqual(built)

  const places = () => files.map((file) => [statSync(file).ino, statSync(file).mtimeMs])
  const before = places()
  await buildFunctions(outDir)
  expect(places()).toEqual(before)
})
