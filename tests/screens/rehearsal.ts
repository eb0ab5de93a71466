/** What runs inside a photographed page: it stands on its own, for it is sent there as text. */

/** What the page is told before a picture. */
export interface Scene {
  /** Who holds the phone. */
  readonly who: string
  /** The page, as WeChat writes it. */
  readonly path: string
  /** Whether replies come; an answer that never comes shows the page as it loads, a broken one is of a fault of ours. */
  readonly replies: 'come' | 'lost' | 'never' | 'broken'
  readonly largeText: boolean
}

/** How a page differs from one that somebody uses: milliseconds since 1970, and what chance would make. */
export interface Setting {
  readonly now: number
  readonly reference: string
  readonly code: string
  readonly trace: string
}

interface Rehearsal {
  scene: Scene
  /** Replies on their way. */
  pending: number
  /** Short timers that run. */
  readonly timers: Set<number>
  changes: number
}
declare global {
  var rehearsal: Rehearsal
}

/**
 * Runs before the page's own scripts: the clock stands still, so that what would happen a second later or more never
 * happens; made-up numbers and codes are always the same; transitions take no time.
 */
export function rehearse({ now, reference, code, trace }: Setting): void {
  const nothing: Scene = { who: '', path: '', replies: 'never', largeText: false }
  const stage: Rehearsal = { scene: nothing, pending: 0, timers: new Set(), changes: 0 }
  globalThis.rehearsal = stage

  const RealDate = Date
  globalThis.Date = new Proxy(RealDate, {
    construct: (date, given: unknown[]) => Reflect.construct(date, given.length === 0 ? [now] : given) as Date,
    get: (date, name) => (name === 'now' ? () => now : (Reflect.get(date, name) as unknown)),
  })

  const LATER_MS = 1000
  const HASTE = 8
  const start = globalThis.setTimeout
  const stop = globalThis.clearTimeout
  const startTimer = (work: (...given: unknown[]) => void, delay = 0, ...given: unknown[]): number => {
    if (delay >= LATER_MS) return 0
    const timer = Number(
      start(() => {
        stage.timers.delete(timer)
        work(...given)
      }, delay / HASTE),
    )
    stage.timers.add(timer)
    return timer
  }
  const stopTimer = (timer?: number): void => {
    stage.timers.delete(timer ?? 0)
    stop(timer)
  }
  Object.assign(globalThis, { setTimeout: startTimer, clearTimeout: stopTimer })

  const ask = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    if (typeof input !== 'string' || !input.startsWith('/functions/')) return ask(input, init)
    const { who, replies } = stage.scene
    if (replies === 'never') return new Promise<Response>(() => undefined)
    if (replies === 'lost') throw new TypeError('no network')
    if (replies === 'broken')
      return Response.json({ ok: false, error: { code: 'INTERNAL', detail: { traceId: trace } } })
    stage.pending += 1
    try {
      const headers = new Headers(init?.headers)
      headers.set('x-local-openid', who)
      const answer = await ask(input, { ...init, headers })
      const text = (await answer.text())
        .replace(/"reference":"\d+"/g, `"reference":"${reference}"`)
        .replace(/"whom":"\d{8,12}/g, `"whom":"${reference}`)
        .replace(/"code":"[^"]+","expiresAt"/g, `"code":"${code}","expiresAt"`)
      return new Response(text, { status: answer.status, headers: answer.headers })
    } finally {
      stage.pending -= 1
    }
  }

  document.addEventListener('DOMContentLoaded', () => {
    const style = document.createElement('style')
    // Not zero: without a transition there is no event at its end, which closes sheets.
    style.textContent = '*, ::before, ::after { transition-duration: 1ms !important; transition-delay: 0s !important; }'
    document.head.append(style)
    new MutationObserver((records) => {
      stage.changes += records.length
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
    document.addEventListener('scroll', () => (stage.changes += 1), { capture: true, passive: true })
  })
}

/** Opens a page as somebody who has never been here on this phone. */
export async function enter(scene: Scene): Promise<void> {
  const { rehearsal } = globalThis
  // Pages save as they are left: that must not reach the next person's account.
  rehearsal.scene = { ...rehearsal.scene, replies: 'lost' }
  await wx.reLaunch({ url: '/pages/home/home' })
  rehearsal.scene = scene
  localStorage.clear()
  document.getElementById('overlay')?.replaceChildren()
  const text = scene.largeText ? 'large' : ''
  sessionStorage.setItem('preview:text', text)
  document.documentElement.dataset['text'] = text
  await wx.reLaunch({ url: `/${scene.path}` })
}

/** From here on replies are on their way and do not arrive. */
export function holdReplies(): void {
  globalThis.rehearsal.scene = { ...globalThis.rehearsal.scene, replies: 'never' }
}

/** From here on no reply comes. */
export function loseConnection(): void {
  globalThis.rehearsal.scene = { ...globalThis.rehearsal.scene, replies: 'lost' }
}

/**
 * Waits until replies are in, timers have run, letters are there, nothing slides or fades, and two frames have passed
 * without a change; false when that never comes.
 */
export async function still(): Promise<boolean> {
  const { rehearsal } = globalThis
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const moving = ({ playState, effect }: Animation) =>
    playState === 'running' && effect?.getComputedTiming().endTime !== Infinity
  const until = performance.now() + 20_000
  let quiet = 0
  while (quiet < 2 && performance.now() < until) {
    const seen = rehearsal.changes
    await document.fonts.ready
    await frame()
    const busy =
      rehearsal.pending > 0 ||
      rehearsal.timers.size > 0 ||
      rehearsal.changes !== seen ||
      document.getAnimations().some(moving)
    quiet = busy ? 0 : quiet + 1
  }
  return quiet >= 2
}

/**
 * Lays what came to rest between two points onto whole ones, and has it drawn anew: a layer keeps the letters as they
 * were drawn on the way, so they would differ by chance. A dialog in the middle of an odd height is such a one.
 */
export async function straighten(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const off = (length: number) => `${String(Math.round(length) - length)}px`
  for (const element of document.querySelectorAll<HTMLElement>('.page-viewport:not([hidden]) *')) {
    if (getComputedStyle(element).transform === 'none') continue
    const { x, y } = element.getBoundingClientRect()
    if (x % 1 === 0 && y % 1 === 0) continue
    const { style } = element
    const { display } = style
    style.display = 'none'
    await frame()
    await frame()
    style.translate = `${off(x)} ${off(y)}`
    style.display = display
  }
  await frame()
}

/** How much of the page lies out of sight, in CSS pixels. */
export function hiddenHeight(): number {
  const scrollers = document.querySelectorAll('.page-viewport:not([hidden]) .page-scroll')
  return Math.max(0, ...Array.from(scrollers, (one) => one.scrollHeight - one.clientHeight))
}
