/** Everything on one person's transfer, as the desk reads it. Pure: the view and the clock in, page data out. */
import type { DeskTransfer, Kind, LogEntry, RevealField, StepView } from '../../../../cloudfunctions/contract'
import type { StepItem } from '../../../components/steps/steps'
import { deadline, inFours, moment, monthText, reference } from '../../../format'
import { isOpen, stepItem } from '../../../transfer/view'
import {
  ACTIONS,
  CONFIRMED,
  differsText,
  IDENTITIES,
  isFinal,
  ORIGINS,
  PARTY_IDENTITIES,
  ROSTER_MATCHES,
  stageTag,
  WARNINGS,
  type Tone,
} from '../../../texts'
import { partyLines, partySituation } from './party'
import { approveLabel, besideHan, overdueText } from '../../texts/desk'
import type { Verdict } from '../../decided'
import type { Asking } from '../why/view'

export interface VerdictButton {
  verdict: Verdict
  label: string
}

/** One line of what is registered. `hidden`: a number that is shown in plain for a reason. */
export interface FileLine {
  key: string
  label: string
  value: string
  hidden: boolean
}

/** Page data of a case. */
export interface CaseFile {
  name: string
  tag: { text: string; tone: Tone }
  /** 「登记编号 2411 0382 7」「京外」「提交于 11月22日 09:31」: parts that do not break. */
  sub: string
  /** What is and what comes next; empty when the tag says it all. */
  situation: { text: string; tone: Tone }
  warnings: { key: string; tone: Tone; text: string }[]
  lines: FileLine[]
  steps: StepItem[]
  log: LogEntry[]
  /** Whose branch speaks in the log. */
  kind: Kind
  /** Whether the official way belongs to this moment. */
  guide: boolean
  /** The branch whose conflicts of ID numbers this person is among; empty where there is none to settle. */
  conflict: string
  /** Whether somebody may have to come back to this account. */
  recovery: boolean
  /** Whether the person still has something to do, and may be reminded of it. */
  remind: boolean
  primary: VerdictButton | null
  others: VerdictButton[]
}

/** All that the desk sees of one transfer. */
export function caseFile(transfer: DeskTransfer, now: number): CaseFile {
  const tag = stageTag(transfer, now)
  // A counsellor is shown no digit of any number, gives no codes and settles no conflicts.
  const decides = /\d/.test(transfer.phone)
  return {
    name: transfer.name === '' ? '（个人信息已删除）' : transfer.name,
    tag,
    sub: subOf(transfer, now),
    situation: situationOf(transfer, now),
    warnings: transfer.warnings.map((key) => {
      const { text, tone, todo } = WARNINGS[key]
      // For a counsellor it is to be known, not to be done.
      return { key, tone, text: decides ? `${text}。${todo}` : `${text}。` }
    }),
    lines: linesOf(transfer, now),
    steps: stepsLeft(transfer).map((step) => deskStep(step, transfer, tag.tone, now)),
    log: transfer.log,
    kind: transfer.kind,
    conflict: decides && isContested(transfer) ? transfer.branch.id : '',
    recovery: decides,
    remind: transfer.name !== '' && isOpen(transfer),
    guide: transfer.branch.besideOfficial && transfer.allowedActions.includes('approve'),
    ...buttonsOf(transfer, now),
  }
}

/** The steps of the way; of one that was withdrawn those that were gone. */
function stepsLeft({ steps, stage }: DeskTransfer): StepView[] {
  return stage === 'withdrawn' ? steps.filter(({ state }) => state === 'done') : steps
}

/** Of a number that was taken away in a conflict the last four still stand there. */
function releasedText({ idReleased }: DeskTransfer): string {
  return idReleased === true ? '。下面的身份证号已移除，本人改填自己的号码后才能重新申请。' : ''
}

/** Whether another account claims the ID number: that comes before anything else is decided. */
function isContested({ warnings }: DeskTransfer): boolean {
  return warnings.includes('ID_CONFLICT')
}

