import type { PartyIdentity, ReceiveFact, RosterMatch, Stage } from '../contract'
import { addDays, beijingDay, type Instant } from './beijing'
import { neededFacts } from './decide'
import { isUnanswered } from './desk'
import type { Transfer } from './transfer'

/** What a list of the desk can be narrowed to by where its transfers stand. */
export interface ListFilter {
  stage?: Stage
  /** Whether the result is confirmed, or waits for it. */
  confirmed?: boolean
  /** The branch has said nothing yet. */
  unanswered?: true
  lacks?: ReceiveFact
}

/**
 * Whether somebody who can know has confirmed the result; undefined where there is none yet. What rests on the member or
 * a link, or is known to be submitted, waits for it (contract.md, `desk.list`).
 */
const isConfirmed = ({ stage, confirmedBy, requestedAt }: Transfer): boolean | undefined => {
  if (stage === 'transferred') return confirmedBy === 'province' || confirmedBy === 'secretary'
  if (stage === 'received') return true
  return stage === 'approved' && requestedAt !== undefined ? false : undefined
}

/** The dated facts that a Party transfer still lacks: those that it needs, and the receipt of a letter that has come. */
export const missingFacts = (
  { kind, stage, erased, channel, facts }: Transfer,
  party: PartyIdentity | null,
): ReceiveFact[] => {
  if (kind !== 'party' || erased || (stage !== 'announced' && stage !== 'received')) return []
  const needed = neededFacts(channel, party ?? 'full')
  const receipt: ReceiveFact[] = facts.letter === undefined ? [] : ['receipt']
  return [...needed, ...receipt].filter((fact) => facts[fact] === undefined)
}

const keyOf = (stage: string, confirmed: string, unanswered: string, lacks: string): string =>
  `${stage} ${confirmed} ${unanswered} ${lacks}`
const confirmedWord = (confirmed: boolean): string => (confirmed ? 'confirmed' : 'unconfirmed')

/** The name of the list that this filter asks for. */
export const listOf = ({ stage, confirmed, unanswered, lacks }: ListFilter): string =>
  keyOf(
    stage ?? '*',
    confirmed === undefined ? '*' : confirmedWord(confirmed),
    unanswered === undefined ? '*' : 'unanswered',
    lacks ?? '*',
  )

/** The list of those to whom the branch has said nothing yet. */
export const unansweredList = (): string => listOf({ unanswered: true })

/** Every list that a transfer stands in: one index then answers any filter in order, however it is put together. */
export const listsOf = (transfer: Transfer, party: PartyIdentity | null): string[] => {
  const confirmed = isConfirmed(transfer)
  const confirmations = ['*', ...(confirmed === undefined ? [] : [confirmedWord(confirmed)])]
  const answers = ['*', ...(isUnanswered(transfer) ? ['unanswered'] : [])]
  const lacks = ['*', ...missingFacts(transfer, party)]
  return ['*', transfer.stage].flatMap((stage) =>
    confirmations.flatMap((one) => answers.flatMap((answer) => lacks.map((fact) => keyOf(stage, one, answer, fact)))),
  )
}

/** The end of a probation as long as somebody has to look after it: of an erased or withdrawn transfer nobody does. */
export const probationStillToEnd = (
  { kind, stage, erased, probationEndsOn }: Transfer,
  party: PartyIdentity | null,
): string | null =>
  kind === 'party' && party === 'probationary' && !erased && stage !== 'withdrawn' ? (probationEndsOn ?? null) : null

/** The last day that counts as "within so many days". */
export const probationUntil = (now: Instant, days: number): string => addDays(beijingDay(now), days)

/** Whether a probation that ends by then concerns the desk: it is to come, or over without its papers. */
export const probationConcerns = ({ facts, probationEndsOn }: Transfer, now: Instant): boolean =>
  probationEndsOn !== undefined && (probationEndsOn >= beijingDay(now) || facts.probationPapers === undefined)

/** The order of a list. */
export type ListSort = 'waiting' | 'name' | 'studentNumber'
export const ROSTER_MATCHES: readonly RosterMatch[] = ['full', 'partial', 'none']
