/** The queue as it is shown. Pure: items, choice and clock in, page data out. */
import type { DeskItem, DeskTransfer, Kind, TransferView } from '../../../cloudfunctions/contract'
import { ago, reference } from '../../format'
import { isOpen } from '../../transfer/view'
import { ORIGINS, ROSTER_MATCHES, stageTag, stageText, WARNINGS, type Tone } from '../../texts'
import { isPapersOnly } from '../components/decision/receive'
import type { Question, Subject } from '../components/decision/view'
import { approveLabel, overdueText, peopleText } from '../texts/desk'
import type { Verdict } from '../decided'

/** One row. Kept small: a page of twenty goes to the screen in one piece. */
export interface Row {
  id: string
  name: string
  sub: string
  tags: { text: string; tone: Tone }[]
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

/** Whether the person's transfer still goes on, so that WeChat may remind them of it. */
export function isRemindable(item: DeskItem): boolean {
  return item.name !== '' && isOpen(item)
}

/** One person as a row. */
export function rowOf(item: DeskItem, state: RowState): Row {
  const { now, mixed, overdueAfterDays, choosable, chosen, settled, error } = state
  const sub = [
    item.studentNumber ?? `登记编号 ${reference(item.reference)}`,
    ORIGINS[item.origin],
    ago(item.since, now),
  ].join(' · ')
  const tags = tagsOf(item, mixed || settled, overdueAfterDays, now)
  const name = item.name === '' ? '（个人信息已删除）' : item.name
  return {
    id: item.id,
    name,
    sub,
    tags,
    mark: !choosable ? 'none' : chosen ? 'on' : 'off',
    settled,
    error,
    spoken: [name, ...tags.map(({ text }) => text), sub].join('，'),
  }
}

function tagsOf(item: DeskItem, withStage: boolean, overdueAfterDays: number, now: number): Row['tags'] {
  const waits = item.stage === 'registered' || item.stage === 'announced'
  const roster = item.rosterMatch !== 'none' && waits ? [ROSTER_MATCHES[item.rosterMatch]] : []
  const tag = stageTag(item, now)
  const tells = withStage || item.stage === 'transferred' || tag.text !== stageText(item.stage)
  const stage = tells ? [tag] : []
  const overdue: Row['tags'] = item.overdue ? [{ text: overdueText(item.stage, overdueAfterDays), tone: 'wait' }] : []
  const warnings = item.warnings.map((key) => WARNINGS[key])
  return [...stage, ...roster, ...overdue, ...warnings].map(({ text, tone }) => ({ text, tone }))
}

/** The item after a decision about it: what the outcome tells, the rest as it was. */
export function decided(item: DeskItem, transfer: TransferView): DeskItem {
  const { stage, version, since, allowedActions, facts } = transfer
  const { confirmedBy: _confirmed, readyAt: _ready, failure: _failure, ...rest } = item
  return {
    ...rest,
    stage,
    version,
    since,
    allowedActions,
    missing: item.missing.filter((fact) => facts?.[fact] === undefined),
    // A paper that was recorded before the membership was accepted, or the letter came, is no answer yet.
    overdue: item.overdue && stage === 'announced' && facts?.online === undefined && facts?.letter === undefined,
    ...whereItStands(transfer),
  }
}

/** What the words for a stage depend on, where it is known. */
function whereItStands({ confirmedBy, readyAt, failure }: TransferView): Partial<DeskItem> {
  return {
    ...(confirmedBy === undefined ? {} : { confirmedBy }),
    ...(readyAt === undefined ? {} : { readyAt }),
    ...(failure === undefined ? {} : { failure }),
  }
}

/** The item as the opened file shows it now. */
export function itemOf(transfer: DeskTransfer): DeskItem {
  const { id, version, reference: number, name, stage, origin, since, overdue, rosterMatch } = transfer
  const { studentNumber, missing, declared, warnings, allowedActions } = transfer
  return {
    id,
    version,
    reference: number,
    name,
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
  const buttons = VERDICTS.flatMap((verdict) => {
    const people = able(chosen, verdict).length
    if (people === 0) return []
    const label = (all: boolean): string => labelOf(verdict, people, all, besideOfficial)
    return [{ verdict, label: label(people === chosen.length), spoken: label(false) }]
  })
  const first = buttons[0]
  const primary = first === undefined || first.verdict === 'return' ? null : first
  const remindable = reminds ? chosen.filter(isRemindable).length : 0
  return {
    chosen: `已选 ${peopleText(chosen.length)}`,
    primary,
    others: primary === null ? buttons : buttons.slice(1),
    remind:
      remindable === 0
        ? null
        : {
            label: remindable === chosen.length ? '提醒…' : `提醒 ${peopleText(remindable)}…`,
            spoken: `微信提醒 ${peopleText(remindable)}…`,
          },
  }
}

function labelOf(verdict: Verdict, people: number, all: boolean, besideOfficial: boolean): string {
  switch (verdict) {
    case 'approve':
      return approveLabel(people, besideOfficial)
    case 'return':
      return all ? '退回…' : `退回 ${peopleText(people)}…`
    case 'receive':
      return all ? '登记接收情况…' : `登记 ${peopleText(people)}的接收情况…`
    case 'confirm':
      return all ? '登记北京系统结果…' : `登记 ${peopleText(people)}的北京系统结果…`
    case 'undo':
      return all ? '撤销上一步…' : `撤销 ${peopleText(people)}的上一步…`
  }
}

function able(items: readonly DeskItem[], verdict: Verdict): DeskItem[] {
  return items.filter((item) => item.allowedActions.includes(verdict))
}

/** The question that a button of the bar asks: about those of the chosen for whom it is allowed. */
export function questionOf(
  verdict: Verdict,
  chosen: readonly DeskItem[],
  branch: { kind: Kind; besideOfficial: boolean },
): Question {
  const subjects: Subject[] = able(chosen, verdict).map((item) => {
    const { id, version, name, origin, warnings, stage } = item
    const undone = verdict === 'undo' ? { stage } : {}
    return { id, version, name, origin, warnings, ...undone, ...(isPapersOnly(item) ? { papersOnly: true } : {}) }
  })
  return { verdict, kind: branch.kind, besideOfficial: branch.besideOfficial, subjects }
}

/** How much of the list is shown, and how much of it can be chosen. */
export interface Choice {
  count: string
  /** `none` when nothing can be chosen, else whether all of it is. */
  mark: 'none' | 'off' | 'on'
  label: string
}

/** The line above the list. Where there is more, choosing all reads on up to what one decision may hold. */
export function choiceOf(rows: readonly Pick<Row, 'mark' | 'settled'>[], more: boolean, most: number): Choice {
  const settled = rows.filter((row) => row.settled).length
  const open = rows.filter(({ mark }) => mark !== 'none').length
  const chosen = rows.filter(({ mark }) => mark === 'on').length
  const whole = !more || open >= most
  return {
    count: countText(rows.length, settled, more),
    mark: open === 0 ? 'none' : whole && chosen >= Math.min(open, most) ? 'on' : 'off',
    label: open > most ? `选前 ${peopleText(most)}` : more ? `全选（最多 ${peopleText(most)}）` : '全选',
  }
}

/** Who was decided about stays in sight and is counted apart: the filter's own count is without them. */
function countText(shown: number, settled: number, more: boolean): string {
  if (more) return `已显示 ${peopleText(shown)}，还有更多`
  return settled === 0
    ? `共 ${peopleText(shown)}`
    : `还有 ${peopleText(shown - settled)}，另 ${peopleText(settled)}状态已变`
}
