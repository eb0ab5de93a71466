import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { canCompileTemplates } from '../../cloudfunctions/build/page-templates'
import { pagesFit } from '../../cloudfunctions/deploy/pages-fit'
import { uploadLine } from '../../cloudfunctions/deploy/upload-line'
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
/** Of `upload` in miniprogram-ci 2.1.42 (`dist/cli/index.js`), as far as a project of this kind could want them. */
const UPLOAD_OPTIONS = [
  ...['--appid', '--project-path', '--private-key-path', '--upload-version', '--upload-description', '--robot'],
  ...['--use-project-config', '--proxy', '--project-type', '--project-ignores', '--threads', '--use-cos'],
]
const UPLOAD_ASKS = ['--appid', '--project-path', '--private-key-path', '--upload-version']
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

  it('calls the upload of miniprogram-ci by options that it has, and by all that it asks for', () => {
    const given = { appid: 'wx0123456789abcdef', name: 'trial-1', proxy: 'http://127.0.0.1:3128' }
    const [command, ...line] = uploadLine('/pages', given, '/key', '1.2.3')
    const options = Object.fromEntries(line.flatMap((word, i) => (i % 2 === 0 ? [[word, line[i + 1]]] : [])))
    expect(command).toBe('upload')
    expect(line).toHaveLength(2 * Object.keys(options).length)
    for (const name of Object.keys(options)) expect(UPLOAD_OPTIONS).toContain(name)
    for (const name of UPLOAD_ASKS) expect(options[name]).not.toBe(undefined)
    expect(options).toMatchObject({
      '--project-path': '/pages',
      '--private-key-path': '/key',
      '--upload-version': '1.2.3',
      '--use-project-config': 'true',
      '--proxy': given.proxy,
    })
    expect(uploadLine('/pages', { name: 'production' }, '/key', '1')).not.toContain('--proxy')
  })

  it('rehearses without a network, an account or a key, over every page there is', async () => {
    const desk = openDesk()
    desk.write({ environments: { 'trial-rehearsal': { envId: 'league-0g1abc' } } })
    try {
      const hook = new URL('stand-in/no-network.mjs', import.meta.url).href
      const ended = await desk.run('pages', ['--env', 'trial-rehearsal', '--dry-run'], {
        NODE_OPTIONS: `--import ${hook}`,
      })
      expect(ended).toMatchObject({ status: 0, text: expect.stringContaining('预演完毕：可以上传。') as string })
      expect(Number(/(\d+) 个脚本过微信的 Babel/u.exec(ended.text)?.[1])).toBeGreaterThan(100)
      expect(ended.text).toMatch(/主包 \d+ KB/u)
      expect(ended.text).toContain('试用，每页都会标明')
    } finally {
      desk.close()
      rmSync(fileURLToPath(new URL('../../dist/pages/trial-rehearsal', import.meta.url)), {
        recursive: true,
        force: true,
      })
    }
  })

  it('says before anything is built which appid or key is missing', async () => {
    const desk = openDesk()
    desk.write({ environments: { production: { envId: 'league-0g1abc' } } })
    const ended = await desk.run('pages', ['--env', 'production'])
    desk.close()
    expect(ended).toMatchObject({ status: 1, text: expect.stringContaining('appid') as string })
  })
})
