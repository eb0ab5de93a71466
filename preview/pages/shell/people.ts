import type { SeededPerson } from '../../seed/people'
import { byId, fill, make, makeButton } from './dom'
import { choose, chosen, restart } from './phone-frame'

const NEWCOMERS = 'preview:newcomers'

/** Those who were made up here; the next visit finds them again. */
const newcomers = (): SeededPerson[] => JSON.parse(localStorage.getItem(NEWCOMERS) ?? '[]') as SeededPerson[]

/** Those whom the local cloud knows from the start. */
let seeded: readonly SeededPerson[] = []

/** Shows who can hold the phone; a choice starts the mini-program anew as that person. */
export async function showPeople(): Promise<void> {
  seeded = (await (await fetch('/preview/people.json')).json()) as SeededPerson[]
  if (chosen('openid') === '') choose('openid', seeded[0]?.openid ?? '')
  draw()
}

/** Gives the phone to somebody, at the first page or at the one named. */
export function become(openid: string, page = ''): void {
  choose('openid', openid)
  restart(page)
  draw()
}

/** What somebody is called here. */
export const nameOf = (openid: string): string =>
  [...seeded, ...newcomers()].find((person) => person.openid === openid)?.label ?? openid

function draw(): void {
  const of = (group: SeededPerson['group']): SeededPerson[] => seeded.filter((person) => person.group === group)
  const group = (title: string, people: readonly SeededPerson[], more: readonly HTMLElement[] = []): HTMLElement => {
    const fieldset = make('fieldset')
    const list = make('div', '', 'people')
    list.append(...people.map((person) => personButton(person)), ...more)
    fieldset.append(make('legend', title), list)
    return fieldset
  }
  const meet = makeButton('＋ 新同学', () => {
    const known = newcomers()
    const openid = `local-newcomer-${crypto.randomUUID().slice(0, 8)}`
    const label = `新同学 ${String(known.length + 1)}`
    const person: SeededPerson = { openid, label, note: '没有登记过：从头走一遍', group: 'league' }
    localStorage.setItem(NEWCOMERS, JSON.stringify([...known, person]))
    become(openid)
  })
  fill(byId('who'), [
    group('同学：团员', [...of('league'), ...newcomers()], [meet]),
    group('同学：党员', of('party')),
    group('书记和管理员', of('desk')),
  ])
}

function personButton(person: SeededPerson): HTMLElement {
  const button = makeButton('', () => {
    become(person.openid)
  })
  button.append(make('span', person.label, 'person'), make('span', person.note, 'good-for'))
  button.setAttribute('aria-label', person.label)
  button.setAttribute('aria-pressed', String(chosen('openid') === person.openid))
  button.title = `${person.note}（${person.openid}）`
  return button
}
