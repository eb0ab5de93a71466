const mostKept = 1_000

/** The last lines that functions wrote by `console.log`, oldest first: what the platform's log would show. */
export class FunctionLog {
  #lines: string[] = []

  get lines(): readonly string[] {
    return this.#lines
  }

  add(line: string): void {
    this.#lines.push(line)
    if (this.#lines.length > mostKept) this.#lines.splice(0, mostKept / 2)
  }

  clear(): void {
    this.#lines = []
  }
}
