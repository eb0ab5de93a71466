import type { BranchView, Kind } from '../../../cloudfunctions/contract'
import { loadBranches } from '../../branches'
import { serverNow } from '../../clock'
import { loadMe } from '../../me'
import { notLoaded } from '../../refresh'
import { handInText, LETTER_HEADINGS, LETTER_SENDERS, problemOf, type Problem } from '../../texts'
import { copyText } from '../../wechat/clipboard'
import { LETTER_FACTS, NOT_INTO_FILE, rowsText } from '../../texts/notice'
import { letterRows, type Row } from '../notice/view'

/** What the page shows. */
interface Data {
  state: 'loading' | 'ready' | 'problem'
  problem: Problem | null
  /** Why what is shown could not be loaded anew, and how old it is. */
  stale: string
  warning: string
  branchName: string
  heading: string
  /** Who writes the letter. */
  sender: string
  facts: string[]
  rows: Row[]
  /** To whom, where and when; only the Party side takes letters in. */
  handIn: string
  contact: string
  phone: string
}

const data: Data = {
  state: 'loading',
  problem: null,
  stale: '',
  warning: '',
  branchName: '',
  heading: '',
  sender: '',
  facts: [],
  rows: [],
  handIn: '',
  contact: '',
  phone: '',
}

Page({
  /** A League letter; the usual one is of the Party. */
  league: false,
  branch: '',
  /** The transfer that the letter belongs to, where it is opened from one. */
  transfer: '',
  loadedAt: 0,
  data,
  onLoad(query) {
    this.league = query.kind === 'league'
    this.branch = query.branch ?? ''
    this.transfer = query.id ?? ''
    void this.load()
  },
  async onPullDownRefresh() {
    await this.load()
    void wx.stopPullDownRefresh()
  },
  async load() {
    const [me, branches] = await Promise.all([loadMe(), loadBranches()])
    if (!me.ok || !branches.ok) {
      const failed = me.ok ? branches : me
      if (!failed.ok) this.setData(notLoaded(failed.error, this.loadedAt))
      return
    }
    // A branch that takes nobody in any more is still mine, if I have a transfer there.
    const mine = me.value.transfers.map((transfer) => transfer.branch)
    const wanted: Kind = this.league ? 'league' : 'party'
    const named = me.value.transfers.find(({ id }) => id === this.transfer)?.branch
    const known = [...mine, ...branches.value[wanted]]
    const found = named ?? known.find(({ id }) => id === this.branch) ?? known.find(({ kind }) => kind === wanted)
    if (found === undefined) this.setData({ state: 'problem', problem: problemOf({ code: 'NOT_FOUND' }) })
    else this.show(found)
  },
  show(branch: BranchView) {
    this.loadedAt = serverNow()
    this.setData({
      state: 'ready',
      stale: '',
      branchName: branch.shortName || branch.fullName,
      heading: LETTER_HEADINGS[branch.kind],
      sender: LETTER_SENDERS[branch.kind],
      warning: branch.kind === 'party' ? NOT_INTO_FILE : '',
      facts: LETTER_FACTS[branch.kind],
      rows: letterRows(branch),
      handIn: branch.kind === 'party' || branch.handIn !== undefined ? handInText(branch) : '',
      contact: branch.contact,
      phone: branch.phone,
    })
  },
  onRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },
  onCopyAll() {
    void copyText(rowsText(this.data.rows))
  },
})
