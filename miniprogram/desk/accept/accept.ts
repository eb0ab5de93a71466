import { call, type CallFailure } from '../../cloud'
import type { Change } from '../../events'
import { fieldText, ROLES } from '../../texts'
import { deskUrl } from '../desk'
import { deskFailureText } from '../texts/desk'
import { acceptedText, CODE_MISSING, CODE_WRONG, NAME_MISSING } from '../texts/staff'
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
  onCode({ detail }: Change<{ value: string }>) {
    this.setData({ code: detail.value, 'errors.code': '', failure: '' })
  },
  onName({ detail }: Change<{ value: string }>) {
    this.setData({ name: detail.value, 'errors.name': '', failure: '' })
  },
  async onAccept() {
    const { code, name, busy } = this.data
    if (busy) return
    const errors = {
      code: code.trim() === '' ? CODE_MISSING : '',
      name: name.trim() === '' ? NAME_MISSING : '',
    }
    this.setData({ errors })
    if (errors.code !== '' || errors.name !== '') return
    this.setData({ busy: true, failure: '' })
    const reply = await call('secretary', 'staff.accept', { code: code.trim(), name: name.trim() })
    this.setData({ busy: false })
    if (reply.ok) {
      const { branchId, branchName, role } = reply.value
      this.branchId = branchId
      const where = branchId === EVERY_BRANCH ? EVERY_BRANCH_NAME : branchName
      this.setData({ done: acceptedText(where, ROLES[role]), code: '' })
      return
    }
    this.refuse(reply.error)
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
