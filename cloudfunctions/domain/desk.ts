import type { Identity, Kind, RosterMatch, Stage, Warning } from '../contract'
import { LETTER_WARNING_DAYS, PROBATION_WARNING_DAYS } from '../../miniprogram/limits'
import { addDays, beijingDay, DAY, HOUR, type Instant } from './beijing'
import { letterValidUntil } from './decide'
import { LEAGUE_FROM_PROVINCE, PARTY } from './procedure'
import type { Transfer } from './transfer'

/** The stage in which a branch of this kind has something to answer. */
export const stageWaitingForDesk = (kind: Kind): Stage => (kind === 'league' ? 'registered' : 'announced')

/** The stages that a transfer of this kind can be in, in the order of the journey's table. */
export const stagesOf = (kind: Kind): readonly Stage[] =>
  Object.keys(kind === 'league' ? LEAGUE_FROM_PROVINCE.rules : PARTY.rules) as Stage[]

/** The middle of these spans in hours, to a tenth; null where there is none. */
export const medianHours = (spans: readonly number[]): number | null => {
  const sorted = spans.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const middle = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1)
  if (middle.length === 0) return null
  const median = middle.reduce((sum, span) => sum + span, 0) / middle.length
  return Math.round((median / HOUR) * 10) / 10
}

/** So many answers make a custom. */
const ENOUGH_ANSWERS = 3

/** How many hours a branch's answers usually take; null while it has given too few to say. */
export const usualHours = (spans: readonly number[]): number | null =>
  spans.length < ENOUGH_ANSWERS ? null : medianHours(spans)

/**
 * Whether the branch has said nothing yet to what it was asked. A Party branch has answered once the membership is
 * accepted online or the letter has come: the facts after that come months apart and wait for others (procedure.md, C).
 */
export const isUnanswered = ({ kind, stage, facts }: Pick<Transfer, 'kind' | 'stage' | 'facts'>): boolean =>
  stage === stageWaitingForDesk(kind) && facts.online === undefined && facts.letter === undefined

/** What is unanswered since before this instant is overdue. */
export const overdueBefore = (now: Instant, days: number): Instant => now - days * DAY

/** Whether the branch has let this one wait longer than these days. */
export const isOverdue = (
  transfer: Pick<Transfer, 'kind' | 'stage' | 'since' | 'facts'>,
  now: Instant,
  days: number,
): boolean => isUnanswered(transfer) && transfer.since < overdueBefore(now, days)

/** Whether a probation ends within a month, or is over, and its papers have not come (notice.txt, 一 3). */
export const probationEndsSoon = (
  { stage, probationEndsOn, facts }: Pick<Transfer, 'stage' | 'probationEndsOn' | 'facts'>,
  now: Instant,
): boolean =>
  stage === 'announced' &&
  probationEndsOn !== undefined &&
  facts.probationPapers === undefined &&
  probationEndsOn <= addDays(beijingDay(now), PROBATION_WARNING_DAYS)

/** Whether a paper letter that has not come is over within a fortnight, or is over. */
export const letterEndsSoon = (
  { stage, channel, letter, facts }: Pick<Transfer, 'stage' | 'channel' | 'letter' | 'facts'>,
  now: Instant,
): boolean =>
  stage === 'announced' &&
  channel === 'paper' &&
  letter !== undefined &&
  facts.letter === undefined &&
  facts.online === undefined &&
  letterValidUntil(letter) <= addDays(beijingDay(now), LETTER_WARNING_DAYS)

/** What is known beside the transfer when the warnings are drawn up. */
export interface WarningFacts {
  identity: Identity
  unusualJoiningAge: boolean
  numberElsewhere: boolean
  idConflict: boolean
  rosterMatch: RosterMatch
  /** Whether the branch has a roster at all. */
  hasRoster: boolean
  probationEndsSoon: boolean
  letterEndsSoon: boolean
}

/** Nobody can be approved who has not asked to join in the official system, which is the member's own act. */
const isUndeclared = ({ stage, declared }: Pick<Transfer, 'stage' | 'declared'>): boolean =>
  (stage === 'registered' || stage === 'approved') && declared?.officialRegistration === undefined

/** What a secretary should look at twice before approving; none of it is a refusal. */
export const warningsOf = (
  transfer: Pick<Transfer, 'kind' | 'stage' | 'contradicted' | 'declared'>,
  facts: WarningFacts,
): Warning[] => {
  const all: [Warning, boolean][] = [
    ['AGE_AT_JOINING', transfer.kind === 'league' && facts.unusualJoiningAge],
    ['NUMBER_ELSEWHERE', facts.numberElsewhere],
    ['ID_CONFLICT', facts.idConflict],
    ['NOT_ON_ROSTER', facts.hasRoster && facts.rosterMatch === 'none'],
    ['CADRE', transfer.kind === 'league' && facts.identity === 'cadre'],
    ['LATE_MISMATCH', transfer.contradicted],
    ['PROBATION_ENDS', facts.probationEndsSoon],
    ['NOT_DECLARED', isUndeclared(transfer)],
    ['LETTER_ENDS', facts.letterEndsSoon],
  ]
  return all.filter(([, present]) => present).map(([warning]) => warning)
}
