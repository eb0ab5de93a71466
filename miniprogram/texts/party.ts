/** Sentences about a Party transfer (notice.txt, 一). First what is, then what to do, then when. */
import type { BranchView, Kind, Letter, ReceiveFact, TransferView } from '../../cloudfunctions/contract'
import { addDays, addMonths, beijingDay, day, dayText, moment, monthText } from '../format'
import { LETTER_USUAL_DAYS, LETTER_WARNING_DAYS } from '../limits'
import { systemIdText } from './journey'

export const PREPARING_TEXT =
  '学院用党员E先锋系统接收。先按清单准备好，再请原党组织发起转出；清单会保存，随时可以回来接着做。'
export function receivedText({ shortName, fullName }: Pick<BranchView, 'shortName' | 'fullName'>): string {
  return `你的党组织关系已转入${shortName || fullName}。`
}
export const PARTY_AGAIN_TEXT = '按原因改好后，可以重新准备并登记。'

/** How the membership is moved. */
export const CHANNELS: { [C in 'online' | 'paper']: string } = {
  online: '线上转出',
  paper: '纸质介绍信',
}

/** Which name the system finds is not the same inside and outside Beijing: both can be copied, neither is certain. */
export const NAME_NOTE = '各地系统要填的名称可能不同，以系统中搜到的为准，待党支部确认'

/** The notice's own words, where a branch says nothing else. */
export const HAND_IN_USUAL = '开学后统一上交辅导员'

/** Where and when the paper letter is handed in. */
export function handInText({ handIn }: Pick<BranchView, 'handIn'>): string {
  if (handIn === undefined) return HAND_IN_USUAL
  const { who, where, from, to } = handIn
  const place = where.includes(who) ? where : `${where}，交给${who}`
  const dates = [from, to].map((date) => (date === undefined ? '' : dayText(date)))
  if (from === undefined && to === undefined) return place
  return `${place}（${dates[0] === '' ? '' : `${dates[0] ?? ''}起`}${dates[1] === '' ? '' : `至${dates[1] ?? ''}`}）`
}

/** Only who transfers on paper has a letter: where it goes. */
export function letterIfPaper(branch: Pick<BranchView, 'handIn'>): string {
  return `只开纸质介绍信的：信不要放进档案，${handInText(branch)}；线上转出的不用带介绍信`
}

/** The last day on which a letter is valid, `YYYY-MM-DD`. */
export function letterEnds({ issuedOn, validDays }: Pick<Letter, 'issuedOn' | 'validDays'>): string {
  return addDays(issuedOn, validDays)
}

/** How long letters are commonly valid, by where they are from. */
export function usualDaysText(): string {
  return `一般京外 ${String(LETTER_USUAL_DAYS.province)} 天、京内 ${String(LETTER_USUAL_DAYS.beijing)} 天`
}

/** A letter in one line: 「2024年6月20日开具，有效期至 2024年9月18日」. */
export function letterText(letter: Letter): string {
  return `${dayText(letter.issuedOn)}开具，有效期至 ${dayText(letterEnds(letter))}`
}

/** Whether a letter is over, or will be within the days of the warning. */
export function letterEndsSoon(letter: Letter, now: number): boolean {
  return letterEnds(letter) <= addDays(beijingDay(now), LETTER_WARNING_DAYS)
}

/** Why a letter needs a second look: it is over, soon or before it can be handed in; empty when it is good. */
export function letterWarning(letter: Letter, { handIn }: Pick<BranchView, 'handIn'>, now: number): string {
  const ends = letterEnds(letter)
  if (ends < beijingDay(now)) return `介绍信已于 ${dayText(ends)} 过期，请联系原党组织重新开具。`
  const from = handIn?.from
  if (from !== undefined && ends < from)
    return `介绍信 ${dayText(ends)} 到期，早于上交时间（${dayText(from)}）。请原党组织推迟开具，或写长有效期。`
  return letterEndsSoon(letter, now)
    ? `介绍信 ${dayText(ends)} 到期，请在此以前上交；来不及的，请联系原党组织重新开具。`
    : ''
}

/** When the Party branch received the paper letter. */
export function letterInText(at: string, now: number): string {
  return `党支部 ${moment(at, now)} 收到`
}

/** What became of the receipt 回执 of a paper letter: it goes back within a month. */
export function receiptText({ facts, channel }: Pick<TransferView, 'facts' | 'channel'>, now: number): string {
  if (facts?.receipt !== undefined) return `党支部已于 ${day(facts.receipt, now)} 寄回原党组织`
  if (facts?.letter !== undefined) return `党支部应在 ${dayText(addMonths(beijingDay(facts.letter), 1))} 前寄回原党组织`
  return channel === 'paper' ? '党支部收到介绍信后一个月内寄回原党组织' : ''
}

