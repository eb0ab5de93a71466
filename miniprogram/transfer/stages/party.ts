/** What each stage of a Party transfer says and offers. */
import type { Stage, TransferView } from '../../../cloudfunctions/contract'
import { dayText, moment } from '../../format'
import {
  announcedText,
  CHANNELS,
  duesText,
  failureText,
  handInText,
  isAccepted,
  letterText,
  letterEndsSoon,
  letterWarning,
  missingFacts,
  nextFact,
  PARTY_AGAIN_TEXT,
  pieces,
  PREPARING_TEXT,
  preparedText,
  receiptText,
  receivedText,
  returnedText,
  WITHDRAWN_TEXT,
} from '../../texts'
import { NOTHING, type ActButton, type StageContent } from '../stage-content'

const WITHDRAW: ActButton = { act: 'withdraw', label: '撤回登记' }
const COPY: ActButton = { act: 'copy', label: '复制发给原党组织的说明' }

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
    title: '接收完成',
    paragraphs: [pieces(receivedText(transfer.branch))],
    lines: recordedLines(transfer, now),
  }),
  withdrawn: () => ({
    ...NOTHING,
    title: '已撤回',
    paragraphs: [pieces(WITHDRAWN_TEXT)],
    primary: { act: 'restart', label: '重新登记' },
  }),
}

function preparing(transfer: TransferView): StageContent {
  return {
    ...NOTHING,
    title: '准备材料，再请原党组织转出',
    paragraphs: [pieces(PREPARING_TEXT)],
    todoTitle: '要准备的',
    todo: [
      preparedText('file'),
      preparedText('letterToCounsellor'),
      ...(isProbationary(transfer) ? [preparedText('probationPapers')] : []),
    ],
    lines: [{ key: 'handIn', label: '上交', value: handInText(transfer.branch) }],
    primary: { act: 'announce', label: '打开准备清单' },
    secondary: [COPY, WITHDRAW],
  }
}

function announced(transfer: TransferView, now: number): StageContent {
  const { letter, branch, facts } = transfer
  const again = announceAgain(transfer)
  const urgent = letter !== undefined && letterEndsSoon(letter, now)
  return {
    ...NOTHING,
    title: isAccepted(transfer) ? '等待党支部核对材料' : '等待党支部接收',
    paragraphs: [pieces(announcedText(transfer))],
    warning: letter === undefined || facts?.letter !== undefined ? '' : letterWarning(letter, branch, now),
    todoTitle: '还缺什么',
    todo: missingFacts(transfer),
    next: nextFact(transfer),
    lines: [
      ...recordedLines(transfer, now),
      ...(facts?.letter === undefined ? [{ key: 'handIn', label: '上交', value: handInText(branch) }] : []),
    ],
    primary: again !== null && urgent ? again : null,
    secondary: [...(again !== null && !urgent ? [again] : []), COPY, WITHDRAW],
  }
}

/** While neither the reception nor the letter is recorded: a new letter, a corrected one, or the other channel. */
function announceAgain({ allowedActions }: TransferView): ActButton | null {
  return allowedActions.includes('announce') ? { act: 'announce', label: '换介绍信或改转出方式' } : null
}

function returned(transfer: TransferView): StageContent {
  const released = transfer.idReleased === true
  return {
    ...NOTHING,
    title: '党支部退回了登记',
    paragraphs: released
      ? [pieces(failureText({ code: 'ID_RELEASED' }))]
      : [pieces(returnedText(transfer.returnReason, 'party')), pieces(PARTY_AGAIN_TEXT)],
    primary: released ? { act: 'amend', label: '修改注册信息' } : { act: 'announce', label: '重新准备并登记' },
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
    ['channel', '转出方式', channel && CHANNELS[channel]],
    ['letter', '介绍信', letter && letterText(letter)],
    ['dues', '党费交至', duesText(letter)],
    ['probation', '预备期满', probationEndsOn && dayText(probationEndsOn)],
    ['letterIn', '收介绍信', facts?.letter && `党支部 ${moment(facts.letter, now)} 收到`],
    ['receipt', '回执', receiptText(transfer, now)],
  ]
  return lines.flatMap(([key, label, value]) => (value === undefined || value === '' ? [] : [{ key, label, value }]))
}
