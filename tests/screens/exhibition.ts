import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, pinned } from '../support/browser'
import { BUNDLES } from '../support/build-functions'
import { startLocalCloud, type TestCloud } from '../support/local-cloud'
import { Camera, type Expected, type Scheme, type Shot, type Width } from './camera'
import type { Chapter } from './chapter'
import { MAIN_STATES } from './gallery'
import { Kept, keep } from './pictures'
import { NOW, Story } from './story'

const { MODE } = (import.meta as ImportMeta & { env: { MODE: string } }).env
/**
 * `npm run pictures` makes all four of every state, and lays what is not compared in `reports/pictures`; `--mode keep` makes
 * those alone that are compared; otherwise it compares.
 */
const making = MODE === 'pictures' || MODE === 'keep'

/** Whether this state is looked at in the dark and on a wide window, too. */
function inAllVariants(name: string): boolean {
  return MODE === 'pictures' || MAIN_STATES.has(name)
}
function widthsOf(name: string): readonly Width[] {
  return inAllVariants(name) ? ['narrow', 'wide'] : ['narrow']
}
function schemesOf(name: string): readonly Scheme[] {
  return inAllVariants(name) ? ['light', 'dark'] : ['light']
}

/** Photographs every state of these chapters, and compares the pictures with those that are kept. */
export function exhibit(gallery: readonly Chapter[]): void {
  let browser: Browser
  let cloud: TestCloud
  let narrow: Camera
  let wide: Camera

  beforeAll(async () => {
    ;[browser, cloud] = await Promise.all([launchBrowser(), startLocalCloud({ functions: BUNDLES, preview: true })])
    narrow = await Camera.at(browser, cloud.url, NOW, 'narrow')
    wide = await Camera.at(browser, cloud.url, NOW, 'wide')
  })
  afterAll(async () => {
    await browser.close()
    await cloud.close()
  })

  describe.each(gallery)('$title', ({ names, tell }) => {
    let shotOf: (name: string) => Shot

    beforeAll(async () => {
      await cloud.reset()
      const cameras = names.some(inAllVariants) ? [narrow, wide] : [narrow]
      ;[shotOf] = await Promise.all([tell(new Story(cloud)), ...cameras.map((camera) => camera.reload())])
    })

    // Once more where it differs, which the reporter says: how a browser lays letters on points is not in our hands.
    it.each(names)('%s looks like its picture', { retry: 1 }, async (name) => {
      await new Story(cloud).now()
      const differences = []
      for (const width of widthsOf(name)) {
        const camera = width === 'narrow' ? narrow : wide
        for (const scheme of schemesOf(name)) {
          const take = (expected?: Expected) =>
            scheme === 'light' ? camera.take(shotOf(name), expected) : camera.again(scheme, expected)
          const compared = MAIN_STATES.has(name) || (width === 'narrow' && scheme === 'light')
          const file = `${name}.${width}.${scheme}`
          if (making) await keep(file, await take(), compared)
          else differences.push(await compare(file, take))
        }
      }
      expect(differences.filter((difference) => difference !== '')).toEqual([])
    })
  })
}

/** Takes a picture until it is like the one that is kept, and says how it differs. */
async function compare(file: string, take: (expected: Expected) => Promise<Buffer>): Promise<string> {
  const kept = await Kept.of(file)
  // Other browsers draw letters differently: there it is enough that every state opens.
  const picture = await take((taken) => !pinned || kept.looksLike(taken))
  return pinned ? kept.differenceFrom(picture) : ''
}
