import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const FOLDER = new URL('../../cloudfunctions/domain/', import.meta.url)
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'))
const source = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8')
/** Comments may speak of clocks; only code may not read them. */
const code = (name: string): string =>
  source(name)
    .replace(/\/\*[\s\S]*?\*\//gu, '')
    .replace(/^\s*\/\/.*$/gmu, '')

/** What they import is the import law's (tests/architecture.test.ts). */
describe.each(files)('the rules in %s', (name) => {
  it('read no clock and no zone, roll no dice, and wait for nothing', () => {
    const impure = [
      /\bDate\b/u,
      /\bdayjs(?:\.utc)?\(\s*\)/u,
      /\bMath\.random\b/u,
      /\bIntl\b/u,
      /\b(?:async|await|Promise|setTimeout)\b/u,
      /\b(?:process|globalThis|console|fetch|crypto|performance)\b/u,
    ]
    expect(impure.filter((pattern) => pattern.test(code(name))).map(String)).toEqual([])
  })
})

it('there are rules to look at', () => {
  expect(files).toContain('procedure.ts')
})
