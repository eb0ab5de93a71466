import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, openPhone, type PhoneOptions } from '../support/browser'
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

const open = async (path: string, options: Partial<PhoneOptions> = {}): Promise<void> => {
  page = await openPhone(browser, server.url, { openid: 'local-student-1', path, ...options })
}
const text = (selector: string): Promise<string> => page.locator(selector).innerText()
const tap = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).tap()
const colour = (selector: string, property = 'color'): Promise<string> =>
  page.locator(selector).evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)

describe('A page in the preview', () => {
  it('renders templates, scripts of WXS and lists as WeChat does', async () => {
    await open('pages/home/home')
    expect(await text('#words')).toBe('甲、乙 ¥12.50 有数字 无数字 数组 2026')
    expect(await text('.row')).toBe('左：右')
  })

  it('passes events of components with their detail and data set', async () => {
    await open('pages/home/home')
    await page.getByText('乙', { exact: true }).tap()
    await expect.poll(() => text('#chosen')).toBe('选了：乙@1')
  })

  it('fills named slots, runs observers and behaviours, and answers selectComponent', async () => {
    await open('pages/home/home')
    expect(await text('#before0')).toBe('前0')
    expect(await page.getByText('1次', { exact: true }).count()).toBe(2)
    await tap('问候')
    expect(await text('#said')).toBe('我是甲')
  })

  it('runs the lifetimes of components in order', async () => {
    await open('pages/home/home')
    await expect.poll(() => page.locator('#events').first().innerText()).toBe('attached show ready')
  })

  it('keeps styles of pages and components apart, and lets shared ones in', async () => {
    await open('pages/home/home')
    const box = page.locator('#first .card--box, #first [class*="box"]').first()
    expect(await box.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgba(0, 0, 0, 0)')
    expect(await box.evaluate((element) => getComputedStyle(element).borderTopWidth)).toBe('2px')
    expect(await colour('#plain')).toBe('rgb(23, 105, 59)')
    expect(await page.locator('#first #title').evaluate((e) => getComputedStyle(e).color)).not.toBe('rgb(23, 105, 59)')
  })

  it('measures rpx against the width of the phone', async () => {
    await open('pages/home/home')
    await tap('测量')
    await expect.poll(() => text('#width')).toBe('187.5')
  })

  it('feeds native and TDesign inputs into the page', async () => {
    await open('pages/form/form')
    await page.getByPlaceholder('请输入姓名').fill('张三')
    await page.getByPlaceholder('请输入手机号').fill('13800000000')
    await page.getByPlaceholder('请输入备注').fill('无')
    expect(await text('#phone')).toBe('手机号是13800000000')
    expect(await text('#note')).toBe('备注是无')
  })

  it('checks boxes, radios and switches', async () => {
    await open('pages/form/form')
    await page.getByText('午餐').tap()
    await page.getByText('党员').tap()
    await page.getByRole('switch').first().tap()
    await expect.poll(() => text('#checked')).toBe('已选早,午')
    expect(await text('#radio')).toBe('身份2')
    expect(await text('#on')).toBe('开')
  })

  it('shows dialogs, toasts and popups', async () => {
    await open('pages/form/form')
    await tap('提交')
    await page.getByText('请填写姓名').waitFor()
    await page.getByPlaceholder('请输入姓名').fill('张三')
    await tap('提交')
    await page.getByText('确认提交').waitFor()
    await tap('确定')
    await page.getByText('已提交').waitFor()
    await tap('须知')
    await comes(page.getByText('请带齐材料').waitFor())
  })

  it('chooses in pickers', async () => {
    await open('pages/form/form')
    await page.getByText('城市', { exact: true }).tap()
    await page.getByText('选择城市').waitFor()
    await page.getByText('天津').tap()
    await page.getByText('确认', { exact: true }).first().tap()
    await expect.poll(() => page.locator('text=天津').first().isVisible()).toBe(true)
    await page.getByText('日期', { exact: true }).tap()
    await page.getByText('选择日期').waitFor()
  })

  it('shows tabs, search, collapse and messages', async () => {
    await open('pages/gallery/gallery')
    await page.getByText('已同意').tap()
    await expect.poll(() => text('#tab')).toBe('当前b')
    await page.getByPlaceholder('搜索姓名').fill('李')
    await expect.poll(() => text('#word')).toBe('搜索李')
    await page.getByText('要准备什么').tap()
    await page.getByText('团员证和档案').waitFor()
    await tap('通知')
    await page.getByText('已保存').waitFor()
  })
})

describe('wx in the preview', () => {
  it('calls functions as the person who holds the phone', async () => {
    await open('pages/home/home', { openid: 'local-admin' })
    await tap('调用')
    await expect.poll(() => text('#answer')).toBe('local-admin account.me')
  })

  it('rejects with errMsg when a function cannot be reached', async () => {
    await open('pages/home/home')
    await tap('出错')
    await expect.poll(() => text('#failure')).toMatch(/^cloud\.callFunction:fail/)
  })

  it('asks by modal and action sheet, and tells what was copied', async () => {
    await open('pages/gallery/gallery')
    await tap('原生')
    const dialog = page.getByRole('dialog', { name: '原生弹窗' })
    await dialog.waitFor()
    expect(await colour('.modal .confirm')).toBe('rgb(179, 38, 30)')
    await dialog.getByRole('button', { name: '确定' }).tap()
    await page.getByRole('menuitem', { name: '第二项' }).tap()
    await page.getByRole('status').filter({ hasText: '内容已复制' }).waitFor()
  })

  it('refreshes by the control in the bar, and reaches the bottom once', async () => {
    await open('pages/home/home')
    await page.getByRole('button', { name: '下拉刷新' }).tap()
    await expect.poll(() => text('#shows')).toContain('刷新1次')
    await page.locator('#last').scrollIntoViewIfNeeded()
    await expect.poll(() => text('#shows')).toContain('到底1次')
  })

  it('shares a card with the link of the page', async () => {
    await open('pages/home/home')
    await tap('分享')
    expect(await page.getByRole('link', { name: '一起办理' }).getAttribute('href')).toBe('#/pages/form/form?from=share')
  })
})

describe('A keyboard in the preview', () => {
  it('presses the button that has the focus', async () => {
    await open('pages/home/home', { width: 1000, height: 700 })
    await page.getByRole('button', { name: '问候', exact: true }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => text('#said')).toBe('我是甲')
  })
})

describe('A mouse in the preview', () => {
  const drag = async (from: { x: number; y: number }, dx: number, dy: number): Promise<void> => {
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x + dx, from.y + dy, { steps: 8 })
    await page.mouse.up()
  }

  it('pulls a page down to refresh it', async () => {
    await open('pages/home/home', { width: 1000, height: 700 })
    await drag({ x: 800, y: 100 }, 0, 160)
    await expect.poll(() => text('#shows')).toContain('刷新1次')
  })

  it('taps, types, and drags a cell and a picker', async () => {
    await open('pages/gallery/gallery', { width: 1000, height: 900 })
    const cell = await page.getByText('向左滑动').boundingBox()
    await drag({ x: 500, y: (cell?.y ?? 0) + 5 }, -120, 0)
    await page.getByText('删除').click()
    await expect.poll(() => text('#removed')).toBe('已删除')
    await open('pages/form/form', { width: 1000, height: 900 })
    await page.getByText('城市', { exact: true }).click()
    await page.getByText('确认', { exact: true }).first().waitFor()
    // Can be pointed at: the sheet has come to rest.
    await page.getByText('天津').hover()
    const city = await page.getByText('天津').boundingBox()
    await drag({ x: (city?.x ?? 0) + 5, y: city?.y ?? 0 }, 0, -40)
    await page.getByText('确认', { exact: true }).first().click()
    await expect.poll(() => page.locator('.t-cell__note').first().innerText()).not.toBe('北京')
  })
})

