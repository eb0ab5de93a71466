/** Sentences about a League transfer inside Beijing (notice.txt, 京内团员团组织关系转接操作说明). */
import type { BranchView } from '../../cloudfunctions/contract'
import { answerText } from './journey'

export function insideRegisteredText(branch: BranchView, idle: boolean): string {
  return `申请已送到团支部，等待书记审核，同意即为转移成功，不用等一天。${idle ? '' : answerText(branch)}`
}
/** The member's own act there: the headline until it is said to be done. */
export const INSIDE_NOT_DECLARED = {
  title: '还差一步：在北京共青团系统转移团组织',
  text: '没有那里的提交，书记不能同意。办好后点“我已申请”。',
}
export const INSIDE_RETURNED_TEXT = '修改后可以重新申请，须经团支部重新审核。在北京共青团系统中也要按原因重新提交。'