function subOf(transfer: DeskTransfer, now: number): string {
  const asked = transfer.log.find(({ what }) => what === 'started')?.at ?? transfer.since
  return [
    `登记编号 ${reference(transfer.reference)}`,
    ORIGINS[transfer.origin],
    `${transfer.kind === 'party' ? '登记' : '提交'}于 ${moment(asked, now)}`,
  ].join(' · ')
}

function situationOf(transfer: DeskTransfer, now: number): CaseFile['situation'] {
  const { stage, readyAt } = transfer
  if (transfer.name === '') return { text: erasedText(transfer), tone: 'plain' }
  switch (stage) {
    case 'announced':
      return partySituation(transfer, now)
    case 'registered':
      return transfer.overdue
        ? { text: `${overdueText(stage, transfer.branch.overdueAfterDays)}，请尽快办理。`, tone: 'wait' }
        : { text: '', tone: 'plain' }
    case 'approved':
      if (readyAt === undefined) return { text: '', tone: 'plain' }
      return Date.parse(readyAt) > now
        ? { text: `原团组织最早可于 ${deadline(readyAt, now)} 在外省市系统中提交。`, tone: 'wait' }
        : { text: `${deadline(readyAt, now)} 起已可提交，等原团组织在外省市系统中提交。`, tone: 'brand' }
    case 'failed':
      return { text: failureSentence(transfer), tone: 'bad' }
    case 'returned':
      return { text: `已退回，原因：${transfer.returnReason ?? '未写明'}${releasedText(transfer)}`, tone: 'bad' }
    case 'transferred':
      return isFinal(transfer)
        ? { text: '', tone: 'plain' }
        : {
            text: `${CONFIRMED[transfer.confirmedBy ?? 'member']}。在“我的团员”中看到此人后，请登记结果。`,
            tone: 'wait',
          }
    case 'withdrawn':
      return { text: '本人已撤回，不用再办理。', tone: 'plain' }
    case 'preparing':
    case 'received':
      return { text: '', tone: 'plain' }
  }
}

/** Who deleted what was known of the person: nothing was left out when it was filled in. */
function erasedText({ log }: DeskTransfer): string {
  const who = log.some(({ what, by }) => what === 'erased' && by === 'member') ? '本人已删除' : '保存期已满，系统已删除'
  return `${who}个人信息：姓名和号码不再保存，只留办理记录。`
}

function failureSentence({ failure, log }: DeskTransfer): string {
  if (failure?.code === 'MISMATCH')
    return `${differsText(failure.differs ?? [])}与注册信息不一致。本人页面写明了怎么办；原团组织更正后可重新提交。`
  const reason = log.filter(({ what }) => what === 'officiallyFailed').pop()?.reason
  return `北京系统返回转移失败${reason === undefined || reason === '' ? '。' : `，原因：${reason}`}`
}

function linesOf(transfer: DeskTransfer, now: number): CaseFile['lines'] {
  const { kind, party, joinedOn, memberNumber, studentNumber, reason, rosterMatch, warnings } = transfer
  const erased = transfer.name === ''
  const noRoster = rosterMatch === 'none' && !warnings.includes('NOT_ON_ROSTER')
  const lines: [key: string, label: string, value: string | undefined][] = [
    ['studentNumber', '学号', studentNumber],
    ['idNumber', '身份证号', transfer.idNumber],
    ...(kind === 'league' ? ([['joinedOn', '入团年月', joinedOn && monthText(joinedOn)]] as typeof lines) : []),
    ...(kind === 'league'
      ? ([['memberNumber', '团员编号', erased ? '' : inFours(memberNumber ?? '') || '未填写']] as typeof lines)
      : []),
    ['phone', '手机号', transfer.phone],
    ['identity', '注册身份', kind === 'league' ? IDENTITIES[transfer.identity] : party && PARTY_IDENTITIES[party]],
    ['roster', '新生名单', erased ? '' : noRoster ? '没有可比对的名单' : ROSTER_MATCHES[rosterMatch].text],
    ['reason', '转出原因', reason],
    ...(kind === 'party' ? partyLines(transfer, now) : []),
  ]
  return lines.flatMap(([key, label, value]) =>
    value === undefined || value === ''
      ? []
      : [{ key, label, value: shownText(key, value), hidden: isHidden(key, value) }],
  )
}

