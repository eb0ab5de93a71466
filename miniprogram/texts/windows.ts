/** When a branch takes people in; without dates it always does. */
import type { BranchView } from '../../cloudfunctions/contract'
import { beijingDay, dayText } from '../format'

type Window = Pick<BranchView, 'opensOn' | 'closesOn'>

/** 「接收时间：2024年6月1日至2024年9月30日」; empty where the branch has set none. Both days count. */
export function windowLine({ opensOn, closesOn }: Window): string {
  if (opensOn !== undefined && closesOn !== undefined) return `接收时间：${dayText(opensOn)}至${dayText(closesOn)}`
  if (opensOn !== undefined) return `接收时间：${dayText(opensOn)}起`
  return closesOn === undefined ? '' : `接收时间：至${dayText(closesOn)}`
}

/** Why nothing new is taken today; empty while the branch is open. */
export function windowClosed({ opensOn, closesOn }: Window, now: number): string {
  const today = beijingDay(now)
  if (opensOn !== undefined && today < opensOn) return `还没有开始接收，${dayText(opensOn)}起可以申请`
  if (closesOn !== undefined && today > closesOn) return `接收已于${dayText(closesOn)}截止，请致电询问`
  return ''
}

/** To whoever has asked already: nobody new is taken, which is not a refusal of what is under way. */
export function closedText(branch: Window): string {
  return `这个团支部现在不接收新的申请（${windowLine(branch)}）。你已提交的申请照常办理，改好后可以重新送审；换团支部的，要选正在接收的。来不及办的，请致电团支部。`
}
