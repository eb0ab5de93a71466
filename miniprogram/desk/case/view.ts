/** What a page says after a decision about the one person it shows. Pure. */
import type { DeskTransfer } from '../../../cloudfunctions/contract'
import type { Asked } from '../components/case-file/case-file'
import type { Decided } from '../components/decision/decision'
import type { Question } from '../components/decision/view'
import { deskFailureText, resultText, UNKNOWN_OUTCOME } from '../texts'
import type { Tone } from '../../texts'

/** The question that a wish to decide about an open file becomes. */
export function questionAbout({ verdict, transfer }: Asked): Question {
  return { verdict, kind: transfer.kind, besideOfficial: transfer.branch.besideOfficial, subjects: [subjectOf(transfer)] }
}

function subjectOf({ id, version, name, origin, warnings }: DeskTransfer): Question['subjects'][number] {
  return { id, version, name, origin, warnings }
}

/** How it ended for this one person. */
export function noteAbout({ verdict, result, outcomes, unknown }: Decided): { text: string; tone: Tone } {
  const [outcome] = outcomes
  if (outcome?.ok === true)
    return { text: resultText(verdict, result, { done: 1, refused: 0, unknown: 0 }), tone: 'done' }
  if (outcome !== undefined) return { text: deskFailureText(outcome.error), tone: 'bad' }
  return unknown.length > 0 ? { text: UNKNOWN_OUTCOME, tone: 'wait' } : { text: '没有提交，什么都没有改变。', tone: 'wait' }
}
