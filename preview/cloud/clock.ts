/** The offset that lies in `Clock.shared`, in any thread. */
export function offsetIn(shared: SharedArrayBuffer): number {
  return Number(Atomics.load(new BigInt64Array(shared), 0))
}

/** The local clock: the real one and an offset, so that it runs on from wherever it is set. */
export class Clock {
  /** The offset in milliseconds, as a whole number of 64 bits, for threads that read the clock by themselves. */
  readonly shared = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)

  /** `keep` makes an offset outlive a restart. */
  constructor(
    offsetMs: number,
    private readonly keep: (offsetMs: number) => void,
  ) {
    this.#put(offsetMs)
  }

  get offsetMs(): number {
    return offsetIn(this.shared)
  }

  now(): number {
    return Date.now() + this.offsetMs
  }

  advance(ms: number): void {
    this.#move(this.offsetMs + ms)
  }

  set(instant: number): void {
    this.#move(instant - Date.now())
  }

  toRealTime(): void {
    this.#move(0)
  }

  #move(offsetMs: number): void {
    this.#put(offsetMs)
    this.keep(offsetMs)
  }

  #put(offsetMs: number): void {
    Atomics.store(new BigInt64Array(this.shared), 0, BigInt(offsetMs))
  }
}

const duration = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/

/** Milliseconds of an ISO 8601 duration; `null` for months and years, whose length is not fixed, and for nonsense. */
export function parseDuration(text: string): number | null {
  const parts = duration.exec(text)
  if (parts === null) return null
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0))
  const total = (((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)
  return Math.round(total * 60_000 + (seconds ?? 0) * 1000)
}

const instant = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/

/** Milliseconds of an ISO 8601 instant with its zone; `null` for anything else, 30 February included. */
export function parseInstant(text: string): number | null {
  const day = instant.exec(text)?.[1]
  const at = Date.parse(text)
  if (day === undefined || Number.isNaN(at)) return null
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? at : null
}

/** Where a clock may stand: years that every screen can show. */
export function isReasonable(at: number): boolean {
  return at >= Date.UTC(2000, 0, 1) && at < Date.UTC(2100, 0, 1)
}
