import { actionSheet, showModal } from './dialogs'
import type { Navigation, ShownPage } from './navigation'
import { share } from './share'

/** The bar above a page: back, title, refresh where the page can be pulled down, and the menu. */
export class Chrome {
  readonly #bar = document.getElementById('nav') ?? document.createElement('div')
  readonly #back = barButton('back', '返回')
  readonly #home = barButton('home', '回到首页')
  readonly #refresh = barButton('refresh', '下拉刷新')
  readonly #menu = barButton('menu', '更多')
  readonly #title = document.createElement('h1')
  readonly #router: Navigation

  constructor(router: Navigation) {
    this.#router = router
    this.#bar.append(this.#back, this.#home, this.#title, this.#refresh, this.#menu)
    this.#back.addEventListener('click', () => {
      void this.#leave(() => {
        router.navigateBack()
      })
    })
    this.#home.addEventListener('click', () => {
      void this.#leave(() => {
        router.goHome()
      })
    })
    this.#refresh.addEventListener('click', () => router.top()?.pullDown.start())
    this.#menu.addEventListener('click', () => void this.#openMenu())
  }

  paint(page: ShownPage, canGoBack: boolean): void {
    const { navigationBarTitleText = '', navigationStyle, ...config } = page.config
    this.title(page.title ?? navigationBarTitleText)
    this.#bar.classList.toggle('custom', navigationStyle === 'custom')
    this.#bar.style.backgroundColor = config.navigationBarBackgroundColor ?? ''
    this.#bar.style.color = config.navigationBarTextStyle === 'white' ? '#fff' : '#000'
    this.#back.hidden = !canGoBack || navigationStyle === 'custom'
    this.#home.hidden = canGoBack || navigationStyle === 'custom' || this.#router.isHome()
    this.#refresh.hidden = config.enablePullDownRefresh !== true
  }

  title(text: string): void {
    this.#title.textContent = text
    document.title = text
  }

  /** Leaves the page by hand; asked first where the page wants it (`wx.enableAlertBeforeUnload`). */
  async #leave(go: () => void): Promise<void> {
    const question = this.#router.top()?.leaveQuestion
    if (question !== undefined && !(await showModal({ title: '提示', content: question })).confirm) return
    go()
  }

  async #openMenu(): Promise<void> {
    const page = this.#router.top()
    if (page === undefined) return
    const chosen = await actionSheet(['转发给朋友', '重新进入小程序'])
    if (chosen === 0) await share(page, { from: 'menu' })
    if (chosen === 1) location.reload()
  }
}

function barButton(kind: string, label: string): HTMLButtonElement {
  const button = document.createElement('button')
  button.className = `bar-${kind}`
  button.setAttribute('aria-label', label)
  return button
}
