/** The queue as it is shown. Pure: items, choice and clock in, page data out. */
import type { DeskItem, DeskTransfer, Kind, Role, TransferView } from '../../../cloudfunctions/contract'
import { ago, daysSince, reference } from '../../format'
import { ORIGINS, referenceText, stageTag, stageText } from '../../texts'
import type { Question, Subject } from '../components/decision/view'
import {
  chosenText,
  countText,
  daysText,
  ERASED_NAME,
  everybodyLabel,
  hintsOf,
  remindLabel,
  verdictLabel,
  type Hint,
} from '../texts/queue'
import type { Verdict } from '../decided'

/** One row. Kept small: a page of twenty goes to the screen in one piece. */
export interface Row {
  id: string
  name: string
  /** The student number; without one the number of the registration, and empty in a table's column. */
  number: string
  numbered: boolean
  origin: string
  stage: Hint
  /** The list holds several stages, or this one has moved on: on a phone too it is said which. */
  tells: boolean
  days: string
  hints: Hint[]
  /** Whether it can be chosen: `none`, `off` or `on`. */
  mark: 'none' | 'off' | 'on'
  /** Decided just now: it stays until the list is read anew. */
  settled: boolean
  /** Why the last decision about this person was refused. */
  error: string
  /** The row as it is heard. */
  spoken: string
}

/** What the row needs to know beside the item. */
export interface RowState {
  now: number
  /** The list holds several stages: say which. */
  mixed: boolean
  /** After how many days the branch holds something to be overdue. */
  overdueAfterDays: number
  choosable: boolean
  chosen: boolean
  settled: boolean
  error: string
}

const VERDICTS: readonly Verdict[] = ['approve', 'confirm', 'receive', 'return']

/** Whether anything can be decided about this person now. */
export function isOpenToDecision(item: DeskItem): boolean {
  return VERDICTS.some((verdict) => item.allowedActions.includes(verdict))
}

/** Whether the next step is the person's own: nobody else is reminded. */
export function isRemindable({ membersTurn }: DeskItem): boolean {
  return membersTurn
}

/** Whether the stage alone says where it stands: what its list is called says no more. */
function isPlain(item: DeskItem, stage: Hint): boolean {
  return item.stage !== 'transferred' && stage.text === stageText(item.stage)
}

/** One person as a row. */
export function rowOf(item: DeskItem, state: RowState): Row {
  const { now, mixed, overdueAfterDays, choosable, chosen, settled, error } = state
  const { studentNumber, origin, since } = item
  const stage: Hint = stageTag(item, now)
  const hints = hintsOf(item, overdueAfterDays)
  const tells = mixed || settled || !isPlain(item, stage)
  const name = item.erased ? ERASED_NAME : item.name
  const number = studentNumber ?? referenceText(reference(item.reference))
  const words = [...(tells ? [stage] : []), ...hints].map(({ text }) => text)
  return {
    id: item.id,
    name,
    number,
    numbered: studentNumber !== undefined,
    origin: ORIGINS[origin],
    stage,
    tells,
    days: daysText(daysSince(since, now)),
    hints,
    mark: !choosable ? 'none' : chosen ? 'on' : 'off',
    settled,
    error,
    spoken: [name, ...words, number, ORIGINS[origin], ago(since, now)].join('，'),
  }
}

/** The item after a decision about it: what the outcome tells, the rest as it was. */
export function decided(item: DeskItem, transfer: TransferView): DeskItem {
  const { stage, version, since, allowedActions, membersTurn, facts } = transfer
  const { confirmedBy: _confirmed, readyAt: _ready, failure: _failure, submittedAt: _submitted, ...rest } = item
  return {
    ...rest,
    stage,
    version,
    since,
    allowedActions,
    membersTurn,
    missing: item.missing.filter((fact) => facts?.[fact] === undefined),
    // A paper that was recorded before the membership was accepted, or the letter came, is no answer yet.
    overdue: item.overdue && stage === 'announced' && facts?.online === undefined && facts?.letter === undefined,
    ...whereItStands(transfer),
  }
}

