/** One request that the database answered. */
export interface RequestRecord {
  action: string
  collection: string | null
  documentsRead: number
  /** Milliseconds on the monotonic clock. Requests whose times overlap were made in one round. */
  startedAt: number
  endedAt: number
}

const mostKept = 10_000

/** What the database was asked, for tests and the bench that hold operations to their number of requests. */
export class Metrics {
  #requests: RequestRecord[] = []

  get requests(): readonly RequestRecord[] {
    return this.#requests
  }

  get documentsRead(): number {
    return this.#requests.reduce((sum, { documentsRead }) => sum + documentsRead, 0)
  }

  /** How many rounds the requests were made in. */
  get rounds(): number {
    let rounds = 0
    let until = -1
    for (const { startedAt, endedAt } of [...this.#requests].sort((a, b) => a.startedAt - b.startedAt)) {
      if (startedAt >= until) rounds += 1
      until = Math.max(until, endedAt)
    }
    return rounds
  }

  record(request: RequestRecord): void {
    this.#requests.push(request)
    if (this.#requests.length > mostKept) this.#requests.splice(0, mostKept / 2)
  }

  reset(): void {
    this.#requests = []
  }
}
