import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, pinned } from '../support/browser'
import { BUNDLES } from '../support/build-functions'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { Camera, type Scheme, type Shot, type Width } from './camera'
import { gallery } from './gallery'
import { differenceFrom, keep } from './pictures'
import { NOW, Story } from './story'

const { MODE } = (import.meta as ImportMeta & { env: { MODE: string } }).env
/** `npm run pictures` makes all four of every state; otherwise the narrow light one is compared. */
const making = MODE === 'pictures'
const updating = making || process.env['UPDATE_PICTURES'] === '1'
interface Variant {
  width: Width
  scheme: Scheme
}
const COMPARED: Variant = { width: 'narrow', scheme: 'light' }
const OTHERS: readonly Variant[] = [
  { width: 'narrow', scheme: 'dark' },
  { width: 'wide', scheme: 'light' },
  { width: 'wide', scheme: 'dark' },
]
/** Some states are reached by changing something: every variant has its stories told anew. */
const chapters = (making ? [COMPARED, ...OTHERS] : [COMPARED]).flatMap((variant) =>
  gallery.map((chapter) => ({ ...chapter, ...variant })),
)

let browser: Browser
let cloud: TestCloud
let camera: Camera

beforeAll(async () => {
  ;[browser, cloud] = await Promise.all([launchBrowser(), startLocalCloud({ functions: BUNDLES, preview: true })])
  camera = new Camera(browser, cloud.url, NOW)
})
afterAll(async () => {
  await browser.close()
  await cloud.close()
})

describe.each(chapters)('$title, $width and $scheme', ({ names, tell, width, scheme }) => {
  let shotOf: (name: string) => Shot

  beforeAll(async () => {
    await cloud.reset()
    shotOf = await tell(new Story(cloud))
  })

  it.each(names)('%s looks like its picture', async (name) => {
    await new Story(cloud).now()
    const picture = await camera.take(shotOf(name), width, scheme)
    const file = `${name}.${width}.${scheme}`
    // Other browsers draw letters differently: there it is enough that every state opens.
    if (updating) await keep(file, picture)
    else if (pinned) expect(await differenceFrom(file, picture)).toBe('')
  })
})
