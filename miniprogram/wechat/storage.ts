/**
 * What this phone remembers for convenience alone, nobody's data: where its storage is full or does not answer it is as if
 * nothing had been kept, and whatever else was to be done is done.
 */

/** What was kept under this name; undefined where nothing is. */
export function recall(key: string): unknown {
  try {
    const kept: unknown = wx.getStorageSync(key)
    return kept === '' ? undefined : kept
  } catch {
    return undefined
  }
}

export function remember(key: string, value: object): void {
  attempt(() => {
    wx.setStorageSync(key, value)
  })
}

export function forget(key: string): void {
  attempt(() => {
    wx.removeStorageSync(key)
  })
}

/** Nothing of whoever leaves stays behind. */
export function forgetAll(): void {
  attempt(() => {
    wx.clearStorageSync()
  })
}

function attempt(does: () => void): void {
  try {
    does()
  } catch (error) {
    console.warn('wx storage', error instanceof Error ? error.name : typeof error)
  }
}
