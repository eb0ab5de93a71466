/** What each stage of a League transfer from outside Beijing says and offers. */
import type { AllowedAction, LeagueStage, TransferView } from '../../../cloudfunctions/contract'
import {
  ACTIONS,
  BUTTONS,
  CONFIRMED,
  declaredText,
  failureText,
  idleText,
  isFinal,
  MATCHED_TEXT,
  mismatchNext,
  mismatchSteps,
  mismatchTitle,
  NOT_DECLARED,
  officialNext,
  officialSteps,
  pieces,
  READY_TEXT,
  reasonText,
  registeredText,
  returnedText,
  RETURNED_AGAIN_TEXT,
  sameText,
  SUBMITTED,
  TITLES,
  tooEarlyText,
  transferredText,
  waitingText,
  WITHDRAWN_TEXT,
} from '../../texts'
import { deadline } from '../../format'
import {
  APPLIED,
  callButton,
  NOT_APPLIED,
  NOTHING,
  WITHDRAW,
  type ActButton,
  type StageContent,
} from '../stage-content'

const COPY: ActButton = { act: 'copy', label: BUTTONS.copyOutside }

/** The outside organisation checks the three fields against its records, before the approval too. */
const LINK: ActButton = { act: 'link', label: BUTTONS.link }
const AMEND: ActButton = { act: 'amend', label: BUTTONS.amend }

/** Whoever was too early is told there what to do. */
const EARLY: ActButton = { act: 'request', label: BUTTONS.alreadySubmitted }
const STAGES: { [S in LeagueStage]: (transfer: TransferView, now: number) => StageContent } = {
  registered,
  approved: (transfer, now) => {
    if (transfer.submittedAt !== undefined) return submitted(transfer)
    return waits(transfer, now) ? waiting(transfer, now) : ready(transfer)
  },
  returned: (transfer) => ({
    ...NOTHING,
    title: TITLES.returnedByBranch,
    paragraphs: [
      pieces(transfer.idReleased === true ? failureText({ code: 'ID_RELEASED' }) : returnedText(transfer.returnReason)),
      pieces(RETURNED_AGAIN_TEXT),
    ],
    primary: { act: 'amend', label: ACTIONS.amend },
    secondary: [LINK, WITHDRAW],
  }),
  failed: (transfer) => ({
    ...(transfer.failure?.code === 'OFFICIAL_FAILURE' ? officialFailure(transfer) : mismatch(transfer)),
    // The outside organisation mends its side first; recording that it did comes after.
    primary: COPY,
    secondary: [...record(transfer, BUTTONS.submittedAgain), LINK, AMEND, WITHDRAW],
  }),
  transferred: (transfer) =>
    isFinal(transfer)
      ? { ...NOTHING, title: TITLES.transferred, paragraphs: [pieces(transferredText(transfer.branch))] }
      : { ...NOTHING, title: CONFIRMED.member, paragraphs: [pieces(MATCHED_TEXT)] },
  withdrawn: () => ({
    ...NOTHING,
    title: TITLES.withdrawn,
    paragraphs: [pieces(WITHDRAWN_TEXT)],
    primary: { act: 'restart', label: BUTTONS.restart },
  }),
}

/** The content of the stage that the transfer is in. */
export function fromProvince(transfer: TransferView, now: number): StageContent {
  return STAGES[transfer.stage as LeagueStage](transfer, now)
}

/** Whether the wait after the approval is still running. */
export function waits({ readyAt }: TransferView, now: number): boolean {
  return readyAt !== undefined && Date.parse(readyAt) > now
}

/** When the branch approved: the approval step's instant. */
function approvedAt({ steps, since }: TransferView): string {
  return steps.find((step) => step.key === 'approval')?.at ?? since
}

function waiting(transfer: TransferView, now: number): StageContent {
  const readyAt = transfer.readyAt ?? transfer.since
  return {
    ...NOTHING,
    title: '',
    until: readyAt,
    paragraphs: [pieces(waitingText(transfer.branch, approvedAt(transfer), readyAt, now), deadline(readyAt, now))],
    warning: tooEarlyText(transfer.branch.waitHours),
    primary: COPY,
    secondary: [EARLY, LINK, ...notDeclared(transfer), AMEND, WITHDRAW],
  }
}

function ready(transfer: TransferView): StageContent {
  return {
    ...NOTHING,
    title: TITLES.ready,
    paragraphs: [pieces(READY_TEXT)],
    primary: COPY,
    secondary: [...record(transfer, ACTIONS.request), LINK, ...notDeclared(transfer), AMEND, WITHDRAW],
  }
}

/** Known to be submitted, not what. */
function submitted(transfer: TransferView): StageContent {
  return {
    ...NOTHING,
    title: SUBMITTED.title,
    paragraphs: [pieces(SUBMITTED.text)],
    secondary: [...record(transfer, BUTTONS.addWhatWasSubmitted), COPY, AMEND, WITHDRAW],
  }
}

/** The branch has approved, and the desk is still told that it was not said. */
function notDeclared({ declared }: TransferView): ActButton[] {
  return declared.officialRegistration === undefined ? [{ act: 'applied', label: BUTTONS.appliedThere }] : []
}

function record(transfer: TransferView, label: string): ActButton[] {
  const button = offers(transfer, 'request', { act: 'request', label })
  return button === null ? [] : [button]
}

function registered(transfer: TransferView, now: number): StageContent {
  const applied = transfer.declared.officialRegistration
  const common: StageContent = {
    ...NOTHING,
    title: TITLES.awaitingApproval,
    warning: idleText(transfer, now),
    guide: 'register',
    secondary: [EARLY, LINK, COPY, { act: 'amend', label: BUTTONS.amendOrBranch }, WITHDRAW],
  }
  if (applied === undefined)
    return {
      ...common,
      title: NOT_DECLARED.title,
      paragraphs: [pieces(NOT_DECLARED.text)],
      guideOpen: true,
      primary: APPLIED,
    }
  return {
    ...common,
    paragraphs: [pieces(declaredText(applied, now)), pieces(registeredText(transfer.branch, common.warning !== ''))],
    primary: common.warning === '' ? null : callButton(transfer.branch),
    secondary: [...common.secondary.slice(0, -1), NOT_APPLIED, WITHDRAW],
  }
}

function mismatch({ failure }: TransferView): StageContent {
  const differs = failure?.differs ?? []
  return {
    ...NOTHING,
    title: mismatchTitle(differs),
    paragraphs: sameText(differs) === '' ? [] : [pieces(sameText(differs))],
    todo: mismatchSteps(differs),
    next: mismatchNext(differs),
  }
}

function officialFailure({ log }: TransferView): StageContent {
  const reason = log.filter((entry) => entry.what === 'officiallyFailed').pop()?.reason ?? ''
  return {
    ...NOTHING,
    title: TITLES.officialFailure,
    paragraphs: reason === '' ? [] : [pieces(reasonText(reason))],
    todo: officialSteps(reason),
    next: officialNext(reason),
  }
}

/** A button only when the server would accept it. The server opens the request at the very end of the wait. */
function offers(transfer: TransferView, action: AllowedAction, button: ActButton): ActButton | null {
  const open = transfer.allowedActions.includes(action) || transfer.stage === 'approved'
  return open ? button : null
}
