/** What is asked before a decision, and what is sent after it. Pure. */
import type { DecideItem, DeskItem, Kind, Role, Stage, Warning } from '../../../../cloudfunctions/contract'
import { failureText, WARNINGS, type Tone } from '../../../texts'
import {
  APPROVAL_ALONE_STARTS_WAIT,
  APPROVAL_STARTS_WAIT,
  APPROVAL_TRANSFERS,
  CONFIRM_HINT,
  namesText,
  OFFICIAL_TICK,
  OFFICIAL_TICK_MISSING,
  OFFICIAL_TICK_ONE,
  OFFICIAL_WAY,
  OFFICIAL_WAY_INSIDE,
  peopleText,
  RETURN_HINT,
  RETURN_REASON_INSIDE,
  RETURN_REASONS,
  UNDO_HINT,
  UNDO_TICK,
  UNDO_TICK_HINT,
  type ReadyReason,
} from '../../texts/desk'
import { REASON_HINTS, RESULT_MISSING, resultChoices, sheetButton, sheetTitle } from '../../texts/decision'
import type { Result, Verdict } from '../../decided'
import {
  CORRECTION_REASON,
  LATE_REASON,
  LATE_REASON_MANY,
  RECEIVE_HINT,
  RECEIVE_HINT_MANY,
  RECEIVE_MISSING,
} from '../../texts/receive'
import {
  checkedFacts,
  factChoices,
  latenessOf,
  NOTHING_CHECKED,
  type Checked,
  type FactChoice,
  type Papers,
} from './receive'

/** One person about whom is decided. */
export interface Subject extends Pick<DeskItem, 'id' | 'version' | 'name' | 'origin' | 'warnings'> {
  /** Where it stands, as far as undoing asks. */
  stage?: Stage
  /** Known where the person's file is open. */
  papers?: Papers
}

/** A verdict to be given about one person or many. */
export interface Question {
  verdict: Verdict
  kind: Kind
  /** The branch works beside the official system: approving needs the tick. */
  besideOfficial: boolean
  /** As what one decides: a counsellor records papers alone. */
  right: Role
  subjects: Subject[]
}

/** What a page calls on the component. */
export interface Decision {
  begin(question: Question, wide: boolean): void
  isOpen(): boolean
}

/** Whether a page found the component that decides. */
export function isDecision(found: object | null): found is Decision {
  return found !== null && 'begin' in found
}

/** What the secretary has filled in. */
export interface Filled {
  ticked: boolean
  result: Result | ''
  reason: string
  checked: Checked
  /** Recorded facts that are taken back. */
  unchecked: Checked
  /** The day on which it happened; empty is today. */
  on: string
}

/** Nothing filled in yet. An object of its own each time: `setData` by a path writes into what it was given. */
export function nothingFilled(): Filled {
  return {
    ticked: false,
    result: '',
    reason: '',
    checked: { ...NOTHING_CHECKED },
    unchecked: { ...NOTHING_CHECKED },
    on: '',
  }
}

/** The sheet as it is shown. */
export interface Sheet {
  verdict: Verdict
  title: string
  names: string
  /** What to look at twice, with everybody's name. */
  cautions: { key: string; tone: Tone; text: string }[]
  hint: string
  /** Label of the tick; empty where none is needed. */
  tick: string
  tickHint: string
  reasons: ReadyReason[]
  results: { value: Result; label: string; content: string }[]
  /** What a Party branch may have received. */
  facts: FactChoice[]
  /** Whether a letter that is ticked is over. */
  late: 'no' | 'yes' | 'perhaps'
  button: string
}

const NAMES_SHOWN = 12
/** Of those about whom something is to be looked at twice; who has more of them looks at the list of these alone. */
const CONCERNED_SHOWN = 100

/** Worth a second look before approving, most urgent first. */
const CAUTIONS: Warning[] = ['ID_CONFLICT', 'NOT_ON_ROSTER', 'NUMBER_ELSEWHERE', 'AGE_AT_JOINING', 'CADRE']

const NOTHING = {
  cautions: [],
  hint: '',
  tick: '',
  tickHint: '',
  reasons: [],
  results: [],
  facts: [],
  late: 'no' as const,
}

/** What the sheet says and asks. */
export function sheetOf(question: Question, now: number): Sheet {
  const { verdict, subjects } = question
  const names = subjects.map(({ name }) => name)
  const one = names.length === 1
  const common = {
    ...NOTHING,
    verdict,
    title: sheetTitle(verdict, names),
    names: one ? '' : namesText(names, NAMES_SHOWN),
    button: sheetButton(verdict, names.length),
  }
  switch (verdict) {
    case 'approve':
      return { ...common, ...approvalOf(question) }
    case 'return':
      return {
        ...common,
        hint: RETURN_HINT,
        reasons: returnReasons(question),
      }
    case 'confirm':
      return {
        ...common,
        hint: CONFIRM_HINT,
        results: resultChoices(isInside(question)),
      }
    case 'receive':
      return {
        ...common,
        ...receptionOf(question, now),
        hint: one ? RECEIVE_HINT : RECEIVE_HINT_MANY,
      }
    case 'undo': {
      // Only a return may have followed an approval, which still stands there.
      const returned = question.besideOfficial && subjects.some(({ stage }) => stage === 'returned')
      return {
        ...common,
        hint: UNDO_HINT,
        tick: returned ? UNDO_TICK : '',
        tickHint: returned ? UNDO_TICK_HINT : '',
      }
    }
  }
}

