/** What each stage of a Party transfer says and offers. */
import type { Stage, TransferView } from '../../../cloudfunctions/contract'
import { dayText } from '../../format'
import {
  announcedText,
  BUTTONS,
  CHANNELS,
  duesText,
  failureText,
  handInText,
  idleText,
  isAccepted,
  letterInText,
  letterText,
  letterEndsSoon,
  letterIfPaper,
  letterWarning,
  LINES,
  missingFacts,
  nextFact,
  PARTY_AGAIN_TEXT,
  pieces,
  PREPARING_TEXT,
  preparedText,
  receiptText,
  receivedText,
  returnedText,
  TITLES,
  TODO_TITLES,
  WITHDRAWN_TEXT,
} from '../../texts'
import { callButton, NOTHING, type ActButton, type StageContent } from '../stage-content'

const WITHDRAW: ActButton = { act: 'withdraw', label: BUTTONS.withdrawParty }
const COPY: ActButton = { act: 'copy', label: BUTTONS.copyParty }

/** The content of the stage that the transfer is in. */
export function partyJourney(transfer: TransferView, now: number): StageContent {
  return (STAGES[transfer.stage] ?? preparing)(transfer, now)
}

const STAGES: { [S in Stage]?: (transfer: TransferView, now: number) => StageContent } = {
  preparing,
  announced,
  returned,
  received: (transfer, now) => ({
    ...NOTHING,
    title: TITLES.received,
    paragraphs: [pieces(receivedText(transfer.branch))],
    lines: recordedLines(transfer, now),
  }),
  withdrawn: () => ({
    ...NOTHING,
    title: TITLES.withdrawn,
    paragraphs: [pieces(WITHDRAWN_TEXT)],
    primary: { act: 'restart', label: BUTTONS.restartParty },
  }),
}

function preparing(transfer: TransferView): StageContent {
  return {
    ...NOTHING,
    title: TITLES.preparing,
    paragraphs: [pieces(PREPARING_TEXT)],
    todoTitle: TODO_TITLES.prepare,
    todo: [
      preparedText('file'),
      ...(isProbationary(transfer) ? [preparedText('probationPapers')] : []),
      letterIfPaper(transfer.branch),
    ],
    primary: { act: 'announce', label: BUTTONS.prepare },
    secondary: [COPY, WITHDRAW],
  }
}

function announced(transfer: TransferView, now: number): StageContent {
  const { channel, letter, branch, facts } = transfer
  const again = announceAgain(transfer)
  const urgent = letter !== undefined && letterEndsSoon(letter, now)
  // A letter may come only at the start of term: who does not answer is known online alone.
  const idle = channel === 'online' && facts?.online === undefined ? idleText(transfer, now) : ''
  const call = idle === '' ? null : callButton(branch)
  return {
    ...NOTHING,
    title: isAccepted(transfer) ? TITLES.awaitingPapers : TITLES.awaitingReception,
    paragraphs: [pieces(announcedText(transfer))],
    warning: letter === undefined || facts?.letter !== undefined ? idle : letterWarning(letter, branch, now),
    todoTitle: TODO_TITLES.missing,
    todo: missingFacts(transfer),
    next: nextFact(transfer),
    lines: [
      ...recordedLines(transfer, now),
      ...(channel === 'paper' && facts?.letter === undefined
        ? [{ key: 'handIn', label: LINES.handIn, value: handInText(branch) }]
        : []),
    ],
    primary: again !== null && urgent ? again : call,
    secondary: [...(again !== null && !urgent ? [again] : []), COPY, WITHDRAW],
  }
}

/** While neither the reception nor the letter is recorded: a new letter, a corrected one, or the other channel. */
function announceAgain({ allowedActions }: TransferView): ActButton | null {
  return allowedActions.includes('announce') ? { act: 'announce', label: BUTTONS.announceAnew } : null
}

function returned(transfer: TransferView): StageContent {
  const released = transfer.idReleased === true
  return {
    ...NOTHING,
    title: TITLES.returnedByParty,
    paragraphs: released
      ? [pieces(failureText({ code: 'ID_RELEASED' }))]
      : [pieces(returnedText(transfer.returnReason, 'party')), pieces(PARTY_AGAIN_TEXT)],
    primary: released ? { act: 'amend', label: BUTTONS.amend } : { act: 'announce', label: BUTTONS.prepareAnew },
    secondary: [COPY, WITHDRAW],
  }
}

/** Whether this person is on probation: only then the way has a step for their papers. */
export function isProbationary({ steps }: Pick<TransferView, 'steps'>): boolean {
  return steps.some(({ key }) => key === 'probation')
}

/** What was recorded and received, with its dates. */
function recordedLines(transfer: TransferView, now: number): StageContent['lines'] {
  const { channel, letter, facts, probationEndsOn } = transfer
  const lines: [key: string, label: string, value: string | undefined][] = [
    ['channel', LINES.channel, channel && CHANNELS[channel]],
    ['letter', LINES.letter, letter && letterText(letter)],
    ['dues', LINES.dues, duesText(letter)],
    ['probation', LINES.probation, probationEndsOn && dayText(probationEndsOn)],
    ['letterIn', LINES.letterIn, facts?.letter && letterInText(facts.letter, now)],
    ['receipt', LINES.receipt, receiptText(transfer, now)],
  ]
  return lines.flatMap(([key, label, value]) => (value === undefined || value === '' ? [] : [{ key, label, value }]))
}
