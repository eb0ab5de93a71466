import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { canCompileTemplates } from '../../cloudfunctions/build/page-templates'
import { pagesFit } from '../../cloudfunctions/deploy/pages-fit'
import { openDesk } from './command'

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))
const PAGE = {
  'app.json': '{ "pages": ["page"] }',
  'app.ts': 'App({})',
  'page.json': '{}',
  'page.ts': 'Page({ data: { one: 1 } })',
  'page.wxml': '<view>{{one}}</view>',
  'page.wxss': '.a { color: red; }',
}
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A mini-program of one page, with these files otherwise. */
const aMiniProgram = (otherwise: Readonly<Record<string, string>> = {}): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pages-'))
  folders.push(folder)
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries({ ...PAGE, ...otherwise })) writeFileSync(path.join(folder, name), text)
  return folder
}

describe('npm run deploy:pages', () => {
  it('finds pages fit that are', () => {
    const { said, faults } = pagesFit(aMiniProgram(), MODULES)
    expect(faults).toEqual([])
    expect(said[0]).toBe('2 个脚本过微信的 Babel')
    expect(said.at(-1)).toMatch(/^主包 \d+ KB$/u)
  })

  it('refuses a script that the compiler does not take, and one that old phones do not understand', () => {
    const script =
      'const own = (): string[] => []\nconst more = Math.random() > 1 ? own() : []\nexport const all = [...[], ...more'
    expect(pagesFit(aMiniProgram({ 'page.ts': script }), MODULES).faults.join()).toContain('page.ts')
    const old = "Page({ all: 'a a'.replaceAll('a', 'b') })"
    expect(pagesFit(aMiniProgram({ 'page.ts': old }), MODULES).faults.join()).toContain('page.ts：旧手机没有')
  })

  it.skipIf(!canCompileTemplates)('refuses a template and a style sheet that WeChat does not take', () => {
    const broken = { 'page.wxml': '<view><text></view>', 'page.wxss': '.a { color: red' }
    const { faults } = pagesFit(aMiniProgram(broken), MODULES)
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['page.wxml', 'page.wxss'])
  })

  it('refuses a package that is too large', () => {
    const large = `Page({ data: ${JSON.stringify('字'.repeat(250_000))} })`
    expect(pagesFit(aMiniProgram({ 'page.ts': large }), MODULES).faults).toEqual(['主包超过 600 KB'])
  })

  it('says before anything is built which appid or key is missing', async () => {
    const desk = openDesk()
    desk.write({ environments: { production: { envId: 'league-0g1abc' } } })
    const ended = await desk.run('pages', ['--env', 'production'])
    desk.close()
    expect(ended).toMatchObject({ status: 1, text: expect.stringContaining('appid') as string })
  })
})