function receptionOf({ subjects, right }: Question, now: number): Pick<Sheet, 'facts' | 'late'> {
  const papers = subjects.length === 1 ? (subjects[0]?.papers ?? null) : null
  return { facts: factChoices(papers, right, now), late: latenessOf(papers, now) }
}

function isInside({ subjects }: Question): boolean {
  return subjects.every(({ origin }) => origin === 'beijing')
}

function returnReasons(question: Question): ReadyReason[] {
  const reasons = RETURN_REASONS[question.kind]
  return question.kind === 'league' && isInside(question) ? [RETURN_REASON_INSIDE, ...reasons.slice(1)] : reasons
}

function approvalOf({ subjects, besideOfficial }: Question): Pick<Sheet, 'cautions' | 'hint' | 'tick' | 'tickHint'> {
  const one = subjects.length === 1
  const fromProvince = subjects.some(({ origin }) => origin === 'province')
  const inside = subjects.some(({ origin }) => origin === 'beijing')
  const wait = besideOfficial ? APPROVAL_STARTS_WAIT : APPROVAL_ALONE_STARTS_WAIT
  return {
    cautions: CAUTIONS.flatMap((warning) => cautionOf(warning, subjects)),
    hint: [...(fromProvince ? [wait] : []), ...(inside ? [APPROVAL_TRANSFERS] : [])].join(''),
    tick: besideOfficial ? (one ? OFFICIAL_TICK_ONE : OFFICIAL_TICK) : '',
    tickHint: besideOfficial ? (fromProvince ? OFFICIAL_WAY : OFFICIAL_WAY_INSIDE) : '',
  }
}

/** One warning with everybody it is about: of so many as one sees at a glance nobody is hidden behind a count. */
function cautionOf(warning: Warning, subjects: readonly Subject[]): Sheet['cautions'] {
  const concerned = subjects.filter(({ warnings }) => warnings.includes(warning)).map(({ name }) => name)
  if (concerned.length === 0) return []
  const { text, tone, todo } = WARNINGS[warning]
  const who =
    subjects.length === 1
      ? text
      : `${text}（${peopleText(concerned.length)}）：${namesText(concerned, CONCERNED_SHOWN)}`
  return [{ key: warning, tone, text: `${who}。${todo}` }]
}

/** What is missing and how to mend it; null when it can be sent. */
export function faultOf(
  sheet: Sheet,
  filled: Filled,
): { field: 'tick' | 'result' | 'reason' | 'checked'; text: string } | null {
  if (sheet.verdict === 'approve' && sheet.tick !== '' && !filled.ticked)
    return { field: 'tick', text: OFFICIAL_TICK_MISSING }
  if (sheet.verdict === 'return' && filled.reason.trim() === '')
    return { field: 'reason', text: failureText({ code: 'REASON_REQUIRED' }) }
  if (sheet.verdict === 'confirm' && filled.result === '') return { field: 'result', text: RESULT_MISSING }
  if (sheet.verdict !== 'receive') return null
  const takesBack = checkedFacts(filled.unchecked).length > 0
  if (!takesBack && checkedFacts(filled.checked).length === 0) return { field: 'checked', text: RECEIVE_MISSING }
  const unexplained = filled.reason.trim() === ''
  if (takesBack && unexplained) return { field: 'reason', text: CORRECTION_REASON }
  const late = latenessOn(sheet, filled) === 'yes' && filled.checked.letter && unexplained
  return late ? { field: 'reason', text: LATE_REASON } : null
}

/** What stands in the field of the reason; empty where none is asked. */
export function reasonHint(sheet: Sheet, filled: Filled): string {
  const { verdict } = sheet
  const { result, checked, unchecked } = filled
  const late = latenessOn(sheet, filled)

  if (verdict === 'return') return REASON_HINTS.required
  if (verdict === 'confirm') return result === 'failure' ? REASON_HINTS.optional : ''
  if (verdict === 'receive' && checkedFacts(unchecked).length > 0) return REASON_HINTS.correction
  if (verdict !== 'receive' || !checked.letter || late === 'no') return ''
  return late === 'yes' ? REASON_HINTS.late : LATE_REASON_MANY
}

/** A letter's lateness is judged by the day on which it came. */
function latenessOn({ late }: Sheet, { on }: Filled): Sheet['late'] {
  return on !== '' && late === 'yes' ? 'perhaps' : late
}

/** What is sent for everybody. */
export function itemsOf({ verdict, besideOfficial, subjects }: Question, filled: Filled): DecideItem[] {
  const reason = filled.reason.trim()
  return subjects.map(({ id, version }) => {
    switch (verdict) {
      case 'approve':
        return { id, version, verdict, ...(besideOfficial ? { officiallyApproved: filled.ticked } : {}) }
      case 'undo':
        return { id, version, verdict, ...(filled.ticked ? { officiallyApproved: true } : {}) }
      case 'return':
        return { id, version, verdict, reason }
      case 'receive':
        return { id, version, verdict, ...receivedOf(filled, reason) }
      case 'confirm': {
        const result = filled.result === 'failure' ? 'failure' : 'success'
        return { id, version, verdict, result, ...(result === 'failure' && reason !== '' ? { reason } : {}) }
      }
    }
  })
}

/** Facts with their own day, those taken back, and why. */
function receivedOf({ checked, unchecked, on }: Filled, reason: string) {
  const facts = checkedFacts(checked)
  const wrong = checkedFacts(unchecked)
  return {
    ...(facts.length === 0 ? {} : { checked: on === '' ? facts : facts.map((fact) => ({ fact, on })) }),
    ...(wrong.length === 0 ? {} : { unchecked: wrong }),
    ...(reason === '' || (!checked.letter && wrong.length === 0) ? {} : { reason }),
  }
}
