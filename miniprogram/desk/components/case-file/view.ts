/** Everything on one person's transfer, as the desk reads it. Pure: the view and the clock in, page data out. */
import type { DeskTransfer, Kind, LogEntry, RevealField, StepView } from '../../../../cloudfunctions/contract'
import type { StepItem } from '../../../components/steps/steps'
import { inFours, monthText, reference } from '../../../format'
import { stepItem } from '../../../transfer/view'
import {
  differsText,
  IDENTITIES,
  isFinal,
  ORIGINS,
  PARTY_IDENTITIES,
  referenceText,
  ROSTER_MATCHES,
  stageTag,
  WARNINGS,
  type Tone,
} from '../../../texts'
import type { Verdict } from '../../decided'
import { decidesAt } from '../../desk'
import {
  askedText,
  erasedText,
  FILE_LABELS,
  mismatchText,
  NO_ROSTER_HERE,
  NOT_FILLED_IN,
  NOTHING_TO_SAY,
  officialFailureText,
  pleaseDecideText,
  recoveryHint,
  returnedText,
  SECRETARIES_ONLY,
  seenFromDesk,
  unconfirmedText,
  verdictButtons,
  waitText,
  WITHDRAWN,
} from '../../texts/case'
import { ERASED_NAME } from '../../texts/queue'
import { partyLines, partySituation, type Line } from './party'

export interface VerdictButton {
  verdict: Verdict
  label: string
}

/** One line of what is registered. `hidden`: a number that is shown in plain for a reason. */
export interface FileLine {
  key: string
  label: string
  value: string
  hidden: boolean
}

/** Page data of a case. */
export interface CaseFile {
  name: string
  tag: { text: string; tone: Tone }
  /** 「登记编号 2411 0382 7」「京外」「提交于 11月22日 09:31」: parts that do not break. */
  sub: string
  /** What is and what comes next; empty when the tag says it all. */
  situation: { text: string; tone: Tone }
  warnings: { key: string; tone: Tone; text: string }[]
  lines: FileLine[]
  steps: StepItem[]
  log: LogEntry[]
  /** Whose branch speaks in the log. */
  kind: Kind
  /** Whether the official way belongs to this moment. */
  guide: boolean
  /** The branch whose conflicts of ID numbers this person is among; empty where there is none to settle. */
  conflict: string
  /** What stands beside giving out a code to come back to the account; empty where there is none to give. */
  recovery: string
  /** Whether the person still has something to do, and may be reminded of it. */
  remind: boolean
  primary: VerdictButton | null
  others: VerdictButton[]
}

/** All that the desk sees of one transfer. */
export function caseFile(transfer: DeskTransfer, now: number): CaseFile {
  const tag = stageTag(transfer, now)
  // A counsellor is shown no digit of any number, gives no codes, reminds nobody and settles no conflicts.
  const decides = decidesAt({ role: transfer.right })
  return {
    name: transfer.erased ? ERASED_NAME : transfer.name,
    tag,
    sub: subOf(transfer, now),
    situation: situationOf(transfer, now),
    warnings: transfer.warnings.map((key) => {
      const { text, tone, todo } = WARNINGS[key]
      // For a counsellor it is to be known, not to be done.
      return { key, tone, text: decides ? `${text}。${todo}` : `${text}。` }
    }),
    lines: linesOf(transfer, now),
    steps: stepsLeft(transfer).map((step) => deskStep(step, transfer, tag.tone, now)),
    log: transfer.log,
    kind: transfer.kind,
    conflict: decides && isContested(transfer) ? transfer.branch.id : '',
    recovery: decides && !transfer.erased ? recoveryHint(transfer.recovery, now) : '',
    remind: decides && transfer.membersTurn,
    guide: transfer.branch.besideOfficial && transfer.allowedActions.includes('approve'),
    ...buttonsOf(transfer, now),
  }
}

/** The steps of the way; of one that was withdrawn those that were gone. */
function stepsLeft({ steps, stage }: DeskTransfer): StepView[] {
  return stage === 'withdrawn' ? steps.filter(({ state }) => state === 'done') : steps
}

/** Whether another account claims the ID number: that comes before anything else is decided. */
function isContested({ warnings }: DeskTransfer): boolean {
  return warnings.includes('ID_CONFLICT')
}

function subOf(transfer: DeskTransfer, now: number): string {
  const asked = transfer.log.find(({ what }) => what === 'started')?.at ?? transfer.since
  return [
    referenceText(reference(transfer.reference)),
    ORIGINS[transfer.origin],
    askedText(transfer.kind, asked, now),
  ].join(' · ')
}

