import type { BranchView } from '../../../cloudfunctions/contract'
import type { Change, Tap } from '../../events'
import { serverNow } from '../../clock'
import { contactsOf, type Contact } from '../../branches'
import { call } from '../../cloud'
import { BRANCH_SEARCH_LENGTH } from '../../limits'
import { phoneText } from '../../format'
import { failureText, nothingFoundText, systemIdText, windowClosed, windowLine } from '../../texts'
import { dial } from '../../wechat/telephone'

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
  phone: string
  /** Whom to call about one that cannot be chosen; empty where it can. */
  call: string
}

const PAUSE_MS = 300

/** Whether it can be chosen today. */
function isOpen(branch: BranchView): boolean {
  return branch.joinable && windowClosed(branch, serverNow()) === ''
}

function foundOf(branch: BranchView, chosen: string): Found {
  const joinable = isOpen(branch)
  return {
    id: branch.id,
    fullName: branch.fullName,
    shortName: branch.fullName.includes(branch.shortName) ? '' : branch.shortName,
    systemId: systemIdText(branch),
    chosen: branch.id === chosen,
    window: windowLine(branch),
    closed: windowClosed(branch, serverNow()),
    joinable,
    phone: branch.phone,
    call: joinable || branch.phone === '' ? '' : `${branch.contact} ${phoneText(branch.phone)}`,
  }
}

/** Finds a branch by full name, short name or system ID, and says which one was chosen (`choose`). */
Component({
  properties: {
    kind: { type: String, value: 'league' },
    chosen: { type: String, value: '' },
  },
  data: {
    searchLength: BRANCH_SEARCH_LENGTH,
    text: '',
    found: [] as Found[],
    message: '',
    /** Nothing came back: it can be asked again. */
    failed: false,
    branches: [] as BranchView[],
    /** Whom to call where nothing is found: those who take people in. */
    known: [] as Contact[],
    contacts: [] as Contact[],
    /** What was searched is in no branch's names. */
    nothing: false,
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
    onText(event: Change<{ value: string }>) {
      const text = event.detail.value
      if (this.data.timer !== null) clearTimeout(this.data.timer)
      this.data.timer = setTimeout(() => void this.find(text), PAUSE_MS)
      this.data.text = text
    },
    async find(text: string) {
      const reply = await call('member', 'branch.find', {
        kind: this.data.kind === 'party' ? 'party' : 'league',
        text,
      })
      // Whom to call is known from the whole list, also where that comes after what was searched.
      if (text === '' && reply.ok) this.data.known = contactsOf(reply.value)
      if (text !== this.data.text) {
        if (this.data.nothing) this.sayNothing()
        return
      }
      if (!reply.ok) {
        const silent = text === '' && reply.error.code === 'BAD_INPUT'
        this.setData({
          message: silent ? '' : failureText(reply.error),
          failed: reply.error.code === 'OFFLINE',
          nothing: false,
          contacts: [],
        })
        return
      }
      this.data.branches = reply.value
      const nothing = reply.value.length === 0 && text !== ''
      this.setData({ failed: false, nothing, message: '', contacts: [] })
      if (nothing) this.sayNothing()
      this.show()
      if (text === '') this.takeOnly()
    },
    /** Where one alone takes people in there is nothing to choose. */
    takeOnly() {
      const open = this.data.branches.filter(isOpen)
      if (open.length === 1 && this.data.chosen === '') this.triggerEvent('choose', { branch: open[0] })
    },
    sayNothing() {
      const contacts = this.data.known
      this.setData({ message: nothingFoundText(contacts.length > 0), contacts })
    },
    onRetry() {
      void this.find(this.data.text)
    },
    show() {
      this.setData({
        found: this.data.branches.map((branch) => foundOf(branch, this.data.chosen)),
      })
    },
    onCall(event: Tap<{ phone: string }>) {
      void dial(event.currentTarget.dataset.phone)
    },
    onChoose(event: Tap<{ id: string }>) {
      const branch = this.data.branches.find(({ id }) => id === event.currentTarget.dataset.id)
      if (branch !== undefined && isOpen(branch)) this.triggerEvent('choose', { branch })
    },
  },
})
