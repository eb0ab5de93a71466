import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser'
import { comes } from '../support/phone'
import { type FixtureServer, serveFixture } from './fixture-server'

let browser: Browser
let server: FixtureServer
let page: Page

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launchBrowser(), serveFixture()])
})

afterAll(async () => {
  await browser.close()
  await server.close()
})

afterEach(() => page.context().close())

const requests: string[] = []
const open = async (path = '/', viewport = { width: 1280, height: 900 }): Promise<void> => {
  const context = await browser.newContext({ viewport })
  page = await context.newPage()
  requests.length = 0
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(server.url + path)
  await phone().locator('wx-page').waitFor()
}
const phone = () => page.frameLocator('#phone')
const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

describe('The shell around the phone', () => {
  it('lets one be anybody, and starts the mini-program anew as that person', async () => {
    await open('/#/pages/gallery/gallery')
    await phone().getByText('待审核').waitFor()
    await press('＋ 新同学')
    await phone().getByRole('button', { name: '调用' }).click()
    await phone()
      .getByText(/^local-newcomer-.* account\.me$/)
      .waitFor()
    expect(await page.getByRole('button', { name: '新同学 1' }).getAttribute('aria-pressed')).toBe('true')
  })

  it('lists students as students, and says under each name what the person is good for', async () => {
    await open()
    const names = (group: string) =>
      page
        .getByRole('group', { name: group })
        .getByRole('button')
        .evaluateAll((all) => all.map((one) => one.ariaLabel))
    expect(await names('同学：党员')).toEqual(['王芳', '赵磊', '孙悦', '何静'])
    expect(await names('书记和管理员')).toEqual(['团支部书记', '党支部书记', '管理员'])
    const notes = await page.locator('#who .good-for').allInnerTexts()
    expect(notes).toHaveLength(13)
    expect(notes).not.toContain('')
  })

  it('leads through the main job in five steps, each in the right hand', async () => {
    await open('/#/pages/gallery/gallery')
    const steps = page.getByRole('list').and(page.locator('#tries')).getByRole('listitem')
    expect(await steps.count()).toBe(5)
    const holds = (name: string) => page.locator('#who').getByRole('button', { name, exact: true, pressed: true })
    await press('打开书记的工作台')
    await holds('团支部书记').waitFor()
    expect(await steps.evaluateAll((all) => all.map((one) => one.dataset['state']))).toEqual([
      'done',
      'done',
      'next',
      'later',
      'later',
    ])
    await press('再打开林一诺的手机')
    await holds('林一诺').waitFor()
  })

  it.each([
    { width: 1280, height: 800 },
    { width: 1366, height: 768 },
  ])('scales the phone to the window of $width to $height, and the wide view beside the panel', async (viewport) => {
    await open('/', viewport)
    const bottoms = async () => {
      const box = await page.locator('#frame').boundingBox()
      const panel = await page.locator('#panel').boundingBox()
      return {
        bottom: (box?.y ?? 0) + (box?.height ?? 0),
        right: (box?.x ?? 0) + (box?.width ?? 0),
        panel: panel?.x ?? 0,
      }
    }
    for (const view of ['手机 375', '宽屏']) {
      await press(view)
      const { bottom, right, panel } = await bottoms()
      expect(bottom).toBeLessThanOrEqual(viewport.height)
      expect(right).toBeLessThanOrEqual(panel)
    }
    await press('手机 375')
    // Scaled, not cut: inside it is as large as a phone.
    expect(
      await phone()
        .locator('body')
        .evaluate(() => [innerWidth, innerHeight]),
    ).toEqual([375, 812])
  })

  it('shows the clock in Beijing time, the last calls and what WeChat would have sent', async () => {
    await open()
    await page.getByText('2026-11-23 14:05').waitFor()
    expect(await page.locator('#calls tr').innerText()).toMatch(/14:04\s+member account\.me\s+✓\s+3 ms/)
    expect(await page.locator('#messages').innerText()).toContain('团支部已同意你的加入申请')
  })

  it('shows what was copied', async () => {
    await open('/#/pages/gallery/gallery')
    await phone().getByRole('button', { name: '原生' }).click()
    await phone().getByRole('button', { name: '确定' }).click()
    await phone().getByRole('menuitem', { name: '第一项' }).click()
    await comes(page.locator('#left').getByText('全国组织关系').waitFor())
  })

  it('makes the phone dark and its text large', async () => {
    await open()
    const style = (name: string) =>
      phone()
        .locator('wx-page')
        .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name)
    await press('深色')
    await expect.poll(() => style('color')).toBe('rgb(230, 232, 235)')
    await press('大字号')
    await expect.poll(() => style('font-size')).toBe('18.2px')
  })

  it('is the phone alone in a narrow window', async () => {
    await open('/', { width: 390, height: 800 })
    expect(await page.locator('#panel').isVisible()).toBe(false)
    expect(await page.locator('#phone').boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 800 })
  })

  it('asks nothing of the outside world', async () => {
    await open()
    expect(requests.filter((url) => !url.startsWith(server.url) && !url.startsWith('data:'))).toEqual([])
  })
})
