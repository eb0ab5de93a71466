import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { pagesOf } from '../../cloudfunctions/build/pack-npm'
import { QUIET_LINE, QUIET_SHORT, TRIAL_LINE } from '../../miniprogram/texts'

const MINI_PROGRAM = fileURLToPath(new URL('../../miniprogram', import.meta.url))
const markup = (file: string): string => readFileSync(path.join(MINI_PROGRAM, `${file}.wxml`), 'utf8')
const { main, subpackages } = pagesOf(MINI_PROGRAM)
const PAGES = [...main.filter((page) => page !== 'app'), ...Object.values(subpackages).flat()]
/** The frame's opening tag in a page; the file of one person has it in its component. */
const framesOf = (page: string): string[] =>
  [
    ...markup(page === 'desk/case/case' ? 'desk/components/case-file/case-file' : page).matchAll(/<screen\b[^>]*>/gu),
  ].map(([tag]) => tag)

interface Definition {
  data: Readonly<Record<string, unknown>>
  properties: Readonly<Record<string, { value: unknown }>>
  methods: Readonly<Record<string, () => void>>
}
/** The frame, as a deployment has it. */
const screenOf = async (trial: boolean): Promise<Definition> => {
  const taken: Definition[] = []
  vi.resetModules()
  vi.doMock('../../miniprogram/environment', () => ({
    ENVIRONMENT: { env: 'e', trial, university: '某大学', body: '某学院' },
  }))
  Object.assign(globalThis, { Component: (definition: Definition) => taken.push(definition) })
  await import('../../miniprogram/components/screen/screen')
  const [definition] = taken
  if (definition === undefined) throw new Error('no component')
  return definition
}
const asked: unknown[] = []
beforeEach(() => {
  asked.length = 0
  const navigateTo = (options: unknown) => asked.push(options)
  Object.assign(globalThis, { wx: { navigateTo }, getCurrentPages: () => [] })
})
afterEach(() => {
  vi.doUnmock('../../miniprogram/environment')
})

describe('the frame of a page', () => {
  test('is around every page of app.json, once', () => {
    expect(PAGES.filter((page) => framesOf(page).length !== 1)).toEqual([])
  })

  test('says above every page of a trial that it is one, and nothing elsewhere', async () => {
    expect((await screenOf(true)).data['trial']).toBe(TRIAL_LINE)
    expect((await screenOf(false)).data['trial']).toBe('')
    const frame = markup('components/screen/screen')
    // Above what is loading, ready or gone wrong; beside another frame that one bears it.
    expect(frame).toMatch(/<view wx:if="\{\{trial && !aside\}\}" class="screen__trial"[^>]*>\{\{trial\}\}<\/view>/u)
    expect(frame.indexOf('screen__trial')).toBeLessThan(frame.indexOf("state === 'loading'"))
    expect(PAGES.filter((page) => page !== 'desk/case/case' && framesOf(page).join().includes('aside'))).toEqual([])
  })

  test('says in full what it is not on the first page and where the short line leads, in short on all others', async () => {
    const full = PAGES.filter((page) => /\bfull\b/u.test(framesOf(page).join()))
    expect(full).toEqual(['pages/home/home', 'pages/account/privacy/privacy'])
    // Home bears it until something is under way.
    expect(framesOf('pages/home/home').join()).toContain('full="{{!home.mains.length}}"')
    const { data, properties, methods } = await screenOf(false)
    expect([data['quiet'], data['short'], properties['full']?.value]).toEqual([QUIET_LINE, QUIET_SHORT, false])
    expect(QUIET_LINE).toBe('本小程序是学院的指引和登记系统，不是北京共青团系统；在此提交不等于在该系统提交。')
    methods['onAbout']?.()
    expect(asked).toEqual([{ url: '/pages/account/privacy/privacy' }])
  })
})
