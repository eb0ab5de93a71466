/** Lets many in at once, or one alone: a reset waits for the calls under way and keeps new ones waiting. */
export class Gate {
  #inside = 0
  #closed: Promise<void> | null = null
  #whenEmpty: (() => void) | null = null

  async enter<T>(act: () => Promise<T>): Promise<T> {
    while (this.#closed !== null) await this.#closed
    this.#inside++
    try {
      return await act()
    } finally {
      this.#inside--
      if (this.#inside === 0) this.#whenEmpty?.()
    }
  }

  async alone<T>(act: () => Promise<T>): Promise<T> {
    while (this.#closed !== null) await this.#closed
    let open = (): void => undefined
    this.#closed = new Promise((resolve) => {
      open = resolve
    })
    try {
      if (this.#inside > 0) {
        await new Promise<void>((resolve) => {
          this.#whenEmpty = resolve
        })
      }
      return await act()
    } finally {
      this.#whenEmpty = null
      this.#closed = null
      open()
    }
  }
}
