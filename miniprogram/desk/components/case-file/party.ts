/** What a Party branch reads of one person's papers. Pure. */
import type { DeskTransfer } from '../../../../cloudfunctions/contract'
import { day, dayText } from '../../../format'
import {
  CHANNELS,
  duesText,
  FACTS,
  letterText,
  letterWarning,
  missingText,
  receiptText,
  type Tone,
} from '../../../texts'
import { overdueText } from '../../texts/desk'

type Line = [key: string, label: string, value: string | undefined]

/** How it comes, the letter, the end of probation, and what was received on which day. */
export function partyLines(transfer: DeskTransfer, now: number): Line[] {
  const { channel, letter, facts, probationEndsOn } = transfer
  return [
    ['channel', '转出方式', channel && CHANNELS[channel]],
    ['letter', '介绍信', letter && letterText(letter)],
    ['dues', '党费交至', duesText(letter)],
    ['probation', '预备期满', probationEndsOn && dayText(probationEndsOn)],
    ['facts', '已登记', facts && factsText(facts, now)],
    ['receipt', '回执', facts?.receipt === undefined ? receiptText(transfer, now) : ''],
  ]
}

function factsText(facts: NonNullable<DeskTransfer['facts']>, now: number): string {
  return (Object.keys(FACTS) as (keyof typeof FACTS)[])
    .flatMap((fact) => {
      const at = facts[fact]
      return at === undefined ? [] : [`${FACTS[fact]}（${day(at, now)}）`]
    })
    .join('、')
}

/** On its way: what is missing, and whether the letter or the wait is over. */
export function partySituation(transfer: DeskTransfer, now: number): { text: string; tone: Tone } {
  const { letter, branch, facts, overdue, stage } = transfer
  const warning = letter === undefined || facts?.letter !== undefined ? '' : letterWarning(letter, branch, now)
  const late = overdue ? `${overdueText(stage, branch.overdueAfterDays)}，请尽快办理。` : ''
  const parts = [late, missingText(transfer), warning]
  return { text: parts.filter((part) => part !== '').join(''), tone: 'wait' }
}
