/** The branch's whole cohort at a glance. Pure: counts and the clock in, page data out. */
import type { ConfirmedBy, DeskSummary, Kind } from '../../../cloudfunctions/contract'
import { beijingDay } from '../../format'
import type { Tone } from '../../texts'
import { waitingStage, type FilterKey } from '../queue/filters'
import { peopleText } from '../texts/desk'
import {
  ADMINISTRATION,
  closingText,
  CONFIRMERS,
  DUE,
  entryWords,
  erasingText,
  LEAGUE_BARS,
  medianWords,
  NO_ROSTER,
  overdueOfText,
  PARTY_BARS,
  rosterSumText,
  type BarWords,
  type Entry,
} from '../texts/summary'
import { meetingSentence, plotOf, type Plot } from './plot'

const DAY_MS = 86_400_000

/** One bar of the chart: how many stand there, and on whom they wait. */
export interface Bar {
  key: string
  label: string
  /** On whom it waits. */
  waits: string
  count: string
  tone: Tone
  /** Its length, of the longest. */
  percent: number
  /** Where it leads: a filter of the queue, `gaps`, or nowhere. */
  to: FilterKey | 'gaps' | ''
}

export interface SummaryPage {
  /** What waits for the desk. */
  due: { count: string; label: string; overdue: string; button: string; filter: FilterKey }
  bars: Bar[]
  /** 「合计 512 = 新生名单 500 + 名单以外 12」 */
  total: { count: string; text: string }
  facts: { key: string; label: string; value: string }[]
  closing: { text: string; tone: Tone }
  /** Whose data go soon; empty where nobody's do. */
  erasing: string
  plot: Plot | null
  /** For the weekly meeting. */
  sentence: string
}

type Part = Pick<Bar, 'key' | 'label' | 'waits' | 'tone' | 'to'> & { people: number }

/** All that the page says of a branch. */
export function summaryPage(summary: DeskSummary, kind: Kind, name: string, now: number): SummaryPage {
  const parts = kind === 'league' ? leagueParts(summary) : partyParts(summary)
  const most = Math.max(1, ...parts.map(({ people }) => people))
  const filter = waitingStage(kind)
  return {
    due: { count: String(summary.stages[filter] ?? 0), ...DUE[kind], overdue: overdueOfText(kind, summary), filter },
    bars: parts.map(({ people, ...part }) => ({
      ...part,
      count: String(people),
      percent: people === 0 ? 0 : Math.max(1, Math.round((people / most) * 100)),
    })),
    total: totalOf(summary),
    facts: factsOf(summary, kind),
    closing: closingOf(summary, parts, now),
    erasing: erasingText(summary.erasing),
    plot: plotOf(summary.days, kind),
    sentence: meetingSentence(summary, kind, name, now),
  }
}

/** Of those whose data match, how many nobody has confirmed yet: what the member or the link recorded. */
function matchedOnly({ confirmedBy }: DeskSummary): number {
  return (confirmedBy.member ?? 0) + (confirmedBy.link ?? 0)
}

function leagueParts(summary: DeskSummary): Part[] {
  const { stages, waiting, ready, notRegistered } = summary
  const matched = matchedOnly(summary)
  const through = Math.max((stages.transferred ?? 0) - matched, 0)
  const part = (key: keyof typeof LEAGUE_BARS, people: number | undefined, tone: Tone, to: Bar['to']): Part =>
    partOf(key, LEAGUE_BARS[key], people, tone, to)
  return [
    part('absent', notRegistered, 'plain', 'gaps'),
    part('registered', stages.registered, 'wait', 'registered'),
    part('waiting', waiting, 'wait', 'approved'),
    part('ready', ready, 'brand', 'approved'),
    part('matched', matched, 'wait', 'unconfirmed'),
    part('transferred', through, 'done', 'transferred'),
    part('failed', stages.failed, 'bad', 'failed'),
    part('returned', stages.returned, 'bad', 'returned'),
    part('withdrawn', stages.withdrawn, 'plain', ''),
  ]
}

function partyParts({ stages, notRegistered }: DeskSummary): Part[] {
  const part = (key: keyof typeof PARTY_BARS, people: number | undefined, tone: Tone, to: Bar['to']): Part =>
    partOf(key, PARTY_BARS[key], people, tone, to)
  return [
    part('absent', notRegistered, 'plain', 'gaps'),
    part('preparing', stages.preparing, 'brand', 'preparing'),
    part('announced', stages.announced, 'wait', 'announced'),
    part('received', stages.received, 'done', 'received'),
    part('returned', stages.returned, 'bad', 'returned'),
    part('withdrawn', stages.withdrawn, 'plain', ''),
  ]
}

function partOf(key: string, words: BarWords, people: number | undefined, tone: Tone, to: Bar['to']): Part {
  return { key, ...words, people: people ?? 0, tone, to }
}

/** The bars add up: to the roster, and to those who are not on it or have asked more than once. */
function totalOf({ total, notRegistered, rosterSize }: DeskSummary): SummaryPage['total'] {
  const all = total + notRegistered
  return { count: String(all), text: rosterSize === 0 ? NO_ROSTER : rosterSumText(rosterSize, all - rosterSize) }
}

function factsOf({ medianHoursToApprove: median, confirmedBy }: DeskSummary, kind: Kind): SummaryPage['facts'] {
  const facts = [{ key: 'median', ...medianWords(kind, median) }]
  if (kind === 'party') return facts
  const confirmed = Object.entries(CONFIRMERS).flatMap(([who, label]) => {
    const people = confirmedBy[who as ConfirmedBy] ?? 0
    return people === 0 ? [] : [{ key: who, label, value: peopleText(people) }]
  })
  return [...facts, ...confirmed]
}

/** Stages in which nothing is left to do. */
const OVER: readonly string[] = ['transferred', 'received', 'withdrawn']

function closingOf(summary: DeskSummary, parts: readonly Part[], now: number): SummaryPage['closing'] {
  const { closesOn, notRegistered, rosterSize, stages } = summary
  if (closesOn === undefined) return { text: '', tone: 'plain' }
  const days = Math.round((Date.parse(closesOn) - Date.parse(beijingDay(now))) / DAY_MS)
  const unfinished = parts.filter(({ key }) => !OVER.includes(key)).reduce((sum, { people }) => sum + people, 0)
  return closingText({ closesOn, days, unfinished, notRegistered, returned: stages.returned ?? 0, rosterSize })
}

/** Where one can go from here, by what one may do. */
export function entriesOf(kind: Kind, decides: boolean): readonly Entry[] {
  return decides ? entryWords(kind) : []
}

/** What an administrator has beside that; where there is no branch yet, nothing to look over. */
export function administrationOf(branches: number): readonly Entry[] {
  return branches === 0 ? ADMINISTRATION.filter(({ page }) => page !== 'overview') : ADMINISTRATION
}
