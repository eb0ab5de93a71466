import { readFile, stat, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, pinned } from '../support/browser'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { withPalette } from './palette'

const { MODE } = (import.meta as ImportMeta & { env: { MODE: string } }).env
/** WeChat cuts a card's picture to five by four. */
const SIZE = { width: 500, height: 400 }
const MOST_BYTES = 20_000
const CARDS = ['check', 'way'] as const

let browser: Awaited<ReturnType<typeof launchBrowser>>
let cloud: TestCloud
beforeAll(async () => {
  ;[browser, cloud] = await Promise.all([launchBrowser(), startLocalCloud({ preview: true })])
})
afterAll(async () => {
  await browser.close()
  await cloud.close()
})

/** A card says its words, all of them share one style. */
const source = (file: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`cards/${file}`, import.meta.url)), 'utf8')

const drawn = async (name: string): Promise<PNG> => {
  const page = await browser.newPage({ viewport: SIZE })
  await page.goto(`${cloud.url}/preview/version`)
  await page.setContent(await source(`${name}.html`))
  await page.addStyleTag({ content: await source('card.css') })
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  return PNG.sync.read(await page.screenshot())
}

/** Without a picture of its own WeChat shows the page, and with it what was typed there. */
describe('The picture of a card in a chat', () => {
  it.each(CARDS)('%s is as it is drawn, and small', async (name) => {
    const file = fileURLToPath(new URL(`../../miniprogram/cards/${name}.png`, import.meta.url))
    const wanted = await drawn(name)
    if (MODE === 'pictures' || MODE === 'keep') await writeFile(file, withPalette(wanted))
    const kept = PNG.sync.read(await readFile(file))
    expect([kept.width, kept.height]).toEqual([SIZE.width, SIZE.height])
    expect((await stat(file)).size).toBeLessThan(MOST_BYTES)
    const points = pixelmatch(kept.data, wanted.data, undefined, SIZE.width, SIZE.height, { threshold: 0.1 })
    if (pinned) expect(points).toBeLessThan(SIZE.width)
  })
})
