import { readFileSync } from 'node:fs'
import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { differenceBetween } from './pictures'

const kept = (file: string): PNG => PNG.sync.read(readFileSync(new URL(`pictures/${file}.png`, import.meta.url)))

/** The picture with one colour moved by so much in one of its parts (0 red, 1 green, 2 blue). */
function shifted(picture: PNG, colour: number, part: number, by: number): PNG {
  const other = new PNG({ width: picture.width, height: picture.height })
  picture.data.copy(other.data)
  for (let i = 0; i < other.data.length; i += 4) {
    if (other.data.readUIntBE(i, 3) !== colour) continue
    const at = i + part
    other.data[at] = (other.data[at] ?? 0) + ((other.data[at] ?? 0) + by > 255 ? -by : by)
  }
  return other
}

describe('The comparison of pictures', () => {
  const INK_BLUE = 0x1f4fa3
  const RED = 0xb3261e

  it('finds a picture like itself', () => {
    expect(differenceBetween(kept('home-waiting.narrow.light'), kept('home-waiting.narrow.light'))).toBe('')
  })

  it.each([
    ['red', 0],
    ['green', 1],
    ['blue', 2],
  ])('sees a shift of 16 in the %s of what can be tapped', (_name, part) => {
    const picture = kept('home-waiting.narrow.light')
    expect(differenceBetween(picture, shifted(picture, INK_BLUE, part, 16))).toMatch(/differs in/u)
  })

  it('sees a shift of 16 in the colour of errors', () => {
    const picture = kept('register-person-errors.narrow.light')
    expect(differenceBetween(picture, shifted(picture, RED, 1, 16))).toMatch(/differs in/u)
  })

  it('says where two pictures differ', () => {
    const picture = kept('home-waiting.narrow.light')
    const other = new PNG({ width: picture.width, height: picture.height })
    picture.data.copy(other.data)
    for (let y = 20; y <= 39; y++) other.data.fill(0, (y * picture.width + 10) * 4, (y * picture.width + 60) * 4)
    expect(differenceBetween(picture, other)).toMatch(/ from 10,20 to 59,39$/u)
  })

  it('sees another size', () => {
    const { width, height } = kept('home-waiting.narrow.light')
    expect(differenceBetween(kept('home-waiting.narrow.light'), new PNG({ width, height: height + 1 }))).toMatch(
      /^is /u,
    )
  })
})
