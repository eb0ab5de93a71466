import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { buildFunctions } from '../cloudfunctions/build/build'

const project = fileURLToPath(new URL('..', import.meta.url))
const security = readFileSync(path.join(project, 'SECURITY.md'), 'utf8')

interface Package {
  license?: string
  dependencies?: Record<string, string>
}
const packageAt = (folder: string): Package =>
  JSON.parse(readFileSync(path.join(project, folder, 'package.json'), 'utf8')) as Package
/** `node_modules/a/node_modules/b/lib/x.js` is of `node_modules/a/node_modules/b`. */
const folderOf = (file: string): string | undefined =>
  /^(?:\.\.\/)*(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)/u.exec(file)?.[1]
const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)

describe('SECURITY.md', () => {
  it('names the licence of every package that is shipped, and of no other', async () => {
    const out = await mkdtemp(path.join(tmpdir(), 'licences-'))
    let inputs: string[] = []
    const looking: Plugin = {
      name: 'looking',
      setup: (build) => {
        build.initialOptions.metafile = true
        build.onEnd(({ metafile }) => {
          inputs = Object.keys(metafile?.inputs ?? {})
        })
      },
    }
    await buildFunctions(out, [looking])
    await rm(out, { recursive: true })
    expect(inputs.length).toBeGreaterThan(100)
    const folders = new Set(inputs.flatMap((file) => folderOf(file) ?? []))
    // What pages import comes from these two; `pack-npm` takes nothing else.
    for (const name of ['tdesign-miniprogram', 'dayjs']) folders.add(`node_modules/${name}`)
    const shipped = Object.fromEntries([...folders].map((folder) => [nameOf(folder), packageAt(folder).license]))
    const table = Object.fromEntries(
      [
        ...security.matchAll(
          /^\| ((?:@[\w-]+\/)?[\w-]+) +\| ((?:MIT|ISC|Apache-2\.0|BSD-\d-Clause|none named)\b)[^|]*\|$/gmu,
        ),
      ].map(([, name = '', licence = '']) => [name, licence]),
    )
    expect(table).toEqual(
      Object.fromEntries(Object.entries(shipped).map(([name, licence]) => [name, licence ?? 'none named'])),
    )
  })

  it('speaks of every dependency of the product that package.json names', () => {
    for (const name of Object.keys(packageAt('.').dependencies ?? {}))
      expect(security).toMatch(new RegExp(`^\\| ${name} +\\|`, 'mu'))
  })

  it('leads to places that there are', () => {
    for (const [, target = ''] of security.matchAll(/\]\(([^)#]+)[^)]*\)/gu))
      expect(readdirSync(path.join(project, path.dirname(target))), target).toContain(path.basename(target))
  })
})
