import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { pagesOf } from '../../cloudfunctions/build/pack-npm'
import { gallery } from './gallery'

/** Whole pictures: several widths and schemes are of one state. */
const kept = new Set(
  readdirSync(fileURLToPath(new URL('pictures/', import.meta.url))).map((file) => file.split('.')[0] ?? ''),
)
const chapters = Object.values(gallery).flat()
const names = chapters.flatMap((chapter) => chapter.names)
const MINI_PROGRAM = fileURLToPath(new URL('../../miniprogram/', import.meta.url))

describe('The gallery', () => {
  it('has no two states of one name', () => {
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('has a picture of every state, and none of anything else', () => {
    expect([...kept].sort()).toEqual([...names].sort())
  })

  it('shows every page of app.json', () => {
    const { main, subpackages } = pagesOf(MINI_PROGRAM)
    const shown = new Set(chapters.flatMap(({ pages }) => pages()))
    const pages = [...main, ...Object.values(subpackages).flat()].filter((page) => page !== 'app')
    expect(pages.filter((page) => !shown.has(page))).toEqual([])
  })
})
