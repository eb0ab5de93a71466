import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import http from 'node:http'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { compile } from '../../preview/pages/compiler/compile'
import { createPreview } from '../../preview/pages/serve'
import { launchBrowser, openPhone } from '../support/browser'
import { type FixtureServer, PROJECT, serveFixture } from './fixture-server'

let server: FixtureServer

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('The compiler of the preview', () => {
  const saved = new Map<string, string>()

  beforeAll(async () => {
    server = await serveFixture()
  })

  afterEach(() => {
    for (const [file, text] of saved) writeFileSync(file, text)
    saved.clear()
  })

  afterAll(() => server.close())

  const faultsAfter = async (file: string, change: (text: string) => string): Promise<string[]> => {
    const full = path.join(server.root, file)
    saved.set(full, readFileSync(full, 'utf8'))
    writeFileSync(full, change(saved.get(full) ?? ''))
    const { faults } = await compile({ root: server.root, projectRoot: PROJECT })
    return faults.map((fault) => `${fault.file}:${String(fault.line ?? 0)} ${fault.message}`)
  }

  it('finds nothing wrong with sources that are in order', async () => {
    expect(await faultsAfter('app.wxss', (text) => text)).toEqual([])
  })

  it.each([
    ['an unclosed tag', 'pages/home/home.wxml', (text: string) => `${text}\n<view>`, /^pages\/home\/home\.wxml:/],
    [
      'a tag that nobody registered, which WeChat leaves out without a word',
      'pages/form/form.wxml',
      (text: string) => `<t-stepper />${text}`,
      /^pages\/form\/form\.wxml:1 <t-stepper>/,
    ],
    ['a broken style sheet', 'pages/home/home.wxss', () => '.a { color: red', /^pages\/home\/home\.wxss:1 /],
    ['a style sheet that is missing', 'app.wxss', () => "@import './none.wxss';", /^app\.wxss:1 .*none\.wxss/],
    ['a broken script', 'pages/home/home.ts', () => 'Page({', /^pages\/home\/home\.ts:/],
    ['broken JSON', 'pages/home/home.json', () => '{', /^pages\/home\/home\.json:/],
    [
      'a component that is missing',
      'pages/home/home.json',
      () => '{ "usingComponents": { "card": "/components/none/none" } }',
      /^pages\/home\/home\.json:0 .*none/,
    ],
    [
      'an import of values from outside the mini-program',
      'pages/custom/custom.ts',
      (text: string) => `import { x } from '../../../contract'\n${text}x()`,
      /^pages\/custom\/custom\.ts:1 .*之外/,
    ],
    [
      'a package that WeChat does not get',
      'pages/custom/custom.ts',
      (text: string) => `import 'valibot'\n${text}`,
      /^pages\/custom\/custom\.ts:1 .*valibot/,
    ],
  ])('names file and line of %s', async (_what, file, change, expected) => {
    expect((await faultsAfter(file, change)).join('\n')).toMatch(expected)
  })
})

describe('The preview of broken sources', () => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    ;[browser, server] = await Promise.all([launchBrowser(), serveFixture({ watch: true })])
  })

  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  it('shows what is wrong over the page, goes on serving, and recovers by itself', async () => {
    const file = path.join(server.root, 'pages/home/home.wxml')
    const good = readFileSync(file, 'utf8')
    page = await openPhone(browser, server.url, { openid: 'local-student-1' })
    writeFileSync(file, `<view>{{</view>${good}`)
    const alert = page.getByRole('alert')
    await alert.waitFor()
    expect(await alert.innerText()).toContain('pages/home/home.wxml:1')
    writeFileSync(file, `<view id="mended">好了</view>${good}`)
    await page.locator('#mended').waitFor()
    expect(await alert.count()).toBe(0)
  })
})

describe('The server of the preview', () => {
  beforeAll(async () => {
    server = await serveFixture()
  })

  afterAll(() => server.close())

  it.each([
    '/..%2f..%2fetc%2fpasswd',
    '/preview/fonts/..%2f..%2f..%2fpackage.json',
    '/app.json',
    '/pages/home/home.ts',
  ])('does not give away %s', async (address) => {
    expect(await statusOf(address)).toBe(404)
  })

  it('outlives a file that cannot be read, as when another branch is checked out under it', async () => {
    const root = mkdtempSync(path.join(tmpdir(), 'preview-'))
    cpSync(server.root, root, { recursive: true })
    const file = path.join(root, 'pages/home/home.wxml')
    rmSync(file)
    mkdirSync(file)
    const preview = await createPreview({ projectRoot: PROJECT, root, watch: false })
    expect(preview).toHaveProperty('handle')
    preview.close()
    rmSync(root, { recursive: true })
  })

  it('serves the Chinese font under the name that TDesign asks for', async () => {
    const css = await (await fetch(`${server.url}/preview/fonts/400.css`)).text()
    expect(css).toContain("'PingFang SC'")
    expect(css).not.toContain('http')
  })

  it('serves one more font for the characters of rare names, which is asked for only where one of them stands', async () => {
    const css = await (await fetch(`${server.url}/preview/fonts/rare.css`)).text()
    expect(css.match(/font-weight: (?:400|600)/gu)).toHaveLength(2)
    expect(css).toContain('unicode-range: U+3400-9FFF')
    const font = await fetch(`${server.url}/preview/fonts/rare.otf`)
    expect([font.status, font.headers.get('content-type')]).toEqual([200, 'font/otf'])
    expect(Buffer.from(await font.arrayBuffer()).toString('latin1', 0, 4)).toBe('OTTO')
  })
})

/** A request whose path is sent as it is written, which `fetch` would tidy up first. */
function statusOf(address: string): Promise<number> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    http
      .get({ hostname, port, path: address }, ({ statusCode = 0 }) => {
        resolve(statusCode)
      })
      .on('error', reject)
  })
}
