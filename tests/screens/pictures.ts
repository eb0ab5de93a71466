import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { withPalette } from './palette'

const KEPT = fileURLToPath(new URL('pictures/', import.meta.url))
/** What differs is laid here to be looked at. */
const DIFFERENT = fileURLToPath(new URL('../../reports/screens/', import.meta.url))
/** What is made to be looked at alone. */
const MADE = fileURLToPath(new URL('../../reports/pictures/', import.meta.url))
/** How many points of a picture may differ: none should, the rest is for machines that round otherwise. */
const TOLERANCE = 0.0002

/** So many of a picture's most frequent colours are compared exactly: areas, and the strokes of letters. */
const EXACT = 48

/** Keeps a picture as the one to compare with, or lays it where it is looked at alone. */
export async function keep(name: string, picture: Buffer, compared: boolean): Promise<void> {
  const folder = compared ? KEPT : MADE
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, `${name}.png`), withPalette(PNG.sync.read(picture)))
}

/** How a picture differs from the kept one, in words; empty when it does not. */
export function differenceBetween(kept: PNG, taken: PNG, marked?: PNG): string {
  const { width, height } = kept
  if (width !== taken.width || height !== taken.height)
    return `is ${String(taken.width)}×${String(taken.height)}, its picture ${String(width)}×${String(height)}`
  const edges = pixelmatch(kept.data, taken.data, marked?.data, width, height, { threshold: 0.1 })
  const areas = differentAreas(kept, taken)
  const most = width * height * TOLERANCE
  return edges <= most && areas <= most
    ? ''
    : `differs in ${String(edges)} points, and in ${String(areas)} of its areas, ${placeOf(kept, taken)}`
}

/** Farther than the palette moves a colour. */
const FAR = 32

/** Where two pictures of one size differ: what a run says whose pictures nobody can look at. */
function placeOf(kept: PNG, taken: PNG): string {
  let [left, top, right, bottom] = [taken.width, taken.height, 0, 0]
  for (let i = 0; i < taken.data.length; i += 4) {
    const far = [i, i + 1, i + 2].some((at) => Math.abs((kept.data[at] ?? 0) - (taken.data[at] ?? 0)) > FAR)
    if (!far) continue
    const [x, y] = [(i / 4) % taken.width, Math.floor(i / 4 / taken.width)]
    ;[left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)]
  }
  return `from ${String(left)},${String(top)} to ${String(right)},${String(bottom)}`
}

/** The picture that is kept of a state. */
export class Kept {
  private constructor(
    private readonly name: string,
    private readonly kept: PNG | null,
  ) {}

  static async of(name: string): Promise<Kept> {
    const file = path.join(KEPT, `${name}.png`)
    return new Kept(name, existsSync(file) ? PNG.sync.read(await readFile(file)) : null)
  }

  looksLike(picture: Buffer): boolean {
    return this.#difference(PNG.sync.read(picture)) === ''
  }

  /** What is different, in words; empty when nothing is. Both pictures are laid aside to be looked at. */
  async differenceFrom(picture: Buffer): Promise<string> {
    const taken = PNG.sync.read(picture)
    const { width, height } = taken
    const marked = new PNG({ width, height })
    const difference = this.#difference(taken, marked)
    for (const [kind, made] of [
      ['taken', picture],
      ['difference', PNG.sync.write(marked)],
    ] as const)
      await this.#lay(kind, difference === '' ? null : made)
    return difference
  }

  #difference(taken: PNG, marked?: PNG): string {
    if (this.kept === null) return `There is no picture of ${this.name} yet: npm run pictures`
    const difference = differenceBetween(this.kept, taken, marked)
    return difference === '' ? '' : `${this.name} ${difference}: see reports/screens/`
  }

  async #lay(kind: string, picture: Buffer | null): Promise<void> {
    const file = path.join(DIFFERENT, `${this.name}.${kind}.png`)
    if (picture === null) return rm(file, { force: true })
    await mkdir(DIFFERENT, { recursive: true })
    await writeFile(file, picture)
  }
}

/**
 * How many points of the most frequent colours have another colour than the kept picture. Those the palette keeps as they
 * are, so that here a slight shift of a colour is seen; at the edges of letters, which it does not, it may be larger.
 */
function differentAreas(kept: PNG, taken: PNG): number {
  const counts = new Map<number, number>()
  for (let i = 0; i < taken.data.length; i += 4) {
    const colour = taken.data.readUIntBE(i, 3)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const frequent = new Set(
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, EXACT)
      .map(([colour]) => colour),
  )
  let different = 0
  for (let i = 0; i < taken.data.length; i += 4) {
    const colour = taken.data.readUIntBE(i, 3)
    if (frequent.has(colour) && kept.data.readUIntBE(i, 3) !== colour) different += 1
  }
  return different
}
