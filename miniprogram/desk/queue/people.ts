/** The people in the list, who of them is chosen, and what the last decision said about each. Knows no screen. */
import type { DeskItem } from '../../../cloudfunctions/contract'
import type { Decided } from '../decided'
import { deskFailureText, NOTHING_LEFT, UNKNOWN_OUTCOME } from '../texts/desk'
import { decided, isOpenToDecision, isRemindable, rowOf, type Row, type Tally } from './view'

/** Refusals after which the person's transfer is not what the list shows. */
const MOVED: ReadonlySet<string> = new Set(['CHANGED_MEANWHILE', 'NOT_NOW'])

export class People {
  items: DeskItem[] = []
  readonly #places = new Map<string, number>()
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
    this.#places.clear()
    this.#chosen.clear()
    this.#settled.clear()
    this.#errors.clear()
  }

  /** Adds a page; who is here already is not added twice. Answers the indices of those who are new. */
  append(items: readonly DeskItem[]): number[] {
    const start = this.items.length
    for (const item of items) {
      if (this.#places.has(item.id)) continue
      this.#places.set(item.id, this.items.length)
      this.items.push(item)
    }
    return this.items.slice(start).map((_, i) => start + i)
  }

  /** Where in the list these stand, in its order. */
  placesOf(ids: readonly string[]): number[] {
    return [...new Set(ids)].flatMap((id) => this.#places.get(id) ?? []).sort((a, b) => a - b)
  }

  chosen(): DeskItem[] {
    return this.items.filter(({ id }) => this.#chosen.has(id))
  }

  /** Chooses one or takes the choice back. */
  toggle(item: DeskItem): void {
    if (this.#isChoosable(item) && !this.#chosen.delete(item.id)) this.#chosen.add(item.id)
  }

  /** Chooses all from one place to another, both included. Answers who changed. */
  chooseRange(from: number, to: number): string[] {
    const between = this.items.slice(Math.min(from, to), Math.max(from, to) + 1)
    const fresh = between.filter((item) => this.#isChoosable(item) && !this.#chosen.has(item.id))
    for (const { id } of fresh) this.#chosen.add(id)
    return fresh.map(({ id }) => id)
  }

  /** Chooses all that were read, or none. Answers who changed. */
  chooseAll(all: boolean): string[] {
    const before = new Set(this.#chosen)
    this.#chosen.clear()
    if (all) this.chooseRange(0, this.items.length)
    return this.items.map(({ id }) => id).filter((id) => before.has(id) !== this.#chosen.has(id))
  }

  /** Chooses exactly these, as far as they can be chosen. */
  choose(ids: readonly string[]): void {
    this.#chosen.clear()
    const wanted = new Set(ids)
    for (const item of this.items) if (wanted.has(item.id) && this.#isChoosable(item)) this.#chosen.add(item.id)
  }

  /** How many are what. */
  tally(): Tally {
    return {
      total: this.items.length,
      open: this.items.filter((item) => this.#isChoosable(item)).length,
      chosen: this.#chosen.size,
      settled: this.#settled.size,
    }
  }

  /** Who comes after this one and waits for a decision; after the last, the first. Undefined where nobody does. */
  nextAfter(id: string): DeskItem | undefined {
    const place = this.#places.get(id)
    if (place === undefined) return undefined
    const others = [...this.items.slice(place + 1), ...this.items.slice(0, place)]
    return others.find((item) => !this.#settled.has(item.id) && isOpenToDecision(item))
  }

  /** Puts what is known now in the place of an item; whoever no longer belongs in the list is settled. */
  take(item: DeskItem, belongs: (item: DeskItem) => boolean): boolean {
    const place = this.#places.get(item.id)
    if (place === undefined) return false
    this.items[place] = item
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
      const item = this.items[this.#places.get(outcome.id) ?? -1]
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
    if (this.#settled.has(item.id)) return false
    return isOpenToDecision(item) || item.allowedActions.includes('undo') || (this.#reminds && isRemindable(item))
  }
}
