import type { Browser, Page, Request } from 'playwright-core'
import { PATIENCE_MS, Phone } from '../support/phone'
import { enter, hiddenHeight, rehearse, type Scene, still, straighten } from './rehearsal'

/** The two widths of every picture: a phone, and WeChat's window on a PC. */
export type Width = 'narrow' | 'wide'
export type Scheme = 'light' | 'dark'

/** A page in one state, before it is photographed. */
export interface Shot extends Pick<Scene, 'who' | 'path'>, Partial<Omit<Scene, 'who' | 'path'>> {
  /** What is put right first: an earlier picture of the same person may have left a draft. */
  readonly before?: () => Promise<void>
  /** What must stand on the screen when the picture is taken. */
  readonly sees: string | RegExp
  /** What is done on the page. */
  readonly then?: (phone: Phone) => Promise<void>
  /** The page that stands there in the end, where that is another one. */
  readonly leadsTo?: string
  /** Opened as after the mini-program was closed: it remembers no answer of an earlier picture. */
  readonly anew?: boolean
  /** A picture of what one sees at first; else it is as tall as the page, so that nothing is out of sight. */
  readonly asSeen?: boolean
}

const SIZES: { readonly [W in Width]: { width: number; height: number } } = {
  narrow: { width: 375, height: 812 },
  wide: { width: 1100, height: 800 },
}
const TALLEST = 3200
/** Every transfer has a number of its own, every code is made by chance; in pictures they are always the same. */
const BY_CHANCE = { reference: '241103827', code: '7K3M-Q2XF-9RTB', trace: '3f6a91c2' }
/** How often a page is looked at until it is what was expected. */
const LOOKS = 8
const BETWEEN_LOOKS_MS = 150

/** Whether a picture is the one that was waited for. */
export type Expected = (picture: Buffer) => boolean

/** The page of app.json that a picture shows. */
export const pageOf = ({ path, leadsTo }: Shot): string => leadsTo ?? path.replace(/\?.*/u, '')

/** Photographs pages in one window, in which a clock stands still. */
export class Camera {
  readonly #page: Page
  readonly #phone: Phone
  readonly #width: Width
  /** Letters, icons and calls on their way. */
  readonly #coming = new Set<Request>()

  private constructor(page: Page, width: Width) {
    this.#page = page
    this.#phone = new Phone(page)
    this.#width = width
    page.on('request', (request) => this.#coming.add(request))
    page.on('requestfinished', (request) => this.#coming.delete(request))
    page.on('requestfailed', (request) => this.#coming.delete(request))
  }

  /** A window of that width at the mini-program of the local cloud at `url`; `now` in milliseconds since 1970. */
  static async at(browser: Browser, url: string, now: number, width: Width): Promise<Camera> {
    const phone = width === 'narrow'
    const context = await browser.newContext({
      viewport: SIZES[width],
      isMobile: phone,
      hasTouch: phone,
      deviceScaleFactor: 1,
      colorScheme: 'light',
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    })
    context.setDefaultTimeout(PATIENCE_MS)
    await context.addInitScript(rehearse, { now, ...BY_CHANCE })
    const camera = new Camera(await context.newPage(), width)
    await camera.#page.goto(`${url}/phone.html`)
    return camera
  }

  /** Forgets everything that the mini-program keeps in memory. */
  async reload(): Promise<void> {
    await this.#page.reload()
  }

  /**
   * Opens the page, brings it into its state and looks at it until `expected` says yes; answers the last picture. With
   * nothing expected it is the first that is like the one before: nothing moved any more.
   */
  async take(shot: Shot, expected?: Expected): Promise<Buffer> {
    const { who, path, replies = 'come', largeText = false } = shot
    await this.#page.emulateMedia({ colorScheme: 'light' })
    await this.#resize(SIZES[this.#width].height)
    if (shot.anew === true) await this.reload()
    await shot.before?.()
    await this.#page.evaluate(enter, { who, path, replies, largeText })
    await shot.then?.(this.#phone)
    await this.#phone.sees(shot.sees)
    await this.#isAt(pageOf(shot))
    if (shot.asSeen !== true) await this.#stretch()
    return this.#look(path, expected)
  }

  /** The same page, at which it stands, in the dark. */
  async again(scheme: Scheme, expected?: Expected): Promise<Buffer> {
    await this.#page.emulateMedia({ colorScheme: scheme })
    return this.#look(scheme, expected)
  }

  async close(): Promise<void> {
    await this.#page.context().close()
  }

  async #look(what: string, expected?: Expected): Promise<Buffer> {
    await this.#settle()
    await this.#page.evaluate(straighten)
    let before: Buffer | undefined
    for (let look = 1; look <= LOOKS; look += 1) {
      await this.#settle()
      const picture = await this.#page.screenshot({ animations: 'disabled', caret: 'hide' })
      if (expected === undefined ? before?.equals(picture) : expected(picture)) return picture
      before = picture
      await this.#page.waitForTimeout(BETWEEN_LOOKS_MS)
    }
    if (expected === undefined || before === undefined) throw new Error(`${what} is never twice the same`)
    return before
  }
  async #isAt(page: string): Promise<void> {
    const hash = await this.#page.evaluate(() => location.hash)
    if (hash.replace(/^#\/|\?.*/gu, '') !== page) throw new Error(`not at ${page}, but at ${hash}`)
  }

  /** Until the page has come to rest and everything that it asked for has come. */
  async #settle(): Promise<void> {
    do {
      if (!(await this.#page.evaluate(still))) throw new Error('the page does not come to rest')
    } while (this.#coming.size > 0)
  }

  /** Makes the window as tall as what is scrolled in it. */
  async #stretch(): Promise<void> {
    await this.#settle()
    const more = await this.#page.evaluate(hiddenHeight)
    await this.#resize(Math.min(TALLEST, SIZES[this.#width].height + more))
  }

  async #resize(height: number): Promise<void> {
    if (this.#page.viewportSize()?.height === height) return
    await this.#page.setViewportSize({ ...SIZES[this.#width], height })
  }
}
