/**
 * What the student's main way asks of a person, from the first launch to 「我已申请」: League membership from a province,
 * somebody new. Counted are every activation (consents and what confirms a picker too, focusing a field not), every
 * screen, and the Han characters that can be seen on each, with those that lie folded apart.
 */
import type { Locator } from 'playwright-core'
import { zhangMei } from '../support/people'
import { Phone } from '../support/phone'
import { registerUpToCheck } from './way'

export interface CountedScreen {
  title: string
  taps: number
  characters: number
  folded: number
}

/** A phone that counts what is tapped on it, and what stood there by then. */
class CountingPhone extends Phone {
  readonly screens: CountedScreen[] = []

  override async tap(name: string | RegExp): Promise<void> {
    await this.#counts(this.button(name))
    await super.tap(name)
  }
  override async choose(name: string | RegExp): Promise<void> {
    await this.#counts(this.front.getByRole('radio', { name }).filter({ visible: true }).first())
    await super.choose(name)
  }
  override async tick(name: string | RegExp): Promise<void> {
    await this.#counts(this.front.getByRole('checkbox', { name }).filter({ visible: true }).first())
    await super.tick(name)
  }
  /** Looks at the screen once more, without a tap. */
  async look(): Promise<void> {
    await this.rests()
    await this.#seen()
  }

  async #counts(target: Locator): Promise<void> {
    await target.waitFor()
    await this.rests()
    const screen = await this.#seen()
    screen.taps += 1
  }
  /** The screen that is in front: another one where the page or its title is another. */
  async #seen(): Promise<CountedScreen> {
    const heading = this.front.getByRole('heading').filter({ visible: true })
    const title = (await heading.count()) === 0 ? '' : (await heading.first().innerText()).trim()
    const last = this.screens.at(-1)
    const screen = last?.title === title ? last : { title, taps: 0, characters: 0, folded: 0 }
    if (screen !== last) this.screens.push(screen)
    const characters = await this.#characters()
    // What is asked for may be seen only once something else was answered.
    if (characters > screen.characters) Object.assign(screen, { characters, folded: await this.#folded(characters) })
    return screen
  }
  /** Han characters that can be read there, what stands in empty fields and in the bar at the top too. */
  async #characters(): Promise<number> {
    const read = [await this.front.innerText(), await this.page.locator('#nav').innerText()]
    const hints = await this.front
      .locator('input')
      .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).placeholder))
    return [...read, ...hints].join('').match(/\p{Script=Han}/gu)?.length ?? 0
  }
  /** How many more are seen when everything folded is opened. */
  async #folded(characters: number): Promise<number> {
    const shut = this.front.locator('[aria-expanded="false"]').filter({ visible: true })
    const count = await shut.count()
    for (let left = count; left > 0; left -= 1) await shut.first().click()
    const all = await this.#characters()
    const open = this.front.locator('[aria-expanded="true"]').filter({ visible: true })
    for (let left = count; left > 0; left -= 1) await open.first().click()
    return Math.max(0, all - characters)
  }
}

/** Goes the whole way on the phone of somebody who has never been here, and says what was counted screen by screen. */
export async function countTheWay({ page }: Phone): Promise<CountedScreen[]> {
  const phone = new CountingPhone(page)
  await registerUpToCheck(phone, { ...zhangMei, joinedOn: '2018-09', memberNumber: '201800000017' })
  await phone.tap('提交加入申请')
  await phone.sees('还差一步：在北京共青团系统注册并申请加入')
  await phone.tap('复制微信公众号')
  await phone.tap('复制转入团支部')
  await phone.tap('复制组织 ID')
  await phone.tap('我已申请')
  await phone.sees('等待团支部同意')
  await phone.look()
  return phone.screens
}

/** All screens together. */
export function inAll(screens: readonly CountedScreen[]): { taps: number; characters: number; folded: number } {
  const sum = (of: (screen: CountedScreen) => number): number => screens.reduce((total, one) => total + of(one), 0)
  return {
    taps: sum(({ taps }) => taps),
    characters: sum(({ characters }) => characters),
    folded: sum(({ folded }) => folded),
  }
}
