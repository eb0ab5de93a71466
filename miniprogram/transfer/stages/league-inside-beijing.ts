/** What each stage of a League transfer inside Beijing says and offers. */
import type { Stage, TransferView } from '../../../cloudfunctions/contract'
import {
  ACTIONS,
  declaredText,
  failureText,
  idleText,
  INSIDE_NOT_DECLARED,
  INSIDE_REGISTERED_TEXT,
  INSIDE_RETURNED_TEXT,
  pieces,
  returnedText,
  transferredText,
  WITHDRAWN_TEXT,
} from '../../texts'
import { APPLIED, NOT_APPLIED, NOTHING, WITHDRAW, type StageContent } from '../stage-content'

/** The content of the stage that the transfer is in. */
export function insideBeijing(transfer: TransferView, now: number): StageContent {
  return (STAGES[transfer.stage] ?? registered)(transfer, now)
}

const STAGES: { [S in Stage]?: (transfer: TransferView, now: number) => StageContent } = {
  registered,
  returned,
  transferred: ({ branch }) => ({ ...NOTHING, title: '转移成功', paragraphs: [pieces(transferredText(branch))] }),
  withdrawn: () => ({
    ...NOTHING,
    title: '已撤回',
    paragraphs: [pieces(WITHDRAWN_TEXT)],
    primary: { act: 'restart', label: '重新申请' },
  }),
}

function registered(transfer: TransferView, now: number): StageContent {
  const applied = transfer.declared.officialRegistration
  const open = applied === undefined
  return {
    ...NOTHING,
    title: open ? INSIDE_NOT_DECLARED.title : '等待团支部审核',
    paragraphs: open
      ? [pieces(INSIDE_NOT_DECLARED.text)]
      : [pieces(declaredText(applied, now)), pieces(INSIDE_REGISTERED_TEXT)],
    warning: idleText(transfer, now),
    guide: 'inside',
    guideOpen: open,
    lines: reasonLine(transfer),
    primary: open ? APPLIED : null,
    secondary: [{ act: 'amend', label: '修改信息、原因或团支部' }, ...(open ? [] : [NOT_APPLIED]), WITHDRAW],
  }
}

/** Returned by the branch, or because the official system did not carry it out. */
function returned(transfer: TransferView): StageContent {
  const official = transfer.failure?.code === 'OFFICIAL_FAILURE'
  const why = transfer.idReleased === true ? failureText({ code: 'ID_RELEASED' }) : returnedText(transfer.returnReason)
  return {
    ...NOTHING,
    title: official ? '北京系统返回转移失败' : '团支部退回了申请',
    paragraphs: [pieces(official ? officialReason(transfer) : why), pieces(INSIDE_RETURNED_TEXT)],
    lines: reasonLine(transfer),
    primary: { act: 'amend', label: ACTIONS.amend },
    secondary: [WITHDRAW],
  }
}

function officialReason({ returnReason }: TransferView): string {
  return returnReason === undefined || returnReason === '' ? '原因未写明，请致电团支部。' : `原因：${returnReason}`
}

function reasonLine({ reason }: TransferView): StageContent['lines'] {
  return reason === undefined || reason === '' ? [] : [{ key: 'reason', label: '转出原因', value: reason }]
}
