/** What each stage of a League transfer inside Beijing says and offers. */
import type { Stage, TransferView } from '../../../cloudfunctions/contract'
import {
  ACTIONS,
  BUTTONS,
  declaredText,
  failureText,
  idleText,
  INSIDE_NOT_DECLARED,
  insideRegisteredText,
  INSIDE_RETURNED_TEXT,
  LINES,
  pieces,
  REASON_UNKNOWN,
  reasonText,
  returnedText,
  TITLES,
  transferredText,
  WITHDRAWN_TEXT,
} from '../../texts'
import { APPLIED, callButton, NOT_APPLIED, NOTHING, WITHDRAW, type StageContent } from '../stage-content'

/** The content of the stage that the transfer is in. */
export function insideBeijing(transfer: TransferView, now: number): StageContent {
  return (STAGES[transfer.stage] ?? registered)(transfer, now)
}

const STAGES: { [S in Stage]?: (transfer: TransferView, now: number) => StageContent } = {
  registered,
  returned,
  transferred: ({ branch }) => ({
    ...NOTHING,
    title: TITLES.transferred,
    paragraphs: [pieces(transferredText(branch))],
  }),
  withdrawn: () => ({
    ...NOTHING,
    title: TITLES.withdrawn,
    paragraphs: [pieces(WITHDRAWN_TEXT)],
    primary: { act: 'restart', label: BUTTONS.restart },
  }),
}

function registered(transfer: TransferView, now: number): StageContent {
  const applied = transfer.declared.officialRegistration
  const open = applied === undefined
  const idle = idleText(transfer, now)
  return {
    ...NOTHING,
    title: open ? INSIDE_NOT_DECLARED.title : TITLES.awaitingReview,
    paragraphs: open
      ? [pieces(INSIDE_NOT_DECLARED.text)]
      : [pieces(declaredText(applied, now)), pieces(insideRegisteredText(transfer.branch, idle !== ''))],
    warning: idle,
    guide: 'inside',
    guideOpen: open,
    lines: reasonLine(transfer),
    primary: open ? APPLIED : idle === '' ? null : callButton(transfer.branch),
    secondary: [{ act: 'amend', label: BUTTONS.amendInside }, ...(open ? [] : [NOT_APPLIED]), WITHDRAW],
  }
}

/** Returned by the branch, or because the official system did not carry it out. */
function returned(transfer: TransferView): StageContent {
  const official = transfer.failure?.code === 'OFFICIAL_FAILURE'
  const why = transfer.idReleased === true ? failureText({ code: 'ID_RELEASED' }) : returnedText(transfer.returnReason)
  return {
    ...NOTHING,
    title: official ? TITLES.officialFailure : TITLES.returnedByBranch,
    paragraphs: [pieces(official ? officialReason(transfer) : why), pieces(INSIDE_RETURNED_TEXT)],
    lines: reasonLine(transfer),
    primary: { act: 'amend', label: ACTIONS.amend },
    secondary: [WITHDRAW],
  }
}

function officialReason({ returnReason }: TransferView): string {
  return returnReason === undefined || returnReason === '' ? REASON_UNKNOWN : reasonText(returnReason)
}

function reasonLine({ reason }: TransferView): StageContent['lines'] {
  return reason === undefined || reason === '' ? [] : [{ key: 'reason', label: LINES.reason, value: reason }]
}
