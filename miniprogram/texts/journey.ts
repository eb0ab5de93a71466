/** Sentences about one transfer from a province to Beijing. First what is, then what to do, then when. */
import type { BranchView, CheckedView, ClaimField, Kind, Stage, TransferView } from '../../cloudfunctions/contract'
import { dayAfter, daysSince, deadline, moment, phoneText } from '../format'
import { WAIT_HOURS } from '../limits'
import { BRANCHES, differsText } from './words'

/** A stretch of a sentence; the strong one is what the eye must find, and no line ends within it, a date or a quoted name. */
export interface Piece {
  text: string
  kind: 'plain' | 'whole' | 'strong'
}

/** A date, or a name in quotation marks: neither is broken over two lines. */
const WHOLE = /((?:\d+年)?\d+月\d+日起?|“[^”]{1,12}”)/u

/** A sentence in pieces, with every occurrence of `strong`, and what else stays whole, apart. */
export function pieces(sentence: string, strong = ''): Piece[] {
  const rest = strong === '' ? [sentence] : sentence.split(strong)
  return rest
    .flatMap((text, index) => [...(index === 0 ? [] : [{ text: strong, kind: 'strong' as const }]), ...inPieces(text)])
    .filter(({ text }) => text !== '')
}

/** Every other part of what is split at what stays whole is such a one. */
function inPieces(text: string): Piece[] {
  return text.split(WHOLE).map((part, index) => ({ text: part, kind: index % 2 === 1 ? 'whole' : 'plain' }))
}

/** 「同意未满一天」 with the exact minute and the day from which it is safest. */
export function waitingText(branch: BranchView, approvedAt: string, readyAt: string, now: number): string {
  const where = branch.besideOfficial ? '在北京共青团系统' : ''
  return `团支部已于 ${moment(approvedAt, now)} ${where}同意你的加入申请。请在 ${deadline(readyAt, now)} 以后联系原团组织，在外省市系统中提交转入北京申请（建议 ${dayAfter(readyAt, now)}起）。`
}

/** The notice's warning; a branch may ask for more than a day. */
export function tooEarlyText(waitHours: number): string {
  return `未满${waitText(waitHours)}提交，将导致转移失败。`
}

/** 「一天」, 「三天」 as 「3 天」, 「30 小时」. */
export function waitText(hours: number): string {
  if (hours === WAIT_HOURS.least) return '一天'
  return hours % 24 === 0 ? ` ${String(hours / 24)} 天` : ` ${String(hours)} 小时`
}

export const READY_TEXT =
  '团支部同意已满一天。把说明或链接发给原团组织，请其在外省市系统中提交转入北京申请；提交后回到这里登记。'
/** The member's own act there, without which nobody can approve: the headline until it is said to be done. */
export const NOT_DECLARED = {
  title: '还差一步：在北京共青团系统注册并申请加入',
  text: '没有那里的申请，书记不能同意。办好后点“我已申请”。团支部同意之前，不要请原团组织提交。',
}
/** Sent, and declared: who answers, and when; no more of that once the branch is late. */
export function registeredText(branch: BranchView, idle: boolean): string {
  return `申请已送到团支部，等待书记审核。${idle ? '' : answerText(branch)}团支部同意之前，不要请原团组织提交。`
}
/** Within how many days this branch usually answers, as far as it is known, and from when on to call. */
export function answerText({
  usualHours,
  overdueAfterDays,
}: Pick<BranchView, 'usualHours' | 'overdueAfterDays'>): string {
  const usual =
    usualHours === undefined ? '' : `这个团支部一般 ${String(Math.max(1, Math.ceil(usualHours / 24)))} 天内答复，`
  return `${usual}超过 ${String(overdueAfterDays)} 天没有答复的，请致电询问。`
}
/** The member has said that it is done. */
export function declaredText(at: string, now: number): string {
  return `你已于 ${moment(at, now)} 说明在北京共青团系统申请。`
}
/** It is known that it was submitted, not what: the official system compares. */
export const SUBMITTED = {
  title: '原团组织已提交，等待北京系统校核',
  text: '由北京系统校核。有结果后请告诉团支部；知道原团组织填写的内容的，可以补充登记，先核对一次。',
  step: '由北京系统校核',
}

/** Whether a check by link agreed, who made it and when; and that it is no submission. */
export function checkedText({ matches, organisation, at }: CheckedView, now: number): string {
  return matches
    ? `${organisation} 已于 ${moment(at, now)} 核对一致。核对不是提交：请其在本省系统中提交。`
    : `${organisation} 于 ${moment(at, now)} 核对不一致。请与其核对是哪一方有误，先不要提交。`
}

/** Somebody submitted before the time: said until it is settled. */
export function submittedEarlyText(readyAt: string | undefined, now: number): string {
  const again = readyAt === undefined ? '团支部同意并满一天后' : `${deadline(readyAt, now)} 以后`
  return `“转入北京”申请提交早了，可能转移失败。请原团组织撤回，或等它被退回；${again}再提交。`
}
export const MATCHED_TEXT = '原团组织收到“转移成功”的信息、或团支部在“我的团员”中看到你以后，这里会更新为转移成功。'
export function transferredText({ shortName, fullName }: Pick<BranchView, 'shortName' | 'fullName'>): string {
  return `你的团组织关系已转入${shortName || fullName}。`
}
export const WITHDRAWN_TEXT = '你已撤回这项申请。需要时可以重新提交。'

