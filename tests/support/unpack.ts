import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'

const BLOCK = 512
const decompress = promisify(brotliDecompress)

/** Unpacks one Brotli file. */
export async function unpackFile(archive: string, target: string, mode: number): Promise<void> {
  await writeFile(target, await decompress(await readFile(archive)), { mode })
}

/** Unpacks the plain files of a Brotli-compressed tar into a folder. Archives from npm packages only: names are trusted. */
export async function unpackTar(archive: string, target: string): Promise<void> {
  const tar = await decompress(await readFile(archive))
  let at = 0
  while (at + BLOCK <= tar.length) {
    const header = tar.subarray(at, at + BLOCK)
    const field = (from: number, length: number): string =>
      header
        .subarray(from, from + length)
        .toString('utf8')
        .replace(/\0[\s\S]*$/, '')
    const name = field(0, 100)
    if (name === '') break
    const size = Number.parseInt(field(124, 12).trim(), 8) || 0
    const kind = field(156, 1)
    if (kind === '' || kind === '0') {
      const file = path.join(target, name)
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(file, tar.subarray(at + BLOCK, at + BLOCK + size))
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
}
