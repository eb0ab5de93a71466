type Listener = (...args: unknown[]) => void

/** One end of the channel between a page and the page it opened; `far` is the other end. */
export class EventChannel {
  readonly far: EventChannel
  readonly #listeners = new Map<string, Set<Listener>>()

  constructor(far?: EventChannel) {
    this.far = far ?? new EventChannel(this)
  }

  emit(name: string, ...args: unknown[]): void {
    for (const listener of [...(this.far.#listeners.get(name) ?? [])]) listener(...args)
  }

  on(name: string, listener: Listener): void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
  }

  once(name: string, listener: Listener): void {
    const once: Listener = (...args) => {
      this.off(name, once)
      listener(...args)
    }
    this.on(name, once)
  }

  off(name: string, listener?: Listener): void {
    if (listener === undefined) this.#listeners.delete(name)
    else this.#listeners.get(name)?.delete(listener)
  }
}