const REVEALED: { [F in RevealField]: string } = { idNumber: '身份证号', phone: '手机号', memberNumber: '团员编号' }

/** Whether this is a number that can be asked for: the last characters alone are shown. Who sees none may not ask. */
function isHidden(key: string, value: string): boolean {
  return isRevealField(key) && value.includes('*') && /\d/.test(value)
}

/** A masked number without the length of what is hidden; of one that is hidden whole who may see it. */
function shownText(key: string, value: string): string {
  if (!isRevealField(key) || !value.includes('*')) return value
  return /\d/.test(value) ? value.replace(/^[* ]+/, '****') : '仅书记可查看'
}

/** Whether a line's key names a number that can be asked for. */
export function isRevealField(key: string): key is RevealField {
  return key in REVEALED
}

/** What is asked before a number is shown in plain. */
export function revealAsking(field: RevealField, name: string): Omit<Asking, 'carryOut'> {
  return {
    title: `查看${besideHan(name)}的${REVEALED[field]}`,
    hint: '只在这一页显示，离开后隐藏。理由会记入操作记录。',
    reasons: ['核对身份', '在官方系统中查找此人', '联系本人'],
    button: '查看',
  }
}

/** A number in plain, as it is read aloud or typed over. */
export function plainText(field: RevealField, value: string): string {
  if (value === '') return '未填写'
  return field === 'memberNumber' ? inFours(value) : value
}

/** What is asked before somebody gets a code to come back to a lost account. */
export function recoveryAsking(name: string): Omit<Asking, 'carryOut'> {
  return {
    title: `给${besideHan(name)}发恢复码`,
    hint: '本人凭恢复码和手机号重设密码，原来绑定的微信全部解除。请先确认对方就是本人。理由会记入操作记录。',
    reasons: ['本人当面要求，已核对身份证', '本人来电要求，已核对身份'],
    button: '生成恢复码',
  }
}

/** Until when a recovery code is good. */
export function recoveryUntil(expiresAt: string, now: number): string {
  return `${deadline(expiresAt, now)} 前有效，只能用一次。请当面或电话告诉本人，不要发到群里。`
}

/** A step as the member's page words it, seen from the desk: 「你」 is 「本人」 here. */
function deskStep(step: StepView, transfer: DeskTransfer, tone: Tone, now: number): StepItem {
  const item = stepItem(step, transfer, tone, now)
  return { ...item, sub: item.sub.replace(/^你/, '本人') }
}

/** What may be decided now: what is due as the primary button, what is merely possible as text. */
export function buttonsOf(transfer: DeskTransfer, now: number): Pick<CaseFile, 'primary' | 'others'> {
  const { allowedActions, branch, stage, readyAt } = transfer
  const settled = stage === 'received' || (stage === 'transferred' && isFinal(transfer))
  const waits = stage === 'approved' && readyAt !== undefined && Date.parse(readyAt) > now
  const labels: { [V in Verdict]: string } = {
    approve: approveLabel(null, branch.besideOfficial),
    confirm: settled ? '更正北京系统结果…' : `${ACTIONS.confirm}…`,
    receive: stage === 'received' ? '补登记接收情况…' : `${ACTIONS.receive}…`,
    return: `${ACTIONS.return}…`,
    undo: `${ACTIONS.undo}…`,
  }
  const buttons = (['approve', 'confirm', 'receive', 'return'] as const)
    .filter((verdict) => allowedActions.includes(verdict))
    .map((verdict) => ({ verdict, label: labels[verdict] }))
  const undo: VerdictButton[] = allowedActions.includes('undo') ? [{ verdict: 'undo', label: labels.undo }] : []
  const [first, ...rest] = buttons
  const due = first !== undefined && first.verdict !== 'return' && !settled && !waits && !isContested(transfer)
  return due ? { primary: first, others: [...rest, ...undo] } : { primary: null, others: [...buttons, ...undo] }
}
