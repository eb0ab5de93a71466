import type { Browser, Locator, Page } from 'playwright-core'
import { openPhone, type PhoneOptions } from './browser'

/** Somebody's phone in a journey: what can be tapped, typed and read, by the names that a screen reader says. */
export class Phone {
  constructor(readonly page: Page) {}

  static async of(browser: Browser, url: string, options: PhoneOptions): Promise<Phone> {
    return new Phone(await openPhone(browser, url, options))
  }

  /** The page that is in front; those behind it in the stack are out of reach, as for a thumb. */
  get front(): Locator {
    return this.page.locator('.page-viewport:not([hidden])')
  }
  async tap(name: string | RegExp): Promise<void> {
    await this.front.getByRole('button', { name }).last().click()
  }
  async choose(name: string | RegExp): Promise<void> {
    await this.front.getByRole('radio', { name }).first().click()
  }
  async tick(name: string | RegExp): Promise<void> {
    await this.front.getByRole('checkbox', { name }).first().click()
  }
  /** Types into a field; the platform's input is an element around the one that takes the keys. */
  async fill(label: string, text: string): Promise<void> {
    await this.front.getByLabel(label, { exact: true }).last().fill(text)
  }
  async sees(text: string | RegExp): Promise<void> {
    await this.front.getByText(text).filter({ visible: true }).first().waitFor()
  }
  async reads(): Promise<string> {
    return this.front.innerText()
  }
  /** Answers what the phone itself asks (`wx.showModal`, an action sheet). */
  async answer(name: string | RegExp): Promise<void> {
    await this.page.locator('#overlay').getByRole('button', { name }).click()
  }
  async open(path: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash
    }, `#/${path}`)
  }
  async close(): Promise<void> {
    await this.page.context().close()
  }
}
