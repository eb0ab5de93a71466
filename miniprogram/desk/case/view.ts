/** What a page asks about the one person whose file it shows. Pure. */
import type { DeskTransfer } from '../../../cloudfunctions/contract'
import type { Asked } from '../components/case-file/case-file'
import type { Question } from '../components/decision/view'

/** What is asked when somebody wants to decide about an open file. */
export function questionAbout({ verdict, transfer }: Asked): Question {
  return {
    verdict,
    kind: transfer.kind,
    besideOfficial: transfer.branch.besideOfficial,
    right: transfer.right,
    subjects: [{ ...subjectOf(transfer), ...(verdict === 'undo' ? { stage: transfer.stage } : {}) }],
  }
}

function subjectOf(transfer: DeskTransfer): Question['subjects'][number] {
  const { id, version, name, origin, warnings, kind, channel, letter, facts, party } = transfer
  const papers = {
    ...(channel === undefined ? {} : { channel }),
    ...(letter === undefined ? {} : { letter }),
    ...(facts === undefined ? {} : { facts }),
    ...(party === undefined ? {} : { party }),
  }
  const subject = { id, version, name, origin, warnings }
  return kind === 'party' ? { ...subject, papers } : subject
}
