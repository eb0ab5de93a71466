/** People found by a list of names that was copied from the official system. Pure. */
import type { DeskItem } from '../../../cloudfunctions/contract'
import { NAMES_PASTED } from '../../limits'
import { isOpenToDecision } from '../queue/view'
import { namesText } from '../texts/desk'
import { groupTitle, NAME_HEADING, NO_NAMES, NO_PEOPLE, tooManyNames, type PickGroup } from '../texts/pick'

const LINE = /\r\n|\r|\n/
const BETWEEN = /[\t,，、;；]+/
/** Han characters, extension areas included, with dots between. */
const HAN = /^[\u3400-\u9fff\ud840-\ud88d\udc00-\udfff·]{2,50}$/
/** Words of letters: one alone may be anything. */
const LETTERS = /^(?=.{3,50}$)[A-Za-z\u00c0-\u024f.'’-]+(?: [A-Za-z\u00c0-\u024f.'’-]+)+$/
const DOTS = /[•・‧．·]/g
/** A name as names are compared: without spaces, with one kind of dot. */
function compared(name: string): string {
  return name.replace(/\s/g, '').replace(DOTS, '·')
}

/** A name as it is looked for: as `compared`, with single spaces left between words of letters. */
function tidied(cell: string): string {
  const words = cell.trim().replace(/\s+/g, ' ')
  return LETTERS.test(words) ? words : compared(cell)
}

/** The cells that may hold names: of a table whose heading names the column that column alone, else all. */
function cellsOf(text: string): string[] {
  const lines = text.split(LINE).map((line) => line.split('\t'))
  const heading = lines.findIndex((cells) => cells.length > 1 && cells.some((cell) => compared(cell) === NAME_HEADING))
  if (heading < 0) return lines.flat()
  const column = lines[heading]?.findIndex((cell) => compared(cell) === NAME_HEADING) ?? 0
  return lines.slice(heading + 1).flatMap((cells) => (cells.length === 1 ? cells : (cells[column] ?? [])))
}

/** The names in what was pasted, each once, in their order. Numbers and headings beside them are passed over. */
export function namesIn(text: string): string[] {
  const names = cellsOf(text)
    .flatMap((cell) => cell.split(BETWEEN))
    .map(tidied)
    .filter((name) => (HAN.test(name) && !NO_PEOPLE.has(name)) || LETTERS.test(name))
  return [...new Set(names)]
}

/** What is wrong with a list; empty when it can be looked for. */
export function listFault(names: readonly string[]): string {
  if (names.length === 0) return NO_NAMES
  return names.length > NAMES_PASTED ? tooManyNames(names.length) : ''
}

/** What was found for one name. */
export interface Match {
  name: string
  items: DeskItem[]
}

/** Those who were found and bear exactly this name. */
export function matchOf(name: string, items: readonly DeskItem[]): Match {
  return { name, items: items.filter((item) => compared(item.name) === compared(name)) }
}

/** What the queue takes over: whom to show, and whom of them to choose. */
export interface Picked {
  items: DeskItem[]
  chosen: string[]
}

/** Everybody found; chosen, and first, are those who can be decided about and share their name with nobody. */
export function pickedOf(matches: readonly Match[]): Picked {
  const alone = matches.flatMap(({ items }) => {
    const open = items.filter(isOpenToDecision)
    return open.length === 1 ? open : []
  })
  const others = matches.flatMap(({ items }) => items.filter((item) => !alone.includes(item)))
  return { items: [...alone, ...others], chosen: alone.map(({ id }) => id) }
}

export interface PickResult {
  key: string
  title: string
  names: string
}

/** How it came out, each group by name: nobody is hidden behind a count. */
export function resultsOf(matches: readonly Match[]): PickResult[] {
  const group = (key: PickGroup, belongs: (match: Match) => boolean): PickResult[] => {
    const names = matches.filter(belongs).map(({ name }) => name)
    return names.length === 0 ? [] : [{ key, title: groupTitle(key, names.length), names: namesText(names) }]
  }
  const open = ({ items }: Match): number => items.filter(isOpenToDecision).length
  return [
    ...group('missing', ({ items }) => items.length === 0),
    ...group('open', (match) => open(match) === 1),
    ...group('several', (match) => open(match) > 1),
    ...group('settled', (match) => match.items.length > 0 && open(match) === 0),
  ]
}