/** What the words for a stage depend on, where it is known. */
function whereItStands({ confirmedBy, readyAt, failure, submittedAt }: TransferView): Partial<DeskItem> {
  return {
    ...(confirmedBy === undefined ? {} : { confirmedBy }),
    ...(readyAt === undefined ? {} : { readyAt }),
    ...(failure === undefined ? {} : { failure }),
    ...(submittedAt === undefined ? {} : { submittedAt }),
  }
}

/** The item as the opened file shows it now. */
export function itemOf(transfer: DeskTransfer): DeskItem {
  const { id, version, reference: number, name, erased, stage, origin, since, overdue, rosterMatch } = transfer
  const { studentNumber, missing, declared, warnings, membersTurn, allowedActions } = transfer
  return {
    id,
    version,
    reference: number,
    name,
    erased,
    stage,
    origin,
    since,
    overdue,
    rosterMatch,
    ...(studentNumber === undefined ? {} : { studentNumber }),
    missing,
    ...whereItStands(transfer),
    declared,
    warnings,
    membersTurn,
    allowedActions,
  }
}

// ---------------------------------------------------------------- the bar below

export interface BarButton {
  verdict: Verdict
  label: string
  /** As it is heard: always with how many. */
  spoken: string
}

/** What can be done with the chosen people. */
export interface Bar {
  chosen: string
  primary: BarButton | null
  others: BarButton[]
  /** Of those who can be reminded; none where nobody can, or not by this person. */
  remind: Pick<BarButton, 'label' | 'spoken'> | null
}

/** The buttons for the chosen people; each says for how many it is when that is not all of them. */
export function barOf(
  chosen: readonly DeskItem[],
  { besideOfficial, reminds }: { besideOfficial: boolean; reminds: boolean },
): Bar | null {
  if (chosen.length === 0) return null
  const buttonsFor = (verdict: Verdict): BarButton[] => {
    const people = able(chosen, verdict).length
    if (people === 0) return []
    const label = (all: boolean): string => verdictLabel(verdict, people, all, besideOfficial)
    return [{ verdict, label: label(people === chosen.length), spoken: label(false) }]
  }
  const buttons = VERDICTS.flatMap(buttonsFor)
  const first = buttons[0]
  const primary = first === undefined || first.verdict === 'return' ? null : first
  const remindable = reminds ? chosen.filter(isRemindable).length : 0
  return {
    chosen: chosenText(chosen.length),
    primary,
    others: [...(primary === null ? buttons : buttons.slice(1)), ...buttonsFor('undo')],
    remind: remindable === 0 ? null : remindLabel(remindable, remindable === chosen.length),
  }
}

function able(items: readonly DeskItem[], verdict: Verdict): DeskItem[] {
  return items.filter((item) => item.allowedActions.includes(verdict))
}

/** The question that a button of the bar asks: about those of the chosen for whom it is allowed. */
export function questionOf(
  verdict: Verdict,
  chosen: readonly DeskItem[],
  branch: { kind: Kind; besideOfficial: boolean; role: Role },
): Question {
  const { kind, besideOfficial, role } = branch
  const subjects: Subject[] = able(chosen, verdict).map(({ id, version, name, origin, warnings, stage }) => ({
    id,
    version,
    name,
    origin,
    warnings,
    ...(verdict === 'undo' ? { stage } : {}),
  }))
  return { verdict, kind, besideOfficial, right: role, subjects }
}

/** How much of the list is shown, and how much of it can be chosen. */
export interface Choice {
  count: string
  /** `none` when nothing can be chosen, else whether all that is there is. */
  mark: 'none' | 'off' | 'on'
  /** Offers to choose everybody of the filter; empty where all are there, or nobody can be chosen. */
  everybody: string
}

/** How many of the people that were read are what. */
export interface Tally {
  total: number
  open: number
  chosen: number
  settled: number
}

/** The line above the list; `people`: how many the filter holds, where that is known. */
export function choiceOf(tally: Tally, shown: number, more: boolean, people: number | null): Choice {
  const { total, open, chosen, settled } = tally
  const mark = open === 0 ? 'none' : chosen >= open ? 'on' : 'off'
  return {
    count: countText({ shown, total, settled, more }),
    mark,
    everybody: mark === 'on' && more ? everybodyLabel(people) : '',
  }
}
