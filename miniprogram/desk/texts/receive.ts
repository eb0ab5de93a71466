/** What the desk says when it records what a Party branch has received. */
import type { ReceiveFact } from '../../../cloudfunctions/contract'

export const RECEIVE_HINT =
  '勾选已经收到或办好的，日期可以改为实际办好的那一天，本人会看到；没有到齐的可以以后再登记。登记错的，取消勾选并写明原因。'
export const RECEIVE_HINT_MANY = '只勾选以上人员都已办好的。各人不同的，请逐个登记。'
export const RECEIVE_MISSING = '请至少勾选一项，再登记。'
export const CORRECTION_REASON = '更正已登记的，请写明原因。'
export const LATE_REASON = '介绍信已过有效期，仍要接收的，请写明原因。'
export const LATE_REASON_MANY = '有介绍信过期的，写明仍要接收的原因；没有的可不填'

/** What each fact means, beside its name. */
export const FACT_HINTS: { [F in ReceiveFact]: string } = {
  online: '党员E先锋系统中已接收',
  letter: '收到纸质介绍信',
  materials: '档案中的党员材料完整、无误',
  probationPapers: '《预备党员考察表》或盖章的鉴定材料',
  receipt: '介绍信回执一个月内寄回原党组织',
}
