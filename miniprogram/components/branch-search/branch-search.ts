import type { BranchView } from '../../../cloudfunctions/contract'
import { serverNow } from '../../clock'
import { call } from '../../cloud'
import { failureText, systemIdText, windowClosed, windowLine } from '../../texts'

interface Found {
  id: string
  fullName: string
  shortName: string
  systemId: string
  chosen: boolean
  /** When it takes people in, and why it does not now. */
  window: string
  closed: string
  joinable: boolean
}

const PAUSE_MS = 300

/** Whether it can be chosen today. */
function isOpen(branch: BranchView): boolean {
  return branch.joinable && windowClosed(branch, serverNow()) === ''
}

/** Finds a branch by full name, short name or system ID, and says which one was chosen (`choose`). */
Component({
  properties: {
    kind: { type: String, value: 'league' },
    chosen: { type: String, value: '' },
  },
  data: {
    text: '',
    found: [] as Found[],
    message: '',
    /** Nothing came back: it can be asked again. */
    failed: false,
    branches: [] as BranchView[],
    timer: null as ReturnType<typeof setTimeout> | null,
  },
  observers: {
    chosen() {
      this.show()
    },
  },
  lifetimes: {
    attached() {
      void this.find('')
    },
    detached() {
      if (this.data.timer !== null) clearTimeout(this.data.timer)
    },
  },
  methods: {
    onText(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
      const text = event.detail.value
      if (this.data.timer !== null) clearTimeout(this.data.timer)
      this.data.timer = setTimeout(() => void this.find(text), PAUSE_MS)
      this.data.text = text
    },
    async find(text: string) {
      const answer = await call('member', 'branch.find', {
        kind: this.data.kind === 'party' ? 'party' : 'league',
        text,
      })
      if (text !== this.data.text) return
      if (!answer.ok) {
        const silent = text === '' && answer.error.code === 'BAD_INPUT'
        this.setData({ message: silent ? '' : failureText(answer.error), failed: answer.error.code === 'OFFLINE' })
        return
      }
      this.data.branches = answer.value
      this.setData({
        failed: false,
        message:
          answer.value.length === 0 && text !== '' ? '没有找到。请核对全称、简称或组织 ID，或致电学院询问。' : '',
      })
      this.show()
    },
    onRetry() {
      void this.find(this.data.text)
    },
    show() {
      this.setData({
        found: this.data.branches.map((branch) => ({
          id: branch.id,
          fullName: branch.fullName,
          shortName: branch.shortName,
          systemId: systemIdText(branch),
          chosen: branch.id === this.data.chosen,
          window: windowLine(branch),
          closed: windowClosed(branch, serverNow()),
          joinable: isOpen(branch),
        })),
      })
    },
    onChoose(event: WechatMiniprogram.TouchEvent<Record<string, never>, Record<string, never>, { id: string }>) {
      const branch = this.data.branches.find(({ id }) => id === event.currentTarget.dataset.id)
      if (branch !== undefined && isOpen(branch)) this.triggerEvent('choose', { branch })
    },
  },
})