/** A branch that does not answer: said with its number once its own days are over; empty before. */
export function idleText({ since, branch }: Pick<TransferView, 'since' | 'branch'>, now: number): string {
  const days = daysSince(since, now)
  const over = now - Date.parse(since) > branch.overdueAfterDays * 86_400_000
  const answered = branch.kind === 'party' ? '接收' : '审核'
  return over
    ? `提交已超过 ${String(days)} 天，${BRANCHES[branch.kind]}还没有${answered}。请致电 ${phoneText(branch.phone)} 询问。`
    : ''
}
/** The button that calls the branch. */
export function callText({ kind, phone }: Pick<BranchView, 'kind' | 'phone'>): string {
  return `致电${BRANCHES[kind]} ${phoneText(phone)}`
}

/** The step of the wait, where the branch asks for more than a day. */
export function longWaitStep(waitHours: number): string {
  return `满${waitText(waitHours)}后才能提交`
}
/** Beside the step of the wait: its end, or before the approval what it runs from. */
export function untilText(readyAt: string, now: number): string {
  return `到 ${deadline(readyAt, now)}`
}
export const WAIT_FROM = '从团支部同意算起'
/** Beside the step that opens then. */
export function fromText(readyAt: string, now: number): string {
  return `${deadline(readyAt, now)} 后`
}

/** What is lost by withdrawing, by where the transfer stands. */
export function withdrawText(stage: Stage, kind: Kind = 'league'): string {
  if (kind === 'party')
    return '撤回后，党支部不再办理这项登记；已请原党组织发起转出的，请其一并撤回。需要时可以重新登记。'
  return stage === 'approved' || stage === 'failed'
    ? '撤回后，团支部的同意随之失效；再次申请须经团支部重新同意并再满一天。已请原团组织提交的，请其一并撤回。'
    : '撤回后，团支部不再审核这项申请；需要时可以重新申请。'
}

/** 「转移失败：姓名与注册信息不一致…」 */
export function mismatchTitle(differs: readonly ClaimField[]): string {
  return `${differsText(differs)}与注册信息不一致`
}

/** Above what the member has registered of the fields that differ; the other side's is never told. */
export const REGISTERED_HERE = '你在本小程序登记的'
/** Of a number its last four alone are known to the pages. */
export function endsInText(lastFour: string): string {
  return `尾号 ${lastFour}`
}
export const NOT_REGISTERED_HERE = '没有登记'

/** The fields of the verification that were the same. */
export function sameText(differs: readonly ClaimField[]): string {
  const same = (['name', 'idNumber'] as const).filter((field) => !differs.includes(field))
  return same.length === 0 ? '' : `${differsText(same)}一致。`
}

/** What to do after a mismatch, in order. */
export function mismatchSteps(differs: readonly ClaimField[]): string[] {
  return [
    ...(differs.includes('name') ? ['先核对身份证上的写法，注意间隔号“·”和生僻字。'] : []),
    ...(differs.includes('idNumber') ? ['对照身份证逐位核对身份证号，末位 X 也要核对。'] : []),
    ...(differs.includes('memberNumber')
      ? ['在智慧团建的个人中心查看 12 位团员编号；团员证上的 8 位编号不是团员编号。']
      : []),
    '原团组织登记有误的，请其更正后重新提交（北京系统可能要求再满一天，隔一天再提交最稳妥）。',
    '你注册有误的，修改后须经团支部重新同意并再满一天。',
  ]
}

/** What to do after a mismatch, in one sentence. */
export function mismatchNext(differs: readonly ClaimField[]): string {
  const first =
    differs.includes('name') || differs.includes('idNumber')
      ? '请先核对身份证上的写法。'
      : '请先在智慧团建的个人中心核对 12 位团员编号。'
  return `${first}原团组织登记有误的，请其更正后重新提交；你注册有误的，修改后须经团支部重新同意并再满一天。`
}

/** What to do when the official system said no, in one sentence; `reason` is the branch's, or empty. */
export function officialNext(reason: string): string {
  return `${reason === '' ? '请致电团支部问明原因，更正后' : '请按原因更正，再'}请原团组织重新提交。`
}
/** The same, step by step. */
export function officialSteps(reason: string): string[] {
  return [
    reason === ''
      ? '请致电团支部，问明哪一项不一致、或哪一步不合要求。'
      : '先按上面的原因，核对是哪一方登记有误；不清楚的，请致电团支部。',
    '原团组织登记有误的，请其更正后重新提交。',
    '你注册有误的，修改后须经团支部重新同意并再满一天。',
  ]
}
export const RETURNED_AGAIN_TEXT =
  '修改后可以重新申请，须经团支部重新同意并再满一天。在北京共青团系统中也要按原因改好，重新申请加入。'

/** 「团支部退回了你的申请，原因：…」 */
export function returnedText(reason: string | undefined, kind: Kind = 'league'): string {
  const branch = BRANCHES[kind]
  return `${branch}退回了你的${kind === 'party' ? '登记' : '申请'}，原因：${reason === undefined || reason === '' ? `未写明，请致电${branch}` : reason}`
}

/** Before an approved transfer may be requested: why it is closed, and until when. */
export function notYetText(readyAt: string, now: number): string {
  return `暂不能提交：团支部同意未满一天，最早可于 ${deadline(readyAt, now)} 提交。如原团组织已经提交，该申请可能转移失败，请其撤回或待退回后再提交。`
}

/** The system ID as printed, and whether the branch has confirmed it. */
export function systemIdText(
  branch: Pick<BranchView, 'systemId' | 'systemIdConfirmed'> & Partial<Pick<BranchView, 'kind'>>,
): string {
  return branch.systemIdConfirmed ? branch.systemId : `${branch.systemId}（待${BRANCHES[branch.kind ?? 'league']}确认）`
}
