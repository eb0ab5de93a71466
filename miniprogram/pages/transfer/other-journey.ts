/** What the other journeys (inside Beijing, Party) say: where they stand, with their steps, log and contact. */
import type { TransferView } from '../../../cloudfunctions/contract'
import { ACTIONS, BRANCHES, pieces, returnedText, stageText } from '../../texts'
import type { StageContent } from './view'

/** The stage in words; acting on these journeys is not offered. */
export function otherJourney(transfer: TransferView): StageContent {
  return {
    title: stageText(transfer.stage),
    paragraphs:
      transfer.stage === 'returned'
        ? [pieces(returnedText(transfer.returnReason).replace('团支部', BRANCHES[transfer.kind]))]
        : [],
    warning: '',
    todo: [],
    until: '',
    guide: transfer.kind === 'league' ? 'inside' : '',
    ask: '',
    primary: null,
    secondary: transfer.allowedActions.includes('withdraw') ? [{ act: 'withdraw', label: ACTIONS.withdraw }] : [],
  }
}
