/** One transfer as its pages show it. Pure: the view and the clock in, page data out. */
import type { BranchView, ClaimField, Kind, StepView, TransferView } from '../../cloudfunctions/contract'
import type { StepItem } from '../components/steps/steps'
import { day, deadline, lastFour, moment, reference } from '../format'
import type { Me } from '../me'
import {
  ACCEPTED_TAG,
  BUTTONS,
  checkedText,
  endsInText,
  FAILED_STEPS,
  fieldLabel,
  fromText,
  INSIDE_APPROVAL,
  intoText,
  isAccepted,
  isFinal,
  JOINED_HERE,
  journeyTitle,
  LINES,
  longWaitStep,
  NAME_NOTE,
  NOT_REGISTERED_HERE,
  referenceText,
  REQUEST_AGAIN,
  stageTag,
  STEP_STATES,
  stepText,
  SUBMITTED,
  submittedEarlyText,
  toBeConfirmedText,
  untilText,
  WAIT_FROM,
  withdrawText,
  type Tone,
} from '../texts'
import { WAIT_HOURS } from '../limits'
import { fromProvince } from './stages/league-from-province'
import { insideBeijing } from './stages/league-inside-beijing'
import { partyJourney } from './stages/party'
import type { StageContent } from './stage-content'
import { reminderPage, type ReminderPage } from './reminder'

/** Page data of a transfer. */
export interface TransferPage extends StageContent {
  id: string
  tag: { text: string; tone: Tone }
  kind: string
  /** 「登记编号 2411 0382 7」 */
  reference: string
  branch: { name: string; contact: string; phone: string }
  /** What must be copied into another system; nothing once all is over. */
  copies: { label: string; value: string; note: string }[]
  /** The same beside the open guide, and then not once more below. */
  guideCopies: TransferPage['copies']
  /** What the outside organisation found when it checked; null while it has not, and once that is over. */
  checked: { text: string; tone: Tone } | null
  /** Submitted before the time: what is said until it is settled, and the two things to do; null where it was not. */
  early: { text: string; copy: string; settled: string } | null
  /** What withdrawing costs here. */
  withdrawText: string
  /** What the member has registered of the fields that differ, to be compared and mended; empty where none do. */
  differing: { key: ClaimField; label: string; value: string }[]
  steps: StepItem[]
  log: TransferView['log']
  logKind: Kind
  /** Where it says what goes on a paper letter to this branch; empty once none is needed any more. */
  letterUrl: string
  /** What WeChat may remind of here; null where it cannot. */
  reminder: ReminderPage | null
}

/**
 * Everything that the pages show of one transfer; `templates` are those of the deployment's messages, `account` is what
 * the member has registered.
 */
export function transferPage(
  transfer: TransferView,
  now: number,
  templates?: Me['reminders'],
  account: Me['account'] = null,
): TransferPage {
  const tag = transfer.stage === 'announced' && isAccepted(transfer) ? ACCEPTED_TAG : stageTag(transfer, now)
  const content = contentOf(transfer, now)
  const over = isOver(transfer)
  const copies = over ? [] : copiesOf(transfer.branch)
  return {
    ...content,
    lines: over ? [branchLine(transfer), ...content.lines] : content.lines,
    id: transfer.id,
    tag,
    kind: journeyTitle(transfer.kind, transfer.origin),
    reference: referenceText(reference(transfer.reference)),
    branch: {
      name: transfer.branch.shortName || transfer.branch.fullName,
      contact: transfer.branch.contact,
      phone: transfer.branch.phone,
    },
    copies: content.guideOpen ? [] : copies,
    guideCopies: content.guideOpen ? copies : [],
    checked: checkedPart(transfer, now),
    early: earlyPart(transfer, now),
    differing: differingPart(transfer, account),
    steps: (transfer.stage === 'withdrawn' ? [] : transfer.steps).map((step) =>
      stepItem(step, transfer, tag.tone, now),
    ),
    withdrawText: withdrawText(transfer.stage, transfer.kind),
    log: transfer.log,
    logKind: transfer.kind,
    reminder: reminderPage(transfer, templates),
    letterUrl: over || (transfer.stage === 'announced' && transfer.channel === 'online') ? '' : letterUrl(transfer),
  }
}

/** Where it says what goes on a paper letter to this branch. */
export function letterUrl({ kind, branch }: Pick<TransferView, 'kind' | 'branch'>): string {
  return `/pages/letter/letter?kind=${kind}&branch=${encodeURIComponent(branch.id)}`
}

/** A check counts while the submission is still to come. */
function checkedPart(transfer: TransferView, now: number): TransferPage['checked'] {
  const { checked, submittedAt } = transfer
  if (checked === undefined || submittedAt !== undefined || !isOpen(transfer)) return null
  return { text: checkedText(checked, now), tone: checked.matches ? 'done' : 'wait' }
}

function earlyPart(transfer: TransferView, now: number): TransferPage['early'] {
  if (transfer.declared.submittedEarly === undefined || !isOpen(transfer)) return null
  return { text: submittedEarlyText(transfer.readyAt, now), copy: BUTTONS.copyWithdrawal, settled: BUTTONS.settled }
}

