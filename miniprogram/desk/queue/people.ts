/** The people in the list, who of them is chosen, and what the last decision said about each. Knows no screen. */
import type { DeskItem } from '../../../cloudfunctions/contract'
import { PEOPLE_AT_ONCE } from '../../limits'
import type { Decided } from '../decided'
import { deskFailureText, NOTHING_LEFT, UNKNOWN_OUTCOME } from '../texts/desk'
import { decided, isOpenToDecision, isRemindable, rowOf, type Row } from './view'

/** Refusals after which the person's transfer is not what the list shows. */
const MOVED: ReadonlySet<string> = new Set(['CHANGED_MEANWHILE', 'NOT_NOW'])

export class People {
  items: DeskItem[] = []
  readonly #chosen = new Set<string>()
  readonly #settled = new Set<string>()
  readonly #errors = new Map<string, string>()
  readonly #reminds: boolean

  /** `reminds`: whoever reminds may choose also those about whom nothing can be decided now. */
  constructor(reminds = false) {
    this.#reminds = reminds
  }

  /** Forgets everybody. */
  clear(): void {
    this.items = []
    this.#chosen.clear()
    this.#settled.clear()
    this.#errors.clear()
  }

  /** Adds a page; who is here already is not added twice. Answers the indices of those who are new. */
  append(items: readonly DeskItem[]): number[] {
    const known = new Set(this.items.map(({ id }) => id))
    const start = this.items.length
    this.items.push(...items.filter(({ id }) => !known.has(id)))
    return this.items.slice(start).map((_, i) => start + i)
  }

  chosen(): DeskItem[] {
    return this.items.filter(({ id }) => this.#chosen.has(id))
  }

  /** Chooses one or takes the choice back; false when there are as many as one decision may hold. */
  toggle(item: DeskItem): boolean {
    if (!this.#isChoosable(item)) return true
    if (this.#chosen.delete(item.id)) return true
    if (this.#chosen.size >= PEOPLE_AT_ONCE) return false
    this.#chosen.add(item.id)
    return true
  }

  /** Chooses all that are shown, up to what one decision may hold, or none. Answers who changed. */
  chooseAll(all: boolean): string[] {
    const before = new Set(this.#chosen)
    this.#chosen.clear()
    const open = all ? this.items.filter((item) => this.#isChoosable(item)) : []
    for (const { id } of open.slice(0, PEOPLE_AT_ONCE)) this.#chosen.add(id)
    return this.items.map(({ id }) => id).filter((id) => before.has(id) !== this.#chosen.has(id))
  }

  /** Chooses exactly these, as far as they can be chosen. */
  choose(ids: readonly string[]): void {
    this.#chosen.clear()
    const wanted = this.items.filter((item) => ids.includes(item.id) && this.#isChoosable(item))
    for (const { id } of wanted.slice(0, PEOPLE_AT_ONCE)) this.#chosen.add(id)
  }

  /** Puts what is known now in the place of an item; whoever no longer belongs in the list is settled. */
  take(item: DeskItem, belongs: (item: DeskItem) => boolean): boolean {
    const index = this.items.findIndex(({ id }) => id === item.id)
    if (index < 0) return false
    this.items[index] = item
    const moved = this.#errors.has(item.id) ? (NOTHING_LEFT[item.stage] ?? '') : ''
    if (moved !== '') this.#errors.set(item.id, moved)
    if (!belongs(item)) this.#settled.add(item.id)
    if (!this.#isChoosable(item)) this.#chosen.delete(item.id)
    return true
  }

  /**
   * Takes in how a decision ended: who is done is no longer chosen, who was refused stays chosen with the reason.
   * Answers whose rows changed and who has to be read anew.
   */
  settle({ outcomes, unknown }: Decided, belongs: (item: DeskItem) => boolean): { changed: string[]; moved: string[] } {
    const before = [...this.#errors.keys()]
    this.#errors.clear()
    const moved: string[] = []
    for (const outcome of outcomes) {
      const item = this.items.find(({ id }) => id === outcome.id)
      if (!outcome.ok) {
        this.#errors.set(outcome.id, deskFailureText(outcome.error))
        if (MOVED.has(outcome.error.code)) moved.push(outcome.id)
      } else if (item !== undefined) {
        this.#chosen.delete(outcome.id)
        this.take(decided(item, outcome.transfer), belongs)
      }
    }
    for (const id of unknown) this.#errors.set(id, UNKNOWN_OUTCOME)
    return { changed: [...before, ...outcomes.map(({ id }) => id), ...unknown], moved }
  }

  /** Says beside these people why something did not reach them, and no longer what was said before. Answers who changed. */
  tell(errors: ReadonlyMap<string, string>): string[] {
    const before = [...this.#errors.keys()]
    this.#errors.clear()
    for (const [id, error] of errors) this.#errors.set(id, error)
    return [...before, ...errors.keys()]
  }

  /** The row of one person now. */
  row(item: DeskItem, at: { now: number; mixed: boolean; overdueAfterDays: number }): Row {
    return rowOf(item, {
      ...at,
      choosable: this.#isChoosable(item),
      chosen: this.#chosen.has(item.id),
      settled: this.#settled.has(item.id),
      error: this.#errors.get(item.id) ?? '',
    })
  }

  #isChoosable(item: DeskItem): boolean {
    return !this.#settled.has(item.id) && (isOpenToDecision(item) || (this.#reminds && isRemindable(item)))
  }
}
