import type { ComponentConfig } from '../manifest'
import type { Address } from './address'
import { windowConfig } from './current'
import { createPageRoot, type Instance, type PageRoot } from './engine'
import type { EventChannel } from './event-channel'
import type { ScrollTarget, ShownPage } from './navigation'
import { PullDown } from './pull-down'

const REACH_BOTTOM_DISTANCE = 50

/** One page of the stack: its tree, its own viewport and scroller, and the lifetimes WeChat gives it. */
export class OpenPage implements ShownPage {
  readonly area = document.createElement('div')
  readonly scroller = document.createElement('div')
  readonly instance: Instance
  /** The opener's end of the channel to this page, where `navigateTo` opened it. */
  opener: EventChannel | undefined
  readonly pullDown: PullDown
  title: string | undefined
  leaveQuestion: string | undefined
  readonly #root: PageRoot
  #atBottom = false
  #ready = false

  constructor(
    readonly address: Address,
    layer: HTMLElement,
  ) {
    const { path, query, url } = address
    const placeholder = document.createElement('div')
    this.area.className = 'page-viewport'
    this.scroller.className = 'page-scroll'
    this.scroller.append(placeholder)
    this.area.append(this.scroller)
    layer.append(this.area)
    this.repaint()
    this.#root = createPageRoot(url)
    this.instance = this.#root.get()
    this.#root.getComponent().$$?.setAttribute('data-path', path)
    Object.assign(this.instance, {
      route: path,
      options: query,
      getPageId: () => path,
      // Empty where no page opened this one, as in WeChat.
      getOpenerEventChannel: () => this.opener?.far ?? {},
    })
    this.pullDown = new PullDown(this.area, this.scroller, () => {
      this.call('onPullDownRefresh')
    })
    this.scroller.addEventListener('scroll', () => {
      this.#scrolled()
    })
    this.#root.attach(this.scroller, placeholder)
  }

  get config(): ComponentConfig {
    return windowConfig(this.address.path)
  }

  /** Applies window settings again, when the theme changes. */
  repaint(): void {
    const { navigationStyle, backgroundColor } = this.config
    this.area.classList.toggle('custom-nav', navigationStyle === 'custom')
    this.area.style.backgroundColor = backgroundColor ?? ''
  }

  /** Calls one of the page's own functions, where it has it. */
  call(name: string, ...args: unknown[]): unknown {
    const method = this.instance[name]
    return typeof method === 'function' ? (method.apply(this.instance, args) as unknown) : undefined
  }

  load(): void {
    this.call('onLoad', { ...this.address.query })
  }

  show(): void {
    this.area.hidden = false
    this.pullDown.enabled = this.config.enablePullDownRefresh === true
    this.call('onShow')
    this.#root.getComponent().triggerPageLifetime('show', [])
    if (this.#ready) return
    this.#ready = true
    // After the components' own `ready`, which waits one turn as well.
    setTimeout(() => {
      setTimeout(() => this.call('onReady'), 0)
    }, 0)
  }

  hide(): void {
    this.call('onHide')
    this.#root.getComponent().triggerPageLifetime('hide', [])
    this.area.hidden = true
  }

  close(): void {
    this.call('onUnload')
    this.#root.release()
    this.area.remove()
  }

  resized(size: { windowWidth: number; windowHeight: number }): void {
    this.call('onResize', { size })
    this.#root.getComponent().triggerPageLifetime('resize', [{ size }])
  }

  scrollTo({ scrollTop, selector, duration = 300 }: ScrollTarget): void {
    const { scroller } = this
    const target = selector === undefined ? null : scroller.querySelector(selector)
    const top = target === null ? scrollTop : target.getBoundingClientRect().top + scroller.scrollTop
    scroller.scrollTo({ top: top ?? 0, behavior: duration > 0 ? 'smooth' : 'instant' })
  }

  #scrolled(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller
    this.call('onPageScroll', { scrollTop })
    const distance = this.config.onReachBottomDistance ?? REACH_BOTTOM_DISTANCE
    const atBottom = scrollTop + clientHeight >= scrollHeight - distance
    // Once per arrival: a list that grows leaves the bottom and may reach it again.
    if (atBottom && !this.#atBottom) this.call('onReachBottom')
    this.#atBottom = atBottom
  }
}
