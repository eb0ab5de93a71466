/** One call of a function, as the preview's panel shows it: who and how it went, never what was said. */
export interface CallRecord {
  at: string
  fn: string
  op: string
  /** `ok` or the failure's code. */
  code: string
  ms: number
  openid: string | null
}

const mostKept = 50

/** The last calls, oldest first. */
export class CallLog {
  #calls: CallRecord[] = []

  get calls(): readonly CallRecord[] {
    return this.#calls
  }

  add(call: CallRecord): void {
    this.#calls.push(call)
    if (this.#calls.length > mostKept) this.#calls.shift()
  }

  clear(): void {
    this.#calls = []
  }
}
