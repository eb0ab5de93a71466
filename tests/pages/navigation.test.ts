import { beforeEach, describe, expect, test } from 'vitest'
import { goBack, goOn, openAbove } from '../../miniprogram/navigation'

const moved: [how: string, where: unknown][] = []
const openPages = (...routes: string[]): void => {
  Object.assign(globalThis, { getCurrentPages: () => routes.map((route) => ({ route })) })
}
beforeEach(() => {
  moved.length = 0
  const move = (how: string) => (options: Readonly<Record<string, unknown>>) =>
    moved.push([how, options['url'] ?? options['delta']])
  Object.assign(globalThis, {
    wx: Object.fromEntries(['navigateTo', 'redirectTo', 'navigateBack', 'reLaunch'].map((how) => [how, move(how)])),
  })
})
const QUESTION = 'pages/route/route'

describe('going on', () => {
  test('lays the next page on top, so that ‹ comes back to this one', () => {
    openPages('pages/home/home', ...Array<string>(8).fill(QUESTION))
    goOn('/pages/route/route?at=way')
    expect(moved).toEqual([['navigateTo', '/pages/route/route?at=way']])
  })
  test('takes the place of this page where WeChat lays no more on top of each other', () => {
    openPages('pages/home/home', ...Array<string>(9).fill(QUESTION))
    goOn('/pages/route/route?at=way')
    expect(moved).toEqual([['redirectTo', '/pages/route/route?at=way']])
  })
})

describe('going back', () => {
  test('goes to the page before, or so many', () => {
    openPages('pages/home/home', QUESTION, QUESTION)
    goBack('/pages/home/home')
    goBack('/pages/home/home', 2)
    expect(moved).toEqual([
      ['navigateBack', 1],
      ['navigateBack', 2],
    ])
  })
  test('goes where it says if there is no page before: opened by a card, or from a chat', () => {
    openPages(QUESTION)
    goBack('/pages/home/home')
    expect(moved).toEqual([['reLaunch', '/pages/home/home']])
  })
  test('leaves all questions at once, however many lie on top of each other', () => {
    openPages('pages/register/register', QUESTION, QUESTION)
    expect(openAbove(QUESTION)).toBe(2)
    openPages(QUESTION, QUESTION)
    expect(openAbove(QUESTION)).toBe(2)
    openPages('pages/home/home')
    expect(openAbove(QUESTION)).toBe(0)
  })
})
