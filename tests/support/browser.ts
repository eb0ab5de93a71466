import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { unpackFile, unpackTar } from './unpack'

const require = createRequire(import.meta.url)

/** Wider windows are WeChat's on a PC. */
const PHONE_WIDTH = 500

/** Where an installed Chrome usually lies, per platform. */
const INSTALLED: Readonly<Record<string, readonly string[]>> = {
  linux: ['/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/usr/bin/chromium', '/usr/bin/chromium-browser'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
}

/** No call leaves the machine: neither updates nor reports nor translated pages. */
const QUIET = [
  '--no-sandbox',
  '--font-render-hinting=none',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-client-side-phishing-detection',
  '--metrics-recording-only',
  '--no-first-run',
  '--no-pings',
  '--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication',
]

const namedBrowser = process.env['CHROME_PATH'] ?? ''

/** Whether the browser is the one npm pins; pictures are compared under it alone, since others draw letters differently. */
export const pinned = namedBrowser === '' && process.platform === 'linux' && process.arch === 'x64'

/**
 * Starts a Chromium: the one named by `CHROME_PATH`, else the one from npm (Linux x64), else an installed Chrome. Throws
 * with what to do where there is none.
 */
export async function launchBrowser(): Promise<Browser> {
  if (namedBrowser !== '') return chromium.launch({ executablePath: namedBrowser, args: QUIET })
  if (pinned) return launchPinned()
  const installed = INSTALLED[process.platform]?.find((file) => existsSync(file))
  if (installed === undefined)
    throw new Error(
      'No Chrome found: install Google Chrome, or name a Chromium in the environment variable CHROME_PATH.',
    )
  return chromium.launch({ executablePath: installed, args: QUIET })
}

async function launchPinned(): Promise<Browser> {
  const folder = await unpackedChromium()
  const libraries = [path.join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':')
  return chromium.launch({
    executablePath: path.join(folder, 'chromium'),
    args: QUIET,
    env: {
      ...definedEnvironment(),
      // Chromium's own libraries and fonts, so that nothing needs to be installed on the system.
      LD_LIBRARY_PATH: libraries,
      FONTCONFIG_PATH: path.join(folder, 'fonts'),
    },
  })
}

const definedEnvironment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined))

/**
 * The unpacked Chromium of `@sparticuz/chromium`. It is unpacked once per version, beside its final place, and moved there
 * in one step: test files that start at the same time each find all of it or nothing.
 */
async function unpackedChromium(): Promise<string> {
  const packageFolder = path.resolve(path.dirname(require.resolve('@sparticuz/chromium')), '../..')
  const described = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const cache = path.join(process.env['TEST_CACHE'] ?? tmpdir(), 'league-transfer-guide')
  const folder = path.join(cache, `chromium-${described.version}`)
  if (existsSync(folder)) return folder
  await mkdir(cache, { recursive: true })
  const fresh = await mkdtemp(path.join(cache, 'unpacking-'))
  await unpack(packageFolder, fresh)
  await rename(fresh, folder).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true, force: true })
    // Somebody else was first.
    if (!existsSync(folder)) throw error
  })
  return folder
}

async function unpack(packageFolder: string, target: string): Promise<void> {
  const archive = (name: string): string => path.join(packageFolder, 'bin', name)
  await Promise.all([
    unpackFile(archive('chromium.br'), path.join(target, 'chromium'), 0o755),
    unpackTar(archive('fonts.tar.br'), path.join(target, 'fonts')),
    unpackTar(archive('al2023.tar.br'), path.join(target, 'al2023')),
  ])
  // The packaged configuration names folders of another machine; this one knows its own fonts alone.
  await writeFile(
    path.join(target, 'fonts/fonts.conf'),
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>' +
      '<dir prefix="relative">fonts</dir><cachedir prefix="xdg">league-transfer-guide-fonts</cachedir></fontconfig>',
  )
}

export interface PhoneOptions {
  /** Who holds the phone. */
  readonly openid: string
  /** The page to open, as WeChat writes it; the first of app.json where it is not given. */
  readonly path?: string
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
  readonly largeText?: boolean
}

/**
 * Opens the bare mini-program (`/phone.html` of the server at `url`) as one person, in a browser context of its own:
 * closing the page's context forgets its storage. Up to 500 px of width it is a phone with touch, above a PC window.
 */
export async function openPhone(browser: Browser, url: string, options: PhoneOptions): Promise<Page> {
  const page = await newPhone(browser, options)
  await enter(page, url, options.path)
  return page
}

/** A phone with nothing on it yet. */
export async function newPhone(browser: Browser, options: Omit<PhoneOptions, 'path'>): Promise<Page> {
  const { openid, width = 375, height = 812, dark = false, largeText = false } = options
  const phone = width <= PHONE_WIDTH
  const context = await browser.newContext({
    viewport: { width, height },
    isMobile: phone,
    hasTouch: phone,
    deviceScaleFactor: phone ? 2 : 1,
    colorScheme: dark ? 'dark' : 'light',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const choices = { openid, text: largeText ? 'large' : '' }
  await context.addInitScript((chosen) => {
    for (const [name, value] of Object.entries(chosen)) sessionStorage.setItem(`preview:${name}`, value)
  }, choices)
  return context.newPage()
}

/** Opens the mini-program on a phone; at its first page where no other is named. */
export async function enter(page: Page, url: string, at = ''): Promise<void> {
  await page.goto(new URL(`/phone.html#/${at.replace(/^\//, '')}`, url).href)
  await page.locator('wx-page').first().waitFor()
}
