/** Whom a file is to be about, handed from the list to the page of the file: too many for an address. */
import type { DeskFilters } from '../../../cloudfunctions/contract'

/** Those with these ids, or those whom the filters leave. */
export type Chosen = { ids?: string[] } & DeskFilters

let chosen: Chosen | null = null

/** The list says whom the file that is opened next is about. */
export function chooseForExport(people: Chosen): void {
  chosen = people
}

/** The page takes it over, once: another time it begins with everybody. */
export function takeChosen(): Chosen | null {
  const taken = chosen
  chosen = null
  return taken
}