describe('Navigation in the preview', () => {
  it('opens a page with its query as written, and comes back to the one before', async () => {
    await open('pages/home/home')
    await tap('去填写')
    await expect.poll(() => text('#query')).toBe('{"name":"%E5%BC%A0%20%E4%B8%89","empty":""}')
    expect(await page.getByRole('heading').innerText()).toBe('填写信息')
    await tap('提交')
    await tap('确定')
    await page.getByRole('button', { name: '返回', exact: true }).tap()
    await expect.poll(() => text('#shows')).toBe('显示2次 刷新0次 到底0次 回传张 三')
    expect(await page.getByRole('heading').innerText()).toBe('首页')
    await expect.poll(() => page.locator('#events').first().innerText()).toBe('attached show ready hide show')
  })

  it('opens a page of a subpackage, with query parameters as properties', async () => {
    await open('pages/home/home')
    await page.getByText('去办理').tap()
    await expect.poll(() => text('.list')).toBe('列表 waiting waiting')
  })

  it('opens the page that a link names, and another when the link changes', async () => {
    await open('pages/gallery/gallery')
    expect(await page.getByRole('heading').innerText()).toBe('组件')
    await page.evaluate(() => {
      location.hash = '#/pages/custom/custom'
    })
    await page.getByText('自定义导航').waitFor()
  })
})

describe('The window of the preview', () => {
  it('is dark where the system is dark', async () => {
    await open('pages/home/home', { dark: true })
    expect(await colour('wx-page')).toBe('rgb(230, 232, 235)')
    expect(await colour('#nav', 'background-color')).toBe('rgb(16, 20, 24)')
  })

  it('stands side by side from 900 px of width, with the measures of a phone', async () => {
    await open('desk/queue/queue', { width: 1100, height: 720 })
    const [list, detail] = await Promise.all(['.list', '.case'].map((selector) => page.locator(selector).boundingBox()))
    expect(list?.width).toBeCloseTo(364, 0)
    expect(detail?.x).toBeCloseTo(364, 0)
    await page.setViewportSize({ width: 1000, height: 700 })
    await expect.poll(() => text('.list')).toContain('1000')
  })

  it('makes text larger where large text is chosen', async () => {
    for (const width of [375, 1000]) {
      await open('pages/home/home', { largeText: true, width })
      expect(Number.parseFloat(await colour('wx-page', 'font-size'))).toBeCloseTo(14 * 1.3, 1)
    }
  })
})
