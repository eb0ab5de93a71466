import { call, type CallFailure } from '../../cloud'
import { fieldText, ROLES } from '../../texts'
import { deskUrl } from '../desk'
import { deskFailureText } from '../texts/desk'
import { CODE_WRONG } from '../texts/staff'
import { CODE_VALID_HOURS, EVERY_BRANCH, EVERY_BRANCH_NAME } from '../../limits'

Page({
  branchId: '',
  data: {
    codeHours: CODE_VALID_HOURS,
    code: '',
    name: '',
    errors: { code: '', name: '' },
    failure: '',
    busy: false,
    /** What one is now; empty until the code is taken. */
    done: '',
  },
  onCode({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ code: detail.value, 'errors.code': '', failure: '' })
  },
  onName({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ name: detail.value, 'errors.name': '', failure: '' })
  },
  async onAccept() {
    const { code, name, busy } = this.data
    if (busy) return
    const errors = {
      code: code.trim() === '' ? '请填写书记或管理员发给你的邀请码' : '',
      name: name.trim() === '' ? '请填写你的姓名，操作记录里会写' : '',
    }
    this.setData({ errors })
    if (errors.code !== '' || errors.name !== '') return
    this.setData({ busy: true, failure: '' })
    const answer = await call('secretary', 'staff.accept', { code: code.trim(), name: name.trim() })
    this.setData({ busy: false })
    if (answer.ok) {
      const { branchId, branchName, role } = answer.value
      this.branchId = branchId
      const where = branchId === EVERY_BRANCH ? EVERY_BRANCH_NAME : branchName
      this.setData({ done: `你现在是${where}的${ROLES[role]}。`, code: '' })
      return
    }
    this.refuse(answer.error)
  },
  /** What is wrong with a field stands beside it, what is wrong with the call above the button. */
  refuse(error: CallFailure) {
    const faults = error.code === 'BAD_INPUT' ? error.detail.fields : []
    const wrongName = faults.find(({ path }) => path === 'name')
    const wrongCode = error.code === 'CODE_INVALID' || faults.some(({ path }) => path === 'code')
    this.setData({
      'errors.name': wrongName === undefined ? '' : fieldText('name', wrongName.rule, this.data.name),
      'errors.code': wrongCode ? CODE_WRONG : '',
      failure: wrongName === undefined && !wrongCode ? deskFailureText(error) : '',
    })
  },
  onEnter() {
    const everywhere = this.branchId === EVERY_BRANCH
    void wx.redirectTo({ url: everywhere ? '/desk/summary/summary' : deskUrl('queue', this.branchId) })
  },
})
