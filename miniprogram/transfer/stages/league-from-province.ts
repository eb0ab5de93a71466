/** What each stage of a League transfer from outside Beijing says and offers. */
import type { AllowedAction, LeagueStage, TransferView } from '../../../cloudfunctions/contract'
import {
  ACTIONS,
  CONFIRMED,
  declaredText,
  failureText,
  idleText,
  isFinal,
  MATCHED_TEXT,
  mismatchNext,
  mismatchSteps,
  mismatchTitle,
  NOT_DECLARED,
  officialNext,
  officialSteps,
  pieces,
  READY_TEXT,
  REGISTERED_TEXT,
  returnedText,
  RETURNED_AGAIN_TEXT,
  sameText,
  SUBMITTED,
  tooEarlyText,
  transferredText,
  waitingText,
  WITHDRAWN_TEXT,
} from '../../texts'
import { deadline } from '../../format'
import { APPLIED, NOT_APPLIED, NOTHING, WITHDRAW, type ActButton, type StageContent } from '../stage-content'

const COPY: ActButton = { act: 'copy', label: '复制发给原团组织的说明' }

/** The outside organisation checks the three fields against its records, before the approval too. */
const LINK: ActButton = { act: 'link', label: '发链接给原团组织核对' }
const AMEND: ActButton = { act: 'amend', label: '修改注册信息' }

/** Whoever was too early is told there what to do. */
const EARLY: ActButton = { act: 'request', label: '原团组织已经提交了？' }
const STAGES: { [S in LeagueStage]: (transfer: TransferView, now: number) => StageContent } = {
  registered,
  approved: (transfer, now) => {
    if (transfer.submittedAt !== undefined) return submitted(transfer)
    return waits(transfer, now) ? waiting(transfer, now) : ready(transfer)
  },
  returned: (transfer) => ({
    ...NOTHING,
    title: '团支部退回了申请',
    paragraphs: [
      pieces(transfer.idReleased === true ? failureText({ code: 'ID_RELEASED' }) : returnedText(transfer.returnReason)),
      pieces(RETURNED_AGAIN_TEXT),
    ],
    primary: { act: 'amend', label: ACTIONS.amend },
    secondary: [LINK, WITHDRAW],
  }),
  failed: (transfer) => ({
    ...(transfer.failure?.code === 'OFFICIAL_FAILURE' ? officialFailure(transfer) : mismatch(transfer)),
    primary: offers(transfer, 'request', { act: 'request', label: '登记：原团组织已重新提交' }),
    secondary: [LINK, COPY, AMEND, WITHDRAW],
  }),
  transferred: (transfer) =>
    isFinal(transfer)
      ? { ...NOTHING, title: '转移成功', paragraphs: [pieces(transferredText(transfer.branch))] }
      : { ...NOTHING, title: CONFIRMED.member, paragraphs: [pieces(MATCHED_TEXT)] },
  withdrawn: () => ({
    ...NOTHING,
    title: '已撤回',
    paragraphs: [pieces(WITHDRAWN_TEXT)],
    primary: { act: 'restart', label: '重新申请' },
  }),
}

/** The content of the stage that the transfer is in. */
export function fromProvince(transfer: TransferView, now: number): StageContent {
  return STAGES[transfer.stage as LeagueStage](transfer, now)
}

/** Whether the wait after the approval is still running. */
export function waits({ readyAt }: TransferView, now: number): boolean {
  return readyAt !== undefined && Date.parse(readyAt) > now
}

/** When the branch approved: the approval step's instant. */
function approvedAt({ steps, since }: TransferView): string {
  return steps.find((step) => step.key === 'approval')?.at ?? since
}

function waiting(transfer: TransferView, now: number): StageContent {
  const readyAt = transfer.readyAt ?? transfer.since
  return {
    ...NOTHING,
    title: '',
    until: readyAt,
    paragraphs: [pieces(waitingText(transfer.branch, approvedAt(transfer), readyAt, now), deadline(readyAt, now))],
    warning: tooEarlyText(transfer.branch.waitHours),
    primary: COPY,
    secondary: [EARLY, LINK, ...unsaid(transfer), AMEND, WITHDRAW],
  }
}

function ready(transfer: TransferView): StageContent {
  return {
    ...NOTHING,
    title: '现在可以请原团组织提交',
    paragraphs: [pieces(READY_TEXT)],
    primary: COPY,
    secondary: [...record(transfer, ACTIONS.request), LINK, ...unsaid(transfer), AMEND, WITHDRAW],
  }
}

/** Known to be submitted, not what. */
function submitted(transfer: TransferView): StageContent {
  return {
    ...NOTHING,
    title: SUBMITTED.title,
    paragraphs: [pieces(SUBMITTED.text)],
    secondary: [...record(transfer, '补充登记提交的内容'), COPY, AMEND, WITHDRAW],
  }
}

/** The branch has approved, and the desk is still told that it was not said. */
function unsaid({ declared }: TransferView): ActButton[] {
  const said = declared.officialRegistration !== undefined
  return said ? [] : [{ act: 'applied', label: '我已在北京共青团系统注册并申请加入' }]
}

function record(transfer: TransferView, label: string): ActButton[] {
  const button = offers(transfer, 'request', { act: 'request', label })
  return button === null ? [] : [button]
}

function registered(transfer: TransferView, now: number): StageContent {
  const applied = transfer.declared.officialRegistration
  const common: StageContent = {
    ...NOTHING,
    title: '等待团支部同意',
    warning: idleText(transfer, now),
    guide: 'register',
    secondary: [EARLY, LINK, COPY, { act: 'amend', label: '修改信息或换团支部' }, WITHDRAW],
  }
  if (applied === undefined)
    return {
      ...common,
      title: NOT_DECLARED.title,
      paragraphs: [pieces(NOT_DECLARED.text)],
      guideOpen: true,
      primary: APPLIED,
    }
  return {
    ...common,
    paragraphs: [pieces(declaredText(applied, now)), pieces(REGISTERED_TEXT)],
    secondary: [...common.secondary.slice(0, -1), NOT_APPLIED, WITHDRAW],
  }
}

function mismatch({ failure }: TransferView): StageContent {
  const differs = failure?.differs ?? []
  return {
    ...NOTHING,
    title: mismatchTitle(differs),
    paragraphs: sameText(differs) === '' ? [] : [pieces(sameText(differs))],
    todo: mismatchSteps(differs),
    next: mismatchNext(differs),
  }
}

function officialFailure({ log }: TransferView): StageContent {
  const reason = log.filter((entry) => entry.what === 'officiallyFailed').pop()?.reason ?? ''
  return {
    ...NOTHING,
    title: '北京系统返回转移失败',
    paragraphs: reason === '' ? [] : [pieces(`原因：${reason}`)],
    todo: officialSteps(reason),
    next: officialNext(reason),
  }
}

/** A button only when the server would accept it. The server opens the request at the very end of the wait. */
function offers(transfer: TransferView, action: AllowedAction, button: ActButton): ActButton | null {
  const open = transfer.allowedActions.includes(action) || transfer.stage === 'approved'
  return open ? button : null
}
