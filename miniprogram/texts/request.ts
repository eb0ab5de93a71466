/** What the page says on which a member records what the outside organisation submitted. */
import type { Claimed, PrecheckResult } from '../../cloudfunctions/contract'
import { deadline, inFours } from '../format'
import { NUMBER_SINCE_YEAR } from '../limits'
import { tooEarlyText } from './journey'
import { differsText, type Tone } from './words'

export const REQUEST_TITLE = '登记原团组织提交的信息'
export const REQUEST_HINT =
  '知道原团组织填写的姓名、身份证号、团员编号的，照他们的写法填，不要照自己的填：这样才能先发现不一致。不知道的，可以只登记已经提交。'
export const REQUEST_ONLY = '只登记已经提交，不知道填了什么'

/** Asked first: whether it was submitted after the exact time, by the two answers. */
export function whenQuestion(
  readyAt: string,
  now: number,
): { title: string; text: string; after: string; early: string } {
  const from = deadline(readyAt, now)
  return {
    title: '原团组织是什么时候提交的？',
    text: '请向原团组织问清：在外省市系统中提交“转入北京”申请的时间。这里的登记不能代替他们的提交。',
    after: `${from} 以后提交的`,
    early: `早于 ${from} 提交的`,
  }
}
/** Why nothing can be recorded now: the wait, what is done already, and every other stage. */
export const REQUEST_CLOSED = {
  waits: '同意未满一天',
  done: { title: '不用再登记', text: '转接已有结果，可以在转接详情里查看。' },
  other: '现在不能登记',
} as const
/** Why the wait is there. */
export function whyWaitText(waitHours: number): string {
  return `北京团组织通过加入申请至少一天后，外省市团组织才能提交。${tooEarlyText(waitHours)}`
}
/** A member number as it is checked before sending. */
export function claimedNumberText(number: Claimed['memberNumber']): string {
  return number === undefined ? '未填写' : inFours(number)
}
/** Where it is closed because it is too early: what whoever has submitted already says. */
export const ALREADY_SUBMITTED = '原团组织已经提交了'
export const NUMBER_HINT = `${String(NUMBER_SINCE_YEAR)} 年以前入团的，系统不校核团员编号，可不填。`

/** What the pre-check found, as a note. */
export function precheckText(result: PrecheckResult): { tone: Tone; text: string } {
  const { differs, variants, unsure } = result
  if (differs.length > 0) {
    return {
      tone: 'bad',
      text: `${differsText(differs)}与你的注册信息不一致。登记后结果会是转移失败：请先弄清哪一方有误，再登记。`,
    }
  }
  if (variants.length > 0) {
    return {
      tone: 'wait',
      text: `${differsText(variants)}的写法不完全相同（如全角、空格或间隔号），这里视为一致，北京系统可能视为不一致。请提醒原团组织核对写法。`,
    }
  }
  if (unsure.length > 0) {
    return {
      tone: 'wait',
      text: `${String(NUMBER_SINCE_YEAR)} 年入团的，官方没有写明是否校核团员编号；现在有一方没有编号。最好请双方都补上编号。`,
    }
  }
  return { tone: 'done', text: '三项信息核对一致，可以登记。' }
}

/** The pre-checks of the day are used up: what is recorded is verified all the same. */
export const PRECHECKS_USED = '今天的预先核对次数已用完，这里没有核对。可以直接登记，登记时校核；也可以明天再来核对。'
