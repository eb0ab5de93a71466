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

/** What is different from the picture that is kept, in words; empty when nothing is. */
export async function differenceFrom(name: string, picture: Buffer): Promise<string> {
  const file = path.join(KEPT, `${name}.png`)
  if (!existsSync(file)) return `There is no picture of ${name} yet: npm run pictures`
  const kept = PNG.sync.read(await readFile(file))
  const taken = PNG.sync.read(picture)
  const { width, height } = kept
  if (width !== taken.width || height !== taken.height) {
    await lay(`${name}.taken`, picture)
    return `${name} is ${String(taken.width)}×${String(taken.height)}, its picture ${String(width)}×${String(height)}`
  }
  const marked = new PNG({ width, height })
  const points = pixelmatch(kept.data, taken.data, marked.data, width, height, { threshold: 0.1 })
  if (points <= width * height * TOLERANCE) {
    await rm(path.join(DIFFERENT, `${name}.taken.png`), { force: true })
    return ''
  }
  await lay(`${name}.taken`, picture)
  await lay(`${name}.difference`, PNG.sync.write(marked))
  return `${name} differs in ${String(points)} points: see reports/screens/`
}

async function lay(name: string, picture: Buffer): Promise<void> {
  await mkdir(DIFFERENT, { recursive: true })
  await writeFile(path.join(DIFFERENT, `${name}.png`), picture)
}
