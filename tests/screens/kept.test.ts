import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { gallery } from './gallery'

/** Whole pictures: several widths and schemes are of one state. */
const kept = new Set(
  readdirSync(fileURLToPath(new URL('pictures/', import.meta.url))).map((file) => file.split('.')[0] ?? ''),
)
const names = Object.values(gallery).flatMap((room) => room.flatMap((chapter) => chapter.names))

describe('The gallery', () => {
  it('has no two states of one name', () => {
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('has a picture of every state, and none of anything else', () => {
    expect([...kept].sort()).toEqual([...names].sort())
  })
})
