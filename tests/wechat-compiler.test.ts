import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  canCompileTemplates,
  openTemplateCompiler,
  type TemplateCompiler,
} from '../cloudfunctions/build/page-templates'
import { COMPILER, compilePageScript, lackedByOldEngines } from '../cloudfunctions/build/page-script'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const MINI_PROGRAM = path.join(PROJECT, 'miniprogram')

let compiler: TemplateCompiler | undefined
let work = ''

beforeAll(() => {
  if (!canCompileTemplates) return
  compiler = openTemplateCompiler()
  work = mkdtempSync(path.join(tmpdir(), 'templates-'))
})

afterAll(() => {
  compiler?.close()
  if (work !== '') rmSync(work, { recursive: true, force: true })
})

const complaint = (folder: string, file: string): string => compiler?.complaint(folder, file) ?? 'no compiler'

function sources(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file) && !file.startsWith('miniprogram_npm'))
    .sort()
}

describe.skipIf(!canCompileTemplates)("WeChat's own compilers, which run on Linux x64 alone,", () => {
  it.each(sources(MINI_PROGRAM, /\.(wxml|wxs|wxss)$/))('accept %s', (file) => {
    expect(complaint(MINI_PROGRAM, file)).toBe('')
  })

  it.each([
    ['an unclosed tag', 'page.wxml', '<view><text></view>'],
    ['a broken expression', 'page.wxml', '<view wx:if="{{a b}}"></view>'],
    ['a broken script', 'page.wxs', 'var a = ;'],
    ['a broken style sheet', 'page.wxss', '.a { color: red'],
  ])('refuse %s', (what, file, text) => {
    const folder = path.join(work, what.replaceAll(' ', '-'))
    mkdirSync(folder)
    writeFileSync(path.join(folder, file), text)
    expect(complaint(folder, file)).toContain(file)
  })
})

describe("the compiler of scripts that WeChat's tools have", () => {
  const scripts = sources(MINI_PROGRAM, /(?<!\.d)\.ts$/)

  it('is here as they pin it, and in the mode of project.config.json', () => {
    expect(COMPILER).toEqual({ core: '7.21.4', traverse: '7.21.4' })
    const { setting } = JSON.parse(readFileSync(path.join(PROJECT, 'project.config.json'), 'utf8')) as {
      setting: Record<string, unknown>
    }
    expect(setting).toMatchObject({ es6: true, enhance: true, useCompilerPlugins: ['typescript'] })
    expect(setting).not.toHaveProperty('swc')
  })

  it('takes every page source, and what comes out runs on old engines', { timeout: 300_000 }, () => {
    expect(scripts).toContain(path.join('pages', 'register', 'answers.ts'))
    const faults = scripts.flatMap((file) => {
      try {
        const code = compilePageScript(readFileSync(path.join(MINI_PROGRAM, file), 'utf8'))
        return lackedByOldEngines(code).map((what) => `${file}: ${what}`)
      } catch (error) {
        return [`${file}: ${error instanceof Error ? error.message : ''}`]
      }
    })
    expect(faults).toEqual([])
  })

  it('refuses an element taken over from a choice between an array and a call that is typed elsewhere', () => {
    const source = `
      interface Line { key: string }
      export function lines(some: Line[], more: boolean): Line[] {
        const added = more ? own() : []
        return [...some, ...added]
      }
      function own(): Line[] { return [] }`
    expect(() => compilePageScript(source)).toThrow('TSUnionType')
  })

  it.each([
    ['an arrow function', 'var f = () => 1', 'ES5'],
    ['Intl', 'new Intl.NumberFormat()', 'Intl'],
    ['a lookbehind', 'var a = /(?<=a)b/', 'lookbehind'],
    ['a lookbehind in text', 'new RegExp("(?<!a)b")', 'lookbehind'],
    ['a property of letters', 'new RegExp("\\\\p{L}", "u")', '\\p{…}'],
    ['.at(', '[1].at(-1)', '.at('],
    ['replaceAll', '"".replaceAll("a", "b")', 'replaceAll'],
  ])('leaves %s, and that is seen', (_what, code, lacked) => {
    expect(lackedByOldEngines(code).join()).toContain(lacked)
    expect(lackedByOldEngines('var a = [1].concat([2])')).toEqual([])
  })
})
