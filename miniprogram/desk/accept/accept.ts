import { call } from '../../cloud'
import { fieldText, ROLES } from '../../texts'
import { deskUrl, EVERY_BRANCH } from '../entrance'
import { codeFailureText } from '../words/staff'

Page({
  branchId: '',
  data: {
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
    if (code.trim() === '') {
      this.setData({ 'errors.code': '请填写书记或管理员发给你的邀请码' })
      return
    }
    if (name.trim() === '') {
      this.setData({ 'errors.name': '请填写你的姓名，操作记录里会写' })
      return
    }
    this.setData({ busy: true, failure: '' })
    const answer = await call('secretary', 'staff.accept', { code: code.trim(), name: name.trim() })
    this.setData({ busy: false })
    if (answer.ok) {
      const { branchId, branchName, role } = answer.value
      this.branchId = branchId
      const where = branchId === EVERY_BRANCH ? '全部支部' : branchName
      this.setData({ done: `你现在是${where}的${ROLES[role]}。`, code: '' })
      return
    }
    const fault = answer.error.code === 'BAD_INPUT' ? answer.error.detail.fields[0] : undefined
    if (fault?.path === 'name') this.setData({ 'errors.name': fieldText('name', fault.rule, name) })
    else this.setData({ failure: codeFailureText(answer.error) })
  },
  onEnter() {
    const everywhere = this.branchId === EVERY_BRANCH
    void wx.redirectTo({ url: everywhere ? '/desk/summary/summary' : deskUrl('queue', this.branchId) })
  },
})
