/** How far a finger pulls before a refresh begins, and how tall the waiting area is. */
const TRIGGER = 60
const HEIGHT = 50

/** The pull-down refresh of one page: a drag from the top, or a start from code. */
export class PullDown {
  enabled = false
  readonly #area: HTMLElement
  readonly #scroller: HTMLElement
  readonly #refresh: () => void
  readonly #sign = document.createElement('div')
  #from: number | undefined
  #distance = 0
  #running = false

  constructor(area: HTMLElement, scroller: HTMLElement, refresh: () => void) {
    this.#area = area
    this.#scroller = scroller
    this.#refresh = refresh
    this.#sign.className = 'pull-down-sign'
    this.#sign.innerHTML = '<i></i><i></i><i></i>'
    scroller.addEventListener('touchstart', (event) => {
      const from = event.touches[0]?.clientY
      this.#from = this.enabled && !this.#running && scroller.scrollTop <= 0 ? from : undefined
      this.#distance = 0
    })
    scroller.addEventListener('touchmove', (event) => {
      const y = event.touches[0]?.clientY
      if (this.#from === undefined || y === undefined) return
      this.#distance = scroller.scrollTop > 0 ? 0 : Math.max(0, (y - this.#from) / 2)
      this.#draw(this.#distance)
    })
    const end = (): void => {
      if (this.#from === undefined) return
      this.#from = undefined
      if (this.#distance >= TRIGGER / 2) this.start()
      else this.#draw(0)
    }
    scroller.addEventListener('touchend', end)
    scroller.addEventListener('touchcancel', end)
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    this.#draw(HEIGHT)
    this.#refresh()
  }

  stop(): void {
    this.#running = false
    this.#draw(0)
  }

  #draw(height: number): void {
    if (height > 0) this.#area.prepend(this.#sign)
    else this.#sign.remove()
    this.#scroller.style.transform = height > 0 ? `translateY(${String(height)}px)` : ''
  }
}
