import { call } from '../../cloud'
import { goOn } from '../../navigation'
import { confirmed } from '../confirmation'
import { deskUrl } from '../desk'
import { deskPage, failureNotice, NO_NOTICE, type Reading } from '../page'
import { closedText, closeQuestion, closeText } from '../texts/branch'
import { unfinishedIn } from './view'

/** The administrator's: a branch at the end of its year is closed, and what is kept of it is taken out. */
deskPage({
  needs: 'decides',
  data: {
    closed: false,
    text: '',
    notice: NO_NOTICE,
    busy: false,
  },
  async read(): Reading {
    const { id, name, closed } = this.entrance.desk
    if (!this.data.administrator) return { code: 'READ_ONLY' }
    const reply = await call('secretary', 'desk.summary', { branchId: id })
    if (!reply.ok) return reply.error
    this.setData({ closed, text: closed ? closedText(name) : closeText(name, unfinishedIn(reply.value)) })
    return null
  },
  onArchive() {
    goOn(deskUrl('export', this.branchId, '&archive=1'))
  },
  async onClose() {
    const { name } = this.entrance.desk
    if (this.data.busy || !(await confirmed(closeQuestion(name)))) return
    this.setData({ busy: true, notice: NO_NOTICE })
    const reply = await call('secretary', 'branch.close', { branchId: this.branchId })
    this.setData({ busy: false })
    if (reply.ok) this.setData({ closed: true, text: closedText(name) })
    else this.setData({ notice: failureNotice(reply.error) })
  },
  onNext() {
    goOn(`/desk/branch/branch?like=${encodeURIComponent(this.branchId)}`)
  },
})
