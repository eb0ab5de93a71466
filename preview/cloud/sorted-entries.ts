/** An index entry: the ordered key and the document it leads to. */
export interface Entry {
  readonly key: string
  readonly id: string
}

const chunkSize = 512

/**
 * Entries in order of key, in chunks small enough that inserting into the middle of 100,000 moves a few hundred
 * references. Two binary searches find any place; a scan in either direction walks on from there.
 */
export class SortedEntries {
  #chunks: Entry[][] = []

  insert(entry: Entry): void {
    const at = this.#chunkFor(entry.key)
    const chunk = this.#chunks[at]
    if (chunk === undefined) {
      this.#chunks.push([entry])
      return
    }
    chunk.splice(place(chunk, entry.key), 0, entry)
    if (chunk.length > chunkSize) this.#chunks.splice(at + 1, 0, chunk.splice(chunkSize / 2))
  }

  delete(key: string): void {
    const at = this.#chunkFor(key)
    const chunk = this.#chunks[at]
    if (chunk === undefined) return
    const position = place(chunk, key)
    if (chunk[position]?.key !== key) return
    chunk.splice(position, 1)
    if (chunk.length === 0) this.#chunks.splice(at, 1)
  }

  /** Builds from entries in any order, at once. */
  fill(entries: Entry[]): void {
    entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    this.#chunks = []
    for (let i = 0; i < entries.length; i += chunkSize / 2) this.#chunks.push(entries.slice(i, i + chunkSize / 2))
  }

  /** Entries with `from <= key < to`, ascending. */
  *ascending(from: string, to: string): Generator<Entry, void> {
    for (let at = this.#chunkFor(from); at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at] ?? []
      for (let i = place(chunk, from); i < chunk.length; i++) {
        const entry = chunk[i]
        if (entry === undefined || entry.key >= to) return
        yield entry
      }
    }
  }

  /** Entries with `from <= key < to`, descending. */
  *descending(from: string, to: string): Generator<Entry, void> {
    for (let at = Math.min(this.#chunkFor(to), this.#chunks.length - 1); at >= 0; at--) {
      const chunk = this.#chunks[at] ?? []
      for (let i = place(chunk, to) - 1; i >= 0; i--) {
        const entry = chunk[i]
        if (entry === undefined || entry.key < from) return
        yield entry
      }
    }
  }

  /** The last chunk that begins at or before the key, where the key is or belongs. */
  #chunkFor(key: string): number {
    let low = 0
    let high = this.#chunks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#chunks[middle]?.[0]?.key ?? '') <= key) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }
}

/** How many entries of a chunk lie before the key. */
function place(chunk: Entry[], key: string): number {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((chunk[middle]?.key ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}
