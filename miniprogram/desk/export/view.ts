/** Which part of the branch goes into the file. Pure. */
import type { Kind, Stage } from '../../../cloudfunctions/contract'
import { stageText } from '../../texts'

export interface StageChoice {
  value: Stage | 'all'
  label: string
}

const STAGES: { [K in Kind]: readonly Stage[] } = {
  league: ['registered', 'approved', 'failed', 'transferred', 'returned'],
  party: ['preparing', 'announced', 'received', 'returned'],
}

/** All, or one stage. */
export function stageChoices(kind: Kind): StageChoice[] {
  return [{ value: 'all', label: '全部' }, ...STAGES[kind].map((value) => ({ value, label: stageText(value) }))]
}

export const EXPORT_REASONS: readonly string[] = ['核对转接进度', '上报学院', '归档']
