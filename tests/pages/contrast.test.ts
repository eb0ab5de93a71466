import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const read = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../miniprogram/${file}`, import.meta.url)), 'utf8')

const AT_LEAST = 4.5
type Tokens = ReadonlyMap<string, string>

/** The colours of a stretch of app.wxss, by name. */
function tokensOf(style: string): Map<string, string> {
  return new Map(
    [...style.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/gu)].map(([, name = '', value = '']) => [name, value]),
  )
}

const [day = '', night = ''] = read('app.wxss').split('@media (prefers-color-scheme: dark)')
const light: Tokens = tokensOf(day)
const dark: Tokens = new Map([...light, ...tokensOf(night)])

/** Relative luminance by WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (bright + 0.05) / (dim + 0.05)
}

/** What is written on what. */
const ON_PAPER = ['ink', 'ink-soft', 'ink-faint', 'brand', 'wait', 'done', 'bad']
const PAIRS: readonly [text: string, ground: string][] = [
  ...['paper', 'card', 'press'].flatMap((ground) => ON_PAPER.map((text): [string, string] => [text, ground])),
  ['wait', 'wait-soft'],
  ['done', 'done-soft'],
  ['bad', 'bad-soft'],
  ['brand', 'brand-soft'],
  ['brand-press', 'card'],
  ['on-brand', 'brand'],
  ['on-brand', 'brand-press'],
]

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('contrast, %s', (theme, tokens) => {
  const colour = (name: string): string => {
    const value = tokens.get(name)
    if (value === undefined) throw new Error(`no such colour: ${name}`)
    return value
  }
  test.each(PAIRS)('%s can be read on %s', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(AT_LEAST)
  })
  test("the bar at the top too, and it is of the card's colour", () => {
    const bar = (JSON.parse(read('theme.json')) as Record<string, Record<string, string>>)[theme]
    expect([bar?.['navigation'], bar?.['paper']]).toEqual([colour('card'), colour('paper')])
    const letters = bar?.['navigationText'] === 'white' ? '#ffffff' : '#000000'
    expect(contrast(letters, colour('card'))).toBeGreaterThanOrEqual(AT_LEAST)
  })
})

describe('what is tapped', () => {
  const touch = /--touch: (.+);/u.exec(day)?.[1] ?? ''
  test.each([320, 360, 375, 414])('is 44 px at least on a phone of %s px', (width) => {
    const lengths = [...touch.matchAll(/([\d.]+)(rpx|px)/gu)].map(
      ([, length = '', unit]) => Number(length) * (unit === 'rpx' ? width / 750 : 1),
    )
    expect(touch).toMatch(/^max\(/u)
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(44)
  })
})
