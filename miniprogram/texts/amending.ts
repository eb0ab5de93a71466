/** What the page says on which a member mends the registration or chooses another branch. */
import type { Stage } from '../../cloudfunctions/contract'
import { IDENTITIES, PARTY_IDENTITIES } from './words'

/** The official system compares what was registered there, not what stands here. */
const THERE_TOO = '在北京共青团系统里也填错的，要在那里同样改正：这里改了，那里不会跟着改。'

/** What amending costs, by where the transfer stands. */
export function amendWarning(stage: Stage): string {
  switch (stage) {
    case 'approved':
    case 'failed':
      return `修改后，团支部的同意随之失效：须经团支部重新同意并再满一天。只改错的，没错的不要动；只改手机号的，不影响团支部的同意。${THERE_TOO}`
    case 'returned':
      return `修改后会重新送交团支部审核。${THERE_TOO}`
    case 'registered':
      return `修改后，团支部按新的信息审核。${THERE_TOO}`
    case 'transferred':
    case 'withdrawn':
    case 'preparing':
    case 'announced':
    case 'received':
      return ''
  }
}
/** Beside a field whose value is masked. */
export function registeredEndText(lastFour: string): string {
  return lastFour === '' ? '现在没有登记' : `现登记的后四位是 ${lastFour}`
}
/** Why the old branch is left; a bare 原因 would be that of a return. */
export const LEAVING = '转出原因'
/** Beside the field of a number that was released: without another nothing goes on. */
export const OWN_NUMBER = '原来的号码已移除，请填写你本人的身份证号'
/** Which of the two; whoever is neither adds the other half from home. */
export const IDENTITY_OPTIONS = (['member', 'cadre'] as const).map((value) => ({ value, label: IDENTITIES[value] }))
export const PARTY_OPTIONS = (['full', 'probationary'] as const).map((value) => ({
  value,
  label: PARTY_IDENTITIES[value],
}))
export const AMEND_HINT = '留空的不改。身份证号、手机号和团员编号只显示后四位，要改的请完整填写。'
export const AMENDED = '已提交修改'
export const NOTHING_CHANGED = '没有要修改的内容。请改好后再提交，或返回上一页。'
