/** Sentences about a League transfer inside Beijing (notice.txt, 京内团员团组织关系转接操作说明). */

export const INSIDE_REGISTERED_TEXT =
  '申请已送到团支部，等待书记审核，同意即为转移成功，不用等一天。请同时在北京共青团系统“转移团组织”中提交。'
export const INSIDE_RETURNED_TEXT = '修改后可以重新申请，须经团支部重新审核。在北京共青团系统中也要按原因重新提交。'
export const INSIDE_ASK = '我已在北京共青团系统提交转移'
