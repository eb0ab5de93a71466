/** Which question comes next, and the way that the answers lead to, with who acts and the earliest days. Pure. */
import type { AccountView, Identity, Kind } from '../../../cloudfunctions/contract'
import type { StepItem } from '../../components/steps/steps'
import { day } from '../../format'
import {
  CADRE_AWAY_FACT,
  CADRE_FACT,
  DATES_HINT,
  INSIDE_APPROVAL,
  JOURNEYS,
  journeyTitle,
  LEAVES_TEXT,
  NO_OTHER_HALF,
  NOT_RELIEVED_TEXT,
  PROBATION_FACT,
  stepText,
  SUBMITTED_TEXT,
  WAY_BUTTONS,
  WAY_DATES,
  WAYS,
  type Answers,
  type GuideKey,
  type QuestionKey,
  type Tone,
} from '../../texts'
import { WAIT_HOURS } from '../../limits'
import type { Plan, PlannedStart } from './plan'

const DAY_MS = 86_400_000

export const NO_ANSWERS: Answers = {
  who: '',
  party: '',
  where: '',
  submitted: '',
  relieved: '',
  partyWhere: '',
}

/** Which half is looked for; null is all that there is. */
export type Half = Kind | null

/** What is known of somebody who is registered already, so that it is not asked again. */
export function knownAnswers(account: AccountView | null, half: Half): Answers {
  if (account === null || half === null) return NO_ANSWERS
  const { identity, party } = account
  // Who registered without League membership is asked again when looking for the League half.
  const who = half === 'league' && identity === 'nonmember' ? '' : identity
  return { ...NO_ANSWERS, who, party: party ?? (half === 'league' ? 'none' : '') }
}

/** What a registration that is under way was told; whoever took the League's way keeps the membership. */
export function answersOf({
  identity,
  party,
  starts,
  submittedEarly,
}: Pick<Plan, 'party' | 'starts' | 'submittedEarly'> & { identity: Identity | '' }): Answers {
  const originOf = (kind: Kind) => starts.find((start) => start.kind === kind)?.origin ?? ''
  const where = originOf('league')
  return {
    ...NO_ANSWERS,
    who: where === '' ? 'nonmember' : identity,
    party: party === '' ? 'none' : party,
    where,
    submitted: submittedEarly ? 'yes' : '',
    partyWhere: originOf('party'),
  }
}

/** Every question that matters for these answers, in order; it grows as they are given. */
export function questionsOf(answers: Answers, half: Half): QuestionKey[] {
  const { who, where, party } = answers
  const keeps = half !== 'party' && (who === 'member' || who === 'cadre')
  return [
    'who',
    'party',
    ...(keeps ? (['where'] as const) : []),
    ...(keeps && where === 'beijing' && who === 'cadre' ? (['relieved'] as const) : []),
    ...(half !== 'league' && isParty(party) ? (['partyWhere'] as const) : []),
  ]
}

/** The question to show after `from`, of those that were not known from the start; null when the way is found. */
export function questionAfter(
  answers: Answers,
  half: Half,
  known: readonly (keyof Answers)[],
  from: QuestionKey | '',
): QuestionKey | null {
  const all = questionsOf(answers, half)
  const start = from === '' ? 0 : all.indexOf(from) + 1
  return all.slice(start).find((question) => !known.includes(question)) ?? null
}

function isParty(party: Answers['party']): boolean {
  return party === 'full' || party === 'probationary'
}

/** One journey of the way as it is shown. */
export interface WayPart {
  title: string
  steps: StepItem[]
  facts: string[]
  guide: GuideKey | ''
}

/** Page data of the way. */
export interface Way {
  title: string
  intro: string
  notes: { tone: Tone; text: string }[]
  parts: WayPart[]
  datesHint: string
  /** Whether it says to call, so that the numbers stand below. */
  calls: boolean
  /** What is registered next; null when there is nothing to start here. */
  plan: Plan | null
  /** Whether it is still to be asked if the outside organisation has submitted: the first answer goes on. */
  asksSubmitted: boolean
  button: string
}

/** Only what is asked for these answers: one that was given before another was changed means nothing any more. */
function asAsked(given: Answers, half: Half): Answers {
  const kept = questionsOf(given, half).map((question) => [question, given[question]])
  const asked: Answers = { ...NO_ANSWERS, ...(Object.fromEntries(kept) as Partial<Answers>) }
  return asked.where === 'province' ? { ...asked, submitted: given.submitted } : asked
}

/** The way for these answers, as if everybody acted today. */
export function wayOf(given: Answers, half: Half, now: number, waitHours = WAIT_HOURS.least): Way {
  const answers = asAsked(given, half)
  const starts = startsOf(answers, half)
  const parts = starts.map((start) => partOf(start, answers, now, waitHours))
  const nothing = starts.length === 0
  const notes = half === 'party' ? [] : notesOf(answers)
  const submittedEarly = answers.submitted === 'yes'
  return {
    ...headOf(answers, starts, half),
    notes,
    calls: notes.some(({ text }) => text === LEAVES_TEXT || text === NOT_RELIEVED_TEXT),
    parts,
    datesHint: nothing ? '' : DATES_HINT,
    plan: nothing ? null : { identity: identityOf(answers, starts), party: partyOf(answers), starts, submittedEarly },
    asksSubmitted: answers.where === 'province' && answers.submitted === '',
    button: nothing ? WAY_BUTTONS.home : WAY_BUTTONS.register,
  }
}

