import type { Stage } from '../contract'
import { addDays, beijingDay, type Instant } from './beijing'
import { evolve, standing, type Transfer, type TransferEvent } from './transfer'

/** What happened at a branch on one day in Beijing. */
export interface DayFigures {
  registered: number
  approved: number
  confirmed: number
  failed: number
}
export const NO_FIGURES: Readonly<DayFigures> = { registered: 0, approved: 0, confirmed: 0, failed: 0 }

/** So many days are shown beside the figures of now. */
export const DAYS_SHOWN = 60

const isAccepted = ({ facts }: Transfer): boolean => facts.online !== undefined || facts.letter !== undefined
const isThrough = ({ stage, confirmedAt }: Transfer): boolean => stage === 'received' || confirmedAt !== undefined

/** What one event adds to the figures of the branch where the transfer then is. */
const figureOf = (event: TransferEvent, before: Transfer | undefined, after: Transfer): (keyof DayFigures)[] => {
  if (before?.branchId !== after.branchId) return ['registered']
  const approved = event.type === 'approved' || (isAccepted(after) && !isAccepted(before))
  return [
    ...(approved ? (['approved'] as const) : []),
    ...(isThrough(after) && !isThrough(before) ? (['confirmed'] as const) : []),
    ...(event.type === 'mismatched' || event.type === 'officiallyFailed' ? (['failed'] as const) : []),
  ]
}

/** Adds what happened to a transfer at this branch, from a day on, to the figures of each day. */
export const countInto = (
  days: Map<string, DayFigures>,
  branchId: string,
  events: readonly TransferEvent[],
  fromDay: string,
): void => {
  let before: Transfer | undefined
  // What was taken back did not happen.
  for (const event of standing(events)) {
    const after = evolve(before, event)
    const day = beijingDay(event.at)
    if (after.branchId === branchId && day >= fromDay)
      for (const figure of figureOf(event, before, after)) {
        const known = days.get(day) ?? NO_FIGURES
        days.set(day, { ...known, [figure]: known[figure] + 1 })
      }
    before = after
  }
}

/** The last days up to this instant, oldest first. */
export const lastDays = (now: Instant, count = DAYS_SHOWN): string[] => {
  const today = beijingDay(now)
  return Array.from({ length: count }, (_, i) => addDays(today, i + 1 - count))
}

/** How a branch stood at an instant. */
export interface Standing {
  stages: Partial<Record<Stage, number>>
  people: number
  /** Of the transferred those that somebody who can know has confirmed. */
  confirmed: number
  overdue: number
  rosterSize: number
  notRegistered: number
}

/** Those who are through in the full sense: confirmed, or received. */
export const doneOf = ({ stages, confirmed }: Pick<Standing, 'stages' | 'confirmed'>): number =>
  confirmed + (stages.received ?? 0)

/** Of all who are expected or have come the share that is through, from 0 to 1. */
export const shareDone = (standing: Standing): number => {
  const everybody = standing.notRegistered + standing.people
  return everybody === 0 ? 0 : doneOf(standing) / everybody
}
