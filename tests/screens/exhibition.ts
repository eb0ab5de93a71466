import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, pinned } from '../support/browser'
import { BUNDLES } from '../support/build-functions'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { Camera, type Scheme, type Shot, type Width } from './camera'
import type { Chapter } from './chapter'
import { Kept, keep } from './pictures'
import { NOW, Story } from './story'

const { MODE } = (import.meta as ImportMeta & { env: { MODE: string } }).env
/** `npm run pictures` makes all four of every state, `--mode keep` those alone that are compared; otherwise it compares. */
const making = MODE === 'pictures' || MODE === 'keep'

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

/** Photographs every state of these chapters, and compares the pictures with those that are kept. */
export function exhibit(gallery: readonly Chapter[]): void {
  let browser: Browser
  let cloud: TestCloud

  beforeAll(async () => {
    ;[browser, cloud] = await Promise.all([launchBrowser(), startLocalCloud({ functions: BUNDLES, preview: true })])
  })
  afterAll(async () => {
    await browser.close()
    await cloud.close()
  })

  describe.each(MODE === 'pictures' ? [COMPARED, ...OTHERS] : [COMPARED])('$width and $scheme', ({ width, scheme }) => {
    let camera: Camera

    beforeAll(async () => {
      camera = await Camera.at(browser, cloud.url, NOW, width, scheme)
    })
    afterAll(() => camera.close())

    // Some states are reached by changing something: every variant has its stories told anew.
    describe.each(gallery)('$title', ({ names, tell }) => {
      let shotOf: (name: string) => Shot

      beforeAll(async () => {
        await cloud.reset()
        ;[shotOf] = await Promise.all([tell(new Story(cloud)), camera.reload()])
      })

      // Once more where it differs, which the reporter says: how a browser lays letters on points is not in our hands.
      it.each(names)('%s looks like its picture', { retry: 1 }, async (name) => {
        await new Story(cloud).now()
        const file = `${name}.${width}.${scheme}`
        if (making) return keep(file, await camera.take(shotOf(name)))
        const kept = await Kept.of(file)
        // Other browsers draw letters differently: there it is enough that every state opens.
        const picture = await camera.take(shotOf(name), (taken) => !pinned || kept.looksLike(taken))
        if (pinned) expect(await kept.differenceFrom(picture)).toBe('')
      })
    })
  })
}
