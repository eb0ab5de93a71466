import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { pagesOf } from '../../cloudfunctions/build/pack-npm'
import { gallery, MAIN_STATES } from './gallery'

const kept = readdirSync(fileURLToPath(new URL('pictures/', import.meta.url)))
const chapters = Object.values(gallery).flat()
const names = chapters.flatMap((chapter) => chapter.names)
const { main, subpackages } = pagesOf(fileURLToPath(new URL('../../miniprogram/', import.meta.url)))
const pages = [...main, ...Object.values(subpackages).flat()].filter((page) => page !== 'app')

describe('The gallery', () => {
  it('has no two states of one name', () => {
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('has a picture of every state, four of the main ones, and none of anything else', () => {
    const variants = (name: string) =>
      (MAIN_STATES.has(name) ? ['narrow.light', 'narrow.dark', 'wide.light', 'wide.dark'] : ['narrow.light']).map(
        (variant) => `${name}.${variant}.png`,
      )
    expect([...kept].sort()).toEqual(names.flatMap(variants).sort())
  })

  it('has a main state of every page of app.json', () => {
    const shown = new Set(
      chapters.flatMap((chapter) => chapter.pages().filter((_page, i) => MAIN_STATES.has(chapter.names[i] ?? ''))),
    )
    expect(pages.filter((page) => !shown.has(page))).toEqual([])
    expect([...MAIN_STATES].filter((name) => !names.includes(name))).toEqual([])
  })

  it('shows every page of app.json', () => {
    const shown = new Set(chapters.flatMap(({ pages }) => pages()))
    expect(pages.filter((page) => !shown.has(page))).toEqual([])
  })
})