function headOf(
  { who, relieved }: Answers,
  starts: readonly PlannedStart[],
  half: Half,
): { title: string; intro: string } {
  const [first, second] = starts
  const inOrder = first?.kind === 'league' && first.origin === 'province'
  if (second !== undefined) return inOrder ? WAYS.bothInOrder : WAYS.both
  if (first !== undefined) return inOrder ? WAYS.order : WAYS.one
  if (who === 'leaves') return WAYS.leaves
  if (relieved === 'no') return WAYS.notRelieved
  return half === null ? WAYS.nothing : NO_OTHER_HALF[half]
}

/** The transfers to start; a League half that cannot start yet is left out. */
function startsOf(answers: Answers, half: Half): PlannedStart[] {
  const { where, relieved, party, partyWhere } = answers
  const asked = questionsOf(answers, half)
  const league = asked.includes('where') && where !== '' && !(asked.includes('relieved') && relieved === 'no')
  return [
    ...(league ? [{ kind: 'league', origin: where } as const] : []),
    ...(half !== 'league' && isParty(party) ? [{ kind: 'party', origin: partyWhere || 'province' } as const] : []),
  ]
}

/** Who has no League membership to move registers without one. */
function identityOf({ who }: Answers, starts: readonly PlannedStart[]): Plan['identity'] {
  const member = who === 'member' || who === 'cadre'
  return member && starts.some(({ kind }) => kind === 'league') ? who : 'nonmember'
}

function partyOf({ party }: Answers): Plan['party'] {
  return party === 'full' || party === 'probationary' ? party : ''
}

function notesOf(answers: Answers): Way['notes'] {
  const { who, where, submitted, relieved } = answers
  if (who === 'leaves') return [{ tone: 'plain', text: LEAVES_TEXT }]
  if (who === 'cadre' && where === 'beijing' && relieved === 'no') return [{ tone: 'bad', text: NOT_RELIEVED_TEXT }]
  if (where !== 'province' || submitted === '' || submitted === 'no') return []
  return [{ tone: submitted === 'yes' ? 'bad' : 'wait', text: SUBMITTED_TEXT[submitted] }]
}

function partOf({ kind, origin }: PlannedStart, answers: Answers, now: number, waitHours: number): WayPart {
  const { facts, guide } = JOURNEYS[kind === 'party' ? 'party' : origin]
  const cadre = kind === 'league' && answers.who === 'cadre'
  return {
    title: journeyTitle(kind, origin),
    guide,
    steps: kind === 'party' ? partySteps(answers, now) : leagueSteps(origin === 'province', now, waitHours),
    facts: [
      ...facts,
      ...(kind === 'party' && answers.party === 'probationary' ? [PROBATION_FACT] : []),
      ...(cadre && origin === 'province' ? [CADRE_AWAY_FACT] : []),
      ...(cadre ? [CADRE_FACT] : []),
    ],
  }
}

function leagueSteps(fromProvince: boolean, now: number, waitHours: number): StepItem[] {
  const join: StepDate[] = [
    ['join', WAY_DATES.today(day(now))],
    ['approval', WAY_DATES.earliest(day(now))],
  ]
  if (!fromProvince) return stepItems(join, { approval: INSIDE_APPROVAL })
  const open = now + waitHours * 3_600_000
  return stepItems([
    ...join,
    ['wait', WAY_DATES.wait(day(open), waitHours)],
    ['request', WAY_DATES.request(day(open + DAY_MS))],
    ['verification', ''],
    ['confirmation', ''],
  ])
}

function partySteps({ party }: Answers, now: number): StepItem[] {
  return stepItems([
    ['prepare', WAY_DATES.today(day(now))],
    ['announce', WAY_DATES.announce],
    ['accept', WAY_DATES.accept],
    ['materials', WAY_DATES.materials],
    ...(party === 'probationary' ? [['probation', WAY_DATES.probation] as StepDate] : []),
    ['receive', WAY_DATES.receive],
  ])
}

type StepDate = [key: string, when: string]
/** Who acts stands beside a step, where its title does not begin with that. */
function stepItems(dates: StepDate[], titles: Readonly<Record<string, string>> = {}): StepItem[] {
  return dates.map(([key, when], index) => {
    const { title, who } = stepText(key)
    const first = index === 0
    return {
      key,
      title: titles[key] ?? title,
      sub: [key === 'wait' || title.startsWith(who) ? '' : who, when].filter((part) => part !== '').join(' · '),
      state: first ? 'current' : 'todo',
      tone: first ? 'brand' : 'plain',
      spoken: first ? WAY_DATES.begins : WAY_DATES.later,
    }
  })
}
