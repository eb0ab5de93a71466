import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import extractTypes from 'dependency-cruiser/config-utl/extract-ts-config'
import { describe, expect, it } from 'vitest'
import { diagrams } from '../cloudfunctions/build/diagram'
import { FUNCTION_NAMES } from '../cloudfunctions/build/functions'
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
    expect(readdirSync(BUNDLES).sort()).toEqual([...FUNCTION_NAMES].sort())
    for (const name of FUNCTION_NAMES)
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

/** How the secrets that a deployment knows are written: a key of Tencent Cloud, WeChat's app secret, a key in PEM. */
const SECRETS = [/AKID[A-Za-z0-9]{20,}/u, /(?<![\da-f])[\da-f]{32}(?![\da-f])/u, /-----BEGIN [A-Z ]*PRIVATE KEY-----/u]
/** What is spelled like one and is none: the fixed head of a key's encoding (RFC 8410). */
const NO_SECRET = '302e020100300506032b657004220420'
const holdsSecret = (text: string): boolean => SECRETS.some((secret) => secret.test(text.replaceAll(NO_SECRET, '')))

describe('secrets', () => {
  it('are nowhere in the tree: no key of Tencent Cloud, no app secret, no private key', () => {
    const folders = ['cloudfunctions', 'miniprogram', 'preview', 'tests', '.ci']
    const inside = folders.flatMap((folder) =>
      readdirSync(path.join(PROJECT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        path.join(folder, file),
      ),
    )
    const beside = readdirSync(PROJECT).filter((file) => file !== 'package-lock.json' && file !== 'deploy.local.json')
    const texts = [...inside, ...beside].filter(
      (file) =>
        /(?:\.(?:ts|mjs|js|json|wxml|wxss|md|ya?ml|sh|svg)|\/run)$/u.test(file) &&
        !file.includes('miniprogram_npm') &&
        // Documents of the local cloud, whose ids are spelled like secrets.
        !file.includes('stored-shapes') &&
        statSync(path.join(PROJECT, file)).isFile(),
    )
    expect(texts.length).toBeGreaterThan(300)
    expect(texts.filter((file) => holdsSecret(readFileSync(path.join(PROJECT, file), 'utf8')))).toEqual([])
  })

  it.each([
    ['a key of Tencent Cloud', `AKID${'x'.repeat(32)}`],
    ['an app secret', `"secret": "${'0a1b2c3d'.repeat(4)}"`],
    ['a private key', ['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' ')],
  ])('%s would be seen', (_what, text) => {
    expect(holdsSecret(text)).toBe(true)
  })
})
