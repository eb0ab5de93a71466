import type { Browser, Locator, Page, Request } from 'playwright-core'
import { expect } from 'vitest'
import { enter, newPhone, type PhoneOptions } from './browser'

/** Long enough for a slow machine; what is not there by then does not come. */
export const PATIENCE_MS = 60_000
const BETWEEN_LOOKS_MS = 10

/** What is waited for comes: a test that says no more than that has said what it holds. */
export const comes = (waiting: Promise<unknown>): Promise<void> => expect(waiting).resolves.toBeUndefined()

/** Somebody's phone in a journey: what can be tapped, typed and read, by the names that a screen reader says. */
export class Phone {
  /** Calls on their way, after which the page may look otherwise. */
  readonly #calls = new Set<Request>()

  constructor(readonly page: Page) {
    page.on('request', (request) => {
      if (new URL(request.url()).pathname.startsWith('/functions/')) this.#calls.add(request)
    })
    page.on('requestfinished', (request) => this.#calls.delete(request))
    page.on('requestfailed', (request) => this.#calls.delete(request))
  }

  static async of(browser: Browser, url: string, options: PhoneOptions): Promise<Phone> {
    const page = await newPhone(browser, options)
    const phone = new Phone(page)
    const context = page.context()
    context.setDefaultTimeout(PATIENCE_MS)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await enter(page, url, options.path)
    return phone
  }

  /** The page that is in front; those behind it in the stack are out of reach, as for a thumb. */
  get front(): Locator {
    return this.page.locator('.page-viewport:not([hidden])')
  }
  async tap(name: string | RegExp): Promise<void> {
    await this.button(name).click()
  }
  button(name: string | RegExp): Locator {
    return this.front
      .getByRole('button', { name, ...exactly(name) })
      .filter({ visible: true })
      .last()
  }
  async choose(name: string | RegExp): Promise<void> {
    await this.front
      .getByRole('radio', { name, ...exactly(name) })
      .filter({ visible: true })
      .first()
      .click()
  }
  async tick(name: string | RegExp): Promise<void> {
    await this.front
      .getByRole('checkbox', { name, ...exactly(name) })
      .filter({ visible: true })
      .first()
      .click()
  }
  /** Types into a field by its label, or by what stands in it while it is empty. */
  async fill(label: string | RegExp, text: string): Promise<void> {
    const field = this.front.getByLabel(label, exactly(label)).or(this.front.getByPlaceholder(label, exactly(label)))
    await field.locator('visible=true').last().fill(text)
  }
  /** Waits until something stands there once all replies are in: before that it may be what stood there already. */
  async sees(text: string | RegExp): Promise<void> {
    await this.#answered()
    await comes(this.front.getByText(text).filter({ visible: true }).first().waitFor())
  }
  /** Waits until something is gone once all replies are in: before that it may only not have come yet. */
  async misses(text: string | RegExp): Promise<void> {
    await this.#answered()
    await comes(
      this.front.getByText(text, exactly(text)).filter({ visible: true }).first().waitFor({ state: 'hidden' }),
    )
  }
  async reads(): Promise<string> {
    await this.#answered()
    return this.front.innerText()
  }
  /** Answers what the phone itself asks (`wx.showModal`, an action sheet). */
  async answer(name: string | RegExp): Promise<void> {
    await this.page.locator('#overlay').getByRole('button', { name }).click()
  }
  /** What was copied last. */
  async copied(): Promise<string> {
    await this.page.locator('#overlay').getByText('内容已复制').waitFor()
    return this.page.evaluate(() => navigator.clipboard.readText())
  }
  async back(): Promise<void> {
    await this.page.locator('#nav').getByRole('button', { name: '返回', exact: true }).click()
  }
  async pullDown(): Promise<void> {
    await this.page.locator('#nav').getByRole('button', { name: '下拉刷新' }).click()
  }
  async open(path: string): Promise<void> {
    await this.page.evaluate(async (hash) => {
      if (location.hash === hash) return
      const opened = new Promise((resolve) => {
        addEventListener('hashchange', resolve, { once: true })
      })
      location.hash = hash
      await opened
    }, `#/${path}`)
  }
  /** Closes the mini-program and opens it again on the same page. */
  async reopen(): Promise<void> {
    await this.#answered()
    await this.page.reload()
    await this.page.locator('wx-page').first().waitFor()
  }
  async connection(is: 'on' | 'off'): Promise<void> {
    await this.page.context().setOffline(is === 'off')
  }
  /** Until nothing moves any more: what slides in has arrived, replies are in and drawn. */
  async rests(): Promise<void> {
    await this.#answered()
    await this.page.evaluate(async () => {
      const moving = document
        .getAnimations()
        .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)
      await Promise.allSettled(moving.map(({ finished }) => finished))
    })
  }
  async close(): Promise<void> {
    await this.#answered()
    await this.page.context().close()
  }

  async #answered(): Promise<void> {
    if (this.#calls.size === 0) return
    const until = Date.now() + PATIENCE_MS
    while (this.#calls.size > 0 && Date.now() < until) await this.page.waitForTimeout(BETWEEN_LOOKS_MS)
    // What a reply says is drawn a moment later.
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
    })
  }
}

/** A name that is written out is meant as a whole. */
const exactly = (name: string | RegExp): { exact?: boolean } => (typeof name === 'string' ? { exact: true } : {})
