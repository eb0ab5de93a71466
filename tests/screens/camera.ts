import type { Browser, BrowserContext, Page } from 'playwright-core'
import { Phone } from '../support/phone'

/** The two widths of every picture: a phone, and WeChat's window on a PC. */
export type Width = 'narrow' | 'wide'
export type Scheme = 'light' | 'dark'

/** A page in one state, before it is photographed. */
export interface Shot {
  /** Who holds the phone. */
  readonly who: string
  /** The page, as WeChat writes it. */
  readonly path: string
  /** What must stand on the screen when the picture is taken. */
  readonly sees: string | RegExp
  /** What is done on the page first. */
  readonly then?: (phone: Phone) => Promise<void>
  /** Whether replies come; an answer that never comes shows the page as it loads. */
  readonly replies?: 'come' | 'lost' | 'never'
  /** A picture of what one sees at first; else it is as tall as the page, so that nothing is out of sight. */
  readonly asSeen?: boolean
}

const SIZES: { readonly [W in Width]: { width: number; height: number } } = {
  narrow: { width: 375, height: 812 },
  wide: { width: 1100, height: 800 },
}
const TALLEST = 3200
/** Every transfer has a number of its own, every code is made by chance; in pictures they are always the same. */
const REFERENCE = '241103827'

/** Photographs pages: one browser window per width, with a clock that stands still. */
export class Camera {
  readonly #windows = new Map<Width, Page>()
  #shots = 0

  constructor(
    private readonly browser: Browser,
    private readonly url: string,
    private readonly now: number,
  ) {}

  /** Opens the page, brings it into its state and takes its picture. */
  async take(shot: Shot, width: Width, scheme: Scheme): Promise<Buffer> {
    const page = await this.#window(width)
    await page.setViewportSize(SIZES[width])
    await page.emulateMedia({ colorScheme: scheme })
    const query = `openid=${encodeURIComponent(shot.who)}&replies=${shot.replies ?? 'come'}&shot=${String(++this.#shots)}`
    await page.goto(`${this.url}/phone.html?${query}#/${shot.path.replace(/^\//, '')}`)
    const phone = new Phone(page)
    await shot.then?.(phone)
    await phone.sees(shot.sees)
    await page.evaluate(stillness)
    if (shot.asSeen !== true) await this.#stretch(page, width)
    return page.screenshot({ animations: 'disabled', caret: 'hide' })
  }

  async #window(width: Width): Promise<Page> {
    const open = this.#windows.get(width)
    if (open !== undefined) return open
    const phone = width === 'narrow'
    const context = await this.browser.newContext({
      viewport: SIZES[width],
      isMobile: phone,
      hasTouch: phone,
      deviceScaleFactor: 1,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    })
    await prepare(context, this.now)
    const page = await context.newPage()
    this.#windows.set(width, page)
    return page
  }

  /** Makes the window as tall as what is scrolled in it. */
  async #stretch(page: Page, width: Width): Promise<void> {
    const size = SIZES[width]
    const more = await page.evaluate(hiddenHeight)
    if (more <= 0) return
    await page.setViewportSize({ ...size, height: Math.min(TALLEST, size.height + more) })
    await page.evaluate(stillness)
  }
}

async function prepare(context: BrowserContext, now: number): Promise<void> {
  context.setDefaultTimeout(10_000)
  await context.clock.setFixedTime(now)
  await context.addInitScript(rehearse, REFERENCE)
}

/** Runs before the page's own scripts: one reference for all, replies that can stay out, transitions without delay. */
function rehearse(reference: string): void {
  localStorage.clear()
  const replies = new URLSearchParams(location.search).get('replies')
  const state = { pending: 0, changes: 0 }
  Object.assign(globalThis, { rehearsal: state })
  const ask = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    if (typeof input !== 'string' || !input.startsWith('/functions/')) return ask(input, init)
    if (replies === 'never') return new Promise<Response>(() => undefined)
    if (replies === 'lost' || document.documentElement.dataset['replies'] === 'lost') throw new TypeError('no network')
    state.pending += 1
    try {
      const { status, headers, ...answer } = await ask(input, init).then(async (response) => ({
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      }))
      const text = answer.text
        .replace(/"reference":"\d+"/g, `"reference":"${reference}"`)
        .replace(/"whom":"\d{8,12}"/g, `"whom":"${reference}"`)
        .replace(/"code":"[^"]+","expiresAt"/g, '"code":"7K3M-Q2XF-9RTB","expiresAt"')
      return new Response(text, { status, headers })
    } finally {
      state.pending -= 1
    }
  }
  document.addEventListener('DOMContentLoaded', () => {
    const style = document.createElement('style')
    // Not zero: without a transition there is no event at its end, which closes sheets.
    style.textContent = '*, ::before, ::after { transition-duration: 1ms !important; transition-delay: 0s !important; }'
    document.head.append(style)
    new MutationObserver((records) => {
      state.changes += records.length
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
  })
}

/** Until replies are in, fonts are there and nothing has changed for a moment. */
async function stillness(): Promise<void> {
  const { rehearsal } = globalThis as unknown as { rehearsal: { pending: number; changes: number } }
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const until = performance.now() + 5000
  let seen = -1
  while (performance.now() < until && (rehearsal.pending > 0 || rehearsal.changes !== seen)) {
    seen = rehearsal.changes
    await new Promise((resolve) => setTimeout(resolve, 60))
    await frame()
    await document.fonts.ready
  }
}

function hiddenHeight(): number {
  const scrollers = document.querySelectorAll('.page-viewport:not([hidden]) .page-scroll')
  return Math.max(0, ...Array.from(scrollers, (one) => one.scrollHeight - one.clientHeight))
}
