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
/** How many points of a picture may differ: none should, the rest is for machines that round otherwise. */
const TOLERANCE = 0.0002

/** Keeps a picture as the one to compare with. */
export async function keep(name: string, picture: Buffer): Promise<void> {
  await mkdir(KEPT, { recursive: true })
  await writeFile(path.join(KEPT, `${name}.png`), withPalette(PNG.sync.read(picture)))
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
    const { name, kept } = this
    if (kept === null) return `There is no picture of ${name} yet: npm run pictures`
    const { width, height } = kept
    if (width !== taken.width || height !== taken.height)
      return `${name} is ${String(taken.width)}×${String(taken.height)}, its picture ${String(width)}×${String(height)}`
    const points = pixelmatch(kept.data, taken.data, marked?.data, width, height, { threshold: 0.1 })
    return points <= width * height * TOLERANCE
      ? ''
      : `${name} differs in ${String(points)} points: see reports/screens/`
  }

  async #lay(kind: string, picture: Buffer | null): Promise<void> {
    const file = path.join(DIFFERENT, `${this.name}.${kind}.png`)
    if (picture === null) return rm(file, { force: true })
    await mkdir(DIFFERENT, { recursive: true })
    await writeFile(file, picture)
  }
}
