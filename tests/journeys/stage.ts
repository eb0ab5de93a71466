import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchBrowser, type PhoneOptions } from '../support/browser'
import { BUNDLES } from '../support/build-functions'
import { startLocalCloud, type TestCloud, type TestCloudOptions } from '../support/local-cloud'
import { Phone } from '../support/phone'

/** When journeys begin: the wheels of a month then stand at September 2018. */
export const START = '2024-09-02T01:00:00Z'

/** A local cloud and a browser for the journeys of one file. */
export class Stage {
  #cloud: TestCloud | undefined
  #browser: Browser | undefined

  constructor(private readonly options: TestCloudOptions) {}

  get cloud(): TestCloud {
    if (this.#cloud === undefined) throw new Error('the stage is not set yet')
    return this.#cloud
  }
  async set(): Promise<void> {
    ;[this.#browser, this.#cloud] = await Promise.all([
      launchBrowser(),
      startLocalCloud({ functions: BUNDLES, preview: true, ...this.options }),
    ])
    await this.#cloud.clock.set(START)
  }
  async clear(): Promise<void> {
    await this.#browser?.close()
    await this.#cloud?.close()
  }
  /** Somebody's phone, at the first page or the one named. */
  phone(openid: string | undefined, path = '', options: Partial<PhoneOptions> = {}): Promise<Phone> {
    if (openid === undefined) throw new Error('nobody can be on stage yet')
    return Phone.of(this.#window(), this.cloud.url, { openid, path, ...options })
  }
  /** The preview's panel around a phone, as somebody who tries the mini-program sees it. */
  async panel(): Promise<Page> {
    const page = await this.#window().newPage({ viewport: { width: 1280, height: 900 } })
    await page.goto(this.cloud.url)
    return page
  }
  #window(): Browser {
    if (this.#browser === undefined) throw new Error('the stage is not set yet')
    return this.#browser
  }
}

/** Sets the stage before all journeys of a file, and clears it after them. */
export function useStage(options: TestCloudOptions = {}): Stage {
  const stage = new Stage(options)
  beforeAll(() => stage.set())
  afterAll(() => stage.clear())
  return stage
}
