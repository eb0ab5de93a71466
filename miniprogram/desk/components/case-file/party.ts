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
import { pleaseDecideText, type FileKey } from '../../texts/case'

/** A line of the file, without its label. */
export type Line = [key: FileKey, value: string | undefined]

/** How it comes, the letter, the end of probation, and what was received on which day. */
export function partyLines(transfer: DeskTransfer, now: number): Line[] {
  const { channel, letter, facts, probationEndsOn } = transfer
  return [
    ['channel', channel && CHANNELS[channel]],
    ['letter', letter && letterText(letter)],
    ['dues', duesText(letter)],
    ['probation', probationEndsOn && dayText(probationEndsOn)],
    ['facts', facts && factsText(facts, now)],
    ['receipt', facts?.receipt === undefined ? receiptText(transfer, now) : ''],
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
  const late = overdue ? pleaseDecideText(stage, branch.overdueAfterDays) : ''
  const parts = [late, missingText(transfer), warning]
  return { text: parts.filter((part) => part !== '').join(''), tone: 'wait' }
}
