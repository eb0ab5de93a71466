import type { Browser, Locator, Page } from 'playwright-core'
import { openPhone, type PhoneOptions } from './browser'

/** Long enough for a slow machine; what is not there by then does not come. */
const PATIENCE_MS = 12_000

/** Somebody's phone in a journey: what can be tapped, typed and read, by the names that a screen reader says. */
export class Phone {
  constructor(readonly page: Page) {}

  static async of(browser: Browser, url: string, options: PhoneOptions): Promise<Phone> {
    const page = await openPhone(browser, url, options)
    const context = page.context()
    context.setDefaultTimeout(PATIENCE_MS)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    return new Phone(page)
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
  async sees(text: string | RegExp): Promise<void> {
    await this.front.getByText(text).filter({ visible: true }).first().waitFor()
  }
  /** Waits until something is gone. */
  async misses(text: string | RegExp): Promise<void> {
    await this.front.getByText(text, exactly(text)).filter({ visible: true }).first().waitFor({ state: 'hidden' })
  }
  async reads(): Promise<string> {
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
    await this.page.evaluate((hash) => {
      location.hash = hash
    }, `#/${path}`)
  }
  /** Closes the mini-program and opens it again on the same page. */
  async reopen(): Promise<void> {
    await this.page.reload()
    await this.page.locator('wx-page').first().waitFor()
  }
  async connection(is: 'on' | 'off'): Promise<void> {
    await this.page.context().setOffline(is === 'off')
  }
  async close(): Promise<void> {
    await this.page.context().close()
  }
}

/** A name that is written out is meant as a whole. */
const exactly = (name: string | RegExp): { exact?: boolean } => (typeof name === 'string' ? { exact: true } : {})
