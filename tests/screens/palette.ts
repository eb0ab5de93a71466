import { crc32, deflateSync } from 'node:zlib'
import type { PNG } from 'pngjs'

/** The most colours that a PNG with a palette may have. */
const MOST = 256
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Eight bits per point, each the number of a colour. */
const INDEXED = [8, 3, 0, 0, 0]

/** So many of the most frequent colours stay what they are: they are areas. */
const AREAS = 64
/** Rarer colours nearer to another than this (the square of their distance) share its place in the palette. */
const ALIKE = 150

/**
 * A picture as a PNG with a palette: a third of the size. Frequent colours stay what they are, the others (the edges of
 * letters) take the nearest of them, which no eye sees. A rare colour that is like no other has its place too.
 */
export function withPalette({ width, height, data }: PNG): Buffer {
  const counts = new Map<number, number>()
  for (let i = 0; i < data.length; i += 4) {
    const colour = data.readUIntBE(i, 3)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const byFrequency = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour)
  const palette: number[] = []
  for (const colour of byFrequency) {
    if (palette.length === MOST) break
    if (palette.length < AREAS || palette.every((other) => distance(other, colour) >= ALIKE)) palette.push(colour)
  }
  const numbers = new Map(byFrequency.map((colour) => [colour, nearest(palette, colour)]))

  // Every row begins with its filter: none.
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + x + 1] = numbers.get(data.readUIntBE((y * width + x) * 4, 3)) ?? 0

  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set(INDEXED, 8)
  const colours = Buffer.alloc(palette.length * 3)
  palette.forEach((colour, i) => colours.writeUIntBE(colour, i * 3, 3))
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0
  let least = Infinity
  palette.forEach((candidate, i) => {
    const apart = distance(candidate, colour)
    if (apart >= least) return
    least = apart
    best = i
  })
  return best
}

/** The square of how far two colours are apart. */
function distance(one: number, other: number): number {
  return [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0)
}

function chunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
