import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import extractTypes from 'dependency-cruiser/config-utl/extract-ts-config'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { diagrams } from '../cloudfunctions/build/diagram'
import { filesOf, pagesOf } from '../cloudfunctions/build/pack-npm'
import { BUNDLES } from './support/build-functions'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const MINI_PROGRAM = path.join(PROJECT, 'miniprogram')
const MODULES = path.join(PROJECT, 'node_modules')
const KB = 1024

/** Scripts are uploaded without types and comments, made small. */
const uploadedSize = (file: string): number => {
  if (!/\.(?:ts|js)$/u.test(file)) return statSync(file).size
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', minify: true, charset: 'utf8' })
  return Buffer.byteLength(code)
}

const violations = async (folders: string[]): Promise<string[]> => {
  const config = await extractConfig(path.join(PROJECT, '.dependency-cruiser.mjs'))
  const { forbidden, options } = config as { forbidden: unknown[]; options: ICruiseOptions }
  const { output } = await cruise(
    folders,
    { ...options, ruleSet: { forbidden } as NonNullable<ICruiseOptions['ruleSet']>, validate: true },
    undefined,
    { tsConfig: extractTypes(path.join(PROJECT, 'tsconfig.json')) },
  )
  return (output as ICruiseResult).summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)
}

describe('the import law', () => {
  it('is kept by every file of the product and the preview', async () => {
    expect(await violations(['cloudfunctions', 'miniprogram', 'preview'])).toEqual([])
  })
})

describe('package sizes', () => {
  it('keeps each function within 350 KB at load', () => {
    for (const name of readdirSync(BUNDLES))
      expect(statSync(path.join(BUNDLES, name, 'index.js')).size, name).toBeLessThanOrEqual(350 * KB)
  })

  it('keeps the main package of the mini-program, npm packages included, within 600 KB, scripts made small', () => {
    const { main, subpackages } = pagesOf(MINI_PROGRAM)
    const files = filesOf(MINI_PROGRAM, MODULES, [...main, ...Object.values(subpackages).flat()])
    const roots = Object.keys(subpackages).map((root) => path.join(MINI_PROGRAM, root) + path.sep)
    const packed = [...files].filter((file) => !roots.some((root) => file.startsWith(root)))
    expect(packed.reduce((sum, file) => sum + uploadedSize(file), 0)).toBeLessThanOrEqual(600 * KB)
  })
})

describe('the README', () => {
  it('shows the journeys as the tables have them', () => {
    expect(readFileSync(path.join(PROJECT, 'cloudfunctions/domain/README.md'), 'utf8')).toContain(diagrams())
  })
})

describe('secrets', () => {
  it('are nowhere in the tree: no key of Tencent Cloud, no app secret', () => {
    const tracked = ['cloudfunctions', 'miniprogram', 'preview', 'tests'].flatMap((folder) =>
      readdirSync(path.join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(?:ts|json|wxml|mjs)$/u.test(file) && !file.includes('miniprogram_npm'))
        .map((file) => path.join(folder, file)),
    )
    const found = tracked.filter((file) => /AKID[A-Za-z0-9]{20,}/u.test(readFileSync(path.join(PROJECT, file), 'utf8')))
    expect(found).toEqual([])
  })
})
