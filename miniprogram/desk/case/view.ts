/** What a page asks about the one person whose file it shows. Pure. */
import type { DeskTransfer } from '../../../cloudfunctions/contract'
import type { Asked } from '../components/case-file/case-file'
import type { Question } from '../components/decision/view'

/** The question that a wish to decide about an open file becomes. */
export function questionAbout({ verdict, transfer }: Asked): Question {
  return {
    verdict,
    kind: transfer.kind,
    besideOfficial: transfer.branch.besideOfficial,
    subjects: [subjectOf(transfer)],
  }
}

function subjectOf({ id, version, name, origin, warnings }: DeskTransfer): Question['subjects'][number] {
  return { id, version, name, origin, warnings }
}
