/**
 * What the member sends to the outside organisation, by stage: its first line says what to do now, for often it is the
 * only one that is read. It holds no personal data.
 */
import type { BranchView, TransferView } from '../../cloudfunctions/contract'
import { dayAfter, deadline } from '../format'
import { NUMBER_SINCE_YEAR } from '../limits'
import { systemIdText } from './journey'

/** The university and the body that is responsible: whoever is asked for an ID number is told by whom. */
export function bodyText({ letterTitle, fullName }: Pick<BranchView, 'letterTitle' | 'fullName'>): string {
  return letterTitle === '' ? fullName : letterTitle
}

/** From when the outside organisation may submit. */
function earliest(readyAt: string, now: number): string {
  return Date.parse(readyAt) > now
    ? `请在 ${deadline(readyAt, now)} 以后提交（建议 ${dayAfter(readyAt, now)}起），请勿提前`
    : `现在可以提交（${deadline(readyAt, now)} 起已满一天）`
}

/** What to do now, in one line, and when it may be submitted. */
function whatNow({ branch, stage, readyAt, declared }: TransferView, now: number): { first: string; when: string } {
  const into = `我的团组织关系要转入${bodyText(branch)}`
  const when = readyAt === undefined ? '请等我通知：北京团支部同意并满一天后才能提交' : earliest(readyAt, now)
  if (declared.submittedEarly !== undefined)
    return { first: `请撤回已经提交的“转入北京”申请：提交早了，可能转移失败。${into}。`, when: `撤回以后，${when}` }
  if (readyAt === undefined) return { first: `请先不要提交：北京团支部还没有同意。${into}。`, when }
  if (stage === 'failed') return { first: `请更正后重新提交：上次的信息与本人注册的不一致。${into}。`, when }
  return { first: `${when}。${into}。`, when }
}

/** The whole text: what to do now, where to, from when, what will be compared, and the notice's warning. */
export function outsideMessage(transfer: TransferView, now: number): string {
  const { branch, reason } = transfer
  const { first, when } = whatNow(transfer, now)
  const address = branch.address === '' ? [] : [`地址：${branch.address}`]
  return [
    first,
    '老师您好，请在贵省（区、市）系统中按下面的信息提交“转入北京”申请：',
    `转入单位：${bodyText(branch)}`,
    `转入团组织全称：${branch.fullName}`,
    `组织 ID：${systemIdText(branch)}`,
    ...address,
    `转出原因：${reason ?? branch.reasons[0] ?? '升学'}`,
    `提交时间：${when}`,
    `系统会核对姓名、身份证号、团员编号（${String(NUMBER_SINCE_YEAR)} 年以前入团的核对姓名、身份证号），请确认贵处登记与我本人证件一致，注意间隔号“·”和生僻字。`,
    '注意：不按步骤或跨步骤操作均将导致转移失败。',
    `接收方联系人：${branch.contact}　${branch.phone}`,
  ].join('\n')
}