function situationOf(transfer: DeskTransfer, now: number): CaseFile['situation'] {
  const { stage, readyAt } = transfer
  if (transfer.erased) return { text: erasedText(isErasedByMember(transfer)), tone: 'plain' }
  switch (stage) {
    case 'announced':
      return partySituation(transfer, now)
    case 'registered':
      return transfer.overdue
        ? { text: pleaseDecideText(stage, transfer.branch.overdueAfterDays), tone: 'wait' }
        : NOTHING_TO_SAY
    case 'approved':
      return readyAt === undefined ? NOTHING_TO_SAY : waitText(readyAt, now)
    case 'failed':
      return { text: failureSentence(transfer), tone: 'bad' }
    case 'returned':
      return { text: returnedText(transfer.returnReason, transfer.idReleased === true), tone: 'bad' }
    case 'transferred':
      return isFinal(transfer)
        ? NOTHING_TO_SAY
        : { text: unconfirmedText(transfer.confirmedBy ?? 'member'), tone: 'wait' }
    case 'withdrawn':
      return { text: WITHDRAWN, tone: 'plain' }
    case 'preparing':
    case 'received':
      return NOTHING_TO_SAY
  }
}

function isErasedByMember({ log }: DeskTransfer): boolean {
  return log.some(({ what, by }) => what === 'erased' && by === 'member')
}

function failureSentence({ failure, log }: DeskTransfer): string {
  if (failure?.code === 'MISMATCH') return mismatchText(differsText(failure.differs ?? []))
  return officialFailureText(log.filter(({ what }) => what === 'officiallyFailed').pop()?.reason)
}

function linesOf(transfer: DeskTransfer, now: number): CaseFile['lines'] {
  const { kind, party, joinedOn, memberNumber, studentNumber, reason, rosterMatch, warnings } = transfer
  const { erased } = transfer
  const decides = decidesAt({ role: transfer.right })
  const noRoster = rosterMatch === 'none' && !warnings.includes('NOT_ON_ROSTER')
  const ofLeague: Line[] = [
    ['joinedOn', joinedOn && monthText(joinedOn)],
    ['memberNumber', erased ? '' : inFours(memberNumber ?? '') || NOT_FILLED_IN],
  ]
  const lines: Line[] = [
    ['studentNumber', studentNumber],
    ['idNumber', transfer.idNumber],
    ...(kind === 'league' ? ofLeague : []),
    ['phone', transfer.phone],
    ['identity', kind === 'league' ? IDENTITIES[transfer.identity] : party && PARTY_IDENTITIES[party]],
    ['roster', erased ? '' : noRoster ? NO_ROSTER_HERE : ROSTER_MATCHES[rosterMatch].text],
    ['reason', reason],
    ...(kind === 'party' ? partyLines(transfer, now) : []),
  ]
  return lines.flatMap(([key, value]) => {
    if (value === undefined || value === '') return []
    const hidden = decides && isMasked(key, value)
    return [{ key, label: FILE_LABELS[key], value: shownText(key, value, decides), hidden }]
  })
}

const REVEALED: readonly string[] = ['idNumber', 'phone', 'memberNumber'] satisfies RevealField[]

/** Whether this is a number of which the last characters alone are shown. */
function isMasked(key: string, value: string): boolean {
  return isRevealField(key) && value.includes('*')
}

/** A masked number without the length of what is hidden; of one that is hidden whole who may see it. */
function shownText(key: string, value: string, decides: boolean): string {
  if (!isMasked(key, value)) return value
  return decides ? value.replace(/^[* ]+/, '****') : SECRETARIES_ONLY
}

/** Whether a line's key names a number that can be asked for. */
export function isRevealField(key: string): key is RevealField {
  return REVEALED.includes(key)
}

/** A number in plain, as it is read aloud or typed over. */
export function plainText(field: RevealField, value: string): string {
  if (value === '') return NOT_FILLED_IN
  return field === 'memberNumber' ? inFours(value) : value
}

/** A step as the member's page words it, seen from the desk: 「你」 is 「本人」 here. */
function deskStep(step: StepView, transfer: DeskTransfer, tone: Tone, now: number): StepItem {
  const item = stepItem(step, transfer, tone, now)
  return { ...item, sub: seenFromDesk(item.sub) }
}

/** What may be decided now: what is due as the primary button, what is merely possible as text. */
export function buttonsOf(transfer: DeskTransfer, now: number): Pick<CaseFile, 'primary' | 'others'> {
  const { allowedActions, branch, stage, readyAt } = transfer
  const settled = stage === 'received' || (stage === 'transferred' && isFinal(transfer))
  const waits = stage === 'approved' && readyAt !== undefined && Date.parse(readyAt) > now
  const labels = verdictButtons(branch.besideOfficial, stage, settled)
  const buttons = (['approve', 'confirm', 'receive', 'return'] as const)
    .filter((verdict) => allowedActions.includes(verdict))
    .map((verdict) => ({ verdict, label: labels[verdict] }))
  const undo: VerdictButton[] = allowedActions.includes('undo') ? [{ verdict: 'undo', label: labels.undo }] : []
  const [first, ...rest] = buttons
  const due = first !== undefined && first.verdict !== 'return' && !settled && !waits && !isContested(transfer)
  return due ? { primary: first, others: [...rest, ...undo] } : { primary: null, others: [...buttons, ...undo] }
}