/** Own values alone, numbers by their last four: what the other side wrote is never told. */
function differingPart({ stage, failure }: TransferView, account: Me['account']): TransferPage['differing'] {
  if (stage !== 'failed' || account === null) return []
  const { name, idNumber, memberNumber } = account
  const values: { [F in ClaimField]: string } = {
    name,
    idNumber: endsInText(lastFour(idNumber)),
    memberNumber: memberNumber === undefined ? NOT_REGISTERED_HERE : endsInText(lastFour(memberNumber)),
  }
  return (failure?.differs ?? []).map((key) => ({ key, label: fieldLabel(key), value: values[key] }))
}

/** Whether nobody has to do anything any more: a match that waits to be confirmed may have to be mended. */
function isOver(transfer: TransferView): boolean {
  return !isOpen(transfer) && (transfer.stage !== 'transferred' || isFinal(transfer))
}

function branchLine({ kind, branch }: TransferView): TransferPage['lines'][number] {
  return { key: 'branch', label: intoText(kind), value: branch.fullName }
}

function contentOf(transfer: TransferView, now: number): StageContent {
  if (transfer.kind === 'party') return partyJourney(transfer, now)
  return transfer.origin === 'province' ? fromProvince(transfer, now) : insideBeijing(transfer, now)
}

/** Full name and ID; of a Party branch the short name too, for nobody knows which name the other system finds. */
export function copiesOf(branch: BranchView): TransferPage['copies'] {
  const { kind, fullName, shortName, systemId, systemIdConfirmed } = branch
  const party = kind === 'party'
  const unsure = systemIdConfirmed ? '' : toBeConfirmedText(kind)
  return [
    { label: intoText(kind), value: fullName, note: party ? NAME_NOTE : '' },
    ...(party && shortName !== '' ? [{ label: LINES.shortName, value: shortName, note: '' }] : []),
    { label: LINES.systemId, value: systemId, note: unsure },
  ]
}

/** One step with who acts and the date: done ones their moment, the wait its end, a closed one from when it opens. */
export function stepItem(step: StepView, transfer: TransferView, tone: Tone, now: number): StepItem {
  const failed = failedStep(transfer)
  const common = { key: step.key, title: stepTitle(step, transfer), state: step.state }
  const { who } = stepText(step.key)
  if (step.key === failed)
    return { ...common, sub: join(who, FAILED_STEPS[failed]), tone: 'bad', spoken: FAILED_STEPS[failed] }
  // What failed is red; what is to be done about it is not.
  const current = failed === null ? tone : 'brand'
  return {
    ...common,
    sub: stepSub(step, who, transfer, now),
    tone: step.state === 'current' ? current : 'plain',
    spoken: STEP_STATES[step.state],
  }
}

/** The step that failed; it comes again after the request that is to be made again. */
function failedStep({ stage, failure }: TransferView): keyof typeof FAILED_STEPS | null {
  if (stage !== 'failed') return null
  return failure?.code === 'OFFICIAL_FAILURE' ? 'confirmation' : 'verification'
}

/** Sent from here is not yet sent in the official system: only the branch's approval says that both were. */
function stepTitle({ key, state }: StepView, { stage, kind, origin, branch: { waitHours } }: TransferView): string {
  if (key === 'wait' && waitHours !== WAIT_HOURS.least) return longWaitStep(waitHours)
  if (key === 'join' && state === 'done' && (stage === 'registered' || stage === 'returned')) return JOINED_HERE
  if (key === 'request' && stage === 'failed') return REQUEST_AGAIN
  if (key === 'verification' && state === 'current' && stage === 'approved') return SUBMITTED.step
  return key === 'approval' && kind === 'league' && origin === 'beijing' ? INSIDE_APPROVAL : stepText(key).title
}

function stepSub(step: StepView, who: string, { readyAt }: TransferView, now: number): string {
  if (step.state === 'done' && step.key === 'wait' && step.at !== undefined) return deadline(step.at, now)
  if (step.state === 'done') return join(who, step.at === undefined ? '' : moment(step.at, now))
  if (step.key === 'wait' && readyAt !== undefined) return untilText(readyAt, now)
  if (step.key === 'request' && readyAt !== undefined && Date.parse(readyAt) > now)
    return join(who, fromText(readyAt, now))
  return step.key === 'wait' ? WAIT_FROM : who
}

function join(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(' · ')
}

/** A closed or secondary transfer in one line: 「团组织关系 · 京外转入，登记编号 …」. */
export interface TransferLine {
  id: string
  title: string
  sub: string
  tag: { text: string; tone: Tone }
}

/** One line of the list of all transfers. */
export function transferLine(transfer: TransferView, now: number): TransferLine {
  const page = transferPage(transfer, now)
  return {
    id: transfer.id,
    title: page.kind,
    // Read over the phone: it stands on one line.
    sub: join(page.branch.name, page.reference.replace(/ /g, '\u00a0'), day(transfer.since, now)),
    tag: page.tag,
  }
}

/** Whether a transfer is still under way. */
export function isOpen({ stage }: Pick<TransferView, 'stage'>): boolean {
  return stage !== 'transferred' && stage !== 'received' && stage !== 'withdrawn'
}
