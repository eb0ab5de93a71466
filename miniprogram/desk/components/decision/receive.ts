/** Recording what a Party branch has received: what can be ticked, and what is done already. Pure. */
import type { DeskTransfer, ReceiveFact, Role } from '../../../../cloudfunctions/contract'
import { beijingDay, day } from '../../../format'
import { COUNSELLOR_TICKS, RECEIVE_FACTS } from '../../../limits'
import { FACTS, letterEnds, letterText } from '../../../texts'
import { recordedText } from '../../texts/decision'
import { FACT_HINTS } from '../../texts/receive'

/** What is known of one person's papers, where their file is open. */
export type Papers = Pick<DeskTransfer, 'channel' | 'letter' | 'facts' | 'party'>

/** One fact to tick. */
export interface FactChoice {
  value: ReceiveFact
  label: string
  content: string
  /** Recorded before: shown, not ticked again. */
  done: boolean
}

export type Checked = { [F in ReceiveFact]: boolean }
export const NOTHING_CHECKED: Checked = {
  online: false,
  letter: false,
  materials: false,
  probationPapers: false,
  receipt: false,
}

/** What somebody with this right can tick, for one person whose file is open, or for many of whom less is known. */
export function factChoices(papers: Papers | null, right: Role, now: number): FactChoice[] {
  return (right === 'counsellor' ? COUNSELLOR_TICKS : RECEIVE_FACTS)
    .filter((fact) => fact !== 'probationPapers' || papers === null || papers.party === 'probationary')
    .map((value) => {
      const at = papers?.facts?.[value]
      return { value, label: FACTS[value], content: contentOf(value, papers, now), done: at !== undefined }
    })
}

function contentOf(fact: ReceiveFact, papers: Papers | null, now: number): string {
  const at = papers?.facts?.[fact]
  if (at !== undefined) return recordedText(day(at, now))
  if (fact === 'letter' && papers?.letter !== undefined) return letterText(papers.letter)
  return FACT_HINTS[fact]
}

/** Whether the letter is over: known of one person, not of many. */
export function latenessOf(papers: Papers | null, now: number): 'no' | 'yes' | 'perhaps' {
  if (papers === null) return 'perhaps'
  return papers.letter !== undefined && letterEnds(papers.letter) < beijingDay(now) ? 'yes' : 'no'
}

/** The facts that are ticked, in order. */
export function checkedFacts(checked: Checked): ReceiveFact[] {
  return RECEIVE_FACTS.filter((fact) => checked[fact])
}
