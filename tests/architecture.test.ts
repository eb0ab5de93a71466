import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import extractTypes from 'dependency-cruiser/config-utl/extract-ts-config'
import { describe, expect, it } from 'vitest'
import { diagrams } from '../cloudfunctions/build/diagram'
import { packageSizes } from '../cloudfunctions/build/package-sizes'
import { BUNDLES } from './support/build-functions'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const MINI_PROGRAM = path.join(PROJECT, 'miniprogram')
const MODULES = path.join(PROJECT, 'node_modules')
const KB = 1024

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
    expect(packageSizes(MINI_PROGRAM, MODULES).get('')).toBeLessThanOrEqual(600 * KB)
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