const MISSING: { [F in Exclude<ReceiveFact, 'receipt'>]: (branch: BranchView) => string } = {
  online: () => '系统接收：由党支部在党员E先锋系统中接收。等了几天还没有接收的，请原党组织核对名称和组织 ID。',
  letter: (branch) => `纸质介绍信：${handInText(branch)}，不要放进档案。`,
  materials: () => '党员材料：由党支部核对档案，完整、无误才能接收。还没有寄出的，请原单位尽快归档寄出。',
  probationPapers: () => '预备党员材料：《预备党员考察表》或盖章的鉴定材料，开学后交给党支部，以便如期转正。',
}

type Needed = keyof typeof MISSING

/** What is needed and has not been received. */
function neededFacts({ channel, facts, steps }: TransferView): Needed[] {
  const probationary = steps.some(({ key }) => key === 'probation')
  const needed: Needed[] = [
    channel === 'paper' ? 'letter' : 'online',
    'materials',
    ...(probationary ? (['probationPapers'] as const) : []),
  ]
  return needed.filter((fact) => facts?.[fact] === undefined)
}

/** What is still missing and who has to do what, in order. */
export function missingFacts(transfer: TransferView): string[] {
  return neededFacts(transfer).map((fact) => MISSING[fact](transfer.branch))
}

const MISSING_NAMES: { [F in Needed]: string } = {
  online: '党员E先锋系统接收',
  letter: '纸质介绍信',
  materials: '党员材料',
  probationPapers: '预备党员材料',
}

/** 「还缺：纸质介绍信、党员材料。」 */
export function missingText(transfer: TransferView): string {
  const names = neededFacts(transfer).map((fact) => MISSING_NAMES[fact])
  return names.length === 0 ? '' : `还缺：${names.join('、')}。`
}

/** The first of what is missing, with who has to do what. */
export function nextFact(transfer: TransferView): string {
  return missingFacts(transfer)[0] ?? ''
}

/** Whether the Party branch has taken the membership over, by the way that was announced; what is left are papers. */
export function isAccepted({ channel, facts }: Pick<TransferView, 'channel' | 'facts'>): boolean {
  return (channel === 'paper' ? facts?.letter : facts?.online) !== undefined
}

/** The tag once it has: what is left are papers. */
export const ACCEPTED_TAG = { text: '党支部已接收', tone: 'wait' } as const

/** On its way: what the Party branch still needs, in one sentence. */
export function announcedText(transfer: TransferView): string {
  return isAccepted(transfer)
    ? `党支部已接收，等待核对材料。${missingText(transfer)}`
    : `已登记发起转出，等待党支部接收。${missingText(transfer)}`
}

/** Dues and the end of probation as they were recorded. */
export function duesText(letter: Letter | undefined): string {
  return letter?.duesPaidTo === undefined ? '' : monthText(letter.duesPaidTo)
}

/** Asks the outside organisation whether the file is complete; holds no personal data. */
export function fileMessage(): string {
  return [
    '老师您好，我的党组织关系需要转出，想请您确认一下：我的党员材料（入党志愿书、申请书、政审、培养考察、转正等材料）是否已经归档完备、准确？',
    '接收单位要求：没有完整、无误的党员材料，党组织关系将无法接收。',
    '麻烦您核对后回复我，我会记下确认人和日期。谢谢！',
  ].join('\n')
}

/** What the outside Party organisation needs to move the membership; holds no personal data. */
export function partyMessage(branch: BranchView): string {
  return [
    '老师您好，我的党组织关系需要转到下面的党支部，请在全国党员线上系统中发起转出：',
    `接收党组织名称：${branch.fullName}`,
    ...(branch.shortName === '' ? [] : [`简称：${branch.shortName}（各地系统要填的名称可能不同，以系统中搜到的为准）`]),
    `组织 ID：${systemIdText(branch)}`,
    '需要开具纸质介绍信的：',
    `抬头：${branch.letterTitle}`,
    `去处：${branch.letterDestination}`,
    '介绍信请交给我本人，不要放进档案；有效期请尽量写长。',
    `接收方联系人：${branch.contact}　${branch.phone}`,
    `地址：${branch.address}`,
  ].join('\n')
}

/** The half of the way that somebody has and has not begun. */
export const MISSING_HALF: { [K in Kind]: (as: string) => { label: string; sub: string } } = {
  party: (as) => ({ label: '党组织关系还没有登记', sub: `你登记为${as}。党、团组织关系要分别转接。` }),
  league: () => ({ label: '团组织关系还没有申请', sub: '保留团籍的党员，党、团组织关系要分别转接。' }),
}
/** With the account: the way for whoever has become one since, or answered otherwise. */
export const OTHER_HALF: { [K in Kind]: string } = {
  party: '我也是党员，登记党组织关系',
  league: '我还保留团籍，申请转团组织关系',
}

/** Just sent, and nobody has acted on it. */
export function sentText(kinds: readonly Kind[]): string {
  if (kinds.length > 1) return '两项都已提交。'
  return kinds.includes('party') ? '已登记。' : '申请已提交。'
}
