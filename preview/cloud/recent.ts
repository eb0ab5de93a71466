/** The last of something, oldest first; what came before is forgotten. */
export class Recent<Entry> {
  #entries: Entry[] = []

  /** `most`: so many are kept. */
  constructor(private readonly most: number) {}

  get entries(): readonly Entry[] {
    return this.#entries
  }

  add(entry: Entry): void {
    this.#entries.push(entry)
    if (this.#entries.length > this.most) this.#entries.shift()
  }

  clear(): void {
    this.#entries = []
  }
}
