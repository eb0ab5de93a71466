import { type Address, parseAddress } from './address'
import { Chrome } from './chrome'
import { running } from './current'
import type { Instance } from './engine'
import { EventChannel } from './event-channel'
import type { ChannelEvents, Navigation, Target } from './navigation'
import { OpenPage } from './page'

const MAX_PAGES = 10

/** The page stack with WeChat's rules, mirrored in the address behind `#` so that a page can be linked to. */
export class Router implements Navigation {
  readonly chrome: Chrome = new Chrome(this)
  readonly #stack: OpenPage[] = []

  constructor() {
    addEventListener('hashchange', () => {
      const url = location.hash.replace(/^#\/?/, '')
      if (url !== '' && url !== this.top()?.address.url) this.reLaunch({ url: `/${url}` })
    })
    addEventListener('resize', () => {
      const top = this.top()
      if (top === undefined) return
      top.resized({ windowWidth: top.area.clientWidth, windowHeight: top.area.clientHeight })
    })
  }

  pages(): Instance[] {
    return this.#stack.map((page) => page.instance)
  }

  top(): OpenPage | undefined {
    return this.#stack.at(-1)
  }

  /** Opens the first page. */
  open(url: string): void {
    this.#show(this.#push(url))
  }

  navigateTo({ url, events = {} }: Target & { events?: ChannelEvents }): {
    eventChannel: EventChannel
  } {
    this.#parse(url)
    if (this.#stack.length >= MAX_PAGES) throw new Error('webview count limit exceed')
    this.top()?.hide()
    const eventChannel = new EventChannel()
    for (const [name, listener] of Object.entries(events)) eventChannel.on(name, listener)
    this.#show(this.#push(url, eventChannel))
    return { eventChannel }
  }

  redirectTo({ url }: Target): void {
    this.#parse(url)
    this.#stack.pop()?.close()
    this.#show(this.#push(url))
  }

  reLaunch({ url }: Target): void {
    this.#parse(url)
    for (const page of this.#stack.splice(0).reverse()) page.close()
    this.#show(this.#push(url))
  }

  navigateBack({ delta = 1 }: { delta?: number } = {}): void {
    const count = Math.min(delta, this.#stack.length - 1)
    if (count <= 0) throw new Error('cannot navigate back at first page.')
    for (const page of this.#stack.splice(-count).reverse()) page.close()
    const top = this.top()
    if (top !== undefined) this.#show(top)
  }

  isHome(): boolean {
    return this.top()?.address.path === running().manifest.pages[0]
  }

  goHome(): void {
    this.reLaunch({ url: `/${running().manifest.pages[0] ?? ''}` })
  }

  /** Draws navigation bar and backgrounds anew after the theme changed. */
  repaint(): void {
    for (const page of this.#stack) page.repaint()
    const top = this.top()
    if (top !== undefined) this.chrome.paint(top, this.#stack.length > 1)
  }

  #parse(written: string): Address {
    const address = parseAddress(written, this.top()?.address.path)
    if (!running().manifest.pages.includes(address.path)) throw new Error(`page "${address.path}" is not found`)
    return address
  }

  #push(written: string, opener?: EventChannel): OpenPage {
    const page = new OpenPage(this.#parse(written), document.getElementById('pages') ?? document.body)
    this.#stack.push(page)
    page.opener = opener
    page.load()
    return page
  }

  #show(page: OpenPage): void {
    // A page that navigated on while it loaded is no longer the top and stays hidden.
    if (page !== this.top()) return
    history.replaceState(null, '', `#/${page.address.url}`)
    this.chrome.paint(page, this.#stack.length > 1)
    page.show()
  }
}
